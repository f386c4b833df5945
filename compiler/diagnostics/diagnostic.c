#include "diagnostics/diagnostic.h"

#include "generated/kinds.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_MESSAGE = 4000 };

// A plan may hold a name of megabytes, and a finding for each time it is used: no message
// quotes more than a person would read.
static struct str format_message(struct arena *arena, const char *format, va_list arguments)
{
    char bytes[MAX_MESSAGE + 1];
    int length = vsnprintf(bytes, sizeof bytes, format, arguments);
    if (length <= MAX_MESSAGE)
        return arena_copy(arena, (struct str){ bytes, (size_t)length });
    size_t end = MAX_MESSAGE;
    while (((unsigned char)bytes[end - 1] & 0xC0) == 0x80)
        end--;
    return arena_format(arena, "%.*s...", (int)end - 1, bytes);
}

// The text of a variadic message, in the finding's arena.
#define FORMAT_MESSAGE(arena, target, format)                 \
    do {                                                      \
        va_list arguments;                                    \
        va_start(arguments, format);                          \
        (target) = format_message(arena, format, arguments);  \
        va_end(arguments);                                    \
    } while (0)

static struct diagnostic *add(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                              struct span span)
{
    struct diagnostic *diagnostic = arena_new(diagnostics->arena, struct diagnostic);
    diagnostic->arena = diagnostics->arena;
    diagnostic->kind = kind;
    diagnostic->level = kind->level;
    diagnostic->span = span;
    list_add(&diagnostics->list, diagnostic);
    return diagnostic;
}

static struct diagnostic *drop(struct diagnostics *diagnostics, struct span span)
{
    if (diagnostics->count == MAX_FINDINGS + 1)
        add(diagnostics, &kind_too_large, span)->message =
            arena_format(diagnostics->arena, "more than %d findings; the others are not kept",
                         MAX_FINDINGS);
    diagnostics->dropped = (struct diagnostic){ .arena = diagnostics->arena };
    return &diagnostics->dropped;
}

struct diagnostic *diagnose(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                            struct span span, const char *format, ...)
{
    if (diagnostics->count++ >= MAX_FINDINGS)
        return drop(diagnostics, span);
    struct diagnostic *diagnostic = add(diagnostics, kind, span);
    FORMAT_MESSAGE(diagnostics->arena, diagnostic->message, format);
    return diagnostic;
}

struct diagnostic *diagnostic_label(struct diagnostic *diagnostic, const char *format, ...)
{
    FORMAT_MESSAGE(diagnostic->arena, diagnostic->label, format);
    return diagnostic;
}

struct diagnostic *diagnostic_also(struct diagnostic *diagnostic, struct span span,
                                   const char *format, ...)
{
    struct diagnostic_place *place = arena_new(diagnostic->arena, struct diagnostic_place);
    place->span = span;
    FORMAT_MESSAGE(diagnostic->arena, place->label, format);
    list_add(&diagnostic->places, place);
    return diagnostic;
}

struct diagnostic *diagnostic_note(struct diagnostic *diagnostic, const char *format, ...)
{
    struct diagnostic_line *note = arena_new(diagnostic->arena, struct diagnostic_line);
    FORMAT_MESSAGE(diagnostic->arena, note->text, format);
    list_add(&diagnostic->notes, note);
    return diagnostic;
}

struct diagnostic *diagnostic_help(struct diagnostic *diagnostic, const char *format, ...)
{
    struct diagnostic_line *help = arena_new(diagnostic->arena, struct diagnostic_line);
    FORMAT_MESSAGE(diagnostic->arena, help->text, format);
    list_add(&diagnostic->helps, help);
    return diagnostic;
}

struct diagnostic *diagnostic_about(struct diagnostic *diagnostic, const char *format, ...)
{
    FORMAT_MESSAGE(diagnostic->arena, diagnostic->object, format);
    return diagnostic;
}

struct diagnostic *diagnostic_inferred(struct diagnostic *diagnostic, const char *format, ...)
{
    struct diagnostic_line *note = arena_new(diagnostic->arena, struct diagnostic_line);
    FORMAT_MESSAGE(diagnostic->arena, note->text, format);
    list_add(&diagnostic->notes, note);
    diagnostic->is_inferred = true;
    return diagnostic_level(diagnostic, diagnostic->level);
}

struct diagnostic *diagnostic_level(struct diagnostic *diagnostic, enum level level)
{
    bool is_capped = diagnostic->is_inferred && level > LEVEL_WARNING;
    diagnostic->level = is_capped ? LEVEL_WARNING : level;
    return diagnostic;
}

struct diagnostic_fix *diagnostic_fix(struct diagnostic *diagnostic, enum fix_safety safety,
                                      const char *format, ...)
{
    struct diagnostic_fix *fix = arena_new(diagnostic->arena, struct diagnostic_fix);
    fix->safety = safety;
    FORMAT_MESSAGE(diagnostic->arena, fix->title, format);
    list_add(&diagnostic->fixes, fix);
    return fix;
}

void diagnostic_edit(struct diagnostic *diagnostic, struct diagnostic_fix *fix, struct span span,
                     struct str replacement)
{
    struct diagnostic_edit *edit = arena_new(diagnostic->arena, struct diagnostic_edit);
    edit->span = span;
    edit->replacement = replacement;
    list_add(&fix->edits, edit);
}

struct diagnostic *diagnostic_rests_on(struct diagnostic *diagnostic,
                                       struct diagnostic_root *root, uint64_t order,
                                       const char *format, ...)
{
    diagnostic->root = root;
    diagnostic->order = order;
    FORMAT_MESSAGE(diagnostic->arena, diagnostic->retold, format);
    return diagnostic;
}

struct diagnostic *diagnostic_concerns(struct diagnostic *diagnostic,
                                       struct diagnostic_root *subject, unsigned depth)
{
    diagnostic->subject = subject;
    diagnostic->depth = depth;
    subject->has_mistake |= depth == 0;
    return diagnostic;
}

static int compare(const void *left, const void *right)
{
    const struct diagnostic *a = *(struct diagnostic *const *)left;
    const struct diagnostic *b = *(struct diagnostic *const *)right;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    int order = strcmp(a->kind->code, b->kind->code);
    if (order != 0)
        return order;
    if (a->span.end != b->span.end)
        return a->span.end < b->span.end ? -1 : 1;
    return str_compare(a->message, b->message);
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    size_t count = 0;
    list_each(diagnostic, diagnostic, diagnostics->list)
        count++;
    if (count == 0)
        return;
    struct diagnostic **sorted = arena_new_many(diagnostics->arena, struct diagnostic *, count);
    count = 0;
    list_each(diagnostic, diagnostic, diagnostics->list)
        sorted[count++] = diagnostic;
    qsort(sorted, count, sizeof *sorted, compare);
    diagnostics->list.first = diagnostics->list.last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && compare(&sorted[i - 1], &sorted[i]) == 0)
            continue;
        sorted[i]->next = NULL;
        list_add(&diagnostics->list, sorted[i]);
    }
}

const char *level_name(enum level level)
{
    static const char *const names[] = { "off", "note", "warning", "error" };
    return names[level];
}

bool level_parse(struct str name, enum level *level)
{
    for (enum level each = LEVEL_OFF; each <= LEVEL_ERROR; each++)
        if (str_is(name, level_name(each))) {
            *level = each;
            return true;
        }
    return false;
}
