// Words in prose: found ignoring case in every script, with blanks and hyphens alike.
#ifndef READERS_MARKDOWN_WORDS_H
#define READERS_MARKDOWN_WORDS_H

#include "base/str.h"

// Titles and labels are short; nothing behind this is looked at.
enum { MAX_PHRASE_BYTES = 400 };

// The offset behind `phrase` where the text has it at `at`, ending at the end of a word; 0
// where it has not. A blank in `phrase` stands for blanks or one hyphen, '*' for up to two
// words, '#' for a number.
size_t words_match(struct str text, size_t at, const char *phrase);

// True where the text has the phrase as whole words; `*from` and `*to` are set where they
// are not NULL.
bool words_find(struct str text, const char *phrase, size_t *from, size_t *to);

// True where the text has one of the phrases of a list that ends with NULL.
bool words_find_any(struct str text, const char *const *phrases);

// The offset behind one of the phrases at `at` (the longest), or 0.
size_t words_match_any(struct str text, size_t at, const char *const *phrases);

// True where every word of `part` (of three letters and more) is a word of `whole`.
bool words_contain(struct str whole, struct str part);

// The offset behind the blanks at `at`, no-break spaces among them.
size_t words_skip_blanks(struct str text, size_t at);

// The length of the dash, minus or hyphen at `at`, or 0.
size_t words_dash(struct str text, size_t at);

// The offset behind emoji, arrows, bullets, checkboxes and blanks at `at`.
size_t words_skip_ornaments(struct str text, size_t at);

// The length of the text without ornaments and blanks at its end.
size_t words_trim_ornaments(struct str text);

// True where a letter or digit stands before `at` that belongs to the same word.
bool words_is_inside(struct str text, size_t at);

// Reads digits at `at`; returns the offset behind them, or `at` where there are none or
// they make no int.
size_t words_number(struct str text, size_t at, int *number);

bool words_is_ideograph(uint32_t code_point);

#endif
