// One mistake is told once: the findings that come of it become one.

#include "diagnostics/diagnostic.h"

enum { RETOLD_MAX = 12 }; // places of others that a finding shows

static bool may_fold(const struct diagnostic *finding)
{
    return finding->root && !finding->is_suppressed && !finding->is_admitted
           && finding->level != LEVEL_OFF;
}

// What follows from a mistake never tells of it where something else does.
static bool tells_better(const struct diagnostic *finding, const struct diagnostic *other)
{
    if (finding->level != other->level)
        return finding->level > other->level;
    if (finding->is_consequence != other->is_consequence)
        return other->is_consequence;
    return finding->order < other->order;
}

// It lies where the finding itself does, or where another place says the same.
static bool shows(const struct diagnostic *finding, const struct diagnostic *other)
{
    if (finding->span.start == other->span.start)
        return true;
    list_each(diagnostic_place, place, finding->places)
        if (place->span.start == other->span.start && str_equal(place->label, other->retold))
            return true;
    return false;
}

static void show(struct diagnostic *finding, const struct diagnostic *other)
{
    if (!other->is_consequence && !shows(finding, other))
        diagnostic_also(finding, other->span, "%.*s", STR_ARGS(other->retold));
}

static void put_beneath(struct diagnostic *finding, struct diagnostic *other)
{
    unsigned count = 0;
    const struct diagnostic *each = finding->beneath.first;
    for (; each && count <= RETOLD_MAX; each = each->next)
        count++;
    if (count < RETOLD_MAX)
        show(finding, other);
    else if (count == RETOLD_MAX)
        diagnostic_note(finding, "it is met at more places than are shown");
    list_add(&finding->beneath, other);
}

void diagnostics_fold(struct diagnostics *diagnostics)
{
    list_each(diagnostic, finding, diagnostics->list)
        if (may_fold(finding))
            finding->root->told = NULL;
    list_each(diagnostic, finding, diagnostics->list)
        if (may_fold(finding)
            && (!finding->root->told || tells_better(finding, finding->root->told)))
            finding->root->told = finding;
    struct diagnostic *next = diagnostics->list.first;
    diagnostics->list.first = diagnostics->list.last = NULL;
    for (struct diagnostic *finding = next; finding; finding = next) {
        next = finding->next;
        finding->next = NULL;
        if (may_fold(finding) && finding->root->told != finding)
            put_beneath(finding->root->told, finding);
        else
            list_add(&diagnostics->list, finding);
    }
}
