#include "source/source.h"

#include "base/check.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum { TAB_WIDTH = 4, FIRST_ADDRESS = 1 }; // address 0 is no place

struct source_file *source_add(struct source_map *map, struct str path, struct str text)
{
    struct source_file *file = arena_new(map->arena, struct source_file);
    file->path = arena_copy(map->arena, path);
    file->text = arena_copy(map->arena, text);
    // One spare address per file keeps "end of file" distinct from the next file.
    file->base = map->last ? map->last->base + (uint32_t)map->last->text.length + 1 : FIRST_ADDRESS;
    if (map->last)
        map->last->next = file;
    else
        map->first = file;
    map->last = file;
    return file;
}

// Reads up to one byte more than `max_size`, so that the caller sees what is too long.
static struct str read_stream(struct arena *arena, FILE *stream, size_t max_size)
{
    size_t length = 0, capacity = 64 * 1024;
    char *text = arena_alloc(arena, capacity);
    for (size_t got; length <= max_size
                     && (got = fread(text + length, 1, capacity - length, stream)) > 0;) {
        length += got;
        if (length == capacity) {
            char *wider = arena_alloc(arena, capacity * 2);
            memcpy(wider, text, length);
            text = wider;
            capacity *= 2;
        }
    }
    return (struct str){ text, length };
}

static struct str too_large(struct arena *arena, size_t max_size)
{
    return arena_format(arena, "it is larger than %zu bytes (--max-size)", max_size);
}

static size_t bytes_left(const struct source_map *map)
{
    return map->last ? UINT32_MAX - 1 - map->last->base - map->last->text.length : UINT32_MAX - 1;
}

struct source_file *source_read(struct source_map *map, const char *path, struct str shown,
                                size_t max_size, struct str *problem)
{
    bool is_standard_input = strcmp(path, "-") == 0;
    struct stat status;
    if (!is_standard_input && stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            *problem = STR("it is a directory");
            return NULL;
        }
        if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > max_size) {
            *problem = too_large(map->arena, max_size);
            return NULL;
        }
    }
    FILE *stream = is_standard_input ? stdin : fopen(path, "rb");
    if (!stream) {
        *problem = arena_copy(map->arena, str_of(strerror(errno)));
        return NULL;
    }
    struct arena scratch = { 0 };
    struct str text = read_stream(&scratch, stream, max_size);
    int failure = ferror(stream) ? errno : 0;
    if (!is_standard_input)
        fclose(stream);
    struct source_file *file = NULL;
    if (failure)
        *problem = arena_copy(map->arena, str_of(strerror(failure)));
    else if (text.length > max_size)
        *problem = too_large(map->arena, max_size);
    else if (text.length > bytes_left(map))
        *problem = STR("one run reads at most 4 GiB");
    else
        file = source_add(map, shown, text);
    arena_release(&scratch);
    return file;
}

const struct source_file *source_file_at(const struct source_map *map, uint32_t address)
{
    const struct source_file *file = map->first;
    while (file->next && file->next->base <= address)
        file = file->next;
    return file;
}

// LF, CR LF and a lone CR all end a line.
static bool ends_line(struct str text, size_t at)
{
    return text.data[at] == '\n'
           || (text.data[at] == '\r' && (at + 1 == text.length || text.data[at + 1] != '\n'));
}

static void find_lines(struct arena *arena, struct source_file *file)
{
    uint32_t count = 1;
    for (size_t i = 0; i < file->text.length; i++)
        count += ends_line(file->text, i);
    file->line_starts = arena_new_many(arena, uint32_t, count);
    file->line_count = 1;
    for (size_t i = 0; i < file->text.length; i++)
        if (ends_line(file->text, i))
            file->line_starts[file->line_count++] = (uint32_t)i + 1;
}

// The index of the last line that starts at or before `offset`.
static uint32_t find_line(const struct source_file *file, uint32_t offset)
{
    uint32_t low = 0, high = file->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (file->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct str line_text(const struct source_file *file, uint32_t index)
{
    uint32_t start = file->line_starts[index];
    uint32_t end = index + 1 < file->line_count ? file->line_starts[index + 1]
                                                : (uint32_t)file->text.length;
    while (end > start && (file->text.data[end - 1] == '\n' || file->text.data[end - 1] == '\r'))
        end--;
    return str_slice(file->text, start, end);
}

struct source_place source_locate(const struct source_map *map, uint32_t address)
{
    // The line table is a cache: the file is the same before and after.
    struct source_file *file = (struct source_file *)source_file_at(map, address);
    if (file->line_count == 0)
        find_lines(map->arena, file);
    uint32_t offset = address > file->base ? address - file->base : 0;
    if (offset > file->text.length)
        offset = (uint32_t)file->text.length;
    uint32_t index = find_line(file, offset);
    struct str line = line_text(file, index);
    uint32_t in_line = offset - file->line_starts[index];
    return (struct source_place){
        .file = file,
        .line = line,
        .line_number = index + 1,
        .offset = in_line < line.length ? in_line : (uint32_t)line.length,
    };
}

struct str source_text(const struct source_map *map, struct span span)
{
    const struct source_file *file = source_file_at(map, span.start);
    return str_slice(file->text, span.start - file->base, span.end - file->base);
}

static uint32_t units_of(uint32_t code_point, size_t length, uint32_t column, enum column_unit unit)
{
    switch (unit) {
    case COLUMN_BYTE: return (uint32_t)length;
    case COLUMN_CODE_POINT: return 1;
    case COLUMN_UTF16: return code_point > 0xFFFF ? 2 : 1;
    case COLUMN_CELL:
        if (code_point == '\t')
            return TAB_WIDTH - (column - 1) % TAB_WIDTH;
        return utf8_width(code_point);
    }
    BUG("a column unit that is none");
}

uint32_t source_column(struct source_place place, enum column_unit unit)
{
    uint32_t column = 1;
    struct str before = str_slice(place.line, 0, place.offset);
    if (place.line_number == 1 && str_starts_with(before, STR("\xEF\xBB\xBF")))
        before = str_from(before, 3);
    for (size_t at = 0, length; at < before.length; at += length) {
        uint32_t code_point = utf8_decode(str_from(before, at), &length);
        column += units_of(code_point, length, column, unit);
    }
    return column;
}
