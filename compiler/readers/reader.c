//! diagnostic  not-text
//! code        SYN009
//! level       error
//! since       0.1
//!
//! A file holds bytes that are no text in UTF-8.
//!
//! ## Why
//!
//! It is no plan, or one that was written in another encoding and would show wrong characters
//! to whoever reads what is made of it.
//!
//! ## Fails
//!
//! An image, an archive, a text in Latin-1 or UTF-16.
//!
//! ## Passes
//!
//! ````belay
//! plan "Änderung der Spalte 'größe'" { }
//! ````

#include "readers/reader.h"

#include "base/utf8.h"
#include "generated/kinds.h"

#include <stdio.h>

// What stands in the way of reading the text, or NULL.
static const char *find_problem(struct str text, size_t *offset)
{
    *offset = str_find_char(text, '\0', 0);
    if (str_starts_with(text, STR("\xFF\xFE")) || str_starts_with(text, STR("\xFE\xFF"))) {
        *offset = 0;
        return "the file is UTF-16, not UTF-8";
    }
    if (*offset != STR_NOT_FOUND)
        return "the file is no text: a NUL byte";
    *offset = utf8_find_invalid(text);
    return *offset == STR_NOT_FOUND ? NULL : "a byte that is not UTF-8";
}

static void report_bytes(struct unit *unit, const char *problem, size_t offset)
{
    uint32_t address = unit->file->base + (uint32_t)offset;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_text, (struct span){ address, address + 1 },
                 "%s (0x%02X)", problem, (unsigned char)unit->file->text.data[offset]);
    diagnostic_help(finding,
                    "a text in another encoding becomes UTF-8 with: iconv -f LATIN1 -t UTF-8");
}

void reader_read(const struct reader *reader, struct unit *unit)
{
    size_t offset;
    const char *problem = find_problem(unit->file->text, &offset);
    if (!problem) {
        reader->read(unit);
        return;
    }
    struct document *document = arena_new(&unit->arena, struct document);
    document->file = unit->file;
    unit->document = document;
    report_bytes(unit, problem, offset);
}

const struct reader *reader_for(struct str path)
{
    for (const struct reader *const *reader = readers; *reader; reader++)
        for (const char *suffix = (*reader)->suffixes; *suffix;) {
            size_t length = strcspn(suffix, " ");
            if (str_ends_with(path, (struct str){ suffix, length }))
                return *reader;
            suffix += length + strspn(suffix + length, " ");
        }
    return NULL;
}

static const struct reader *reader_called(const char *name)
{
    for (const struct reader *const *reader = readers; *reader; reader++)
        if (strcmp((*reader)->name, name) == 0)
            return *reader;
    return NULL;
}

// `plan "`, with blanks between.
static bool opens_plan(struct str line)
{
    if (!str_starts_with(line, STR("plan")))
        return false;
    struct str rest = str_from(line, 4);
    return rest.length > 0 && char_is_blank(rest.data[0])
           && str_starts_with(str_trim(rest), STR("\""));
}

// `plan: `, or the key alone.
static bool opens_tree(struct str line)
{
    return str_starts_with(line, STR("plan:")) && (line.length == 5 || char_is_blank(line.data[5]));
}

// '#' opens a comment in the one and a heading in the other: what follows decides.
const struct reader *reader_for_text(struct str text)
{
    bool has_hash = false;
    for (struct str line; str_next_line(&text, &line);) {
        line = str_trim(line);
        if (opens_plan(line))
            return reader_called("belay");
        if (opens_tree(line) && !has_hash)
            return reader_called("yaml");
        if (line.length == 0)
            continue;
        if (line.data[0] != '#')
            return has_hash || str_is(line, "---") ? reader_called("markdown") : NULL;
        has_hash = true;
    }
    return has_hash ? reader_called("markdown") : NULL;
}
