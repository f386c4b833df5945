// What is proved of the plan, in plan.md: silence is not to be taken for safety there either.
#include "backends/plan-document.h"

#include "generated/templates/markdown.h"
#include "generated/templates/plan-document.h"
#include "model/proof.h"

static struct str phases_in(struct page *page, const struct proof *proof, enum invariant invariant,
                            enum proof_state state)
{
    return proof_phases(page->arena, proof, invariant, state, STR_NONE);
}

static void write_row(struct page *page, const struct proof *proof, enum invariant invariant)
{
    plan_document_proof_row(page, str_of(invariant_title(invariant)),
                            phases_in(page, proof, invariant, PROOF_PROVED),
                            phases_in(page, proof, invariant, PROOF_INFERRED),
                            phases_in(page, proof, invariant, PROOF_NOT_JUDGED),
                            phases_in(page, proof, invariant, PROOF_VIOLATED));
}

void plan_document_proof(struct page *page, const struct unit *unit)
{
    const struct proof *proof = unit->proof;
    if (!unit->plan->phases.first)
        return;
    page_gap(page);
    plan_document_proof_begin(page);
    for (enum invariant each = 0; each < INVARIANT_COUNT; each++)
        write_row(page, proof, each);
    struct proof_gap_list gaps = proof_gaps(page->arena, proof);
    if (gaps.first)
        page_label(page, STR("Not judged"));
    list_each(proof_gap, gap, gaps)
        markdown_bullet(page,
                        arena_format(page->arena, "%s, in phase %.*s: needs %.*s",
                                     invariant_title(gap->invariant), STR_ARGS(gap->phases),
                                     STR_ARGS(gap->needs)));
    struct str granted = proof_granted(page->arena, proof);
    if (granted.length == 0)
        return;
    page_label(page, STR("Taken for granted"));
    markdown_bullet(page, granted);
}
