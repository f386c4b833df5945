#include "rules/violations.h"

bool rule_breaks(const struct diagnostic_kind *kind, enum invariant invariant)
{
    return str_has_word(str_of(kind->breaks), str_of(invariant_word(invariant)));
}

struct marker {
    struct proof *proof;
    const struct unit *unit;
};

static const struct phase *find_phase(const struct plan *plan, uint32_t address)
{
    list_each(phase, phase, plan->phases)
        if (span_covers(phase->body, address) || span_covers(phase->span, address))
            return phase;
    return NULL;
}

static void mark_cell(struct marker *marker, const struct phase *phase, enum invariant invariant,
                      const struct diagnostic *teller)
{
    struct proof_cell *cell = &marker->proof->cells[phase->index * INVARIANT_COUNT + invariant];
    if (cell->finding)
        return;
    cell->finding = teller;
    cell->state = PROOF_VIOLATED;
}

// What the finding refutes is told by it, or by the one that it lies beneath.
static void mark(struct marker *marker, const struct phase *phase,
                 const struct diagnostic *finding, const struct diagnostic *teller)
{
    for (enum invariant each = 0; phase && each < INVARIANT_COUNT; each++)
        if (rule_breaks(finding->kind, each))
            mark_cell(marker, phase, each, teller);
}

// A finding about several phases shows each of them as a place, and calls it by its number. What
// else it shows may begin where a phase does, since prose has no other place for it.
static const struct phase *shown_phase(const struct plan *plan,
                                       const struct diagnostic_place *place)
{
    if (!str_starts_with(place->label, STR("phase ")))
        return NULL;
    list_each(phase, phase, plan->phases)
        if (phase->span.start == place->span.start)
            return phase;
    return NULL;
}

static void mark_places(struct marker *marker, const struct diagnostic *finding,
                        const struct diagnostic *teller)
{
    mark(marker, find_phase(marker->proof->plan, finding->span.start), finding, teller);
    list_each(diagnostic_place, place, finding->places)
        mark(marker, shown_phase(marker->proof->plan, place), finding, teller);
}

// The first finding of each.
static void mark_findings(struct marker *marker)
{
    list_each(diagnostic, finding, marker->unit->diagnostics.list) {
        if (finding->level < LEVEL_WARNING || finding->is_admitted)
            continue;
        mark_places(marker, finding, finding);
        list_each(diagnostic, other, finding->beneath)
            if (!other->is_consequence)
                mark_places(marker, other, finding);
    }
}

// What a version lacks that reads and writes it is one finding, and refutes both. What lacks only
// since a statement was refused is not judged.
static void mark_lacks(struct marker *marker)
{
    list_each(breach, breach, marker->unit->model->exploration->breaches) {
        const struct event *event = breach->state->event;
        if (breach->kind != BREACH_LACK || !event || breach->grounds.refused)
            continue;
        const struct diagnostic *teller = breach->grounds.root->told;
        if (!teller || teller->level < LEVEL_WARNING)
            continue;
        bool is_read = breach->need->use->access == ACCESS_READ;
        enum invariant forward = is_read ? INVARIANT_READS : INVARIANT_WRITES;
        mark_cell(marker, event->phase,
                  breach->state->way == WAY_FORWARD ? forward : INVARIANT_LEGAL, teller);
    }
}

void violations_mark(struct proof *proof, const struct unit *unit)
{
    struct marker marker = { proof, unit };
    mark_findings(&marker);
    mark_lacks(&marker);
}
