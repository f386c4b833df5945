// Words as values: quantities with their unit, places in time, names with their parts.
#ifndef SYNTAX_VALUE_H
#define SYNTAX_VALUE_H

#include "base/date.h"
#include "syntax/document.h"

enum unit_of_measure {
    UNIT_NONE,     // there is no quantity
    UNIT_NUMBER,   // amount
    UNIT_PERCENT,  // amount in percent: 0.1% is 0.1
    UNIT_DURATION, // amount in milliseconds; a month is thirty days
    UNIT_SIZE,     // amount in bytes; kB, MB, … are powers of 1000
    UNIT_RATE,     // amount per second
    UNIT_MULTIPLE, // 2x is 2
};

struct quantity {
    enum unit_of_measure unit;
    double amount;
    struct text text; // as it was written
};

static inline bool quantity_is_set(struct quantity quantity)
{
    return quantity.unit != UNIT_NONE;
}

// False where the word is no quantity.
bool quantity_parse(const struct word *word, struct quantity *quantity);

// A duration in words a person would choose: "30 min", "2 weeks".
struct str duration_format(struct arena *arena, double milliseconds);

// A name of up to four parts, split at its dots; backquotes are gone.
struct name {
    struct str parts[4];
    unsigned count; // 0: there is no name
    struct text text;
};

bool name_parse(struct text text, struct name *name);

static inline bool name_is_set(const struct name *name)
{
    return name->count > 0;
}

enum when_kind {
    WHEN_NONE,
    WHEN_WEEK,   // first..last: week 1 begins on `start`
    WHEN_DAY,    // first..last
    WHEN_MONTH,  // first..last
    WHEN_OFFSET, // milliseconds from T-0
    WHEN_DATE,
    WHEN_MINUTE, // a date and a time of day
    WHEN_TEXT,   // "Q1 2024": only shown
};

struct when {
    enum when_kind kind;
    int first, last;
    double offset;    // milliseconds
    struct date date; // WHEN_DATE, WHEN_MINUTE
    int minute;       // of the day
    struct text text; // as it was written
    struct span span;
};

// Reads a range or a number into first..last; false where it is none, or reversed.
bool range_parse(const struct word *word, int *first, int *last);

// "T-3d", "T-3" (days) as milliseconds.
bool offset_parse(const struct word *word, double *milliseconds);

// "22:00" as minutes; false past 23:59.
bool time_parse(const struct word *word, int *minute);

#endif
