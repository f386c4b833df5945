// Reads times and lengths in prose.

#include "readers/markdown/duration.h"

#include "readers/markdown/words.h"

static const struct {
    const char *word;
    enum time_unit unit;
} units[] = {
    {"min", UNIT_MINUTES},      {"mins", UNIT_MINUTES},     {"minutes?", UNIT_MINUTES},
    {"minuten?", UNIT_MINUTES}, {"minutos?", UNIT_MINUTES}, {"минут", UNIT_MINUTES},
    {"分钟", UNIT_MINUTES},     {"分鐘", UNIT_MINUTES},     {"分", UNIT_MINUTES},
    {"m", UNIT_MINUTES},        {"h", UNIT_HOURS},          {"hrs?", UNIT_HOURS},
    {"hours?", UNIT_HOURS},     {"stunden?", UNIT_HOURS},   {"std", UNIT_HOURS},
    {"horas?", UNIT_HOURS},     {"heures?", UNIT_HOURS},    {"часа", UNIT_HOURS},
    {"часов", UNIT_HOURS},      {"小时", UNIT_HOURS},       {"小時", UNIT_HOURS},
    {"時間", UNIT_HOURS},       {"d", UNIT_DAYS},           {"days?", UNIT_DAYS},
    {"días?", UNIT_DAYS},       {"dias?", UNIT_DAYS},       {"jours?", UNIT_DAYS},
    {"tage?n?", UNIT_DAYS},     {"дня", UNIT_DAYS},         {"дней", UNIT_DAYS},
    {"天", UNIT_DAYS},          {"日", UNIT_DAYS},          {"w", UNIT_WEEKS},
    {"wks?", UNIT_WEEKS},       {"weeks?", UNIT_WEEKS},     {"wochen?", UNIT_WEEKS},
    {"semanas?", UNIT_WEEKS},   {"semaines?", UNIT_WEEKS},  {"недели", UNIT_WEEKS},
    {"недель", UNIT_WEEKS},     {"周", UNIT_WEEKS},         {"週", UNIT_WEEKS},
    {"週間", UNIT_WEEKS},       {"mo", UNIT_MONTHS},        {"months?", UNIT_MONTHS},
    {"monate?n?", UNIT_MONTHS}, {"mes", UNIT_MONTHS},       {"meses", UNIT_MONTHS},
    {"mois", UNIT_MONTHS},      {"个月", UNIT_MONTHS},      {"ヶ月", UNIT_MONTHS},
};

struct grain {
    const char *word;
    enum time_kind kind;
};

static const struct grain grains[] = {
    {"weeks?", TIME_WEEK},   {"wk", TIME_WEEK},        {"wochen?", TIME_WEEK},
    {"semanas?", TIME_WEEK}, {"semaines?", TIME_WEEK}, {"неделя", TIME_WEEK},
    {"days?", TIME_DAY},     {"tage?", TIME_DAY},      {"días?", TIME_DAY},
    {"dias?", TIME_DAY},     {"jours?", TIME_DAY},     {"день", TIME_DAY},
    {"months?", TIME_MONTH}, {"monate?", TIME_MONTH},  {"mois", TIME_MONTH},
    {"mes", TIME_MONTH},     {"mês", TIME_MONTH},
};

static const struct grain counters[] = {
    {"周", TIME_WEEK}, {"週", TIME_WEEK},    {"天", TIME_DAY},
    {"日", TIME_DAY},  {"个月", TIME_MONTH}, {"月", TIME_MONTH},
};

static const char *const months[12][4] = {
    {"january", "jan", "januar", "enero"},
    {"february", "feb", "februar", "febrero"},
    {"march", "mar", "märz", "marzo"},
    {"april", "apr", "avril", "abril"},
    {"may", "mai", "mai", "mayo"},
    {"june", "jun", "juni", "junio"},
    {"july", "jul", "juli", "julio"},
    {"august", "aug", "août", "agosto"},
    {"september", "sep", "septembre", "septiembre"},
    {"october", "oct", "oktober", "octubre"},
    {"november", "nov", "novembre", "noviembre"},
    {"december", "dec", "dezember", "diciembre"},
};

static const char *const approximations[] = {
    "about", "approx",    "approximately", "ca",        "circa", "up to",
    "est",   "estimated", "around",        "less than", "under", "at most",
    "max",   "etwa",      "unos",          "environ",   "约",    NULL,
};

static const char *const range_words[] = {"to", "bis", "a", "à", "through", "and", "или", NULL};

static size_t skip_approximation(struct str text, size_t at, bool *is_exact)
{
    at = words_skip_ornaments(text, at);
    for (;;) {
        struct str rest = str_from(text, at);
        size_t length = 0;
        if (rest.length && strchr("~<", rest.data[0]))
            length = 1;
        else if (str_starts_with(rest, STR("≈")) || str_starts_with(rest, STR("≤")))
            length = strlen("≈");
        size_t end = length ? at + length : words_match_any(text, at, approximations);
        if (!end || end == at)
            return at;
        if (end < text.length && text.data[end] == '.')
            end++;
        *is_exact = false;
        at = words_skip_blanks(text, end);
    }
}

// The second number's beginning in "1-2", "1 to 2"; 0 where there is no range.
static size_t skip_range_joint(struct str text, size_t at)
{
    size_t gap = words_skip_blanks(text, at), end = gap + words_dash(text, gap);
    if (end == gap && gap < text.length && strchr("/&", text.data[gap]))
        end = gap + 1;
    if (end == gap)
        end = words_match_any(text, gap, range_words);
    end = end ? words_skip_blanks(text, end) : 0;
    return end && end < text.length && char_is_digit(text.data[end]) ? end : 0;
}

static size_t read_int_range(struct str text, size_t at, struct prose_time *time)
{
    size_t end = words_number(text, at, &time->first);
    if (end == at)
        return 0;
    time->last = time->first;
    size_t second = skip_range_joint(text, end);
    int last;
    if (second) {
        size_t behind = words_number(text, second, &last);
        if (behind > second && last >= time->first) {
            time->last = last;
            end = behind;
        }
    }
    if (end < text.length && text.data[end] == '+')
        end++;
    return words_is_inside(text, end) ? 0 : end;
}

// ---- the shapes

static size_t match_grain(struct str text, size_t at, struct prose_time *time)
{
    for (size_t i = 0; i < sizeof grains / sizeof *grains; i++) {
        size_t end = words_match(text, at, grains[i].word);
        if (!end)
            continue;
        size_t number = words_skip_blanks(text, end);
        if (number < text.length && text.data[number] == '#')
            number++;
        size_t behind = read_int_range(text, number, time);
        time->kind = grains[i].kind;
        return behind;
    }
    return 0;
}

// "第1周", "第1-2周".
static size_t match_counter(struct str text, size_t at, struct prose_time *time)
{
    if (!str_starts_with(str_from(text, at), STR("第")))
        return 0;
    size_t end = read_int_range(text, at + strlen("第"), time);
    for (size_t i = 0; end && i < sizeof counters / sizeof *counters; i++) {
        size_t behind = words_match(text, words_skip_blanks(text, end), counters[i].word);
        if (!behind)
            continue;
        time->kind = counters[i].kind;
        return behind;
    }
    return 0;
}

static size_t match_unit(struct str text, size_t at, enum time_unit *unit)
{
    size_t longest = 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t end = words_match(text, at, units[i].word);
        if (end <= longest)
            continue;
        longest = end;
        *unit = units[i].unit;
    }
    return longest;
}

size_t time_offset_match(struct str text, size_t at, struct prose_time *time)
{
    if (at >= text.length || !strchr("TJDH", text.data[at]) || words_is_inside(text, at))
        return 0;
    size_t sign = words_skip_blanks(text, at + 1), dash = words_dash(text, sign);
    bool has_sign = dash || (sign < text.length && strchr("+=", text.data[sign]));
    if (!has_sign || (text.data[at] != 'T' && sign > at + 1))
        return 0;
    size_t number = words_skip_blanks(text, sign + (dash ? dash : 1));
    size_t end = words_number(text, number, &time->first);
    if (end == number || time->first > 9999)
        return 0;
    time->kind = TIME_OFFSET;
    time->last = time->first;
    time->is_before = dash > 0;
    time->amount = str_slice(text, number, end);
    time->unit = text.data[at] == 'H' ? UNIT_HOURS : UNIT_DAYS;
    size_t behind = match_unit(text, words_skip_blanks(text, end), &time->unit);
    end = behind ? behind : end;
    return words_is_inside(text, end) ? 0 : end;
}

static int month_at(struct str text, size_t at, size_t *end)
{
    for (int month = 0; month < 12; month++)
        for (int i = 0; i < 4; i++)
            if ((*end = words_match(text, at, months[month][i])) > 0)
                return month + 1;
    return 0;
}

static size_t set_date(int year, int month, int day, size_t end, struct prose_time *time)
{
    struct date date = {year, month, day}, same = date_from_days(date_to_days(date));
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31
        || same.month != month || same.day != day)
        return 0;
    time->kind = TIME_DATE;
    time->date = date;
    return end;
}

// 2027-01-04, 2027/01/04, 04.01.2027.
static size_t match_numeric_date(struct str text, size_t at, struct prose_time *time)
{
    int parts[3];
    size_t end = at, lengths[3];
    char separator = 0;
    for (int i = 0; i < 3; i++) {
        size_t behind = words_number(text, end, &parts[i]);
        lengths[i] = behind - end;
        if (behind == end || lengths[i] > 4)
            return 0;
        end = behind;
        if (i == 2)
            break;
        if (end >= text.length || !strchr("-/.", text.data[end])
            || (separator && text.data[end] != separator))
            return 0;
        separator = text.data[end++];
    }
    if (words_is_inside(text, end))
        return 0;
    if (lengths[0] == 4 && separator != '.')
        return set_date(parts[0], parts[1], parts[2], end, time);
    if (lengths[2] == 4 && separator == '.')
        return set_date(parts[2], parts[1], parts[0], end, time);
    return 0;
}

// "March 5, 2027", "5 March 2027"; without a year it cannot be counted.
static size_t match_named_date(struct str text, size_t at, struct prose_time *time)
{
    int day = 0, year = 0;
    size_t end = words_number(text, at, &day), behind;
    bool day_is_first = end > at;
    if (day_is_first && end < text.length && text.data[end] == '.')
        end++;
    int month = month_at(text, words_skip_blanks(text, end), &behind);
    if (!month)
        return 0;
    end = behind;
    if (!day_is_first) {
        size_t digits = words_skip_blanks(text, end);
        behind = words_number(text, digits, &day);
        if (behind == digits || behind - digits > 2)
            return 0;
        end = behind;
    }
    size_t digits = words_skip_blanks(text, end);
    if (digits < text.length && text.data[digits] == ',')
        digits = words_skip_blanks(text, digits + 1);
    behind = words_number(text, digits, &year);
    if (behind == digits + 4)
        return set_date(year, month, day, behind, time);
    time->kind = TIME_OTHER;
    return end;
}

static size_t read_amount(struct str text, size_t at, struct prose_time *time)
{
    size_t end = at;
    while (end < text.length && end - at < 12
           && (char_is_digit(text.data[end])
               || (end > at && strchr(".,", text.data[end]) && end + 1 < text.length
                   && char_is_digit(text.data[end + 1]))))
        end++;
    time->amount = str_slice(text, at, end);
    return end > at ? end : 0;
}

// "2-3 days", "0,5 Tage", "3 business days".
static size_t match_length(struct str text, size_t at, struct prose_time *time)
{
    size_t end = read_amount(text, at, time);
    if (!end)
        return 0;
    size_t second = skip_range_joint(text, end);
    if (second) {
        size_t behind = read_amount(text, second, time);
        end = behind ? behind : end;
        time->is_exact = false;
    }
    if (end < text.length && text.data[end] == '+') {
        time->is_exact = false;
        end++;
    }
    size_t unit = words_skip_blanks(text, end), business = 0;
    if (unit == end)
        unit += words_dash(text, end);
    if ((business = words_match(text, unit, "business"))
        || (business = words_match(text, unit, "working"))) {
        time->is_exact = false;
        unit = words_skip_blanks(text, business);
    }
    time->kind = TIME_LENGTH;
    return match_unit(text, unit, &time->unit);
}

static size_t match_other(struct str text, size_t at, struct prose_time *time)
{
    static const char *const others[] = {
        "q#",         "sprints? #",  "ongoing",   "throughout",  "continuous", "tbd",
        "# sprints?", "# sessions?", "#:#",       "x hours?",    "x days?",    "x weeks?",
        "x minutes?", "iteration #", "immediate", "immediately", NULL,
    };
    size_t end = words_match_any(text, at, others);
    time->kind = end ? TIME_OTHER : TIME_NONE;
    for (size_t more = end; end && more < text.length && !strchr("(),;", text.data[more]);)
        end = ++more;
    return end;
}

bool time_read(struct text text, struct prose_time *time)
{
    typedef size_t match_function(struct str text, size_t at, struct prose_time * time);
    static match_function *const matches[] = {
        time_offset_match, match_grain,  match_counter, match_numeric_date,
        match_named_date,  match_length, match_other,
    };
    bool is_exact = true;
    size_t at = skip_approximation(text.str, 0, &is_exact);
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        *time = (struct prose_time){.is_exact = is_exact};
        size_t end = matches[i](text.str, at, time);
        if (!end)
            continue;
        time->text = text_trim(text_slice(text, 0, end));
        return true;
    }
    *time = (struct prose_time){0};
    return false;
}

bool time_read_whole(struct text text, struct prose_time *time)
{
    text = text_trim(text);
    if (!time_read(text, time))
        return false;
    size_t end = (size_t)(time->text.str.data - text.str.data) + time->text.str.length;
    end = words_skip_ornaments(text.str, end);
    return end >= text.str.length || strchr(",;/.(|", text.str.data[end])
           || words_dash(text.str, end);
}

bool time_find(struct text text, struct prose_time *time)
{
    struct str str = str_slice(text.str, 0, MAX_PHRASE_BYTES);
    for (size_t at = 0; at < str.length; at++) {
        bool is_start = ((unsigned char)str.data[at] & 0xC0) != 0x80 && !words_is_inside(str, at)
                        && !char_is_blank(str.data[at]);
        if (is_start && time_read(text_slice(text, at, text.str.length), time))
            return true;
    }
    return false;
}

int time_offset_minutes(const struct prose_time *time)
{
    static const int minutes[] = {1, 60, 1440, 10080, 43200};
    return time->first * minutes[time->unit] * (time->is_before ? -1 : 1);
}

struct str time_word(struct arena *arena, const struct prose_time *time)
{
    static const char *const suffixes[] = {"min", "h", "d", "w", "mo"};
    switch (time->kind) {
    case TIME_NONE:
    case TIME_OTHER: return STR("");
    case TIME_WEEK:
    case TIME_DAY:
    case TIME_MONTH:
        if (time->first == time->last)
            return arena_format(arena, "%d", time->first);
        return arena_format(arena, "%d..%d", time->first, time->last);
    case TIME_OFFSET:
        if (time->first == 0)
            return STR("T-0");
        return arena_format(arena, "T%c%d%s", time->is_before ? '-' : '+', time->first,
                            suffixes[time->unit]);
    case TIME_DATE: return date_format(arena, time->date);
    case TIME_LENGTH: break;
    }
    struct str amount = arena_copy(arena, time->amount);
    size_t comma = str_find_char(amount, ',', 0);
    if (comma != STR_NOT_FOUND)
        return arena_format(arena, "%.*s.%.*s%s", (int)comma, amount.data,
                            STR_ARGS(str_from(amount, comma + 1)), suffixes[time->unit]);
    return arena_format(arena, "%.*s%s", STR_ARGS(amount), suffixes[time->unit]);
}
