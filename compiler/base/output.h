// Text on its way out. It grows in an arena and is written when nothing can fail any more.
//
// output_text() and output_format() are for text that belay itself wrote. Text from a
// plan goes through an escaper of the target language (backends/escape-*.h).
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/list.h"

struct output {
    struct arena *arena;
    ARRAY_OF(char) bytes;
};

void output_str(struct output *out, struct str text);
void output_text(struct output *out, const char *text, size_t length);
void output_char(struct output *out, char c);
void output_repeat(struct output *out, char c, size_t times);
void output_format(struct output *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What was written so far; valid until the next call.
static inline struct str output_get(const struct output *out)
{
    return (struct str){ out->bytes.items ? out->bytes.items : "", out->bytes.count };
}

#endif
