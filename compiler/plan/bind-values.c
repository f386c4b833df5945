// The functions that forms.def names for single values and the plan's own statements.

#include "base/check.h"
#include "plan/bind-help.h"

// ---- single values

void *bind_text(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    *AT(owner, offset, struct text) = only_value(match)->text;
    return NULL;
}

void *bind_choice(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    *AT(owner, offset, struct str) = only_value(match)->text.str;
    return NULL;
}

void *bind_quantity(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    quantity_parse(only_value(match), AT(owner, offset, struct quantity));
    return NULL;
}

void *bind_code(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    *AT(owner, offset, struct code) = code_of(only_value(match));
    return NULL;
}

void *bind_text_item(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct text_item *item = NEW(binder, text_item);
    item->text = only_value(match)->text;
    item->is_done = match_has(match, "done");
    list_add(AT(owner, offset, struct text_list), item);
    return NULL;
}

void *bind_texts(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)match;
    return AT(owner, offset, struct text_list);
}

void *bind_when(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    *AT(owner, offset, struct when) = read_when(match_find(match, "when"));
    return NULL;
}

void *bind_start(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct plan *plan = owner;
    plan->start = read_when(match_first(match));
    return NULL;
}

void *bind_zero(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct plan *plan = owner;
    plan->zero_span = span_of(match);
    date_parse(only_value(match)->text.str, &plan->zero);
    return NULL;
}

void *bind_downtime(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct downtime *downtime = AT(owner, offset, struct downtime);
    downtime->kind = match_has(match, "none")     ? DOWNTIME_NONE
                     : match_has(match, "window") ? DOWNTIME_WINDOW
                                                  : DOWNTIME_FOR;
    downtime->duration = quantity_named(match, "duration");
    downtime->span = span_of(match);
    binder->plan->has_down_phase |= owner != binder->plan && downtime->kind != DOWNTIME_NONE;
    return NULL;
}

// The basis is the member behind the estimate, in a plan as in a phase.
_Static_assert(offsetof(struct plan, estimate_basis)
                      - offsetof(struct plan, estimate)
                  == offsetof(struct phase, estimate_basis) - offsetof(struct phase, estimate),
              "an estimate and its basis stand side by side");

void *bind_estimate(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    *AT(owner, offset, struct quantity) = quantity_named(match, "duration");
    size_t basis = offsetof(struct plan, estimate_basis) - offsetof(struct plan, estimate);
    *AT(owner, offset + basis, struct text) = text_of(match, "basis");
    return NULL;
}

// ---- the plan's own statements

void *bind_plan(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    plan->statement = match->statement;
    plan->span = span_of(match);
    plan->is_inferred = match->statement->is_inferred;
    plan->title = text_of(match, "title");
    (void)binder;
    return plan;
}

void *bind_pattern(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct plan *plan = owner;
    pattern_parse(only_value(match)->text.str, &plan->pattern);
    plan->pattern_span = span_of(match);
    return NULL;
}

#define BIND_CLAIM(function, member)                                                            \
    void *function(struct binder *binder, void *owner, size_t offset, const struct match *match) \
    {                                                                                           \
        (void)binder;                                                                           \
        (void)offset;                                                                           \
        struct plan *plan = owner;                                                              \
        plan->member = only_value(match)->text.str;                                             \
        plan->member##_span = span_of(match);                                                   \
        return NULL;                                                                            \
    }

#define risk_level_span risk_span
BIND_CLAIM(bind_risk_level, risk_level)
BIND_CLAIM(bind_reversible, reversible)
BIND_CLAIM(bind_rollback_effort, rollback_effort)
BIND_CLAIM(bind_profile, profile)
#undef risk_level_span

void *bind_numbering(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct plan *plan = owner;
    int last;
    plan->has_numbering = range_parse(only_value(match), &plan->numbering, &last);
    return NULL;
}

void *bind_meta(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct meta *meta = NEW(binder, meta);
    meta->name = word_of(match, "key")->text.str;
    meta->text = text_of(match, "value");
    meta->span = span_of(match);
    list_add(&plan->metas, meta);
    return NULL;
}

void *bind_compare(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct comparison_row *row = NEW(binder, comparison_row);
    row->aspect = text_of(match, "aspect");
    row->current = text_of(match, "current");
    row->target = text_of(match, "target");
    row->needs = text_of(match, "needs");
    list_add(&plan->comparisons, row);
    return NULL;
}

void *bind_named_text(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct named_text *named = NEW(binder, named_text);
    named->name = only_value(match)->text.str;
    named->text = text_of(match, "text");
    named->span = span_of(match);
    list_add(AT(owner, offset, LIST_OF(named_text)), named);
    return NULL;
}

void *bind_prerequisite(struct binder *binder, void *owner, size_t offset,
                        const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct prerequisite *prerequisite = NEW(binder, prerequisite);
    prerequisite->text = text_of(match, "text");
    prerequisite->is_optional = match_has(match, "optional");
    list_add(&plan->prerequisites, prerequisite);
    return NULL;
}

void *bind_milestone(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct milestone *milestone = NEW(binder, milestone);
    milestone->when = read_when(match_find(match, "when"));
    milestone->text = text_of(match, "text");
    milestone->is_done = match_has(match, "done");
    list_add(AT(owner, offset, LIST_OF(milestone)), milestone);
    return NULL;
}

void *bind_test(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct plan_test *test = NEW(binder, plan_test);
    test->name = word_of(match, "when")->text.str;
    test->text = text_of(match, "text");
    test->span = span_of(match);
    list_add(&plan->tests, test);
    return &test->parts;
}

void *bind_procedure(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct procedure *procedure = NEW(binder, procedure);
    procedure->title = text_of(match, "title");
    procedure->code = code_named(match, "code");
    procedure->span = span_of(match);
    list_add(&plan->procedures, procedure);
    return NULL;
}

void *bind_risk(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct risk *risk = NEW(binder, risk);
    risk->title = text_of(match, "title");
    risk->span = span_of(match);
    risk->is_inferred = match->statement->is_inferred;
    list_add(&plan->risks, risk);
    return risk;
}
