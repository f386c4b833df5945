// One mistake is told once: the findings that come of it become one.

#include "diagnostics/diagnostic.h"

enum { RETOLD_MAX = 12 }; // places of others that a finding shows

static bool may_fold(const struct diagnostic *finding)
{
    return !finding->is_suppressed && !finding->is_admitted && finding->level != LEVEL_OFF;
}

// ---- what is beneath another one

static struct str words_of(const struct diagnostic *finding)
{
    return finding->retold.length > 0 ? finding->retold : finding->message;
}

static bool shows(const struct diagnostic *finding, const struct diagnostic *other)
{
    list_each(diagnostic_place, place, finding->places)
        if (place->span.start == other->span.start && str_equal(place->label, words_of(other)))
            return true;
    return false;
}

static void show(struct diagnostic *finding, const struct diagnostic *other)
{
    struct str words = words_of(other);
    if (other->is_consequence || shows(finding, other))
        return;
    if (finding->span.start == other->span.start)
        diagnostic_note(finding, "%.*s", STR_ARGS(words));
    else
        diagnostic_also(finding, other->span, "%.*s", STR_ARGS(words));
}

static void put_one(struct diagnostic *finding, struct diagnostic *other)
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

// With those that are beneath it already.
static void put_beneath(struct diagnostic *finding, struct diagnostic *other)
{
    struct diagnostic *next = other->beneath.first;
    other->beneath.first = other->beneath.last = NULL;
    put_one(finding, other);
    for (struct diagnostic *each = next; each; each = next) {
        next = each->next;
        each->next = NULL;
        put_one(finding, each);
    }
}

// Puts each finding of the list beneath the one that tells of it; NULL: it stays.
static void fold(struct diagnostics *diagnostics,
                 struct diagnostic *(*find_teller)(const struct diagnostic *finding))
{
    struct diagnostic *next = diagnostics->list.first;
    diagnostics->list.first = diagnostics->list.last = NULL;
    for (struct diagnostic *finding = next; finding; finding = next) {
        struct diagnostic *teller = may_fold(finding) ? find_teller(finding) : NULL;
        next = finding->next;
        finding->next = NULL;
        if (teller)
            put_beneath(teller, finding);
        else
            list_add(&diagnostics->list, finding);
    }
}

// ---- of one root

// What follows from a mistake never tells of it where something else does.
static bool tells_better(const struct diagnostic *finding, const struct diagnostic *other)
{
    if (finding->level != other->level)
        return finding->level > other->level;
    if (finding->is_consequence != other->is_consequence)
        return other->is_consequence;
    return finding->order < other->order;
}

static struct diagnostic *teller_of_root(const struct diagnostic *finding)
{
    return finding->root && finding->root->told != finding ? finding->root->told : NULL;
}

static void fold_roots(struct diagnostics *diagnostics)
{
    list_each(diagnostic, finding, diagnostics->list)
        if (finding->root)
            finding->root->told = NULL;
    list_each(diagnostic, finding, diagnostics->list)
        if (finding->root && may_fold(finding)
            && (!finding->root->told || tells_better(finding, finding->root->told)))
            finding->root->told = finding;
    fold(diagnostics, teller_of_root);
}

// ---- about one thing

static struct diagnostic *teller_of_subject(const struct diagnostic *finding)
{
    struct diagnostic *teller = NULL;
    for (enum level level = finding->level; finding->subject && level <= LEVEL_ERROR; level++) {
        struct diagnostic *first = finding->subject->first[level];
        if (first && first->depth < (teller ? teller : finding)->depth)
            teller = first;
    }
    return teller;
}

static void fold_subjects(struct diagnostics *diagnostics)
{
    list_each(diagnostic, finding, diagnostics->list)
        if (finding->subject)
            memset(finding->subject->first, 0, sizeof finding->subject->first);
    list_each(diagnostic, finding, diagnostics->list) {
        if (!finding->subject || !may_fold(finding))
            continue;
        struct diagnostic **first = &finding->subject->first[finding->level];
        if (!*first || finding->depth < (*first)->depth)
            *first = finding;
    }
    fold(diagnostics, teller_of_subject);
}

void diagnostics_fold(struct diagnostics *diagnostics)
{
    fold_roots(diagnostics);
    fold_subjects(diagnostics);
}
