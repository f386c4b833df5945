#include "diagnostics/fix.h"

#include "base/check.h"
#include "base/output.h"

enum { MAX_FIXES = 1000 }; // of a round: each is held against all before it

struct chosen_edit {
    const struct diagnostic_edit *edit;
    size_t order; // of edits at the same place
};

struct choice {
    struct arena *arena;
    ARRAY_OF(struct chosen_edit) edits;
    unsigned count; // of fixes
};

void diagnostic_delete(struct diagnostic *diagnostic, struct diagnostic_fix *fix,
                       const struct source_file *file, struct span span)
{
    struct str text = file->text;
    size_t start = span.start - file->base, end = span.end - file->base;
    while (start > 0 && (text.data[start - 1] == ' ' || text.data[start - 1] == '\t'))
        start--;
    size_t behind = end + strspn(text.data + end, " \t\r");
    bool begins_line = start == 0 || text.data[start - 1] == '\n';
    bool ends_line = behind == text.length || text.data[behind] == '\n';
    if (begins_line && ends_line)
        end = behind < text.length ? behind + 1 : behind;
    else if (begins_line)
        start = span.start - file->base;
    diagnostic_edit(diagnostic, fix,
                    (struct span){ file->base + (uint32_t)start, file->base + (uint32_t)end },
                    STR(""));
}

// ---- settling

static bool has_crlf(struct str text)
{
    size_t end = str_find_char(text, '\n', 0);
    return end != STR_NOT_FOUND && end > 0 && text.data[end - 1] == '\r';
}

// With CR before every LF that has none.
static struct str to_crlf(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n' && (i == 0 || text.data[i - 1] != '\r'))
            output_char(&out, '\r');
        output_char(&out, text.data[i]);
    }
    return output_get(&out);
}

static void check_fix(const struct diagnostic *finding, const struct diagnostic_fix *fix,
                      struct span file)
{
    if (fix->safety != finding->kind->fix)
        BUG("a fix that its kind does not announce");
    list_each(diagnostic_edit, edit, fix->edits)
        if (edit->span.start < file.start || edit->span.end > file.end
            || edit->span.start > edit->span.end)
            BUG("a fix that edits another file");
}

static void settle(struct diagnostic *finding, struct diagnostic_fix *fix, bool is_crlf)
{
    list_each(diagnostic_edit, edit, fix->edits)
        if (is_crlf)
            edit->replacement = to_crlf(finding->arena, edit->replacement);
}

void fixes_settle(struct diagnostics *diagnostics, const struct source_file *file,
                  bool takes_fixes)
{
    bool is_crlf = has_crlf(file->text);
    list_each(diagnostic, finding, diagnostics->list) {
        struct diagnostic_fix *fix = finding->fixes.first, *next;
        finding->fixes.first = finding->fixes.last = NULL;
        for (; fix; fix = next) {
            next = fix->next;
            fix->next = NULL;
            check_fix(finding, fix, span_of_file(file));
            if (takes_fixes && !fix->is_advice) {
                settle(finding, fix, is_crlf);
                list_add(&finding->fixes, fix);
            } else
                diagnostic_help(finding, "%.*s", STR_ARGS(fix->title));
        }
    }
}

// ---- choosing

// Edits that only touch count as well: which stands first would be left to chance.
static bool is_free(const struct choice *choice, const struct diagnostic_fix *fix)
{
    list_each(diagnostic_edit, edit, fix->edits)
        for (size_t i = 0; i < choice->edits.count; i++) {
            struct span taken = choice->edits.items[i].edit->span;
            if (edit->span.start <= taken.end && taken.start <= edit->span.end)
                return false;
        }
    return true;
}

static const struct diagnostic_fix *find_fix(const struct diagnostic *finding,
                                             enum fix_safety least_safe)
{
    if (finding->is_suppressed)
        return NULL;
    list_each(diagnostic_fix, fix, finding->fixes)
        if (fix->safety <= least_safe && fix->edits.first)
            return fix;
    return NULL;
}

static void choose(struct choice *choice, const struct diagnostics *diagnostics,
                   enum fix_safety least_safe)
{
    list_each(diagnostic, finding, diagnostics->list) {
        const struct diagnostic_fix *fix = find_fix(finding, least_safe);
        if (choice->count == MAX_FIXES)
            return;
        if (!fix || !is_free(choice, fix))
            continue;
        list_each(diagnostic_edit, edit, fix->edits)
            array_add(choice->arena, &choice->edits,
                      ((struct chosen_edit){ edit, choice->edits.count }));
        choice->count++;
    }
}

// ---- applying

static int compare(const void *left, const void *right)
{
    const struct chosen_edit *a = left, *b = right;
    if (a->edit->span.start != b->edit->span.start)
        return a->edit->span.start < b->edit->span.start ? -1 : 1;
    if (a->edit->span.end != b->edit->span.end)
        return a->edit->span.end < b->edit->span.end ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

struct str fixes_apply(struct arena *arena, const struct diagnostics *diagnostics,
                       const struct source_file *file, enum fix_safety least_safe,
                       unsigned *count)
{
    struct choice choice = { .arena = arena };
    choose(&choice, diagnostics, least_safe);
    *count = choice.count;
    if (choice.count == 0)
        return STR_NONE;
    qsort(choice.edits.items, choice.edits.count, sizeof *choice.edits.items, compare);
    struct output out = { .arena = arena };
    size_t copied = 0;
    for (size_t i = 0; i < choice.edits.count; i++) {
        const struct diagnostic_edit *edit = choice.edits.items[i].edit;
        size_t start = edit->span.start - file->base;
        if (start < copied)
            BUG("a fix whose edits overlap");
        output_str(&out, str_slice(file->text, copied, start));
        output_str(&out, edit->replacement);
        copied = edit->span.end - file->base;
    }
    output_str(&out, str_from(file->text, copied));
    return output_get(&out);
}
