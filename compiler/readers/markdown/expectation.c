// Reads what prose expects of a check.

#include "readers/markdown/expectation.h"

#include "base/output.h"
#include "readers/markdown/duration.h"
#include "readers/markdown/words.h"
#include "syntax/value.h"

enum { MAX_SUBJECT_WORDS = 8, MAX_ITEM_BYTES = 300 };

static const struct {
    const char *sign, *operator;
} signs[] = {
    {"<=", "<="}, {"=<", "<="}, {"≤", "<="}, {">=", ">="}, {"≥", ">="}, {"!=", "!="},
    {"≠", "!="},  {"==", "="},  {"<", "<"},  {">", ">"},   {"=", "="},
};

static const struct {
    const char *words, *operator;
} comparisons[] = {
    {"below", "<"},       {"under", "<"},         {"less than", "<"}, {"lower than", "<"},
    {"above", ">"},       {"over", ">"},          {"more than", ">"}, {"greater than", ">"},
    {"higher than", ">"}, {"exceeds", ">"},       {"exceeding", ">"}, {"at least", ">="},
    {"at most", "<="},    {"no more than", "<="}, {"unter", "<"},     {"über", ">"},
    {"höchstens", "<="},  {"mindestens", ">="},   {"menor que", "<"}, {"mayor que", ">"},
    {"inférieur à", "<"}, {"supérieur à", ">"},   {"低于", "<"},      {"高于", ">"},
    {"小于", "<"},        {"大于", ">"},
};

static const struct {
    const char *unit, *suffix;
    enum word_kind kind;
} value_units[] = {
    {"%", "%", WORD_PERCENT},
    {"percent", "%", WORD_PERCENT},
    {"ms", "ms", WORD_DURATION},
    {"milliseconds?", "ms", WORD_DURATION},
    {"s", "s", WORD_DURATION},
    {"secs?", "s", WORD_DURATION},
    {"seconds?", "s", WORD_DURATION},
    {"sekunden?", "s", WORD_DURATION},
    {"min", "min", WORD_DURATION},
    {"mins", "min", WORD_DURATION},
    {"minutes?", "min", WORD_DURATION},
    {"minuten?", "min", WORD_DURATION},
    {"h", "h", WORD_DURATION},
    {"hours?", "h", WORD_DURATION},
    {"days?", "d", WORD_DURATION},
    {"kb", "kB", WORD_SIZE},
    {"mb", "MB", WORD_SIZE},
    {"gb", "GB", WORD_SIZE},
    {"tb", "TB", WORD_SIZE},
    {"x", "x", WORD_MULTIPLE},
    {"×", "x", WORD_MULTIPLE},
    {"/s", "/s", WORD_RATE},
    {"/sec", "/s", WORD_RATE},
    {"rps", "/s", WORD_RATE},
    {"qps", "/s", WORD_RATE},
    {"/min", "/min", WORD_RATE},
    {"/h", "/h", WORD_RATE},
};

// ---- values

// "1,000" and "1.5": the digits as the plan language writes them; the offset behind, or 0.
static size_t read_digits(struct str text, size_t at, struct output *digits)
{
    size_t start = at;
    bool has_dot = false;
    for (; at < text.length && at - start < 20; at++) {
        char c = text.data[at];
        bool is_joint = at > start && at + 1 < text.length && char_is_digit(text.data[at + 1]);
        bool is_thousands = c == ',' && is_joint && at + 3 < text.length
                            && char_is_digit(text.data[at + 2]) && char_is_digit(text.data[at + 3]);
        if (char_is_digit(c))
            output_char(digits, c);
        else if (!has_dot && is_joint && (c == '.' || (c == ',' && !is_thousands))) {
            output_char(digits, '.');
            has_dot = true;
        } else if (!is_thousands && !(c == '_' && is_joint))
            break;
    }
    return at > start ? at : 0;
}

static size_t read_value(struct arena *arena, struct text text, size_t at,
                         struct expectation *expectation)
{
    struct output digits = {.arena = arena};
    size_t end = read_digits(text.str, at, &digits);
    if (!end)
        return 0;
    size_t longest = 0, unit_at = words_skip_blanks(text.str, end);
    const char *suffix = "";
    expectation->value_kind = WORD_NUMBER;
    for (size_t i = 0; i < sizeof value_units / sizeof *value_units; i++) {
        size_t behind = words_match(text.str, unit_at, value_units[i].unit);
        if (behind <= longest)
            continue;
        longest = behind;
        suffix = value_units[i].suffix;
        expectation->value_kind = value_units[i].kind;
    }
    if (longest)
        end = longest;
    if (!longest && words_is_inside(text.str, end))
        return 0;
    output_text(&digits, suffix, strlen(suffix));
    struct span place = text_span(text, at, end);
    expectation->value = text_for_span(arena, output_get(&digits), place);
    size_t behind = words_match(text.str, words_skip_blanks(text.str, end), "baseline");
    if (!behind)
        behind = words_match(text.str, words_skip_blanks(text.str, end), "the baseline");
    expectation->is_of_baseline = behind > 0 && expectation->value_kind == WORD_MULTIPLE;
    return expectation->is_of_baseline ? behind : end;
}

// ---- comparisons

static size_t read_comparison(struct text text, size_t at, struct expectation *expectation)
{
    struct str rest = str_from(text.str, at);
    size_t end = 0;
    for (size_t i = 0; !end && i < sizeof signs / sizeof *signs; i++)
        if (str_starts_with(rest, str_of(signs[i].sign))) {
            end = at + strlen(signs[i].sign);
            expectation->operator= signs[i].operator;
        }
    for (size_t i = 0; !end && i < sizeof comparisons / sizeof *comparisons; i++)
        if (!words_is_inside(text.str, at)
            && (end = words_match(text.str, at, comparisons[i].words)) > 0)
            expectation->operator= comparisons[i].operator;
    if (end)
        expectation->comparison = text_slice(text, at, end);
    return end;
}

static size_t read_unchanged(struct text text, size_t at, struct expectation *expectation)
{
    static const char *const words[] = {"unchanged",      "unverändert", "sin cambios", "inchangé",
                                        "stays the same", "不变",        NULL};
    size_t end = words_is_inside(text.str, at) ? 0 : words_match_any(text.str, at, words);
    if (end) {
        expectation->kind = EXPECTS_UNCHANGED;
        expectation->comparison = text_slice(text, at, end);
    }
    return end;
}

bool expectation_read_bound(struct arena *arena, struct text text, struct expectation *expectation,
                            size_t *end)
{
    *expectation = (struct expectation){0};
    size_t at = words_skip_blanks(text.str, 0);
    *end = read_unchanged(text, at, expectation);
    if (*end)
        return true;
    size_t value = read_comparison(text, at, expectation);
    if (!value)
        return false;
    *end = read_value(arena, text, words_skip_blanks(text.str, value), expectation);
    expectation->kind = *end ? EXPECTS_VALUE : EXPECTS_NOTHING;
    return *end > 0;
}

// ---- "SUBJECT BOUND"

// Without what joins a subject to its bound: "is", "should be", ":".
static struct text trim_subject(struct text subject)
{
    static const char *const joints[] = {" is",        " are", " stays", " remains", " must be",
                                         " should be", " at",  " was",   " ist",     " bleibt"};
    for (bool is_cut = true; is_cut;) {
        is_cut = false;
        subject = text_trim(subject);
        size_t length = subject.str.length;
        if (length && strchr(":-,", subject.str.data[length - 1])) {
            subject = text_slice(subject, 0, length - 1);
            is_cut = true;
        }
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
            if (str_ends_with(subject.str, str_of(joints[i]))) {
                subject = text_slice(subject, 0, subject.str.length - strlen(joints[i]));
                is_cut = true;
            }
    }
    return subject;
}

static bool is_subject(struct text subject)
{
    unsigned words = 1;
    bool has_letter = false;
    for (size_t i = 0; i < subject.str.length; i++) {
        unsigned char c = (unsigned char)subject.str.data[i];
        words += c == ' ';
        has_letter = has_letter || char_is_letter((char)c) || c >= 0x80;
        if (strchr("<>=`\n", (char)c))
            return false;
    }
    return has_letter && words <= MAX_SUBJECT_WORDS;
}

// What may stand behind a bound: nothing, or "for 24 hours".
static bool read_over(struct text text, size_t at, struct text *over)
{
    static const char *const joints[] = {"for", "over", "during", "während", "durante", NULL};
    *over = TEXT_NONE;
    at = words_skip_blanks(text.str, at);
    if (at < text.str.length && strchr(".;", text.str.data[at]))
        at = words_skip_blanks(text.str, at + 1);
    if (at >= text.str.length)
        return true;
    size_t end = words_match_any(text.str, at, joints);
    struct prose_time time;
    *over = text_trim(text_slice(text, end, text.str.length));
    return end && time_read_whole(*over, &time) && time.kind == TIME_LENGTH;
}

bool expectation_split(struct arena *arena, struct text text, struct text *subject,
                       struct expectation *expectation, struct text *over)
{
    if (text.str.length > MAX_ITEM_BYTES)
        return false;
    for (size_t at = 1; at < text.str.length; at++) {
        char c = text.str.data[at];
        bool may_begin = strchr("<>=!", c) || (unsigned char)c >= 0xC0
                         || (char_is_letter(c) && char_is_blank(text.str.data[at - 1]));
        if (!may_begin)
            continue;
        size_t length;
        struct text rest = text_slice(text, at, text.str.length);
        if (!expectation_read_bound(arena, rest, expectation, &length))
            continue;
        *subject = trim_subject(text_slice(text, 0, at));
        return is_subject(*subject) && read_over(text, at + length, over);
    }
    return false;
}

// ---- queries

static const char *const expect_words[] = {
    "expected",
    "expect",
    "expects",
    "should",
    "must",
    "shall",
    "should be",
    "must be",
    "should return",
    "returns",
    "return",
    "must return",
    "should equal",
    "equals",
    "should show",
    "is",
    "be",
    "to be",
    "result",
    "expected result",
    "attendu",
    "erwartet",
    "muss",
    "sein",
    "debe ser",
    "esperado",
    "ожидается",
    "预期",
    "期待",
    "应为",
    "expected to be",
    NULL,
};

static const char *const empty_words[] = {
    "no rows?", "0 rows?", "zero rows?", "is empty", "empty", "no results?", "keine zeilen", NULL,
};

static const char *const zero_words[] = {"zero", "null", "none", "cero", "zéro", NULL};

// Skips "Expected:", "should be", "→"; false where none of these stands there.
static bool skip_expect_words(struct str text, size_t *at)
{
    size_t start = *at;
    for (;;) {
        size_t behind = words_skip_ornaments(text, *at);
        if (behind < text.length && strchr(":(,", text.data[behind]))
            behind = words_skip_blanks(text, behind + 1);
        if (behind + 1 < text.length && text.data[behind] == '-' && text.data[behind + 1] == '>')
            behind += 2;
        size_t end = words_match_any(text, behind, expect_words);
        if (end)
            behind = end;
        if (behind == *at)
            return *at > start;
        *at = behind;
    }
}

static bool set_text_value(struct arena *arena, struct text text, size_t from, size_t to,
                           const char *value, enum word_kind kind, struct expectation *expectation)
{
    *expectation = (struct expectation){.kind = EXPECTS_VALUE, .operator= "=", .value_kind = kind};
    expectation->comparison = text_slice(text, from, to);
    expectation->value = text_for_span(arena, str_of(value), text_span(text, from, to));
    return true;
}

bool expectation_of_query(struct arena *arena, struct text text, struct expectation *expectation)
{
    size_t at = 0, end;
    text = text_trim(text);
    bool is_said = skip_expect_words(text.str, &at);
    at = words_skip_blanks(text.str, at);
    if ((end = words_match_any(text.str, at, empty_words)) > 0 && is_said) {
        *expectation = (struct expectation){.kind = EXPECTS_NO_ROWS};
        expectation->comparison = text_slice(text, at, end);
        return true;
    }
    if (expectation_read_bound(arena, text_slice(text, at, text.str.length), expectation, &end))
        return expectation->kind == EXPECTS_VALUE;
    if (!is_said)
        return false;
    if ((end = words_match_any(text.str, at, zero_words)) > 0)
        return set_text_value(arena, text, at, end, "0", WORD_NUMBER, expectation);
    if ((end = words_match(text.str, at, "true")) > 0)
        return set_text_value(arena, text, at, end, "true", WORD_TEXT, expectation);
    *expectation = (struct expectation){.operator= "=" };
    expectation->comparison = text_slice(text, 0, at);
    end = read_value(arena, text, at, expectation);
    expectation->kind = end ? EXPECTS_VALUE : EXPECTS_NOTHING;
    return end > 0;
}

void expectation_add_words(struct arena *arena, struct statement *statement,
                           const struct expectation *expectation)
{
    struct span place = text_place(expectation->comparison);
    switch (expectation->kind) {
    case EXPECTS_NOTHING: return;
    case EXPECTS_UNCHANGED:
        statement_add_word(arena, statement, WORD_NAME,
                           text_for_span(arena, STR("unchanged"), place));
        return;
    case EXPECTS_NO_ROWS:
        statement_add_word(arena, statement, WORD_NAME, text_for_span(arena, STR("is"), place));
        statement_add_word(arena, statement, WORD_NAME, text_for_span(arena, STR("empty"), place));
        return;
    case EXPECTS_VALUE: break;
    }
    statement_add_word(arena, statement, WORD_COMPARISON,
                       text_for_span(arena, str_of(expectation->operator), place));
    statement_add_word(arena, statement, expectation->value_kind, expectation->value);
    if (expectation->is_of_baseline)
        statement_add_word(arena, statement, WORD_NAME,
                           text_for_span(arena, STR("baseline"), text_place(expectation->value)));
}
