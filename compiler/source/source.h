// Source text and places in it.
//
// All files share one address space, so a span is two integers and needs no file
// pointer: file 1 starts where file 0 ends. Line and column are computed only when a
// finding is shown. A run reads at most 4 GiB.
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/list.h"

// [start, end), as addresses.
struct span {
    uint32_t start, end;
};

// The columns of a character, counted from the start of its line as 0.
struct source_mark {
    uint32_t offset; // in the file
    uint32_t code_points, utf16, cells;
};

struct source_file {
    struct source_file *next;
    struct str path; // as it is shown
    struct str opened; // as it was opened; no data for text that was in memory
    struct str text; // NUL-terminated
    uint32_t base;   // address of text[0]
    uint32_t *line_starts;
    uint32_t line_count;       // 0 until the first source_locate()
    struct source_mark *marks; // one in every so many bytes; NULL where no line is long
};

struct source_map {
    struct arena *arena;
    struct source_file *first, *last;
    ARRAY_OF(struct source_file *) files; // the same, by address
};

struct source_place {
    const struct source_file *file;
    struct str line;      // without its line end
    uint32_t line_number; // from 1
    uint32_t offset;      // bytes from the start of the line, at most line.length
};

// The units in which readers of a report count columns; each counts from 1, and a byte
// order mark counts as nothing.
enum column_unit { COLUMN_BYTE, COLUMN_CODE_POINT, COLUMN_UTF16, COLUMN_CELL };

// Adds a file that is in memory. The text is copied.
struct source_file *source_add(struct source_map *map, struct str path, struct str text);

// Whether a file of that many bytes still fits.
bool source_has_room(const struct source_map *map, size_t length);

// Reads the file at `path`, or standard input where it is "-", and shows it as `shown`.
// NULL when it cannot be read or holds more than `max_size` bytes; `*problem` then says
// why, in words that follow "cannot read 'PATH': ".
struct source_file *source_read(struct source_map *map, const char *path, struct str shown,
                                size_t max_size, struct str *problem);

// The file that an address lies in; the last one for an address past all.
const struct source_file *source_file_at(const struct source_map *map, uint32_t address);
struct source_place source_locate(const struct source_map *map, uint32_t address);
struct str source_text(const struct source_map *map, struct span span);

// The column of a place, from 1. Tabs are `4` cells wide in COLUMN_CELL.
uint32_t source_column(struct source_place place, enum column_unit unit);

static inline struct span span_of_file(const struct source_file *file)
{
    return (struct span){ file->base, file->base + (uint32_t)file->text.length };
}

static inline struct span span_join(struct span first, struct span last)
{
    return (struct span){ first.start, last.end };
}

static inline bool span_is_set(struct span span)
{
    return span.start != 0 || span.end != 0;
}

static inline bool span_covers(struct span outer, uint32_t address)
{
    return outer.start <= address && address < outer.end;
}

#endif
