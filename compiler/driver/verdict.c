#include "driver/verdict.h"

#include "base/check.h"
#include "diagnostics/kind.h"
#include "generated/kinds.h"

// ---- writing

static void write_number(struct output *out, uint32_t number)
{
    output_text(out, (const char *)&number, sizeof number);
}

static void write_str(struct output *out, struct str text)
{
    write_number(out, (uint32_t)text.length);
    output_str(out, text);
}

static void write_span(struct output *out, struct span span)
{
    write_number(out, span.start);
    write_number(out, span.end);
}

// Every list is items with a 1 before each, and a 0.
static void write_fix(struct output *out, const struct diagnostic_fix *fix)
{
    write_number(out, fix->safety);
    write_str(out, fix->title);
    list_each(diagnostic_edit, edit, fix->edits) {
        write_number(out, 1);
        write_span(out, edit->span);
        write_str(out, edit->replacement);
    }
    write_number(out, 0);
}

static void write_lines(struct output *out, const struct diagnostic_line *line)
{
    for (; line; line = line->next) {
        write_number(out, 1);
        write_str(out, line->text);
    }
    write_number(out, 0);
}

static void write_finding(struct output *out, const struct diagnostic *finding)
{
    write_number(out, (uint32_t)kind_index(finding->kind));
    write_number(out, finding->level);
    write_number(out, finding->is_inferred);
    write_number(out, finding->is_suppressed);
    write_span(out, finding->span);
    write_str(out, finding->message);
    write_str(out, finding->label);
    write_str(out, finding->object);
    write_str(out, finding->plan);
    write_str(out, finding->phase);
    write_str(out, finding->plan);
    write_str(out, finding->phase);
    write_str(out, finding->suppression_reason);
    list_each(diagnostic_place, place, finding->places) {
        write_number(out, 1);
        write_span(out, place->span);
        write_str(out, place->label);
    }
    write_number(out, 0);
    write_lines(out, finding->notes.first);
    write_lines(out, finding->helps.first);
    list_each(diagnostic_fix, fix, finding->fixes) {
        write_number(out, 1);
        write_fix(out, fix);
    }
    write_number(out, 0);
}

void verdict_write(struct output *out, const struct verdict *verdict)
{
    write_number(out, verdict->is_unreadable);
    write_number(out, verdict->has_no_plan);
    list_each(diagnostic, finding, verdict->diagnostics.list) {
        write_number(out, 1);
        write_finding(out, finding);
    }
    write_number(out, 0);
}

// ---- reading

static uint32_t read_number(struct str *bytes)
{
    uint32_t number;
    if (bytes->length < sizeof number)
        BUG("a verdict that ends too early");
    memcpy(&number, bytes->data, sizeof number);
    *bytes = str_from(*bytes, sizeof number);
    return number;
}

static struct str read_str(struct arena *arena, struct str *bytes)
{
    uint32_t length = read_number(bytes);
    if (bytes->length < length)
        BUG("a verdict that ends too early");
    struct str text = arena_copy(arena, str_slice(*bytes, 0, length));
    *bytes = str_from(*bytes, length);
    return text;
}

static struct span read_span(struct str *bytes)
{
    uint32_t start = read_number(bytes);
    return (struct span){ start, read_number(bytes) };
}

// Reads the items of a list from `bytes`, which is a variable where this is used.
#define READ_LIST(type, list, read_item)   \
    while (read_number(bytes)) {           \
        struct type *item = read_item;     \
        list_add(list, item);              \
    }

static struct diagnostic_fix *read_fix(struct arena *arena, struct str *bytes)
{
    struct diagnostic_fix *fix = arena_new(arena, struct diagnostic_fix);
    fix->safety = (enum fix_safety)read_number(bytes);
    fix->title = read_str(arena, bytes);
    while (read_number(bytes)) {
        struct diagnostic_edit *edit = arena_new(arena, struct diagnostic_edit);
        edit->span = read_span(bytes);
        edit->replacement = read_str(arena, bytes);
        list_add(&fix->edits, edit);
    }
    return fix;
}

static struct diagnostic_line *read_line(struct arena *arena, struct str *bytes)
{
    struct diagnostic_line *line = arena_new(arena, struct diagnostic_line);
    line->text = read_str(arena, bytes);
    return line;
}

static struct diagnostic_place *read_place(struct arena *arena, struct str *bytes)
{
    struct diagnostic_place *place = arena_new(arena, struct diagnostic_place);
    place->span = read_span(bytes);
    place->label = read_str(arena, bytes);
    return place;
}

static struct diagnostic *read_finding(struct arena *arena, struct str *bytes)
{
    struct diagnostic *finding = arena_new(arena, struct diagnostic);
    finding->arena = arena;
    finding->kind = kinds[read_number(bytes)];
    finding->level = (enum level)read_number(bytes);
    finding->is_inferred = read_number(bytes);
    finding->is_suppressed = read_number(bytes);
    finding->span = read_span(bytes);
    finding->message = read_str(arena, bytes);
    finding->label = read_str(arena, bytes);
    finding->object = read_str(arena, bytes);
    finding->plan = read_str(arena, bytes);
    finding->phase = read_str(arena, bytes);
    finding->plan = read_str(arena, bytes);
    finding->phase = read_str(arena, bytes);
    finding->suppression_reason = read_str(arena, bytes);
    READ_LIST(diagnostic_place, &finding->places, read_place(arena, bytes));
    READ_LIST(diagnostic_line, &finding->notes, read_line(arena, bytes));
    READ_LIST(diagnostic_line, &finding->helps, read_line(arena, bytes));
    READ_LIST(diagnostic_fix, &finding->fixes, read_fix(arena, bytes));
    return finding;
}

void verdict_read(struct arena *arena, struct str *bytes, struct verdict *verdict)
{
    *verdict = (struct verdict){ .diagnostics.arena = arena };
    verdict->is_unreadable = read_number(bytes);
    verdict->has_no_plan = read_number(bytes);
    READ_LIST(diagnostic, &verdict->diagnostics.list, read_finding(arena, bytes));
}
