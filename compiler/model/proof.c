#include "model/proof.h"

#include "base/index.h"
#include "base/output.h"
#include "plan/facts.h"

static const struct {
    const char *word; // in the `breaks` line of a rule
    const char *title;
} invariants[] = {
    [INVARIANT_READS] = { "reads", "reads resolve" },
    [INVARIANT_WRITES] = { "writes", "writes succeed" },
    [INVARIANT_STALE] = { "stale", "no stale reads" },
    [INVARIANT_LOST] = { "lost", "no lost writes" },
    [INVARIANT_GAP] = { "gap", "the fill has no gap" },
    [INVARIANT_CONSTRAINT] = { "constraint", "constraints come last" },
    [INVARIANT_CONTRACT] = { "contract", "contract comes last" },
    [INVARIANT_FLAGS] = { "flags", "flags move one way" },
    [INVARIANT_INVERSE] = { "inverse", "the rollback undoes the phase" },
    [INVARIANT_LEGAL] = { "legal", "the world after it is legal" },
    [INVARIANT_PRICE] = { "price", "its price is what is said" },
    [INVARIANT_NO_RETURN] = { "no-return", "one guarded point of no return" },
};

const struct proof_cell *proof_cell(const struct proof *proof, const struct phase *phase,
                                    enum invariant invariant)
{
    return &proof->cells[phase->index * INVARIANT_COUNT + invariant];
}

struct str proof_phases(struct arena *arena, const struct proof *proof, enum invariant invariant,
                        enum proof_state state, struct str needs)
{
    struct output out = { .arena = arena };
    list_each(phase, phase, proof->plan->phases) {
        const struct proof_cell *cell = proof_cell(proof, phase, invariant);
        if (cell->state == state && (!needs.data || str_equal(cell->needs, needs)))
            output_format(&out, "%s%d", output_get(&out).length ? ", " : "", phase->number);
    }
    return output_get(&out);
}

struct proof_gap_list proof_gaps(struct arena *arena, const struct proof *proof)
{
    struct proof_gap_list gaps = { 0 };
    for (enum invariant each = 0; each < INVARIANT_COUNT; each++) {
        struct index seen = { .arena = arena };
        list_each(phase, phase, proof->plan->phases) {
            const struct proof_cell *cell = proof_cell(proof, phase, each);
            if (cell->state != PROOF_NOT_JUDGED || !index_add(&seen, cell->needs, proof->cells))
                continue;
            struct proof_gap *gap = arena_new(arena, struct proof_gap);
            *gap = (struct proof_gap){
                .invariant = each,
                .needs = cell->needs,
                .phases = proof_phases(arena, proof, each, PROOF_NOT_JUDGED, cell->needs),
            };
            list_add(&gaps, gap);
        }
    }
    return gaps;
}

const char *invariant_word(enum invariant invariant)
{
    return invariants[invariant].word;
}

const char *invariant_title(enum invariant invariant)
{
    return invariants[invariant].title;
}

const char *proof_state_name(enum proof_state state)
{
    switch (state) {
    case PROOF_NOT_AT_ISSUE: return "not at issue";
    case PROOF_PROVED: return "proved";
    case PROOF_INFERRED: return "holds by inference";
    case PROOF_VIOLATED: return "violated";
    case PROOF_NOT_JUDGED: return "not judged";
    }
    return "";
}

struct str proof_granted(struct arena *arena, const struct proof *proof)
{
    struct output phases = { .arena = arena };
    bool is_any = false;
    list_each(phase, phase, proof->plan->phases) {
        if (proof->plan->is_inferred || !actions_find_blind(&phase->actions))
            continue;
        output_format(&phases, "%s%d", is_any ? ", " : "", phase->number);
        is_any = true;
    }
    return is_any ? arena_format(arena,
                                 "what people and commands do in phase %.*s changes no schema and "
                                 "no rows",
                                 STR_ARGS(output_get(&phases)))
                  : STR_NONE;
}
