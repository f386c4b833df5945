// The functions that forms.def names for stores, applications, flags, metrics and moves.

#include "base/check.h"
#include "plan/bind-help.h"

void *bind_store(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct store *store = NEW(binder, store);
    store->name = name_of(match, "name");
    store->span = span_of(match);
    store->index = plan->store_count++;
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
    return app;
}

void *bind_version(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct app *app = owner;
    struct version *version = NEW(binder, version);
    version->index = binder->plan->version_count++;
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
    flag->index = plan->flag_count++;
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
    move->index = plan->move_count++;
    move->name = name_of(match, "name");
    move->span = span_of(match);
    move->index = plan->moves.last ? plan->moves.last->index + 1 : 0;
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
