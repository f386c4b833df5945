// Reads phase phrases.

#include "readers/markdown/phrase.h"

#include <limits.h>

#include "base/utf8.h"
#include "readers/markdown/duration.h"
#include "readers/markdown/words.h"

enum { MAX_TITLE_BYTES = 220, NUMBER_WORDS_A_LANGUAGE = 10 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static size_t match_key(struct str text, size_t at, const struct key_word *keys,
                        enum key_family *family)
{
    size_t longest = 0;
    for (; keys->word; keys++) {
        size_t end = words_match(text, at, keys->word);
        if (end > longest) {
            longest = end;
            *family = keys->family;
        }
    }
    return longest;
}

static bool is_word_end(struct str text, size_t at)
{
    return !words_is_inside(text, at);
}

// ---- numbers

static size_t read_roman(struct str text, size_t at, int *number)
{
    static const char *const romans[] = {"I",  "II",  "III",  "IV", "V",
                                         "VI", "VII", "VIII", "IX", "X"};
    size_t best = at;
    for (int i = 0; i < 10; i++) {
        struct str roman = str_of(romans[i]);
        size_t end = at + roman.length;
        if (end > best && str_starts_with(str_from(text, at), roman) && is_word_end(text, end)) {
            *number = i + 1;
            best = end;
        }
    }
    return best;
}

static size_t read_number_word(struct str text, size_t at, int *number)
{
    for (int i = 0; number_words[i]; i++) {
        size_t end = words_match(text, at, number_words[i]);
        if (end) {
            *number = i % NUMBER_WORDS_A_LANGUAGE + 1;
            return end;
        }
    }
    return at;
}

// "A", "M1".
static size_t read_letters(struct str text, size_t at, struct phrase *phrase)
{
    size_t end = at;
    while (end < text.length && end - at < 2 && is_upper(text.data[end]))
        end++;
    int digits;
    size_t behind = words_number(text, end, &digits);
    if (end > at && behind > end && is_word_end(text, behind)) {
        phrase->number = digits;
        return behind;
    }
    if (end - at != 1 || !is_word_end(text, end))
        return at;
    phrase->number = text.data[at] - 'A' + 1;
    return end;
}

// Digits with what may follow them: 2.1, 2A, 3a.
static size_t read_digits(struct str text, size_t at, struct phrase *phrase)
{
    size_t end = words_number(text, at, &phrase->number), minor_end;
    if (end == at)
        return at;
    phrase->is_numeric = true;
    while (end + 1 < text.length && text.data[end] == '.'
           && (minor_end = words_number(text, end + 1, &phrase->minor)) > end + 1)
        end = minor_end;
    if (end < text.length && char_is_letter(text.data[end]) && is_word_end(text, end + 1)) {
        phrase->letter = (char)(text.data[end] & ~0x20);
        phrase->is_numeric = false;
        end++;
    }
    return is_word_end(text, end) ? end : at;
}

static size_t read_item(struct str text, size_t at, bool is_apart, struct phrase *phrase)
{
    size_t end = read_digits(text, at, phrase);
    if (end > at || !is_apart)
        return end;
    if ((end = read_roman(text, at, &phrase->number)) > at
        || (end = read_letters(text, at, phrase)) > at)
        return end;
    return read_number_word(text, at, &phrase->number);
}

static bool is_behind_number(struct str text, size_t at)
{
    at = words_skip_blanks(text, at);
    return at >= text.length || strchr(":.)(|", text.data[at]) || words_dash(text, at)
           || str_starts_with(str_from(text, at), STR("："));
}

// The second end of "1-3", "1 & 2", "A-C".
static size_t read_range(struct str text, size_t at, struct phrase *phrase)
{
    static const char *const joiners[] = {"to", "through", "and", "bis", "a",
                                          "à",  "al",      "até", "по",  NULL};
    size_t gap = words_skip_blanks(text, at), end = gap + words_dash(text, gap);
    bool is_dash = end > gap;
    if (!is_dash && gap < text.length && strchr("&/,+", text.data[gap]))
        end = gap + 1;
    bool is_of = gap < text.length && text.data[gap] == '/'; // "1/3" is the first of three
    if (end == gap && gap > at)
        end = words_match_any(text, gap, joiners);
    if (end == 0 || end == gap)
        return at;
    size_t second = words_skip_blanks(text, end);
    int number;
    size_t behind = words_number(text, second, &number);
    if (behind == second && is_dash && gap == at && second == end && second < text.length
        && is_upper(text.data[second]) && is_word_end(text, second + 1)) {
        phrase->last = text.data[second] - 'A' + 1;
        return second + 1;
    }
    bool is_apart = gap > at || second > end;
    if (behind == second || !is_word_end(text, behind) || number <= phrase->number
        || (is_apart && !is_behind_number(text, behind)))
        return at;
    if (!is_of)
        phrase->last = number;
    return behind;
}

static size_t read_number(struct str text, size_t at, bool is_apart, struct phrase *phrase)
{
    phrase->minor = -1;
    size_t end = read_item(text, at, is_apart, phrase);
    if (end == at)
        return at;
    phrase->last = phrase->number;
    end = read_range(text, end, phrase);
    if (end < text.length && text.data[end] == '+') {
        phrase->is_open = true;
        end++;
    }
    return end;
}

// ---- what stands before and behind

// "5. ", "3.1 ", "A) ", "§1 — " before a key.
static size_t skip_ordinal(struct str text, size_t at)
{
    size_t start = at;
    if (str_starts_with(str_from(text, at), STR("§")))
        at += strlen("§");
    bool is_letter = at == start && at + 1 < text.length && is_upper(text.data[at])
                     && strchr(".)", text.data[at + 1]);
    size_t end = is_letter ? at + 1 : at;
    int number;
    for (size_t behind; (behind = words_number(text, end, &number)) > end;)
        end = behind + (behind < text.length && text.data[behind] == '.');
    if (end == at)
        return start;
    if (end < text.length && strchr(".)", text.data[end]))
        end++;
    end = words_skip_ornaments(text, end);
    end += words_dash(text, end);
    return words_skip_ornaments(text, end);
}

// "09:15 - ", "08h00-10h00 UTC:", "J+7 - " before a key.
static size_t skip_clock(struct str text, size_t at)
{
    size_t end = at, start = at;
    int number;
    if (end + 1 < text.length && strchr("TJD", text.data[end])) {
        size_t sign = end + 1;
        size_t behind = sign + (text.data[sign] == '+' ? 1 : words_dash(text, sign));
        end = words_number(text, behind, &number);
        if (end == behind || behind == sign)
            return start;
    } else {
        for (int part = 0; part < 4; part++) {
            size_t behind = words_number(text, end, &number);
            if (behind == end || behind - end > 2)
                return start;
            end = behind;
            if (part < 3 && end < text.length && strchr(":h", text.data[end]))
                end++;
            else if (part == 1)
                end += words_dash(text, end);
            if (part == 1 && (end >= text.length || !char_is_digit(text.data[end])))
                break;
        }
    }
    end = words_skip_blanks(text, end);
    size_t separator = words_dash(text, end);
    if (!separator && end < text.length && text.data[end] == ':')
        separator = 1;
    return separator ? words_skip_ornaments(text, end + separator) : start;
}

static size_t skip_separators(struct str text, size_t at, bool *has_separator)
{
    for (;;) {
        size_t blanks = words_skip_ornaments(text, at), length = words_dash(text, blanks);
        struct str rest = str_from(text, blanks);
        if (!length && rest.length && strchr(":.)|", rest.data[0]))
            length = 1;
        if (!length && str_starts_with(rest, STR("：")))
            length = strlen("：");
        if (str_starts_with(rest, STR("(")) || str_starts_with(rest, STR("（")))
            *has_separator = true;
        if (!length)
            return blanks;
        *has_separator = true;
        at = blanks + length;
    }
}

// A title without a separator before it: a capital, a digit, a quote or another script.
static bool begins_like_title(struct str text, size_t at)
{
    static const char *const joints[] = {"of", "and", "to", "in", NULL};
    size_t length;
    uint32_t code_point = utf8_decode(str_from(text, at), &length);
    bool is_lower =
        code_point < 0x250 && utf8_is_letter(code_point) && utf8_lower(code_point) == code_point;
    return !is_lower || words_match_any(text, at, joints);
}

static bool finish(struct text text, size_t at, struct phrase *phrase)
{
    phrase->to = at;
    bool was_arrow = words_skip_ornaments(text.str, at) > words_skip_blanks(text.str, at);
    phrase->has_separator = was_arrow;
    size_t title = skip_separators(text.str, at, &phrase->has_separator);
    if (title < text.str.length && !phrase->has_separator && !begins_like_title(text.str, title))
        return false;
    size_t end = words_trim_ornaments(text.str);
    phrase->title = text_trim(text_slice(text, title, end > title ? end : title));
    return true;
}

// ---- phrases

// "#1", "n° 1", "No. 1".
static size_t skip_number_sign(struct str text, size_t at)
{
    static const char *const signs[] = {"#",  "№",   "n°",  "nº",  "N°",
                                        "Nº", "No.", "no.", "Nr.", "nr."};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts_with(str_from(text, at), str_of(signs[i])))
            return words_skip_blanks(text, at + strlen(signs[i]));
    return at;
}

static bool parse_keyed(struct text text, size_t at, struct phrase *phrase)
{
    enum key_family family = KEY_NONE;
    size_t end = match_key(text.str, at, key_words, &family);
    if (!end)
        return false;
    size_t number = words_skip_blanks(text.str, end);
    number += words_dash(text.str, number);
    number = words_skip_blanks(text.str, number);
    number = skip_number_sign(text.str, number);
    size_t behind = read_number(text.str, number, number > end, phrase);
    phrase->family = family;
    phrase->from = at;
    return behind > number && finish(text, behind, phrase);
}

// "第2阶段", "第一周".
static bool parse_counted(struct text text, size_t at, struct phrase *phrase)
{
    if (!str_starts_with(str_from(text.str, at), STR("第")))
        return false;
    size_t number = words_skip_blanks(text.str, at + strlen("第"));
    size_t end = read_number(text.str, number, true, phrase);
    if (end == number)
        return false;
    size_t behind =
        match_key(text.str, words_skip_blanks(text.str, end), counter_words, &phrase->family);
    phrase->from = at;
    return behind && finish(text, behind, phrase);
}

// "T-2h", "T = 0", "J+7", "D-1": the number counts minutes.
static bool parse_offset(struct text text, size_t at, struct phrase *phrase)
{
    struct prose_time time = {0};
    size_t end = time_offset_match(text.str, at, &time);
    if (!end)
        return false;
    *phrase = (struct phrase){.family = KEY_OFFSET, .minor = -1, .from = at};
    phrase->number = phrase->last = time_offset_minutes(&time);
    return finish(text, end, phrase);
}

static bool parse_named(struct text text, size_t at, struct phrase *phrase)
{
    size_t end = words_match_any(text.str, at, named_phase_words);
    if (!end)
        return false;
    *phrase = (struct phrase){.family = KEY_NONE, .minor = -1, .from = at};
    return finish(text, end, phrase) && phrase->has_separator;
}

static bool parse_at(struct text text, size_t at, struct phrase *phrase)
{
    *phrase = (struct phrase){.minor = -1};
    if (parse_keyed(text, at, phrase))
        return true;
    *phrase = (struct phrase){.minor = -1};
    return parse_counted(text, at, phrase);
}

static size_t skip_qualifier(struct str text, size_t at)
{
    size_t end = words_match_any(text, at, key_qualifiers);
    if (!end)
        return at;
    size_t behind = words_skip_blanks(text, end);
    return behind > end ? behind : end + words_dash(text, end);
}

bool phrase_parse(struct text text, struct phrase *phrase)
{
    if (text.str.length > MAX_TITLE_BYTES)
        return false;
    size_t start = words_skip_ornaments(text.str, 0);
    size_t clock = skip_clock(text.str, start), ordinal = skip_ordinal(text.str, start);
    size_t qualified = skip_qualifier(text.str, ordinal);
    if (parse_at(text, start, phrase) || (clock > start && parse_at(text, clock, phrase))
        || (ordinal > start && parse_at(text, ordinal, phrase))
        || (qualified > ordinal && parse_at(text, qualified, phrase)))
        return true;
    *phrase = (struct phrase){.minor = -1};
    return parse_offset(text, start, phrase)
           || (ordinal > start && parse_offset(text, ordinal, phrase))
           || parse_named(text, ordinal, phrase);
}

bool phrase_is_reference(const struct phrase *phrase)
{
    return !phrase->has_separator && words_match_any(phrase->title.str, 0, phase_reference_words);
}

bool phrase_find_range(struct str text, int *first, int *last)
{
    static const char *const everything[] = {"all phases",  "any phase", "every phase", "any step",
                                             "alle phasen", "所有阶段",  NULL};
    if (words_find_any(text, everything)) {
        *first = INT_MIN;
        *last = INT_MAX;
        return true;
    }
    text = str_slice(text, 0, MAX_TITLE_BYTES);
    for (size_t at = 0; at < text.length; at++) {
        enum key_family family = KEY_NONE;
        bool is_start = ((unsigned char)text.data[at] & 0xC0) != 0x80 && !words_is_inside(text, at);
        size_t end = is_start ? match_key(text, at, key_words, &family) : 0;
        if (!end || family > KEY_STEP)
            continue;
        size_t number = words_skip_blanks(text, end);
        struct phrase phrase = {.minor = -1};
        if (read_number(text, number, number > end, &phrase) == number)
            continue;
        *first = phrase.number;
        *last = phrase.is_open ? INT_MAX : phrase.last;
        return true;
    }
    return false;
}
