#include "syntax/value.h"

#include <stdlib.h>

#define SECOND 1000.0
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

struct scale {
    const char *suffix;
    double factor;
};

static const struct scale duration_scales[] = {
    { "ms", 1 }, { "min", MINUTE }, { "mo", 30 * DAY }, { "s", SECOND }, { "m", MINUTE },
    { "h", HOUR }, { "d", DAY }, { "w", 7 * DAY }, { NULL, 0 },
};
static const struct scale size_scales[] = {
    { "kB", 1e3 }, { "MB", 1e6 }, { "GB", 1e9 }, { "TB", 1e12 }, { "B", 1 }, { NULL, 0 },
};
static const struct scale rate_scales[] = {
    { "/min", 1 / 60.0 }, { "/s", 1 }, { "/h", 1 / 3600.0 }, { "/d", 1 / 86400.0 }, { NULL, 0 },
};

// Digits with '_' between them and at most one dot.
static bool parse_number(struct str text, double *number)
{
    char digits[64];
    size_t length = 0;
    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '_')
            continue;
        if ((!char_is_digit(c) && c != '.') || length + 1 == sizeof digits)
            return false;
        digits[length++] = c;
    }
    digits[length] = '\0';
    char *end;
    *number = strtod(digits, &end);
    return *end == '\0';
}

static bool parse_scaled(struct str text, const struct scale *scales, double *amount)
{
    for (const struct scale *scale = scales; scale->suffix; scale++) {
        struct str suffix = str_of(scale->suffix);
        if (!str_ends_with(text, suffix))
            continue;
        if (!parse_number(str_slice(text, 0, text.length - suffix.length), amount))
            return false;
        *amount *= scale->factor;
        return true;
    }
    return false;
}

static bool parse_amount(const struct word *word, struct quantity *quantity)
{
    struct str text = word->text.str;
    struct str less = str_slice(text, 0, text.length ? text.length - 1 : 0);
    switch (word->kind) {
    case WORD_NUMBER:
        quantity->unit = UNIT_NUMBER;
        return parse_number(text, &quantity->amount);
    case WORD_PERCENT:
        quantity->unit = UNIT_PERCENT;
        return parse_number(less, &quantity->amount);
    case WORD_MULTIPLE:
        quantity->unit = UNIT_MULTIPLE;
        return parse_number(less, &quantity->amount);
    case WORD_DURATION:
        quantity->unit = UNIT_DURATION;
        return parse_scaled(text, duration_scales, &quantity->amount);
    case WORD_SIZE:
        quantity->unit = UNIT_SIZE;
        return parse_scaled(text, size_scales, &quantity->amount);
    case WORD_RATE:
        quantity->unit = UNIT_RATE;
        return parse_scaled(text, rate_scales, &quantity->amount);
    case WORD_NAME:
    case WORD_TEXT:
    case WORD_RANGE:
    case WORD_DATE:
    case WORD_TIME:
    case WORD_OFFSET:
    case WORD_COMPARISON:
    case WORD_ARROW:
    case WORD_COMMA:
    case WORD_OPEN:
    case WORD_CLOSE:
    case WORD_STAR:
    case WORD_CODE: return false;
    }
    return false;
}

bool quantity_parse(const struct word *word, struct quantity *quantity)
{
    struct quantity read = { .text = word->text };
    if (!parse_amount(word, &read))
        return false;
    *quantity = read;
    return true;
}

struct str duration_format(struct arena *arena, double milliseconds)
{
    static const struct { double factor; const char *one, *many; } steps[] = {
        { 7 * DAY, "week", "weeks" }, { DAY, "day", "days" }, { HOUR, "hour", "hours" },
        { MINUTE, "minute", "minutes" }, { SECOND, "second", "seconds" }, { 1, "ms", "ms" },
    };
    size_t last = sizeof steps / sizeof *steps - 1;
    for (size_t i = 0; i <= last; i++) {
        double count = milliseconds / steps[i].factor;
        if (i < last && (count < 1 || count != (double)(long)count))
            continue;
        return arena_format(arena, "%g %s", count, count == 1 ? steps[i].one : steps[i].many);
    }
    return STR("");
}

bool name_parse(struct text text, struct name *name)
{
    *name = (struct name){ .text = text };
    struct str rest = text.str;
    while (rest.length) {
        if (name->count == sizeof name->parts / sizeof *name->parts)
            return false;
        bool is_quoted = rest.data[0] == '`';
        size_t end = str_find_char(rest, is_quoted ? '`' : '.', 1);
        if (end == STR_NOT_FOUND)
            end = rest.length;
        name->parts[name->count++] = str_slice(rest, is_quoted, end);
        rest = str_from(rest, end + is_quoted);
        if (rest.length && rest.data[0] == '.')
            rest = str_from(rest, 1);
    }
    return name->count > 0;
}

static bool parse_int(struct str text, int *number)
{
    double read;
    if (!parse_number(text, &read) || read > 1e6 || read != (double)(int)read)
        return false;
    *number = (int)read;
    return true;
}

bool range_parse(const struct word *word, int *first, int *last)
{
    struct str text = word->text.str;
    if (word->kind == WORD_NUMBER) {
        if (!parse_int(text, first))
            return false;
        *last = *first;
        return true;
    }
    size_t dots = str_find(text, STR(".."), 0);
    if (word->kind != WORD_RANGE || dots == STR_NOT_FOUND)
        return false;
    return parse_int(str_slice(text, 0, dots), first) && parse_int(str_from(text, dots + 2), last)
           && *first <= *last;
}

bool offset_parse(const struct word *word, double *milliseconds)
{
    struct str text = word->text.str;
    if (word->kind != WORD_OFFSET || text.length < 3)
        return false;
    struct str amount = str_from(text, 2);
    if (!parse_scaled(amount, duration_scales, milliseconds)) {
        if (!parse_number(amount, milliseconds))
            return false;
        *milliseconds *= DAY;
    }
    if (text.data[1] == '-')
        *milliseconds = -*milliseconds;
    return true;
}

bool time_parse(const struct word *word, int *minute)
{
    struct str text = word->text.str;
    int hours, minutes;
    if (word->kind != WORD_TIME || text.length != 5 || !parse_int(str_slice(text, 0, 2), &hours)
        || !parse_int(str_from(text, 3), &minutes) || hours > 23 || minutes > 59)
        return false;
    *minute = hours * 60 + minutes;
    return true;
}
