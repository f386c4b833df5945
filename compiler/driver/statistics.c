#include "driver/statistics.h"

#include "diagnostics/kind.h"
#include "generated/kinds.h"
#include "report/report.h"

#include <stdlib.h>

struct count {
    const struct diagnostic_kind *kind;
    unsigned findings;
};

static int compare(const void *left, const void *right)
{
    const struct count *a = left, *b = right;
    if (a->findings != b->findings)
        return a->findings > b->findings ? -1 : 1;
    return strcmp(a->kind->code, b->kind->code);
}

void statistics_write(struct output *out, const struct report *report)
{
    struct count *counts = arena_new_many(report->arena, struct count, kind_count);
    for (size_t i = 0; i < kind_count; i++)
        counts[i].kind = kinds[i];
    for (size_t i = 0; i < report->finding_count; i++)
        if (finding_is_shown(report->findings[i]))
            counts[kind_index(report->findings[i]->kind)].findings++;
    qsort(counts, kind_count, sizeof *counts, compare);
    for (size_t i = 0; i < kind_count && counts[i].findings; i++)
        output_format(out, "%6u  %s  %s\n", counts[i].findings, counts[i].kind->code,
                      counts[i].kind->name);
}
