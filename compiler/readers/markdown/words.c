// Words in prose: found ignoring case in every script, with blanks and hyphens alike.

#include "readers/markdown/words.h"

#include "base/utf8.h"

bool words_is_ideograph(uint32_t code_point)
{
    return code_point >= 0x2E80 && code_point <= 0xD7FF; // kana and Hangul among them
}

static uint32_t decode_at(struct str text, size_t at, size_t *length)
{
    *length = 1;
    if (at >= text.length)
        return 0;
    unsigned char byte = (unsigned char)text.data[at];
    return byte < 0x80 ? byte : utf8_decode(str_from(text, at), length);
}

static uint32_t decode_before(struct str text, size_t at)
{
    size_t length, start = at;
    do
        start--;
    while (start > 0 && at - start < 4 && ((unsigned char)text.data[start] & 0xC0) == 0x80);
    return decode_at(text, start, &length);
}

// The length of a blank at `at`, or 0.
static size_t blank_at(struct str text, size_t at)
{
    if (at >= text.length)
        return 0;
    if (char_is_blank(text.data[at]))
        return 1;
    if (str_starts_with(str_from(text, at), STR("\u00A0")))
        return strlen("\u00A0");
    return str_starts_with(str_from(text, at), STR("\u3000")) ? strlen("\u3000") : 0;
}

size_t words_skip_blanks(struct str text, size_t at)
{
    for (size_t length; (length = blank_at(text, at)) > 0;)
        at += length;
    return at;
}

size_t words_dash(struct str text, size_t at)
{
    size_t length;
    uint32_t code_point = decode_at(text, at, &length);
    bool is_dash =
        code_point == '-' || (code_point >= 0x2010 && code_point <= 0x2015) || code_point == 0x2212;
    return is_dash ? length : 0;
}

static bool is_word_part(uint32_t code_point)
{
    if (code_point < 0x80)
        return char_is_word((char)code_point);
    return utf8_is_letter(code_point) && !words_is_ideograph(code_point);
}

bool words_is_inside(struct str text, size_t at)
{
    size_t length;
    if (at == 0 || at >= text.length)
        return false;
    return is_word_part(decode_at(text, at, &length)) && is_word_part(decode_before(text, at));
}

static size_t skip_word(struct str text, size_t at)
{
    size_t length;
    while (at < text.length && is_word_part(decode_at(text, at, &length)))
        at += length;
    return at;
}

static size_t skip_digits(struct str text, size_t at)
{
    while (at < text.length && char_is_digit(text.data[at]))
        at++;
    return at;
}

static size_t skip_gap(struct str text, size_t at)
{
    size_t behind = words_skip_blanks(text, at);
    return behind > at ? behind : at + words_dash(text, at);
}

static size_t match_from(struct str text, size_t at, struct str phrase);

// '*' and what follows it: up to two words lie between.
static size_t match_gap(struct str text, size_t at, struct str phrase)
{
    struct str rest = str_from(phrase, 2); // behind "* "
    for (int skipped = 0; skipped <= 2; skipped++) {
        size_t end = match_from(text, at, rest);
        if (end)
            return end;
        size_t behind = skip_gap(text, skip_word(text, at));
        if (behind == at)
            return 0;
        at = behind;
    }
    return 0;
}

static size_t match_from(struct str text, size_t at, struct str phrase)
{
    uint32_t last = 0;
    for (size_t i = 0, step; i < phrase.length; i += step) {
        char c = phrase.data[i];
        step = 1;
        if (c == '*')
            return match_gap(text, at, str_from(phrase, i));
        size_t before = at;
        if (c == ' ' || c == '-' || c == '#') {
            at = c == '#' ? skip_digits(text, at) : skip_gap(text, at);
            if (at == before && c != '-')
                return 0;
            last = ' ';
            continue;
        }
        size_t length;
        uint32_t wanted = decode_at(phrase, i, &step);
        bool is_optional = i + step < phrase.length && phrase.data[i + step] == '?';
        uint32_t found = decode_at(text, at, &length);
        bool is_same = at < text.length && utf8_lower(found) == wanted;
        if (!is_same && !is_optional)
            return 0;
        if (is_same) {
            at += length;
            last = wanted;
        }
        step += is_optional;
    }
    return is_word_part(last) && words_is_inside(text, at) ? 0 : at;
}

// True where the phrase begins with the letter at `at`, or may: most phrases are refused by
// their first letter, which is what reading spends its time on.
static inline bool may_begin(struct str text, size_t at, const char *phrase)
{
    return !char_is_letter(phrase[0]) || phrase[1] == '?'
           || (at < text.length && char_lower(text.data[at]) == phrase[0]);
}

size_t words_match(struct str text, size_t at, const char *phrase)
{
    return may_begin(text, at, phrase) ? match_from(text, at, str_of(phrase)) : 0;
}

static struct str head_of(struct str text)
{
    return str_slice(text, 0, MAX_PHRASE_BYTES);
}

bool words_find(struct str text, const char *phrase, size_t *from, size_t *to)
{
    text = head_of(text);
    for (size_t at = 0; at < text.length; at++) {
        bool is_inside_character = ((unsigned char)text.data[at] & 0xC0) == 0x80;
        if (is_inside_character || !may_begin(text, at, phrase))
            continue;
        size_t end = match_from(text, at, str_of(phrase));
        if (!end || words_is_inside(text, at))
            continue;
        if (from)
            *from = at;
        if (to)
            *to = end;
        return true;
    }
    return false;
}

bool words_find_any(struct str text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (words_find(text, *phrases, NULL, NULL))
            return true;
    return false;
}

size_t words_match_any(struct str text, size_t at, const char *const *phrases)
{
    size_t longest = 0;
    for (; *phrases; phrases++) {
        size_t end = words_match(text, at, *phrases);
        if (end > longest)
            longest = end;
    }
    return longest;
}

static bool has_word(struct str text, struct str word)
{
    for (size_t at = 0; at < text.length;) {
        size_t end = skip_word(text, at);
        if (str_equal_ignoring_case(str_slice(text, at, end), word))
            return true;
        at = end > at ? end : at + 1;
    }
    return false;
}

bool words_contain(struct str whole, struct str part)
{
    whole = head_of(whole);
    part = head_of(part);
    unsigned count = 0;
    for (size_t at = 0; at < part.length;) {
        size_t end = skip_word(part, at);
        if (end - at >= 3) {
            if (!has_word(whole, str_slice(part, at, end)))
                return false;
            count++;
        }
        at = end > at ? end : at + 1;
    }
    return count > 0;
}

// Arrows, boxes, dingbats, emoji, keycaps and variation selectors.
static bool is_ornament(uint32_t code_point)
{
    return (code_point >= 0x2190 && code_point <= 0x27BF) || code_point == 0x2022
           || (code_point >= 0x2B00 && code_point <= 0x2BFF) || code_point == 0xFE0F
           || code_point == 0x20E3 || code_point == 0x200D || code_point >= 0x1F000;
}

size_t words_skip_ornaments(struct str text, size_t at)
{
    for (;;) {
        size_t length, blanks = words_skip_blanks(text, at);
        if (blanks > at) {
            at = blanks;
            continue;
        }
        uint32_t code_point = decode_at(text, at, &length);
        if (at >= text.length || !is_ornament(code_point))
            return at;
        at += length;
    }
}

size_t words_trim_ornaments(struct str text)
{
    size_t end = text.length;
    while (end > 0) {
        uint32_t code_point = decode_before(text, end);
        bool is_blank = code_point <= ' ' || code_point == 0xA0 || code_point == 0x3000;
        if (!is_blank && !is_ornament(code_point))
            break;
        char bytes[4];
        size_t length = utf8_encode(code_point, bytes);
        end -= length < end ? length : end;
    }
    return end;
}

size_t words_number(struct str text, size_t at, int *number)
{
    size_t end = skip_digits(text, at);
    if (end == at || end - at > 6)
        return at;
    *number = 0;
    for (size_t i = at; i < end; i++)
        *number = *number * 10 + (text.data[i] - '0');
    return end;
}
