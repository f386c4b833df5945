// UTF-8: validity, code points, the cells that they take on a terminal.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

// Decodes the code point at the head of `text` (which is not empty) and says how many
// bytes it took. An invalid sequence gives U+FFFD and takes one byte.
uint32_t utf8_decode(struct str text, size_t *length);

// As utf8_decode(), but -1 for an invalid sequence.
int32_t utf8_decode_strictly(struct str text, size_t *length);

// Writes the code point into `bytes` and returns how many (1 to 4).
size_t utf8_encode(uint32_t code_point, char bytes[4]);

// The offset of the first byte that is not UTF-8, or STR_NOT_FOUND.
size_t utf8_find_invalid(struct str text);

// 0 for combining marks and joiners, 2 for East Asian wide characters and emoji, else 1.
unsigned utf8_width(uint32_t code_point);

// True for letters of every script.
bool utf8_is_letter(uint32_t code_point);

// The simple lower case of a code point.
uint32_t utf8_lower(uint32_t code_point);

#endif
