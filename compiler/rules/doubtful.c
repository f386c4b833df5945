#include "rules/doubtful.h"

struct doubtful {
    struct arena *arena;
    const struct unit *unit;
};

// How far a doubt reaches: not, over its phase, or from there to the end of the plan.
enum doubt_reach { REACHES_NOTHING, REACHES_PHASE, REACHES_END };

static enum doubt_reach doubt_reaches(enum doubt_kind kind, enum invariant invariant)
{
    bool is_unseen = kind == DOUBT_CODE || kind == DOUBT_RIGHTS;
    switch (invariant) {
    case INVARIANT_READS: return is_unseen ? REACHES_END : REACHES_NOTHING;
    case INVARIANT_WRITES:
        return is_unseen || kind == DOUBT_VALUES ? REACHES_END : REACHES_NOTHING;
    case INVARIANT_STALE:
    case INVARIANT_LOST:
    case INVARIANT_GAP:
    case INVARIANT_CONTRACT: return kind == DOUBT_CODE ? REACHES_END : REACHES_NOTHING;
    case INVARIANT_LEGAL:
        return is_unseen ? REACHES_END : kind == DOUBT_ORDER ? REACHES_PHASE : REACHES_NOTHING;
    case INVARIANT_INVERSE: return kind == DOUBT_ORDER ? REACHES_PHASE : REACHES_NOTHING;
    case INVARIANT_PRICE:
        return kind == DOUBT_CODE || kind == DOUBT_ROWS ? REACHES_PHASE : REACHES_NOTHING;
    case INVARIANT_CONSTRAINT:
    case INVARIANT_FLAGS:
    case INVARIANT_NO_RETURN:
    case INVARIANT_COUNT: break;
    }
    return REACHES_NOTHING;
}

static struct str describe_doubt(const struct doubtful *about, enum doubt_kind kind,
                                 struct span span)
{
    struct arena *arena = about->arena;
    unsigned line = source_locate(about->unit->sources, span.start).line_number;
    switch (kind) {
    case DOUBT_CODE:
        return arena_format(
            arena, "another statement on line %u: what it does is not known to belay", line);
    case DOUBT_RIGHTS:
        return arena_format(arena, "what versions may still do behind line %u", line);
    case DOUBT_VALUES:
        return arena_format(arena, "a phase before line %u that verifies what is demanded there",
                            line);
    case DOUBT_ROWS:
        return arena_format(
            arena, "what going back loses of the rows that line %u changes: loses ...", line);
    case DOUBT_ORDER: return arena_format(arena, "the fill backward in front of line %u", line);
    case DOUBT_COUNT: break;
    }
    return STR_NONE;
}

// A price that is stated, or a backup that is restored, covers what becomes of rows.
static bool is_priced(const struct doubtful *about, const struct phase *phase)
{
    enum price_class class = price_of(about->unit->model, phase)->class;
    return class == PRICE_RESTORE || class == PRICE_IMPOSSIBLE
           || text_is_set(phase->rollback.loses);
}

struct str doubtful_needs(struct arena *arena, const struct unit *unit,
                          const struct doubts *doubts, const struct phase *phase,
                          enum invariant invariant)
{
    const struct doubtful about = { arena, unit };
    const struct doubt *first = NULL;
    enum doubt_kind of_first = DOUBT_COUNT;
    if (invariant == INVARIANT_PRICE && is_priced(&about, phase))
        return STR_NONE;
    for (enum doubt_kind kind = 0; kind < DOUBT_COUNT; kind++) {
        enum doubt_reach reach = doubt_reaches(kind, invariant);
        const struct doubt *doubt = reach == REACHES_END
                                        ? &doubts->first[kind]
                                        : &doubts->of_phase[phase->index * DOUBT_COUNT + kind];
        bool is_near = reach != REACHES_NOTHING && doubt->phase
                       && doubt->phase->index <= phase->index;
        if (!is_near || (first && first->span.start <= doubt->span.start))
            continue;
        first = doubt;
        of_first = kind;
    }
    return first ? describe_doubt(&about, of_first, first->span) : STR_NONE;
}
