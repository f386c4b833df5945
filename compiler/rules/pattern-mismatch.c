//! rule        pattern-mismatch
//! code        ORD001
//! level       warning
//! since       0.1
//! source      language.md, patterns
//!
//! The phases do not follow the pattern that the plan names.
//!
//! ## Why
//!
//! A pattern is a promise about the order of what happens. A reader who sees its name skips
//! the details; a plan that names one and does another is read wrongly in the review and
//! during the night of the migration. `prepare` may stand first in every pattern, `observe`
//! and `verify` anywhere before the contract stage.
//!
//! ## Fails
//!
//! ````belay plan
//! pattern expand-contract
//! phase expand "Add the new column" { }
//! phase contract "Drop the old column" { }
//! ````
//!
//! ````belay plan
//! pattern big-bang
//! downtime none
//! phase prepare "Copy the data" { }
//! phase cutover "Switch over" { }
//! phase observe "Watch" { }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! pattern expand-contract
//! phase prepare "Take a backup" { }
//! phase expand "Add the new column" { }
//! phase backfill "Fill it" { }
//! phase verify "Compare both" { }
//! phase cutover "Read the new column" { }
//! phase contract "Drop the old column" { }
//! ````

#include "rules/rule.h"

#include "base/check.h"

// One place of a pattern: the kinds that may stand there.
struct station {
    struct str text; // "[ramp | cutover]"
    unsigned kinds;  // a bit for each
    bool is_optional, is_repeated;
};

enum { STATION_MAX = 12 };

struct stations {
    struct station items[STATION_MAX];
    unsigned count;
};

static unsigned bit_of(enum phase_kind kind)
{
    return 1u << kind;
}

static struct station read_station(struct str text)
{
    struct station station = { .text = str_trim(text) };
    for (size_t at = 0; at < text.length;) {
        size_t end = at;
        while (end < text.length && (char_is_word(text.data[end]) || text.data[end] == '-'))
            end++;
        enum phase_kind kind;
        if (phase_kind_parse(str_slice(text, at, end), &kind))
            station.kinds |= bit_of(kind);
        if (end < text.length) {
            station.is_optional |= text.data[end] == '[';
            station.is_repeated |= text.data[end] == '+';
        }
        at = end + 1;
    }
    return station;
}

static struct stations read_pattern(enum pattern pattern)
{
    struct stations stations = { .count = 0 };
    struct str rest = str_of(pattern_kinds(pattern));
    while (rest.length > 0) {
        size_t end = str_find_char(rest, '>', 0);
        if (stations.count == STATION_MAX)
            BUG("a pattern of more kinds than there is room for");
        stations.items[stations.count++] = read_station(str_slice(rest, 0, end));
        rest = end == STR_NOT_FOUND ? STR_NONE : str_from(rest, end + 1);
    }
    return stations;
}

// How far the phases have come through the pattern.
struct progress {
    struct stations stations;
    unsigned at; // the first station that is still ahead
    bool has_begun, is_contracting;
    const struct phase *previous;
};

static bool is_welcome_anywhere(const struct progress *progress, const struct phase *phase)
{
    if (phase->kind == KIND_PREPARE)
        return !progress->has_begun;
    return (phase->kind == KIND_OBSERVE || phase->kind == KIND_VERIFY) && !progress->is_contracting;
}

// One station may be done in several phases that follow each other.
static bool continues(const struct progress *progress, const struct phase *phase)
{
    if (progress->at == 0)
        return false;
    const struct station *last = &progress->stations.items[progress->at - 1];
    bool is_same = progress->previous && progress->previous->kind == phase->kind;
    return (last->kinds & bit_of(phase->kind)) && (last->is_repeated || is_same);
}

// Steps to the station of the phase; false where it stands in the way of the pattern's order.
// `*missing` is then the station that should have come first, or NULL where none fits.
static bool advance(struct progress *progress, const struct phase *phase,
                    const struct station **missing)
{
    const struct stations *stations = &progress->stations;
    *missing = NULL;
    for (unsigned i = progress->at; i < stations->count; i++) {
        if (stations->items[i].kinds & bit_of(phase->kind)) {
            progress->at = i + 1;
            return *missing == NULL;
        }
        if (!*missing && !stations->items[i].is_optional)
            *missing = &stations->items[i];
    }
    *missing = NULL;
    return continues(progress, phase) || is_welcome_anywhere(progress, phase);
}

static struct diagnostic *report(struct unit *unit, const struct plan *plan)
{
    const char *name = pattern_name(plan->pattern);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_pattern_mismatch, plan->pattern_span,
                 "the phases do not follow the pattern '%s'", name);
    diagnostic_about(finding, "pattern %s", name);
    diagnostic_note(finding, "its order is: %s", pattern_kinds(plan->pattern));
    if (plan->is_inferred)
        diagnostic_inferred(finding, "the kinds of the phases are inferred from their titles");
    return finding;
}

// Looks for the first phase that is out of order, then for what never comes.
static void check_order(struct unit *unit, const struct plan *plan)
{
    struct progress progress = { .stations = read_pattern(plan->pattern) };
    const struct station *missing;
    list_each(phase, phase, plan->phases) {
        unsigned before = progress.at;
        if (!advance(&progress, phase, &missing)) {
            struct diagnostic *finding = report(unit, plan);
            const char *kind = phase_kind_name(phase->kind);
            if (missing)
                diagnostic_also(finding, phase->span, "'%s' stands here before any '%.*s'", kind,
                                STR_ARGS(missing->text));
            else
                diagnostic_also(finding, phase->span, "'%s' has no place here", kind);
            diagnostic_help(finding, "change the order, or name the pattern that the plan follows");
            return;
        }
        progress.has_begun |= progress.at > before;
        progress.is_contracting |= phase_kind_stage(phase->kind) == STAGE_CONTRACT;
        progress.previous = phase;
    }
    for (unsigned i = progress.at; i < progress.stations.count; i++) {
        const struct station *station = &progress.stations.items[i];
        if (station->is_optional)
            continue;
        diagnostic_help(diagnostic_also(report(unit, plan), plan->phases.last->span,
                                        "the last phase; no '%.*s' comes", STR_ARGS(station->text)),
                        "add the phase, or name the pattern that the plan follows");
        return;
    }
}

static bool is_judged(const struct plan *plan)
{
    if (plan->pattern == PATTERN_NONE || !plan->phases.first)
        return false;
    list_each(phase, phase, plan->phases)
        if (phase->kind == KIND_OTHER)
            return false;
    return true;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (!is_judged(plan))
        return;
    check_order(unit, plan);
    if (plan->pattern == PATTERN_BIG_BANG && plan->downtime.kind == DOWNTIME_NONE)
        diagnostic_help(
            diagnostic_also(diagnose(&unit->diagnostics, &kind_pattern_mismatch, plan->pattern_span,
                                     "a plan of pattern 'big-bang' cannot do without downtime"),
                            plan->downtime.span, "none is promised here"),
            "state the downtime, or name a pattern that needs none");
}

const struct rule rule_pattern_mismatch = { .check_plan = check_plan };
