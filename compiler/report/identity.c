// What makes a finding the same finding in the next run: not its line, not its wording.

#include "report/identity.h"

#include "base/digest.h"
#include "plan/plan.h"
#include "syntax/unit.h"

#include <stdlib.h>

// More of a name would tell no more findings apart, and cost its length for each of them.
enum { KEY_LENGTH = 32, NAME_LENGTH = 200 };

struct identity {
    struct str digest; // of everything but the ordinal
    size_t index;      // of the finding
};

static struct str digest_of(const struct report *report, const struct diagnostic *finding)
{
    struct str path = STR_NONE;
    if (span_is_set(finding->span))
        path = source_file_at(report->sources, finding->span.start)->path;
    // NUL ends each part, so that no two lists of parts give the same bytes.
    struct str parts = arena_format(report->arena, "%s%c%.*s%c%.*s%c%.*s%c%.*s",
                                    finding->kind->code, '\0', STR_ARGS(path), '\0',
                                    STR_ARGS(finding->plan), '\0', STR_ARGS(finding->phase), '\0',
                                    STR_ARGS(finding->object));
    return digest_sha256(report->arena, parts);
}

static int compare(const void *left, const void *right)
{
    const struct identity *a = left, *b = right;
    int order = str_compare(a->digest, b->digest);
    return order != 0 ? order : a->index < b->index ? -1 : a->index > b->index;
}

struct str *identity_keys(const struct report *report)
{
    size_t count = report->finding_count;
    struct identity *sorted = arena_new_many(report->arena, struct identity, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct identity){ digest_of(report, report->findings[i]), i };
    qsort(sorted, count, sizeof *sorted, compare);
    struct str *keys = arena_new_many(report->arena, struct str, count);
    size_t ordinal = 0;
    for (size_t i = 0; i < count; i++) {
        ordinal = i > 0 && str_equal(sorted[i].digest, sorted[i - 1].digest) ? ordinal + 1 : 0;
        struct str text = arena_format(report->arena, "%.*s %zu", STR_ARGS(sorted[i].digest),
                                       ordinal);
        keys[sorted[i].index] = str_slice(digest_sha256(report->arena, text), 0, KEY_LENGTH);
    }
    return keys;
}

void identity_locate(struct unit *unit)
{
    const struct phase *phase = unit->plan ? unit->plan->phases.first : NULL;
    list_each(diagnostic, finding, unit->diagnostics.list) {
        finding->plan = unit->plan ? str_slice(unit->plan->title.str, 0, NAME_LENGTH) : STR_NONE;
        while (phase && phase->body.end <= finding->span.start)
            phase = phase->next;
        if (phase && span_covers(phase->body, finding->span.start))
            finding->phase = str_slice(phase->name, 0, NAME_LENGTH);
    }
}
