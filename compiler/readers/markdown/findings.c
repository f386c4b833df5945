//! diagnostic  text-repaired
//! code        SYN022
//! level       note
//! since       0.1
//!
//! A document holds mis-decoded characters, or text that lost its line breaks.
//!
//! ## Why
//!
//! Text that was saved in one encoding and read in another, or copied out of a rendered page,
//! is read as what it was meant to be. People who read the file see the damage.
//!
//! ## Fails
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 1: Copy old orders â†’ archive
//!
//! - Copy them
//!
//! ## Phase 2: Remove them
//!
//! - Remove them
//! ````
//!
//! ## Passes
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 1: Copy old orders → archive
//!
//! - Copy them
//!
//! ## Phase 2: Remove them
//!
//! - Remove them
//! ````

//! diagnostic  fence-unreadable
//! code        SYN023
//! level       warning
//! since       0.1
//!
//! A code fence is never closed, or closed by a line that is no closing fence.
//!
//! ## Why
//!
//! What stands behind such a fence is code for one reader and text for another; phases may be
//! lost in it.
//!
//! ## Fails
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 1: Copy
//!
//! - Copy them
//!
//! ## Phase 2: Remove
//!
//! ```sql
//! DELETE FROM orders WHERE is_archived;
//! ````
//!
//! ## Passes
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 1: Copy
//!
//! - Copy them
//!
//! ## Phase 2: Remove
//!
//! ```sql
//! DELETE FROM orders WHERE is_archived;
//! ```
//! ````

//! diagnostic  phases-incomplete
//! code        SYN024
//! level       warning
//! since       0.1
//!
//! The numbers of the phases begin or end as those of a fragment do.
//!
//! ## Why
//!
//! A page that was copied in part, or a plan of which one phase was torn out, is judged as if
//! it were whole: what belay says of it is not true of the plan.
//!
//! ## Fails
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 3: Switch the reports
//!
//! - Switch them
//!
//! ## Phase 4: Remove the old orders
//!
//! - Remove them
//! ````
//!
//! ## Passes
//!
//! ````markdown
//! # Plan: orders move to the archive
//!
//! ## Phase 1: Switch the reports
//!
//! - Switch them
//!
//! ## Phase 2: Remove the old orders
//!
//! - Remove them
//! ````

//! diagnostic  several-plans
//! code        SYN025
//! level       note
//! since       0.1
//!
//! A document holds more than one plan; only one of them is judged.
//!
//! ## Why
//!
//! The phases of two plans have no common order. A plan of its own file is judged by itself.
//!
//! ## Fails
//!
//! ````markdown
//! # Moves
//!
//! ## Orders
//!
//! ### Phase 1: Copy the orders
//! - Copy them
//! ### Phase 2: Remove the orders
//! - Remove them
//!
//! ## Invoices
//!
//! ### Phase 1: Print every invoice
//! - Print them
//! ### Phase 2: Burn every invoice
//! - Burn them
//! ````
//!
//! ## Passes
//!
//! ````markdown
//! # Moves
//!
//! ## Orders
//!
//! ### Phase 1: Copy the orders
//! - Copy them
//! ### Phase 2: Remove the orders
//! - Remove them
//! ````

// Reports what reading a Markdown document found.

#include "readers/markdown/findings.h"

#include "generated/kinds.h"

enum { MAX_PLACES = 8 };

static const struct {
    const char *one, *many, *label, *help;
} fence_faults[FENCE_FAULT_COUNT] = {
    [FENCE_NEVER_CLOSED] = { "a code fence is never closed", "code fences are never closed",
                             "opened here", "close it with a line that holds the fence alone" },
    [FENCE_CLOSED_WITH_INFO] = { "a code fence is closed by a line that names a language",
                                 "code fences are closed by lines that name a language",
                                 "this opens a fence in Markdown, and closes none",
                                 "close a fence with a line that holds the fence alone" },
    [FENCE_ESCAPED] = { "a code fence is written with backslashes",
                        "code fences are written with backslashes", "no fence in Markdown",
                        "write the fence without backslashes" },
};

// One finding for everything that has the same fault.
static void report_fences(struct diagnostics *diagnostics, const struct markdown_bad_fence *first,
                          enum fence_fault fault)
{
    unsigned count = 0;
    for (const struct markdown_bad_fence *fence = first; fence; fence = fence->next)
        count += fence->fault == fault;
    struct diagnostic *finding = NULL;
    unsigned shown = 0;
    for (const struct markdown_bad_fence *fence = first; fence && shown < MAX_PLACES;
         fence = fence->next) {
        if (fence->fault != fault)
            continue;
        if (shown++)
            diagnostic_also(finding, fence->span, "and here");
        else if (count == 1)
            finding = diagnose(diagnostics, &kind_fence_unreadable, fence->span, "%s",
                               fence_faults[fault].one);
        else
            finding = diagnose(diagnostics, &kind_fence_unreadable, fence->span, "%u %s", count,
                               fence_faults[fault].many);
    }
    if (!finding)
        return;
    diagnostic_help(diagnostic_label(finding, "%s", fence_faults[fault].label), "%s",
                    fence_faults[fault].help);
    if (count > MAX_PLACES)
        diagnostic_note(finding, "the first %d are shown", MAX_PLACES);
}

void report_repairs(struct unit *unit, const struct markdown_repairs *repairs)
{
    struct diagnostics *diagnostics = &unit->diagnostics;
    if (repairs->mojibake_count)
        diagnostic_help(diagnose(diagnostics, &kind_text_repaired, repairs->first_mojibake,
                                 "%u %s of mis-decoded characters read as what they were",
                                 repairs->mojibake_count,
                                 repairs->mojibake_count == 1 ? "sequence" : "sequences"),
                        "save the file as UTF-8");
    if (repairs->unglued_count)
        diagnostic_help(diagnose(diagnostics, &kind_text_repaired, repairs->first_unglued,
                                 "%u lost line %s before phases and headings put back",
                                 repairs->unglued_count,
                                 repairs->unglued_count == 1 ? "break" : "breaks"),
                        "copy the document's source, not the page that shows it");
    for (enum fence_fault fault = 0; fault < FENCE_FAULT_COUNT; fault++)
        report_fences(diagnostics, repairs->bad_fences.first, fault);
}

static struct span place_of(const struct member *member)
{
    return text_place(member->text);
}

static const struct member *last_of(const struct run *run)
{
    return &run->members.items[run->members.count - 1];
}

// A later phase of the same key that the plan does not hold; NULL where there is none.
static const struct member *find_later(const struct series *series)
{
    const struct run *best = series->best;
    const struct member *latest = NULL;
    list_each(run, run, series->runs) {
        if (run == best || run->family != best->family || !run->members.count)
            continue;
        const struct member *last = last_of(run);
        if (last->phrase.last > last_of(best)->phrase.last
            && (!latest || last->phrase.last > latest->phrase.last))
            latest = last;
    }
    return latest;
}

// How many phases there are follows from it.
static void mark_fragment(struct unit *unit, struct diagnostic *finding)
{
    diagnostic_concerns(finding, arena_new(&unit->arena, struct diagnostic_root), 0);
}

static void report_fragment(struct unit *unit, const struct series *series)
{
    const struct run *best = series->best;
    const struct member *first = &best->members.items[0];
    if (best->kind != RUN_KEYED || key_is_time(best->family) || !first->phrase.is_numeric)
        return;
    if (first->phrase.number > 1) {
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_phases_incomplete, place_of(first),
                     "the first phase is number %d", first->phrase.number);
        diagnostic_label(finding, "what comes before it is not in this document");
        diagnostic_help(finding, "add the phases before it, or number them from 1");
        mark_fragment(unit, finding);
        return;
    }
    const struct member *later = best->members.count == 1 ? find_later(series) : NULL;
    if (!later)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_phases_incomplete, place_of(first),
                 "phase %d alone is in this document", first->phrase.number);
    diagnostic_label(finding, "the phases behind it are missing");
    diagnostic_also(finding, place_of(later), "the text speaks of phase %d", later->phrase.last);
    mark_fragment(unit, finding);
}

void report_series(struct unit *unit, const struct series *series)
{
    if (!series->best) {
        diagnostic_help(
            diagnose(&unit->diagnostics, &kind_no_plan, span_of_file(unit->file),
                     "there is no plan in this file"),
            "a plan has phases, for example headings such as '## Phase 1: Add the column'");
        return;
    }
    report_fragment(unit, series);
    if (series->plan_count < 2)
        return;
    struct diagnostic *diagnostic =
        diagnose(&unit->diagnostics, &kind_several_plans, place_of(&series->best->members.items[0]),
                 "%u plans in one document, of which this one is judged", series->plan_count);
    list_each(run, run, series->runs)
        if (run->is_plan && run != series->best)
            diagnostic_also(diagnostic, place_of(&run->members.items[0]),
                            "another plan begins here");
    diagnostic_help(diagnostic, "give each plan a file of its own");
}
