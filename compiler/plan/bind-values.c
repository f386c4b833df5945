// The functions that forms.def names, first half: values, declarations and the document.

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

void *bind_takes(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    return bind_quantity(binder, owner, offset, match);
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
    (void)binder;
    struct downtime *downtime = AT(owner, offset, struct downtime);
    downtime->kind = match_has(match, "none")     ? DOWNTIME_NONE
                     : match_has(match, "window") ? DOWNTIME_WINDOW
                                                  : DOWNTIME_FOR;
    downtime->duration = quantity_named(match, "duration");
    downtime->span = span_of(match);
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

// ---- declarations

void *bind_store(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct store *store = NEW(binder, store);
    store->name = name_of(match, "name");
    store->span = span_of(match);
    list_add(&plan->stores, store);
    return store;
}

void *bind_engine(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct store *store = owner;
    store->engine = word_of(match, "engine")->text.str;
    store->version = text_of(match, "version");
    return NULL;
}

void *bind_connect(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    ((struct store *)owner)->connect = text_of(match, "variable");
    return NULL;
}

void *bind_schema(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct store *store = owner;
    store->schema_file = text_of(match, "file");
    store->schema = code_named(match, "code");
    return NULL;
}

void *bind_table(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct store *store = owner;
    struct table *table = NEW(binder, table);
    table->name = parse_name(word_of(match, "name"));
    table->span = span_of(match);
    list_add(&store->tables, table);
    return table;
}

void *bind_key(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct table *table = owner;
    const struct capture *capture = match_find(match, "columns");
    table->key.span = capture->first->span;
    read_columns(&binder->unit->arena, capture->first, capture->end, &table->key);
    return NULL;
}

void *bind_app(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct app *app = NEW(binder, app);
    app->name = name_of(match, "name");
    app->span = span_of(match);
    list_add(&plan->apps, app);
    binder->app = app;
    return app;
}

void *bind_version(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct app *app = owner;
    struct version *version = NEW(binder, version);
    version->app = app;
    version->name = name_of(match, "name");
    version->span = span_of(match);
    list_add(&app->versions, version);
    return version;
}

void *bind_live(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct app *app = owner;
    const struct capture *capture = match_find(match, "versions");
    for (const struct word *word = capture->first; word != capture->end; word = word->next) {
        if (word->kind != WORD_NAME)
            continue;
        struct live_version *live = NEW(binder, live_version);
        live->span = word->span;
        list_add(&app->live, live);
        const struct app **self = arena_alloc(&binder->unit->arena, sizeof(struct app *));
        *self = app;
        struct reference *reference = NEW(binder, reference);
        *reference = (struct reference){
            .kind = REFER_VERSION, .name = word->text, .span = word->span,
            .app = self, .target = &live->version,
        };
        list_add(&binder->references, reference);
    }
    return NULL;
}

static struct column_list *read_uses(struct arena *arena, const struct capture *capture)
{
    struct column_list *first = NULL, **last = &first;
    for (const struct word *word = capture->first; word != capture->end;) {
        if (word->kind == WORD_COMMA) {
            word = word->next;
            continue;
        }
        *last = arena_new(arena, struct column_list);
        word = read_table_use(arena, word, capture->end, *last);
        last = &(*last)->next;
    }
    return first;
}

static enum access access_of(struct str keyword)
{
    static const struct { const char *keyword; enum access access; } accesses[] = {
        { "reads", ACCESS_READ },     { "inserts", ACCESS_INSERT }, { "updates", ACCESS_UPDATE },
        { "writes", ACCESS_WRITE },   { "upserts", ACCESS_UPSERT }, { "deletes", ACCESS_DELETE },
    };
    for (size_t i = 0; i < sizeof accesses / sizeof *accesses; i++)
        if (str_is(keyword, accesses[i].keyword))
            return accesses[i].access;
    BUG("a use of a version with an unknown keyword");
}

void *bind_use(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct version *version = owner;
    struct use *use = NEW(binder, use);
    use->access = access_of(form_keyword(match->form));
    use->tables = read_uses(&binder->unit->arena, match_find(match, "tables"));
    use->span = span_of(match);
    use->is_unless = match_has(match, "unless");
    const struct capture *flag = match_find(match, "flag");
    if (flag) {
        use->flag_name = flag->first->text;
        bind_refer(binder, REFER_FLAG, flag, &use->flag);
    }
    const struct capture *on = match_find(match, "on");
    if (on)
        read_columns(&binder->unit->arena, on->first, on->end, &use->on);
    list_add(&version->uses, use);
    return NULL;
}

void *bind_flag_declaration(struct binder *binder, void *owner, size_t offset,
                            const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct flag *flag = NEW(binder, flag);
    flag->name = name_of(match, "name");
    flag->span = span_of(match);
    list_add(&plan->flags, flag);
    return flag;
}

void *bind_metric(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct metric *metric = NEW(binder, metric);
    metric->name = text_of(match, "name");
    metric->span = span_of(match);
    list_add(&plan->metrics, metric);
    return metric;
}

void *bind_audience(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct audience *audience = NEW(binder, audience);
    audience->name = name_of(match, "name");
    audience->span = span_of(match);
    list_add(&plan->audiences, audience);
    return audience;
}

void *bind_move(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct move *move = NEW(binder, move);
    move->name = name_of(match, "name");
    move->span = span_of(match);
    bind_refer(binder, REFER_OBJECT, match_find(match, "from"), &move->from);
    bind_refer(binder, REFER_OBJECT, match_find(match, "to"), &move->to);
    list_add(&plan->moves, move);
    return move;
}

void *bind_expression(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    struct move *move = owner;
    if (match_has(match, "none"))
        move->has_no_way_back = true;
    else
        *AT(owner, offset, struct text) = only_value(match)->text;
    return NULL;
}

void *bind_pairs(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct move *move = owner;
    const struct capture *capture = match_find(match, "pairs");
    for (const struct word *word = capture->first; word != capture->end; word = word->next) {
        if (word->kind == WORD_COMMA)
            continue;
        struct column_pair *pair = NEW(binder, column_pair);
        pair->from = parse_name(word);
        pair->to = parse_name(word->next->next);
        word = word->next->next;
        list_add(&move->columns, pair);
    }
    return NULL;
}
