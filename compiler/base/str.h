// A borrowed run of bytes. The owner is an arena, a source file or a literal.
//
// A str is never NUL-terminated by promise, and may hold NUL bytes. `data` is NULL
// only where there is no text at all, which is different from an empty text.
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *data;
    size_t length;
};

// Program text out of a plan, to be run as it stands. A type of its own, so that no other
// text can be put where a program belongs, or the other way round.
struct program {
    struct str text;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
#define STR_NOT_FOUND SIZE_MAX

// For printf: "%.*s", STR_ARGS(name).
#define STR_ARGS(str) (int)(str).length, (str).data ? (str).data : ""

static inline struct str str_of(const char *text)
{
    return (struct str){ text, strlen(text) };
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool str_is(struct str str, const char *literal)
{
    return str_equal(str, str_of(literal));
}

// The bytes from `from` to `to`, both cut to the end of the text.
static inline struct str str_slice(struct str str, size_t from, size_t to)
{
    if (to > str.length)
        to = str.length;
    if (from > to)
        from = to;
    return (struct str){ str.data ? str.data + from : NULL, to - from };
}

static inline struct str str_from(struct str str, size_t from)
{
    return str_slice(str, from, str.length);
}

// By bytes, as memcmp: negative, zero or positive.
int str_compare(struct str a, struct str b);

// Case is ASCII's alone: other letters are compared byte for byte.
bool str_equal_ignoring_case(struct str a, struct str b);
bool str_starts_with(struct str str, struct str prefix);
bool str_ends_with(struct str str, struct str suffix);

// The offset of the first `needle` at or after `from`, or STR_NOT_FOUND.
size_t str_find(struct str str, struct str needle, size_t from);
size_t str_find_char(struct str str, char c, size_t from);
size_t str_find_ignoring_case(struct str str, struct str needle, size_t from);

// True where `word` occurs with no letter, digit or underscore beside it; ASCII case is ignored.
bool str_has_word(struct str str, struct str word);

// Without blanks, tabs and line ends at both sides.
struct str str_trim(struct str str);

// Cuts the first line (without its LF) off `rest`; false when nothing is left.
bool str_next_line(struct str *rest, struct str *line);

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool char_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool char_is_word(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '_';
}

static inline bool char_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static inline char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

#endif
