#include "plan/facts.h"

#include "base/output.h"

enum { MOST_NUMBERS = 10 };

struct str phase_numbers(struct arena *arena, const struct plan *plan,
                         bool (*holds)(const struct plan *plan, const struct phase *phase),
                         const struct phase **first, unsigned *count)
{
    unsigned total = 0, written = 0;
    struct output out = { .arena = arena };
    if (first)
        *first = NULL;
    list_each(phase, phase, plan->phases)
        total += holds(plan, phase);
    list_each(phase, phase, plan->phases) {
        if (written == MOST_NUMBERS)
            break;
        if (!holds(plan, phase))
            continue;
        if (written == 0 && first)
            *first = phase;
        if (written > 0)
            output_str(&out, written + 1 == total ? STR(" and ") : STR(", "));
        output_format(&out, "%d", phase->number);
        written++;
    }
    if (total > written)
        output_format(&out, " and %u more", total - written);
    if (count)
        *count = total;
    return output_get(&out);
}

bool phase_is_down(const struct plan *plan, const struct phase *phase)
{
    const struct downtime *downtime =
        phase->downtime.kind != DOWNTIME_UNSAID ? &phase->downtime : &plan->downtime;
    return downtime->kind == DOWNTIME_FOR || downtime->kind == DOWNTIME_WINDOW;
}
