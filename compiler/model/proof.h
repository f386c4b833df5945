// What is proved of a plan: for each phase and each invariant of the model, whether it holds,
// is broken, or cannot be judged, and for want of what. Silence is never taken for safety.
// Found by the rules (rules/proof.h); shown by reports and documents.
#ifndef MODEL_PROOF_H
#define MODEL_PROOF_H

#include "diagnostics/diagnostic.h"
#include "plan/plan.h"

enum invariant {
    INVARIANT_READS,      // every version in service finds what it reads
    INVARIANT_WRITES,     // and its writes are taken
    INVARIANT_STALE,      // no side that is read lacks anything
    INVARIANT_LOST,       // no side is written that nobody reads
    INVARIANT_GAP,        // a fill misses no row
    INVARIANT_CONSTRAINT, // constraints come last
    INVARIANT_CONTRACT,   // nothing goes that is used
    INVARIANT_FLAGS,      // flags move one way
    INVARIANT_INVERSE,    // a rollback undoes its phase
    INVARIANT_LEGAL,      // the world after it is legal
    INVARIANT_PRICE,      // what it costs is said
    INVARIANT_NO_RETURN,  // one point of no return, late and guarded
    INVARIANT_COUNT,
};

enum proof_state {
    PROOF_NOT_AT_ISSUE, // nothing in the phase touches it
    PROOF_PROVED,
    PROOF_INFERRED, // it holds by what was read out of prose
    PROOF_VIOLATED,
    PROOF_NOT_JUDGED,
};

struct proof_cell {
    enum proof_state state;
    const struct diagnostic *finding; // of a violation
    struct str needs;                 // what is missing to judge it
};

struct proof {
    const struct plan *plan;
    struct proof_cell *cells; // phase->index * INVARIANT_COUNT + invariant
};

const struct proof_cell *proof_cell(const struct proof *proof, const struct phase *phase,
                                    enum invariant invariant);

// "1, 2, 5": the numbers of the phases in which the invariant is in this state; where `needs` has
// data, only those that need the same. Empty for none.
struct str proof_phases(struct arena *arena, const struct proof *proof, enum invariant invariant,
                        enum proof_state state, struct str needs);

// What is not judged, for want of what, in the order of the invariants.
struct proof_gap {
    struct proof_gap *next;
    enum invariant invariant;
    struct str needs, phases;
};

struct proof_gap_list {
    struct proof_gap *first, *last;
};

struct proof_gap_list proof_gaps(struct arena *arena, const struct proof *proof);

// What the proof rests on besides the plan: that steps which people and commands carry out leave
// schema and rows alone. Empty where there are none, and for prose, which is never proved.
struct str proof_granted(struct arena *arena, const struct proof *proof);

const char *invariant_word(enum invariant invariant);  // "reads", in the header of a rule
const char *invariant_title(enum invariant invariant); // "reads resolve"
const char *proof_state_name(enum proof_state state);  // "not judged"

#endif
