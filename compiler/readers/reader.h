// A reader is one file: it makes the document tree of inputs in its spelling.
//
// The file opens with `// reader NAME: ...` and exports `const struct reader reader_NAME`;
// the build collects them (tools/registry.awk).
#ifndef READERS_READER_H
#define READERS_READER_H

#include "syntax/unit.h"

struct reader {
    const char *name;     // "markdown"
    const char *suffixes; // ".md .markdown"
    // Sets unit->document (never NULL afterwards), unit->suppressions, and reports what is
    // wrong with the text.
    void (*read)(struct unit *unit);
};

extern const struct reader *const readers[]; // generated, NULL-terminated

// Makes the document of unit->file, or reports that the file is no text.
void reader_read(const struct reader *reader, struct unit *unit);

// The reader for a path, by its suffix; NULL where there is none.
const struct reader *reader_for(struct str path);

// The reader for text whose path says nothing, by its first lines; NULL where there is none.
const struct reader *reader_for_text(struct str text);

#endif
