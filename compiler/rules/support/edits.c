#include "rules/support/edits.h"

#include "base/output.h"
#include "diagnostics/fix.h"
#include "rules/support/file-lines.h"
#include "rules/support/yaml-edits.h"

struct edits edits_begin(struct unit *unit, struct diagnostic *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str title = arena_vformat(&unit->arena, format, arguments);
    va_end(arguments);
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_UNSAFE, "%.*s", STR_ARGS(title));
    return (struct edits){ unit, finding, fix };
}

bool edits_have_keys(const struct edits *edits)
{
    return edits->unit->document->has_keys;
}

void edits_expect(const struct edits *edits, bool is_done)
{
    edits->fix->is_advice |= !is_done;
}

void edits_replace(const struct edits *edits, struct span span, struct str replacement)
{
    if (edits_have_keys(edits) && !yaml_can_replace(edits->unit, span, replacement))
        edits_expect(edits, false);
    else
        diagnostic_edit(edits->finding, edits->fix, span, replacement);
}

void edits_delete(const struct edits *edits, struct span span)
{
    if (edits_have_keys(edits) && !yaml_can_delete(edits->unit, span))
        edits_expect(edits, false);
    else
        diagnostic_delete(edits->finding, edits->fix, edits->unit->file, span);
}

void edits_insert(const struct edits *edits, size_t offset, struct str text)
{
    uint32_t address = edits->unit->file->base + (uint32_t)offset;
    diagnostic_edit(edits->finding, edits->fix, (struct span){ address, address }, text);
}

static bool is_blank_up_to(struct str text, size_t from, size_t to)
{
    return str_trim(str_slice(text, from, to)).length == 0;
}

// ---- statements

struct extent { // of a statement, as offsets
    struct str text; // of the file
    size_t start, end;
};

static struct extent extent_of(const struct unit *unit, const struct statement *statement)
{
    uint32_t end = statement->block ? statement->block->span.end : statement->span.end;
    uint32_t base = unit->file->base;
    return (struct extent){ unit->file->text, statement->span.start - base, end - base };
}

// The first of the comments that stand on lines of their own directly above.
static size_t start_with_comments(const struct extent *extent)
{
    size_t start = line_start(extent->text, extent->start);
    return is_blank_up_to(extent->text, start, extent->start)
               ? line_comments_start(extent->text, start)
               : extent->start;
}

// Behind the blanks and the semicolon that may follow it.
static size_t place_of_next(const struct extent *extent)
{
    const char *text = extent->text.data;
    size_t next = extent->end + strspn(text + extent->end, " \t");
    next += text[next] == ';';
    return next + strspn(text + next, " \t");
}

// Whether nothing but a comment stands behind it on its last line.
static bool ends_line(const struct extent *extent)
{
    size_t end = line_end(extent->text, extent->end);
    struct str rest = str_trim(str_slice(extent->text, place_of_next(extent), end));
    return rest.length == 0 || rest.data[0] == '#';
}

static bool begins_line(const struct extent *extent)
{
    return is_blank_up_to(extent->text, line_start(extent->text, extent->start), extent->start);
}

static bool is_one_line(struct str text)
{
    return str_find_char(str_trim(text), '\n', 0) == STR_NOT_FOUND;
}

void edits_insert_before(const struct edits *edits, const struct statement *statement,
                         struct str text)
{
    if (edits_have_keys(edits)) {
        edits_expect(edits, yaml_insert(edits, statement, text, YAML_BEFORE));
        return;
    }
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    struct str indent = line_indent(extent.text, extent.start);
    if (begins_line(&extent)) {
        edits_insert(edits, start_with_comments(&extent), lines_indented(arena, text, indent));
        return;
    }
    if (is_one_line(text))
        edits_insert(edits, extent.start, arena_format(arena, "%.*s; ", STR_ARGS(str_trim(text))));
    else
        edits_insert(edits, extent.start,
               arena_format(arena, "\n%.*s%.*s", STR_ARGS(lines_indented(arena, text, indent)),
                            STR_ARGS(indent)));
}

// Where something else follows on the line, which then gets a line of its own.
static void insert_inside(const struct edits *edits, const struct extent *extent, struct str text)
{
    struct arena *arena = &edits->unit->arena;
    struct str indent = line_indent(extent->text, extent->start);
    struct str inner = begins_line(extent) ? indent
                                           : arena_format(arena, "%.*s  ", STR_ARGS(indent));
    size_t next = place_of_next(extent);
    struct str behind = extent->text.data[next] == '}' ? indent : inner;
    uint32_t base = edits->unit->file->base;
    edits_replace(edits, (struct span){ base + (uint32_t)extent->end, base + (uint32_t)next },
                  arena_format(arena, "\n%.*s%.*s", STR_ARGS(lines_indented(arena, text, inner)),
                               STR_ARGS(behind)));
}

void edits_insert_behind(const struct edits *edits, const struct statement *statement,
                         struct str text)
{
    if (edits_have_keys(edits)) {
        edits_expect(edits, yaml_insert(edits, statement, text, YAML_BEHIND));
        return;
    }
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    size_t end = line_end(extent.text, extent.end);
    bool is_last_line = end == 0 || extent.text.data[end - 1] != '\n';
    if (ends_line(&extent) && !is_last_line)
        edits_insert(edits, end,
                     lines_indented(arena, text, line_indent(extent.text, extent.start)));
    else if (is_one_line(text))
        edits_insert(edits, extent.end, arena_format(arena, "; %.*s", STR_ARGS(str_trim(text))));
    else
        insert_inside(edits, &extent, text);
}

void edits_append(const struct edits *edits, const struct statement *statement, struct str text)
{
    if (edits_have_keys(edits)) {
        edits_expect(edits, yaml_append(edits, statement, text));
        return;
    }
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    struct str indent = line_indent(extent.text, extent.start);
    if (statement->block && statement->block->statements.last) {
        edits_insert_behind(edits, statement->block->statements.last, text);
        return;
    }
    struct str inner = arena_format(arena, "%.*s  ", STR_ARGS(indent));
    struct str lines = arena_format(arena, "\n%.*s%.*s",
                                    STR_ARGS(lines_indented(arena, text, inner)),
                                    STR_ARGS(indent));
    if (statement->block)
        edits_insert(edits, statement->block->span.start - edits->unit->file->base + 1, lines);
    else
        edits_insert(edits, extent.end, arena_format(arena, " {%.*s}", STR_ARGS(lines)));
}

void edits_remove(const struct edits *edits, const struct statement *statement)
{
    struct extent extent = extent_of(edits->unit, statement);
    uint32_t base = edits->unit->file->base;
    size_t start = start_with_comments(&extent);
    size_t end = extent.end;
    if (begins_line(&extent) && ends_line(&extent)) {
        end = line_end(extent.text, extent.end);
        size_t above = line_start(extent.text, start > 0 ? start - 1 : 0);
        if (statement->blank_lines_before > 0 && is_blank_up_to(extent.text, above, start))
            start = above;
    } else
        end = place_of_next(&extent);
    edits_replace(edits, (struct span){ base + (uint32_t)start, base + (uint32_t)end }, STR(""));
}

// With its comments, as insertions take it.
static struct str copy(struct unit *unit, const struct statement *statement)
{
    struct extent extent = extent_of(unit, statement);
    size_t start = start_with_comments(&extent);
    size_t end = ends_line(&extent) ? line_end(extent.text, extent.end) : extent.end;
    struct str indent = line_indent(extent.text, extent.start);
    struct str rest = str_slice(extent.text, start, end);
    struct output out = { .arena = &unit->arena };
    for (struct str line; str_next_line(&rest, &line);) {
        bool is_deeper = str_starts_with(line, indent);
        output_str(&out, is_deeper ? str_from(line, indent.length) : line);
        output_char(&out, '\n');
    }
    return output_get(&out);
}

void edits_rewrite(const struct edits *edits, const struct statement *statement, struct str text)
{
    const struct block *block = statement->block;
    if (edits_have_keys(edits))
        edits_expect(edits, yaml_rewrite(edits, statement, text));
    else
        edits_replace(edits, block ? span_join(statement->span, block->span) : statement->span,
                      text);
}

void edits_move_behind(const struct edits *edits, const struct statement *statement,
                       const struct statement *behind)
{
    if (edits_have_keys(edits)) {
        edits_expect(edits, yaml_move_behind(edits, statement, behind));
        return;
    }
    struct unit *unit = edits->unit;
    struct str text = copy(unit, statement);
    if (statement->blank_lines_before > 0 && behind->blank_lines_before > 0)
        text = arena_format(&unit->arena, "\n%.*s", STR_ARGS(text));
    edits_remove(edits, statement);
    edits_insert_behind(edits, behind, text);
}

struct str edits_quote(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    output_char(&out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c == 0x7F)
            output_format(&out, "\\u{%X}", c);
        else
            output_format(&out, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
    }
    output_char(&out, '"');
    return output_get(&out);
}
