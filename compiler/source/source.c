#include "source/source.h"

#include "base/check.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TAB_WIDTH = 4,
    FIRST_ADDRESS = 1, // address 0 is no place
    MARK_EVERY = 1024, // bytes; a column in a line that is longer is counted from a mark
};

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
    array_add(map->arena, &map->files, file);
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

bool source_has_room(const struct source_map *map, size_t length)
{
    size_t left = UINT32_MAX - 1;
    if (map->last)
        left -= map->last->base + map->last->text.length;
    return length <= left;
}

// What is wrong with the file; no data for one that can be read to its end.
static struct str file_problem(struct arena *arena, int file, const char *path, size_t max_size)
{
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0)
        return arena_copy(arena, str_of(strerror(errno)));
    if (S_ISDIR(status.st_mode))
        return STR("it is a directory");
    if (S_ISFIFO(status.st_mode) && !str_starts_with(str_of(path), STR("/dev/")))
        return STR("it is a named pipe; '-' reads standard input");
    if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > max_size)
        return too_large(arena, max_size);
    return STR_NONE;
}

// To open a pipe, no writer is waited for; to read what is open, one is.
static FILE *open_file(struct arena *arena, const char *path, size_t max_size,
                       struct str *problem)
{
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    *problem = file_problem(arena, file, path, max_size);
    if (!problem->data) {
        fcntl(file, F_SETFL, 0);
        FILE *stream = fdopen(file, "rb");
        if (stream)
            return stream;
        *problem = arena_copy(arena, str_of(strerror(errno)));
    }
    if (file >= 0)
        close(file);
    return NULL;
}

struct source_file *source_read(struct source_map *map, const char *path, struct str shown,
                                size_t max_size, struct str *problem)
{
    bool is_standard_input = strcmp(path, "-") == 0;
    FILE *stream = is_standard_input ? stdin : open_file(map->arena, path, max_size, problem);
    if (!stream)
        return NULL;
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
    else if (!source_has_room(map, text.length))
        *problem = STR("one run reads at most 4 GiB");
    else {
        file = source_add(map, shown, text);
        file->opened = arena_copy(map->arena, str_of(path));
    }
    arena_release(&scratch);
    return file;
}

const struct source_file *source_file_at(const struct source_map *map, uint32_t address)
{
    size_t low = 0, high = map->files.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map->files.items[middle]->base <= address)
            low = middle;
        else
            high = middle;
    }
    return map->files.items[low];
}

// LF, CR LF and a lone CR all end a line.
static bool ends_line(struct str text, size_t at)
{
    return text.data[at] == '\n'
           || (text.data[at] == '\r' && (at + 1 == text.length || text.data[at + 1] != '\n'));
}

static bool has_byte_order_mark(struct str text)
{
    return str_starts_with(text, STR("\xEF\xBB\xBF"));
}

// Moves the mark over one character.
static void mark_advance(struct source_mark *mark, struct str text)
{
    size_t length;
    uint32_t code_point = utf8_decode(str_from(text, mark->offset), &length);
    mark->offset += (uint32_t)length;
    mark->code_points++;
    mark->utf16 += code_point > 0xFFFF ? 2 : 1;
    mark->cells += code_point == '\t' ? TAB_WIDTH : utf8_width(code_point);
}

// A mark at the first character of every MARK_EVERY bytes.
static void set_marks(struct arena *arena, struct source_file *file)
{
    struct str text = file->text;
    file->marks = arena_new_many(arena, struct source_mark, text.length / MARK_EVERY + 1);
    struct source_mark mark = { .offset = has_byte_order_mark(text) ? 3 : 0 };
    size_t count = 0;
    while (mark.offset < text.length) {
        if (mark.offset >= count * MARK_EVERY)
            file->marks[count++] = mark;
        bool was_last = ends_line(text, mark.offset);
        mark_advance(&mark, text);
        if (was_last)
            mark = (struct source_mark){ .offset = mark.offset };
    }
}

static void find_lines(struct arena *arena, struct source_file *file)
{
    uint32_t count = 1, longest = 0;
    for (size_t i = 0; i < file->text.length; i++)
        count += ends_line(file->text, i);
    file->line_starts = arena_new_many(arena, uint32_t, count + 1);
    file->line_count = 1;
    for (size_t i = 0; i < file->text.length; i++)
        if (ends_line(file->text, i))
            file->line_starts[file->line_count++] = (uint32_t)i + 1;
    file->line_starts[count] = (uint32_t)file->text.length;
    for (uint32_t i = 0; i < count; i++)
        if (file->line_starts[i + 1] - file->line_starts[i] > longest)
            longest = file->line_starts[i + 1] - file->line_starts[i];
    if (longest > MARK_EVERY)
        set_marks(arena, file);
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

// Where counting begins for the character at `offset` of a line that starts at `line_start`.
static struct source_mark mark_before(const struct source_file *file, uint32_t line_start,
                                      uint32_t offset)
{
    struct source_mark mark = { .offset = line_start };
    if (line_start == 0 && has_byte_order_mark(file->text))
        mark.offset = 3;
    if (!file->marks || offset - line_start < MARK_EVERY)
        return mark;
    size_t index = offset / MARK_EVERY;
    if (index == file->text.length / MARK_EVERY || file->marks[index].offset > offset)
        index--;
    return file->marks[index].offset > line_start ? file->marks[index] : mark;
}

uint32_t source_column(struct source_place place, enum column_unit unit)
{
    uint32_t line_start = place.file->line_starts[place.line_number - 1];
    uint32_t offset = line_start + place.offset;
    struct source_mark mark = mark_before(place.file, line_start, offset);
    uint32_t bytes_start = line_start == 0 ? mark_before(place.file, 0, 0).offset : line_start;
    while (mark.offset < offset)
        mark_advance(&mark, place.file->text);
    switch (unit) {
    case COLUMN_BYTE: return offset > bytes_start ? offset - bytes_start + 1 : 1;
    case COLUMN_CODE_POINT: return mark.code_points + 1;
    case COLUMN_UTF16: return mark.utf16 + 1;
    case COLUMN_CELL: return mark.cells + 1;
    }
    BUG("a column unit that is none");
}
