#include "model/loser.h"

#include "model/explorer.h"

// ---- what a rollback drops

static void add_loss(struct loser *loser, const struct thing *thing, struct span span,
                     bool is_perhaps_kept)
{
    struct written written = find_written(loser, thing);
    if (!written.version)
        return;
    struct loss *loss = arena_new(loser->arena, struct loss);
    *loss = (struct loss){
        .phase = thing->phase,
        .table = thing->name,
        .column = thing->column.length ? thing->column : written.column,
        .version = written.version,
        .since = written.since,
        .span = span,
        .is_perhaps_kept = is_perhaps_kept || written.is_copied,
    };
    list_add(&loser->of_phase[thing->phase->index], loss);
}

static const struct events *way_back(const struct loser *loser, const struct phase *phase)
{
    return &loser->model->line.back[phase->index];
}

// A statement that may bring what the table or column holds to another place.
static bool may_copy(const struct sql_statement *statement, struct str name)
{
    enum sql_head head = statement->head;
    return (head == SQL_INSERT_SELECT || head == SQL_CREATE_TABLE_AS || head == SQL_UPDATE
            || head == SQL_MERGE || head == SQL_COPY || head == SQL_OTHER)
           && str_has_word(sql_tokens_text(statement->tokens, statement->range.from,
                                           statement->range.to),
                           name);
}

static bool is_copied(struct loser *loser, const struct thing *thing)
{
    const struct events *events = way_back(loser, thing->phase);
    struct str name = thing->column.length ? thing->column : thing->name.name;
    for (size_t i = 0; i < events->count; i++) {
        const struct event *event = &events->items[i];
        for (const struct sql_statement *statement = event->first; statement != event->end;
             statement = statement->next) {
            loser->cost += statement->range.to - statement->range.from;
            if (may_copy(statement, name))
                return true;
        }
    }
    return false;
}

static const struct sql_operation *find_operation(struct loser *loser, const struct thing *thing,
                                                  enum sql_head head)
{
    const struct events *events = way_back(loser, thing->phase);
    for (size_t i = 0; i < events->count; i++)
        for (const struct sql_statement *statement = events->items[i].first;
             statement != events->items[i].end; statement = statement->next)
            list_each(sql_operation, operation, statement->operations) {
                loser->cost++;
                if (operation->head == head && sql_name_equal(operation->table, thing->name)
                    && (head != SQL_DROP_COLUMN
                        || str_equal_ignoring_case(operation->column, thing->column)))
                    return operation;
            }
    return NULL;
}

static void lose(struct loser *loser, const struct thing *thing, bool is_perhaps_kept)
{
    enum sql_head head = thing->column.length ? SQL_DROP_COLUMN : SQL_DROP_TABLE;
    const struct sql_operation *drop = find_operation(loser, thing, head);
    const struct rollback *rollback = &thing->phase->rollback;
    bool is_written = drop && rollback->kind == ROLLBACK_ACTIONS;
    add_loss(loser, thing, is_written ? drop->span : rollback->span, is_perhaps_kept);
}

// The same column under another name.
static bool has_column_id(const struct catalog_table *table, uint32_t id)
{
    struct map_walk columns = map_walk(table->columns);
    for (const struct catalog_column *column; (column = map_next(&columns));)
        if (column->id == id && !column->is_absent)
            return true;
    return false;
}

static void lose_column(struct loser *loser, const struct thing *of,
                        const struct catalog_column *column, bool is_perhaps_kept)
{
    struct thing thing = *of;
    thing.column = column->definition.name;
    thing.column_id = column->id;
    lose(loser, &thing, is_perhaps_kept || is_copied(loser, &thing));
}

static void lose_columns(struct loser *loser, const struct thing *thing,
                         const struct catalog *catalog, const struct catalog_table *after,
                         bool is_perhaps_kept)
{
    struct map_comparison comparison = map_compare(thing->table->columns, after->columns);
    for (struct map_pair pair;
         loser->cost < LOSER_COST_MAX && map_next_pair(&comparison, &pair); loser->cost++) {
        const struct catalog_column *column = pair.before, *other;
        if (column && !column->is_absent && !has_column_id(after, column->id)
            && catalog_find_column(loser->arena, catalog, after, column->definition.name, &other)
                   == CATALOG_ABSENT)
            lose_column(loser, thing, column, is_perhaps_kept);
    }
}

// Of a table that is not known in full it may not be known behind the rollback that it is there:
// what is said to be dropped is.
static void lose_known(struct loser *loser, const struct thing *thing, bool is_perhaps_kept)
{
    if (find_operation(loser, thing, SQL_DROP_TABLE)) {
        lose(loser, thing, is_perhaps_kept || is_copied(loser, thing));
        return;
    }
    struct map_walk columns = map_walk(thing->table->columns);
    for (const struct catalog_column *column;
         loser->cost < LOSER_COST_MAX && (column = map_next(&columns)); loser->cost++) {
        struct thing of = *thing;
        of.column = column->definition.name;
        if (!column->is_absent && find_operation(loser, &of, SQL_DROP_COLUMN))
            lose_column(loser, thing, column, is_perhaps_kept);
    }
}

static const struct catalog_table *find_renamed(struct loser *loser, const struct catalog *after,
                                                uint32_t id)
{
    struct map_walk relations = map_walk(after->relations);
    for (const struct catalog_object *other; (other = map_next(&relations)); loser->cost++)
        if (other->kind == CATALOG_TABLE && other->id == id)
            return other->table;
    return NULL;
}

// A table that is made anew under its name holds what is copied into it.
static void lose_table(struct loser *loser, struct thing *thing, const struct catalog *after,
                       bool is_perhaps_kept)
{
    struct catalog_found found = catalog_find(loser->arena, after, thing->name);
    bool is_there = found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE;
    const struct catalog_table *kept = is_there ? found.object->table
                                                : find_renamed(loser, after, thing->table_id);
    bool is_anew = is_there && found.object->id != thing->table_id
                   && find_operation(loser, thing, SQL_DROP_TABLE) && !is_copied(loser, thing);
    if (kept && !is_anew)
        lose_columns(loser, thing, after, kept, is_perhaps_kept);
    else if (is_anew || found.presence == CATALOG_ABSENT)
        lose(loser, thing, is_perhaps_kept || is_copied(loser, thing));
    else if (found.presence == CATALOG_MAYBE)
        lose_known(loser, thing, is_perhaps_kept);
}

static void lose_dropped(struct loser *loser, const struct phase *phase,
                         const struct store *store, bool is_perhaps_kept)
{
    const struct exploration *exploration = loser->model->exploration;
    const struct state *end = exploration->ends[phase->index];
    const struct state *undone = exploration->ways_home[phase->index].reached;
    const struct catalog *before = state_catalog(loser->model->world, end, store);
    const struct catalog *after = state_catalog(loser->model->world, undone, store);
    struct map_comparison comparison = map_compare(before->relations, after->relations);
    for (struct map_pair pair;
         loser->cost < LOSER_COST_MAX && map_next_pair(&comparison, &pair); loser->cost++) {
        const struct catalog_object *object = pair.before;
        if (!object || object->kind != CATALOG_TABLE)
            continue;
        struct thing thing = { phase,         store,      object->name,
                               object->table, object->id, STR_NONE,
                               0 };
        lose_table(loser, &thing, after, is_perhaps_kept);
    }
}

// ---- what a rollback empties

static void lose_emptied(struct loser *loser, const struct event *event,
                         const struct sql_statement *statement,
                         const struct sql_operation *operation, bool is_perhaps_kept)
{
    const struct state *end = loser->model->exploration->ends[event->phase->index];
    const struct store *store = event->action->store;
    const struct catalog *before = state_catalog(loser->model->world, end, store);
    bool is_emptied = operation->head == SQL_TRUNCATE
                      || (operation->head == SQL_DELETE && !statement->has_where
                          && !statement->has_limit && !statement->sources.first);
    const struct catalog_object *object =
        is_emptied ? catalog_find_table(loser->arena, before, operation->table) : NULL;
    if (!object)
        return;
    struct thing thing = { event->phase,  store,      object->name,
                           object->table, object->id, STR_NONE,
                           0 };
    if (!find_operation(loser, &thing, SQL_DROP_TABLE) && !move_names(loser, &thing))
        add_loss(loser, &thing, operation->span, is_perhaps_kept || is_copied(loser, &thing));
}

// ---- phases

static bool is_followed(const struct loser *loser, const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    return (kind == ROLLBACK_AUTO || kind == ROLLBACK_ACTIONS)
           && loser->model->exploration->ends[phase->index]
           && loser->model->exploration->ways_home[phase->index].reached;
}

static void follow_rollback(struct loser *loser, const struct phase *phase)
{
    const struct events *events = way_back(loser, phase);
    bool is_perhaps_kept = !events_are_known(events);
    lose_dropped(loser, phase, NULL, is_perhaps_kept);
    list_each(store, store, loser->plan->stores)
        lose_dropped(loser, phase, store, is_perhaps_kept);
    for (size_t i = 0; i < events->count; i++)
        for (const struct sql_statement *statement = events->items[i].first;
             statement != events->items[i].end; statement = statement->next)
            list_each(sql_operation, operation, statement->operations)
                if (loser->cost++ < LOSER_COST_MAX)
                    lose_emptied(loser, &events->items[i], statement, operation, is_perhaps_kept);
}

static bool is_alike(const struct state *a, const struct state *b)
{
    return a->live == b->live && a->flags == b->flags && a->catalogs == b->catalogs;
}

static void collect_states(struct loser *loser)
{
    const struct state *state = NULL;
    list_each(phase, phase, loser->plan->phases)
        if (loser->model->exploration->ends[phase->index])
            state = loser->model->exploration->ends[phase->index];
    for (; state; state = state->before) {
        const struct state *before = state_before(state);
        if (!state_is_hidden(state) && (!before || !is_alike(state, before)))
            array_add(loser->arena, &loser->states, state);
    }
    for (size_t i = 0; i < loser->states.count / 2; i++) {
        const struct state **other = &loser->states.items[loser->states.count - 1 - i];
        const struct state *first = loser->states.items[i];
        loser->states.items[i] = *other;
        *other = first;
    }
}

struct loss_list *losses_find(struct arena *arena, const struct plan *plan,
                              const struct model *model)
{
    struct loser loser = {
        .arena = arena,
        .plan = plan,
        .model = model,
        .of_phase = arena_new_many(arena, struct loss_list, plan->phase_count),
    };
    if (model->exploration->is_cut || plan->version_count == 0)
        return loser.of_phase;
    collect_states(&loser);
    list_each(phase, phase, plan->phases) {
        if (is_followed(&loser, phase) && loser.cost < LOSER_COST_MAX)
            follow_rollback(&loser, phase);
        loser.of_phase[phase->index].is_cut = loser.cost >= LOSER_COST_MAX;
    }
    return loser.of_phase;
}

// ---- questions

const struct phase *loss_begins(const struct loss *loss)
{
    const struct phase *since = loss->since ? loss->since->phase : NULL;
    return since && since->index > loss->phase->index ? since : loss->phase;
}

struct str loss_words(struct arena *arena, const struct loss *loss)
{
    struct str table = sql_name_format(arena, (struct sql_name){ .name = loss->table.name });
    int number = loss->since ? loss->since->phase->number : 0;
    struct str since =
        loss->since ? arena_format(arena, " since phase %d began", number) : STR_NONE;
    return arena_format(arena, "%s of '%.*s%s%.*s' written by %.*s %.*s%.*s",
                        loss->column.length ? "values" : "rows", STR_ARGS(table),
                        loss->column.length ? "." : "", STR_ARGS(loss->column),
                        STR_ARGS(loss->version->app->name), STR_ARGS(loss->version->name),
                        STR_ARGS(since));
}
