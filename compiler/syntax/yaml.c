#include "syntax/yaml.h"

#include "base/check.h"
#include "base/utf8.h"
#include "syntax/yaml-comments.h"
#include "syntax/yaml-message.h"
#include "syntax/yaml-text.h"

#include <yaml.h>

enum { MAX_DEPTH = 32, MAX_NODES = 100000, MAX_SHOWN_KEY = 60 };

struct reader {
    yaml_parser_t parser;
    struct arena *arena;
    const struct source_file *file;
    struct yaml *yaml;
    unsigned problem_count;
    uint32_t node_count;
    size_t start; // the offset of the first byte that libyaml sees
    // libyaml counts characters. The cursor is a place whose byte offset is known.
    size_t cursor_index, cursor_offset;
    size_t scalar_end; // comments stand between scalars
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

// The offset of any mark: errors tell of places before the cursor.
static size_t offset_near(const struct reader *reader, yaml_mark_t mark)
{
    if (mark.index >= reader->cursor_index)
        return skip_characters(reader->file->text, reader->cursor_offset,
                               mark.index - reader->cursor_index);
    return skip_characters(reader->file->text, reader->start, mark.index);
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

static struct yaml_problem *add_problem(struct reader *reader, struct span span,
                                        struct str message)
{
    struct yaml_problem *problem = arena_new(reader->arena, struct yaml_problem);
    *problem = (struct yaml_problem){ .message = message, .span = span };
    if (reader->problem_count++ < MAX_YAML_PROBLEMS)
        list_add(&reader->yaml->problems, problem);
    return problem;
}

// A problem behind which nothing can be read.
static void *fail(struct reader *reader, struct span span, struct str message)
{
    add_problem(reader, span, message);
    return NULL;
}

static void *fail_in_parser(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        BUG("out of memory");
    bool is_reader_error = parser->error == YAML_READER_ERROR; // that one counts bytes
    const char *context_label = yaml_context(parser->context);
    size_t first = context_label ? offset_near(reader, parser->context_mark) : 0;
    size_t offset = is_reader_error ? reader->start + parser->problem_offset
                                    : offset_near(reader, parser->problem_mark);
    struct yaml_problem *problem = add_problem(reader, span_between(reader, offset, offset),
                                               yaml_message(reader->arena, parser->problem));
    if (context_label && first < offset) {
        problem->first = span_between(reader, first, first + 1);
        problem->first_label = context_label;
    }
    return NULL;
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    fail_in_parser(reader);
    return false;
}

// ---- nodes

static struct tree_node *read_node(struct reader *reader, const yaml_event_t *event,
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

// ---- comments and scalars

// The comments in [from, to), in which no scalar stands.
static void read_comments(struct reader *reader, size_t from, size_t to)
{
    struct comment_list *comments = &reader->yaml->comments;
    yaml_comments(comments, reader->arena, reader->file, from, to);
}

static enum yaml_style style_of(const yaml_event_t *event)
{
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return YAML_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return YAML_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE: return YAML_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return YAML_FOLDED;
    case YAML_PLAIN_SCALAR_STYLE:
    case YAML_ANY_SCALAR_STYLE: break;
    }
    return YAML_PLAIN;
}

static struct tree_node *read_scalar(struct reader *reader, struct tree_node *node,
                                     const yaml_event_t *event)
{
    enum yaml_style style = style_of(event);
    struct str value = { (const char *)event->data.scalar.value, event->data.scalar.length };
    struct str file = reader->file->text;
    size_t start = node->span.start - reader->file->base;
    size_t behind = node->span.end - reader->file->base, end;
    read_comments(reader, reader->scalar_end, start);
    node->text = yaml_text(reader->arena, style, value, str_slice(file, start, behind),
                           node->span.start, &end);
    bool is_block = style == YAML_LITERAL || style == YAML_FOLDED;
    size_t header_end = str_find_char(file, '\n', start);
    node->span.end = node->span.start + (uint32_t)end;
    struct comment *before = reader->yaml->comments.last;
    if (is_block)
        read_comments(reader, start, header_end < behind ? header_end : behind);
    if (reader->yaml->comments.last != before)
        reader->yaml->comments.last->text_end = node->span.end;
    node->is_plain = style == YAML_PLAIN;
    node->is_literal = style == YAML_LITERAL;
    reader->scalar_end = behind;
    if (str_find_char(value, '\0', 0) != STR_NOT_FOUND)
        add_problem(reader, node->span, STR("a NUL character"));
    return node;
}

static void *read_list(struct reader *reader, struct tree_node *node, unsigned depth)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return NULL;
        bool is_end = event.type == YAML_SEQUENCE_END_EVENT;
        if (is_end && node->is_flow)
            node->span.end = span_of_event(reader, &event).end;
        struct tree_node *item = is_end ? NULL : read_node(reader, &event, depth);
        yaml_event_delete(&event);
        if (is_end)
            return node;
        if (!item)
            return NULL;
        list_add(&node->items, item);
        node->span.end = item->span.end;
    }
}

static struct tree_node *read_next(struct reader *reader, unsigned depth)
{
    yaml_event_t event;
    if (!next_event(reader, &event))
        return NULL;
    struct tree_node *node = read_node(reader, &event, depth);
    yaml_event_delete(&event);
    return node;
}

static int compare_keys(const void *left, const void *right)
{
    const struct tree_node *a = *(const struct tree_node *const *)left;
    const struct tree_node *b = *(const struct tree_node *const *)right;
    int order = str_compare(a->text.str, b->text.str);
    return order != 0 ? order : (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

static void check_keys(struct reader *reader, struct tree_node *map, size_t count)
{
    const struct tree_node **keys = arena_new_many(reader->arena, const struct tree_node *, count);
    size_t filled = 0;
    list_each(tree_entry, entry, map->entries)
        keys[filled++] = entry->key;
    if (count > 1)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 1; i < count; i++)
        if (str_equal(keys[i - 1]->text.str, keys[i]->text.str)) {
            struct str key = keys[i]->text.str;
            struct str message = key.length > MAX_SHOWN_KEY
                                     ? STR("a second key of the same text")
                                     : arena_format(reader->arena, "a second '%.*s'",
                                                    STR_ARGS(key));
            struct yaml_problem *problem = add_problem(reader, keys[i]->span, message);
            problem->first = keys[i - 1]->span;
            problem->first_label = "the first one is here";
        }
}

static void *read_map(struct reader *reader, struct tree_node *node, unsigned depth)
{
    for (size_t count = 0;; count++) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return NULL;
        bool is_end = event.type == YAML_MAPPING_END_EVENT;
        if (is_end && node->is_flow)
            node->span.end = span_of_event(reader, &event).end;
        struct tree_node *key = is_end ? NULL : read_node(reader, &event, depth);
        yaml_event_delete(&event);
        if (is_end) {
            check_keys(reader, node, count);
            return node;
        }
        if (!key)
            return NULL;
        if (key->kind != TREE_SCALAR)
            add_problem(reader, key->span, STR("a key that is no word"));
        if (key->is_plain && str_is(key->text.str, "<<"))
            add_problem(reader, key->span, STR("a merge key, which is not read here"));
        struct tree_entry *entry = arena_new(reader->arena, struct tree_entry);
        entry->key = key;
        entry->value = read_next(reader, depth);
        if (!entry->value)
            return NULL;
        list_add(&node->entries, entry);
        node->span.end = entry->value->span.end;
    }
}

static void report_decoration(struct reader *reader, const yaml_event_t *event, struct span span)
{
    if (event->type == YAML_ALIAS_EVENT)
        add_problem(reader, span, STR("an alias, which is not read here"));
    else if (has_anchor(event))
        add_problem(reader, span, STR("an anchor, which is not read here"));
    else if (has_tag(event))
        add_problem(reader, span, STR("a tag, which is not read here"));
}

static struct tree_node *read_node(struct reader *reader, const yaml_event_t *event,
                                   unsigned depth)
{
    struct span span = span_of_event(reader, event);
    report_decoration(reader, event, span);
    if (depth == MAX_DEPTH)
        return fail(reader, span, STR("more than 32 lists and maps inside each other"));
    if (reader->node_count++ == MAX_NODES)
        return fail(reader, span, STR("more than 100,000 values"));
    struct tree_node *node = arena_new(reader->arena, struct tree_node);
    node->span = span;
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        node->kind = TREE_LIST;
        node->is_flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        return read_list(reader, node, depth + 1);
    }
    if (event->type == YAML_MAPPING_START_EVENT) {
        node->kind = TREE_MAP;
        node->is_flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        return read_map(reader, node, depth + 1);
    }
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(reader, node, event);
    node->text = text_for_span(reader->arena, STR(""), span); // an alias
    return node;
}

// ---- the document

static struct tree_node *empty_node(struct reader *reader)
{
    struct tree_node *node = arena_new(reader->arena, struct tree_node);
    node->span = span_between(reader, 0, 0);
    node->text = text_for_span(reader->arena, STR(""), node->span);
    node->is_plain = true;
    return node;
}

// The first document, and an error where there is a second.
static const struct tree_node *read_stream(struct reader *reader)
{
    struct tree_node *root = NULL;
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

static int compare_problems(const void *left, const void *right)
{
    const struct yaml_problem *a = *(struct yaml_problem *const *)left;
    const struct yaml_problem *b = *(struct yaml_problem *const *)right;
    return (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

// Keys are held against each other when their map is read, which is behind all in it.
static void sort_problems(struct reader *reader)
{
    struct yaml_problem *sorted[MAX_YAML_PROBLEMS];
    size_t count = 0;
    list_each(yaml_problem, problem, reader->yaml->problems)
        sorted[count++] = problem;
    reader->yaml->problems.first = reader->yaml->problems.last = NULL;
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_problems);
    for (size_t i = 0; i < count; i++) {
        sorted[i]->next = NULL;
        list_add(&reader->yaml->problems, sorted[i]);
    }
}

static void read_file(struct reader *reader)
{
    const struct source_file *file = reader->file;
    if (!yaml_parser_initialize(&reader->parser))
        BUG("out of memory");
    // A byte order mark would count as a character and as a column.
    reader->start = str_starts_with(file->text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    reader->cursor_offset = reader->scalar_end = reader->start;
    struct str text = str_from(file->text, reader->start);
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)text.data, text.length);
    const struct tree_node *root = read_stream(reader);
    yaml_parser_delete(&reader->parser);
    if (root)
        read_comments(reader, reader->scalar_end, file->text.length);
    if (reader->problem_count == 0)
        reader->yaml->root = root;
    sort_problems(reader);
}

void yaml_read(struct arena *arena, const struct source_file *file, struct yaml *yaml)
{
    *yaml = (struct yaml){ 0 };
    struct reader reader = { .arena = arena, .file = file, .yaml = yaml };
    size_t invalid = utf8_find_invalid(file->text);
    if (invalid != STR_NOT_FOUND)
        fail(&reader, span_between(&reader, invalid, invalid + 1),
             STR("a byte that is not UTF-8"));
    else
        read_file(&reader);
}
