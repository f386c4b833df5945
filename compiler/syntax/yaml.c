#include "syntax/yaml.h"

#include "base/check.h"
#include "base/utf8.h"

#include <yaml.h>

enum { MAX_DEPTH = 32, MAX_NODES = 100000 };

struct reader {
    yaml_parser_t parser;
    struct arena *arena;
    const struct source_file *file;
    struct yaml_problem *problem;
    uint32_t node_count;
    size_t start; // the offset of the first byte that libyaml sees
    // libyaml counts characters. The cursor is a place whose byte offset is known.
    size_t cursor_index, cursor_offset;
};

// ---- places

static size_t skip_characters(struct str text, size_t offset, size_t count)
{
    for (; count > 0 && offset < text.length; count--)
        do
            offset++;
        while (offset < text.length && ((unsigned char)text.data[offset] & 0xC0) == 0x80);
    return offset;
}

// The offset of a mark at or behind the cursor, which moves there.
static size_t offset_at(struct reader *reader, yaml_mark_t mark)
{
    if (mark.index > reader->cursor_index) {
        reader->cursor_offset = skip_characters(reader->file->text, reader->cursor_offset,
                                                mark.index - reader->cursor_index);
        reader->cursor_index = mark.index;
    }
    return reader->cursor_offset;
}

static struct span span_between(const struct reader *reader, size_t start, size_t end)
{
    uint32_t base = reader->file->base;
    return (struct span){ base + (uint32_t)start, base + (uint32_t)end };
}

static struct span span_of_event(struct reader *reader, const yaml_event_t *event)
{
    size_t start = offset_at(reader, event->start_mark);
    return span_between(reader, start, offset_at(reader, event->end_mark));
}

// ---- problems

static void *fail(struct reader *reader, struct span span, struct str message)
{
    if (!reader->problem->message.data)
        *reader->problem = (struct yaml_problem){ .message = message, .span = span };
    return NULL;
}

static void *fail_in_parser(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        BUG("out of memory");
    bool is_reader_error = parser->error == YAML_READER_ERROR; // that one counts bytes
    size_t offset = is_reader_error ? reader->start + parser->problem_offset
                                    : offset_at(reader, parser->problem_mark);
    struct str text = arena_copy(reader->arena, str_of(parser->problem ? parser->problem : ""));
    return fail(reader, span_between(reader, offset, offset), text);
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    fail_in_parser(reader);
    return false;
}

// ---- nodes

static struct yaml_node *read_node(struct reader *reader, const yaml_event_t *event,
                                   unsigned depth);

static bool has_tag(const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT)
        return event->data.scalar.tag != NULL;
    return event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.tag != NULL
                                                    : event->data.mapping_start.tag != NULL;
}

static bool has_anchor(const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT)
        return event->data.scalar.anchor != NULL;
    return event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.anchor != NULL
                                                    : event->data.mapping_start.anchor != NULL;
}

// Quotes and line folding leave a text that does not stand in the source as such.
static struct text scalar_text(struct reader *reader, const yaml_event_t *event, struct span span)
{
    struct str value = { (const char *)event->data.scalar.value, event->data.scalar.length };
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    uint32_t quote = is_plain ? 0 : 1;
    struct span inner = { span.start + quote, span.start + quote + (uint32_t)value.length };
    struct str there = str_slice(reader->file->text, inner.start - reader->file->base,
                                 inner.end - reader->file->base);
    if (!str_equal(there, value))
        return text_for_span(reader->arena, arena_copy(reader->arena, value), span);
    struct text_builder builder = { .arena = reader->arena };
    text_builder_copy(&builder, there, inner.start);
    return text_builder_finish(&builder);
}

static void *read_list(struct reader *reader, struct yaml_node *node, unsigned depth)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return NULL;
        bool is_end = event.type == YAML_SEQUENCE_END_EVENT;
        struct yaml_node *item = is_end ? NULL : read_node(reader, &event, depth);
        yaml_event_delete(&event);
        if (is_end)
            return node;
        if (!item)
            return NULL;
        list_add(&node->items, item);
        node->span.end = item->span.end;
    }
}

static struct yaml_node *read_next(struct reader *reader, unsigned depth)
{
    yaml_event_t event;
    if (!next_event(reader, &event))
        return NULL;
    struct yaml_node *node = read_node(reader, &event, depth);
    yaml_event_delete(&event);
    return node;
}

static int compare_keys(const void *left, const void *right)
{
    const struct yaml_node *a = *(const struct yaml_node *const *)left;
    const struct yaml_node *b = *(const struct yaml_node *const *)right;
    int order = str_compare(a->text.str, b->text.str);
    return order != 0 ? order : (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

static void *check_keys(struct reader *reader, struct yaml_node *map, size_t count)
{
    const struct yaml_node **keys = arena_new_many(reader->arena, const struct yaml_node *, count);
    size_t filled = 0;
    list_each(yaml_entry, entry, map->entries)
        keys[filled++] = entry->key;
    if (count > 1)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 1; i < count; i++)
        if (str_equal(keys[i - 1]->text.str, keys[i]->text.str)) {
            fail(reader, keys[i]->span, arena_format(reader->arena, "a second '%.*s'",
                                                     STR_ARGS(keys[i]->text.str)));
            reader->problem->first = keys[i - 1]->span;
            return NULL;
        }
    return map;
}

static void *read_map(struct reader *reader, struct yaml_node *node, unsigned depth)
{
    for (size_t count = 0;; count++) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return NULL;
        bool is_end = event.type == YAML_MAPPING_END_EVENT;
        struct yaml_node *key = is_end ? NULL : read_node(reader, &event, depth);
        yaml_event_delete(&event);
        if (is_end)
            return check_keys(reader, node, count);
        if (!key)
            return NULL;
        if (key->kind != YAML_SCALAR)
            return fail(reader, key->span, STR("a key that is no word"));
        struct yaml_entry *entry = arena_new(reader->arena, struct yaml_entry);
        entry->key = key;
        entry->value = read_next(reader, depth);
        if (!entry->value)
            return NULL;
        list_add(&node->entries, entry);
        node->span.end = entry->value->span.end;
    }
}

static struct yaml_node *read_node(struct reader *reader, const yaml_event_t *event,
                                   unsigned depth)
{
    struct span span = span_of_event(reader, event);
    if (event->type == YAML_ALIAS_EVENT)
        return fail(reader, span, STR("an alias, which is not read here"));
    if (has_anchor(event))
        return fail(reader, span, STR("an anchor, which is not read here"));
    if (has_tag(event))
        return fail(reader, span, STR("a tag, which is not read here"));
    if (depth == MAX_DEPTH)
        return fail(reader, span, STR("more than 32 lists and maps inside each other"));
    if (reader->node_count++ == MAX_NODES)
        return fail(reader, span, STR("more than 100,000 values"));
    struct yaml_node *node = arena_new(reader->arena, struct yaml_node);
    node->span = span;
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        node->kind = YAML_LIST;
        return read_list(reader, node, depth + 1);
    }
    if (event->type == YAML_MAPPING_START_EVENT) {
        node->kind = YAML_MAP;
        return read_map(reader, node, depth + 1);
    }
    node->text = scalar_text(reader, event, span);
    node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return node;
}

// ---- the document

static struct yaml_node *empty_node(struct reader *reader)
{
    struct yaml_node *node = arena_new(reader->arena, struct yaml_node);
    node->span = span_between(reader, 0, 0);
    node->text = text_for_span(reader->arena, STR(""), node->span);
    node->is_plain = true;
    return node;
}

// The first document, and an error where there is a second.
static const struct yaml_node *read_stream(struct reader *reader)
{
    struct yaml_node *root = NULL;
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return NULL;
        yaml_event_type_t type = event.type;
        struct span span = span_of_event(reader, &event);
        yaml_event_delete(&event);
        if (type == YAML_STREAM_END_EVENT)
            return root ? root : empty_node(reader);
        if (type == YAML_DOCUMENT_START_EVENT && root)
            return fail(reader, span, STR("a second document"));
        if (type == YAML_DOCUMENT_START_EVENT && !(root = read_next(reader, 0)))
            return NULL;
    }
}

const struct yaml_node *yaml_read(struct arena *arena, const struct source_file *file,
                                  struct yaml_problem *problem)
{
    struct reader reader = { .arena = arena, .file = file, .problem = problem };
    *problem = (struct yaml_problem){ 0 };
    size_t invalid = utf8_find_invalid(file->text);
    if (invalid != STR_NOT_FOUND)
        return fail(&reader, span_between(&reader, invalid, invalid + 1),
                    STR("a byte that is not UTF-8"));
    if (!yaml_parser_initialize(&reader.parser))
        BUG("out of memory");
    // A byte order mark would count as a character and as a column.
    reader.start = str_starts_with(file->text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    reader.cursor_offset = reader.start;
    struct str text = str_from(file->text, reader.start);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.data, text.length);
    const struct yaml_node *root = read_stream(&reader);
    yaml_parser_delete(&reader.parser);
    return root;
}

bool yaml_is_null(const struct yaml_node *node)
{
    struct str text = node->text.str;
    return node->kind == YAML_SCALAR && node->is_plain
           && (text.length == 0 || str_is(text, "~") || str_is(text, "null"));
}
