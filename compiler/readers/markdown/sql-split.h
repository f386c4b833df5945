// The statements of a block of SQL with the comments around them, as far as punctuation tells.
#ifndef READERS_MARKDOWN_SQL_SPLIT_H
#define READERS_MARKDOWN_SQL_SPLIT_H

#include "source/text.h"

struct sql_piece {
    struct text title;   // the comment before it, without "--"; may be none
    struct text code;    // from its first word to its ';'
    struct text comment; // the first comment in it, or behind it up to the next statement's own
};

// Cuts the next statement off `rest`; false where there is none.
bool sql_next(struct text *rest, struct sql_piece *piece);

#endif
