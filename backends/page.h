// A Markdown document that is being written, and what the documents say alike.
#ifndef BACKENDS_PAGE_H
#define BACKENDS_PAGE_H

#include "backends/backend.h"
#include "backends/wording.h"
#include "model/irreversible.h"
#include "plan/schedule.h"

struct page {
    struct output *out;
    const struct template_replacements *replacements; // of blocks of the templates
    struct arena *arena;
    const struct plan *plan;
    const struct model *model;
    struct schedule schedule;
    struct str facts_title; // of a section that begins with its first fact
};

// A new file with its title: "KIND: TITLE OF THE PLAN".
struct page page_open(struct artefacts *artefacts, const struct unit *unit, struct str path,
                      struct str kind);

// A blank line, where there is none and something stands before it.
void page_gap(struct page *page);

void page_section(struct page *page, struct str title);
void page_facts_section(struct page *page, struct str title);
void page_subsection(struct page *page, struct str title);
void page_label(struct page *page, struct str label);
void page_sentence(struct page *page, struct str label, struct str text);

// "- **LABEL:** VALUE"; nothing where there is no value. page_facts_section() is written
// with the first one behind it.
void page_fact(struct page *page, struct str label, struct str value);
void page_quantity(struct page *page, struct str label, struct quantity quantity,
                   struct text basis);

// The items below a label; nothing where there are none.
void page_list(struct page *page, struct str label, const struct text_list *list);
void page_items(struct page *page, const struct text_list *list);

// A fence, `indent` blanks to the right; nothing where there is no code.
void page_code(struct page *page, const struct code *code, unsigned indent);

// "2027-01-04 to 2027-01-10", "day 1 to day 7", or "".
struct str page_days(struct page *page, const struct period *period);

// "week 1, 2027-01-04 to 2027-01-10", or "".
struct str page_phase_time(struct page *page, const struct phase *phase);
struct str page_when(struct page *page, const struct when *when);
struct str page_after(struct page *page, const struct when *when); // of a task afterwards

// "TEXT (T-3d, 2027-02-03)": a text with its place in the time before or after T-0.
struct str page_with_offset(struct page *page, struct str text, double offset,
                            bool is_inferred);

// When a message is sent; `phase` is NULL for those of the plan.
struct str page_message_time(struct page *page, const struct notify *notify,
                             const struct phase *phase);

// Every message, those of the plan first, then those of its phases (of the plan, `phase` is
// NULL); before the first, a gap and `begin`.
void page_messages(struct page *page, void (*begin)(struct page *page),
                   void (*write)(struct page *page, const struct notify *notify,
                                 const struct phase *phase));

// How hard it is to go back from the phase, and what that loses: as the model derives it, and
// where it does not, as the plan says. A loss in the plan's own words stands first.
struct str page_difficulty(struct page *page, const struct phase *phase);
struct str page_loss(struct page *page, const struct phase *phase);

// Where it lies and what leads back from there; nothing where the plan has none.
void page_no_return(struct page *page, const struct no_return *no_return);

// "Phase 2: Add the column".
struct str page_phase_name(struct page *page, const struct phase *phase);

// The items, with "; " between them.
struct str page_join(struct page *page, const struct text_list *list);

#endif
