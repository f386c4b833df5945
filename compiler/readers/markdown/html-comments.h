// Suppressions in HTML comments.
#ifndef READERS_MARKDOWN_HTML_COMMENTS_H
#define READERS_MARKDOWN_HTML_COMMENTS_H

#include "readers/markdown/passage.h"

// Reads every comment that begins with "belay:". On a line of its own it governs the block
// behind it, before a heading that heading's section; behind other text its line.
void html_comments_read(struct unit *unit, const struct passages *passages);

#endif
