// Times and lengths in prose: "Week 1-2", "~5 min", "T-2 hours", "März 2027", "2-3 Tage".
#ifndef READERS_MARKDOWN_DURATION_H
#define READERS_MARKDOWN_DURATION_H

#include "base/date.h"
#include "source/text.h"

enum time_kind {
    TIME_NONE,
    TIME_WEEK, TIME_DAY, TIME_MONTH, // first..last, counted from the plan's start
    TIME_OFFSET,                     // amount before or after T-0
    TIME_DATE,
    TIME_LENGTH, // amount
    TIME_OTHER,  // "Q1 2027", "Sprint 3", "ongoing", "TBD", "09:00": a time that belay cannot count
};

enum time_unit { UNIT_MINUTES, UNIT_HOURS, UNIT_DAYS, UNIT_WEEKS, UNIT_MONTHS };

struct prose_time {
    enum time_kind kind;
    int first, last;
    struct str amount;   // digits, with '.' or ',' as they were written
    enum time_unit unit; // of amount
    bool is_before;      // of an offset
    bool is_exact;       // neither approximate nor a range; the unit is not a business day
    struct date date;
    struct text text;    // what was read
};

// Reads a time at the head of the text; `time->text` says how much was understood. False
// where there is none.
bool time_read(struct text text, struct prose_time *time);

// As time_read(), where nothing but the time stands there.
bool time_read_whole(struct text text, struct prose_time *time);

// The first time in the text that stands at the beginning of a word.
bool time_find(struct text text, struct prose_time *time);

// "T-2 hours", "T = 0", "J+7" at `at`: the offset behind it, or 0.
size_t time_offset_match(struct str text, size_t at, struct prose_time *time);

// The offset in minutes, for ordering.
int time_offset_minutes(const struct prose_time *time);

// The word of the plan language: "1..2", "T-2h", "2027-01-04", "5min". Empty for TIME_OTHER.
struct str time_word(struct arena *arena, const struct prose_time *time);

#endif
