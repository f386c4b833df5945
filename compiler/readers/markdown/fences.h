// Code fences, as they are written rather than as they should be.
#ifndef READERS_MARKDOWN_FENCES_H
#define READERS_MARKDOWN_FENCES_H

#include "readers/markdown/lines.h"

struct fence {
    char character;  // '`' or '~'
    bool is_escaped; // \`\`\`
    size_t length;   // of the run, in characters
    size_t start;    // offset of the run
    size_t indent;   // columns before it, behind the quote marks
    unsigned quotes;
    bool has_marker; // a list marker stands before it
    struct str info;
};

struct fence_end {
    size_t body_end; // the start of the line behind the body
    size_t end;      // behind the closing fence
    size_t next;     // the start of the line behind it
    bool is_closed;
    bool is_bad;     // by a fence that carries an info string
    bool is_missing; // only by the section that follows, which has fences of its own
};

// True where the line is a fence.
bool fence_read(struct str text, const struct raw_line *line, struct fence *fence);

// Where the block that `opener` opens is closed; `from` is the start of its body.
struct fence_end fence_find_end(struct str text, const struct fence *opener, size_t from);

// True where the fence holds plan text rather than code.
bool fence_is_transparent(struct str text, const struct fence *opener, size_t from);

// True where what follows an unterminated fence looks like a plan that goes on.
bool fence_hides_plan(struct str text, size_t from);

// The first word of the info string, without the braces of attributes.
struct str fence_language(const struct fence *fence);

#endif
