#include "rules/support/yaml-edits.h"

#include "base/output.h"
#include "plan/spell.h"
#include "plan/write-yaml.h"
#include "rules/support/file-lines.h"
#include "rules/support/yaml-lines.h"
#include "syntax/build.h"

// Lines at a line's start, or at the end of a file whose last line has no end.
static void insert_lines(const struct edits *edits, size_t offset, struct str lines)
{
    struct str text = yaml_file_text(edits->unit);
    bool is_open = offset == text.length && offset > 0 && text.data[offset - 1] != '\n';
    if (is_open)
        lines = arena_format(&edits->unit->arena, "\n%.*s", (int)lines.length - 1, lines.data);
    edits_insert(edits, offset, lines);
}

static struct str indented(const struct edits *edits, struct str lines, size_t column)
{
    struct output blanks = { .arena = &edits->unit->arena };
    output_repeat(&blanks, ' ', column);
    return lines_indented(&edits->unit->arena, lines, output_get(&blanks));
}

// ---- how the file is indented

static size_t difference(size_t inner, size_t outer, size_t least, size_t otherwise)
{
    return inner >= outer + least && inner <= outer + 8 ? inner - outer : otherwise;
}

// As the list of phases is, which every plan has that is fixed so.
static struct yaml_writer writer_of(const struct unit *unit, struct arena *arena)
{
    struct yaml_writer writer = yaml_writer_start(arena);
    const struct tree_node *tree = unit->document->tree;
    const struct tree_node *phases = tree_find(tree, STR("phase"));
    size_t dash;
    if (phases && phases->items.first && yaml_find_dash(unit, phases->items.first, &dash))
        writer.list_indent = difference(yaml_column(yaml_file_text(unit), dash), 0, 0, 2);
    return writer;
}

size_t yaml_map_indent(const struct unit *unit, const struct statement *step)
{
    const struct spelled_place *place = step->place;
    struct str text = yaml_file_text(unit);
    if (!place->value->entries.first)
        return 2;
    size_t key = yaml_offset(unit, step->words.first->span.start);
    size_t inner = yaml_offset(unit, place->value->entries.first->key->span.start);
    return difference(yaml_column(text, inner), yaml_column(text, key), 1, 2);
}

// ---- statements in the plan language

struct fragment {
    struct arena arena;
    struct source_map sources;
    struct unit unit;
    struct document document;
};

static struct str without_indent(struct arena *arena, struct str code)
{
    size_t least = code.length;
    struct str rest = code;
    for (struct str line; str_next_line(&rest, &line);) {
        size_t blanks = line_indent(line, line.length).length;
        if (str_trim(line).length > 0 && blanks < least)
            least = blanks;
    }
    struct output out = { .arena = arena };
    rest = code;
    for (struct str line; str_next_line(&rest, &line);)
        output_format(&out, "%.*s\n", STR_ARGS(str_from(line, least)));
    return output_get(&out);
}

// Its statements; release with fragment_close().
static const struct statement_list *fragment_open(struct fragment *fragment, struct str text)
{
    *fragment = (struct fragment){ 0 };
    fragment->sources.arena = &fragment->arena;
    const struct source_file *file =
        source_add(&fragment->sources, STR("fix.belay"), str_trim(text));
    unit_init(&fragment->unit, &fragment->sources, file);
    fragment->document.file = file;
    parse_statements(&fragment->unit, &fragment->document, span_of_file(file));
    list_each(statement, statement, fragment->document.statements)
        list_each(word, word, statement->words)
            if (word->kind == WORD_CODE)
                word->text.str = without_indent(&fragment->arena, word->text.str);
    return &fragment->document.statements;
}

static void fragment_close(struct fragment *fragment)
{
    arena_release(&fragment->unit.arena);
    arena_release(&fragment->arena);
}

// ---- insertion

static bool insert_item(const struct edits *edits, struct yaml_writer *writer,
                        const struct spelled_place *anchor, const struct statement *made,
                        enum yaml_where where)
{
    size_t dash;
    struct yaml_lines place;
    struct str lines;
    if (anchor->entry->value->is_flow || !yaml_find_item(edits->unit, anchor->item, &dash, &place)
        || !yaml_write_item(writer, anchor->block, made, &lines))
        return false;
    insert_lines(edits, where == YAML_BEFORE ? place.start : place.end,
                 indented(edits, lines, yaml_column(yaml_file_text(edits->unit), dash)));
    return true;
}

// Behind the last item of a list that is there.
static bool add_item(const struct edits *edits, struct yaml_writer *writer, enum block_id block,
                     const struct tree_entry *entry, const struct statement *made)
{
    if (entry->value->kind != TREE_LIST || !entry->value->items.last)
        return false;
    struct spelled_place last = { block, NULL, entry, entry->value->items.last, NULL };
    return insert_item(edits, writer, &last, made, YAML_BEHIND);
}

// A key of its own, behind another one of the map.
static bool add_entry(const struct edits *edits, struct yaml_writer *writer, enum block_id block,
                      const struct tree_entry *behind, const struct statement *made)
{
    struct yaml_lines place;
    bool has_own_start;
    struct str lines;
    struct statement alone = *made;
    alone.next = NULL;
    struct statement_list list = { &alone, &alone };
    if (!yaml_find_entry(edits->unit, behind, &place, &has_own_start)
        || !yaml_write_entries(writer, block, &list, &lines))
        return false;
    size_t key = yaml_offset(edits->unit, behind->key->span.start);
    insert_lines(edits, place.end,
                 indented(edits, lines, yaml_column(yaml_file_text(edits->unit), key)));
    return true;
}

static const struct tree_entry *find_key(const struct tree_node *map, struct str key)
{
    list_each(tree_entry, entry, map->entries)
        if (str_equal(entry->key->text.str, key))
            return entry;
    return NULL;
}

static bool add_to_map(const struct edits *edits, struct yaml_writer *writer, enum block_id block,
                       const struct tree_node *map, const struct tree_entry *behind,
                       const struct statement *made)
{
    if (map->is_flow || !behind)
        return false;
    const struct tree_entry *entry = find_key(map, yaml_key_of(block, made));
    return entry ? add_item(edits, writer, block, entry, made)
                 : add_entry(edits, writer, block, behind, made);
}

bool yaml_insert(const struct edits *edits, const struct statement *anchor, struct str text,
                 enum yaml_where where)
{
    const struct spelled_place *place = anchor->place;
    struct yaml_writer writer = writer_of(edits->unit, &edits->unit->arena);
    struct fragment fragment;
    bool is_done = place != NULL;
    const struct statement_list *made = fragment_open(&fragment, text);
    for (const struct statement *each = made->first; each && is_done; each = each->next) {
        bool is_same_list = place->item
                            && str_equal(yaml_key_of(place->block, each),
                                         place->entry->key->text.str);
        is_done &= each == made->first || is_same_list; // one key, one entry
        if (!is_done)
            break;
        is_done = is_same_list
                      ? insert_item(edits, &writer, place, each, where)
                      : add_to_map(edits, &writer, place->block, place->map, place->entry, each);
    }
    fragment_close(&fragment);
    return is_done;
}

bool yaml_insert_made(const struct edits *edits, const struct statement *anchor,
                      const struct statement *made, size_t map_indent, enum yaml_where where)
{
    struct yaml_writer writer = writer_of(edits->unit, &edits->unit->arena);
    writer.map_indent = map_indent;
    return anchor->place && anchor->place->item
           && insert_item(edits, &writer, anchor->place, made, where);
}

bool yaml_append(const struct edits *edits, const struct statement *statement, struct str text)
{
    const struct tree_node *map = statement->place ? statement->place->value : NULL;
    enum block_id block;
    if (!map || map->kind != TREE_MAP
        || !forms_block_of(statement->place->block, statement->words.first->text.str, &block))
        return false;
    struct yaml_writer writer = writer_of(edits->unit, &edits->unit->arena);
    struct fragment fragment;
    bool is_done = true;
    const struct statement_list *made = fragment_open(&fragment, text);
    for (const struct statement *each = made->first; each && is_done; each = each->next)
        is_done = add_to_map(edits, &writer, block, map, map->entries.last, each);
    fragment_close(&fragment);
    return is_done;
}

// ---- moving

// The lines as from column 0.
static struct str take_lines(const struct edits *edits, struct yaml_lines place, size_t column)
{
    struct str rest = str_slice(yaml_file_text(edits->unit), place.start, place.end);
    struct output out = { .arena = &edits->unit->arena };
    for (struct str line; str_next_line(&rest, &line);) {
        if (str_ends_with(line, STR("\r")))
            line.length--;
        size_t blanks = line_indent(line, line.length).length;
        output_format(&out, "%.*s\n", STR_ARGS(str_from(line, blanks < column ? blanks : column)));
    }
    return output_get(&out);
}

// The item, or its key where it is the only one.
static bool remove_item(const struct edits *edits, const struct spelled_place *place,
                        struct yaml_lines lines)
{
    struct str text = yaml_file_text(edits->unit);
    bool has_own_start = true;
    if (place->entry->value->items.first == place->entry->value->items.last
        && (!yaml_find_entry(edits->unit, place->entry, &lines, &has_own_start) || !has_own_start))
        return false;
    size_t above = line_start(text, lines.start > 0 ? lines.start - 1 : 0);
    if (above < lines.start && yaml_is_blank(text, above, lines.start))
        lines.start = above;
    uint32_t base = edits->unit->file->base;
    diagnostic_edit(edits->finding, edits->fix,
                    (struct span){ base + (uint32_t)lines.start, base + (uint32_t)lines.end },
                    STR(""));
    return true;
}

bool yaml_move_behind(const struct edits *edits, const struct statement *statement,
                      const struct statement *behind)
{
    const struct spelled_place *from = statement->place, *to = behind->place;
    struct str text = yaml_file_text(edits->unit);
    size_t from_dash, to_dash;
    struct yaml_lines from_lines, to_lines;
    if (!from || !to || !from->item || !to->item || from->block != to->block
        || from->entry->value->is_flow || to->entry->value->is_flow
        || !yaml_find_item(edits->unit, from->item, &from_dash, &from_lines)
        || !yaml_find_item(edits->unit, to->item, &to_dash, &to_lines))
        return false;
    struct str lines = take_lines(edits, from_lines, yaml_column(text, from_dash));
    size_t above = line_start(text, from_lines.start > 0 ? from_lines.start - 1 : 0);
    bool has_blank = above < from_lines.start && yaml_is_blank(text, above, from_lines.start);
    lines = indented(edits, lines, yaml_column(text, to_dash));
    if (!remove_item(edits, from, from_lines))
        return false;
    if (has_blank)
        lines = arena_format(&edits->unit->arena, "\n%.*s", STR_ARGS(lines));
    insert_lines(edits, to_lines.end, lines);
    return true;
}

// ---- other words

bool yaml_rewrite(const struct edits *edits, const struct statement *statement, struct str text)
{
    const struct spelled_place *place = statement->place;
    if (!place || place->item)
        return false;
    struct yaml_writer writer = writer_of(edits->unit, &edits->unit->arena);
    struct fragment fragment;
    struct str lines = STR("");
    const struct statement_list *made = fragment_open(&fragment, text);
    bool is_written = yaml_write_entries(&writer, place->block, made, &lines);
    fragment_close(&fragment);
    lines = str_trim(lines);
    if (!is_written || str_find_char(lines, '\n', 0) != STR_NOT_FOUND)
        return false;
    diagnostic_edit(edits->finding, edits->fix,
                    span_join(place->entry->key->span, place->entry->value->span), lines);
    return true;
}

// ---- steps

const struct tree_node *yaml_code_of(const struct unit *unit, const struct statement *step)
{
    const struct spelled_place *place = step->place;
    size_t dash;
    struct yaml_lines lines;
    if (!place || !place->item || place->entry->value->is_flow || place->value->kind != TREE_MAP
        || place->value->is_flow || !place->value->entries.last
        || !yaml_find_item(unit, place->item, &dash, &lines))
        return NULL;
    const struct tree_entry *last = place->value->entries.last;
    return str_is(last->key->text.str, "sql") && last->value->is_literal
                   && str_trim(last->value->text.str).length > 0
               ? last->value
               : NULL;
}

// The column of the lines of a literal scalar.
static size_t code_column(const struct unit *unit, const struct tree_node *code)
{
    size_t at = 0;
    while (code->text.str.data[at] == '\n')
        at++;
    struct span first = text_span(code->text, at, at + 1);
    return yaml_column(yaml_file_text(unit), yaml_offset(unit, first.start));
}

bool yaml_split(const struct edits *edits, const struct statement *step,
                const struct statement *made, size_t offset)
{
    const struct unit *unit = edits->unit;
    struct str text = yaml_file_text(unit), lines;
    struct yaml_writer writer = writer_of(unit, &edits->unit->arena);
    const struct tree_node *code = yaml_code_of(unit, step);
    size_t dash;
    writer.map_indent = yaml_map_indent(unit, step);
    if (!code || !yaml_find_dash(unit, step->place->item, &dash)
        || !yaml_write_item(&writer, step->place->block, made, &lines))
        return false;
    size_t column = code_column(unit, code);
    size_t keys = yaml_column(text, dash) + strlen("- ") + writer.map_indent;
    bool is_at_line = offset == 0 || text.data[offset - 1] == '\n';
    size_t blanks = is_at_line ? strspn(text.data + offset, " ") : column;
    if (blanks < column || column <= keys || column - keys > 9)
        return false;
    // The code of `made` is one line, behind its head, which ends with "|".
    struct str head = str_slice(lines, 0, line_start(lines, lines.length - 1) - 1);
    struct output whole = { .arena = &edits->unit->arena }, out = whole;
    output_str(&whole, head);
    if (blanks > column) // a first line that stands deeper would make the others too shallow
        output_format(&whole, "%zu", column - keys);
    output_char(&whole, '\n');
    output_str(&out, is_at_line ? STR("") : STR("\n"));
    output_str(&out, indented(edits, output_get(&whole), yaml_column(text, dash)));
    output_repeat(&out, ' ', is_at_line ? 0 : column);
    edits_insert(edits, offset, output_get(&out));
    return true;
}
