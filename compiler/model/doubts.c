#include "model/doubts.h"

#include "plan/facts.h"
#include "sql/conditions.h"
#include "sql/effect.h"

struct doubter {
    struct arena *arena;
    const struct plan *plan;
    const struct model *model;
    struct doubts doubts;
};

static void add_doubt(struct doubter *doubter, const struct phase *phase, enum doubt_kind kind,
                      struct span span)
{
    struct doubts *doubts = &doubter->doubts;
    struct doubt *of_phase = &doubts->of_phase[phase->index * DOUBT_COUNT + kind];
    if (of_phase->phase)
        return;
    *of_phase = (struct doubt){ phase, span };
    if (!doubts->first[kind].phase)
        doubts->first[kind] = *of_phase;
}

// ---- code

// One of its first words.
static bool names_early(const struct sql_statement *statement, const char *word)
{
    const uint32_t from = statement->range.from;
    for (uint32_t i = from; i < statement->range.to && i < from + 8; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), word))
            return true;
    return false;
}

// A function that is called for what it does: nobody knows what that is.
static bool calls_unknown(enum sql_engine engine, const struct sql_statement *statement)
{
    const struct sql_token *first = sql_token_at(statement->tokens, statement->range.from);
    if (sql_token_is(first, "CALL") || sql_token_is(first, "EXECUTE")
        || sql_statement_opacity(statement).data)
        return true;
    bool is_event = sql_token_is(first, "CREATE") && statement->head == SQL_CREATE_OTHER
                    && names_early(statement, "EVENT"); // of MySQL's: it runs later
    return is_event
           || (statement->head == SQL_SELECT && !sql_only_computes(engine, statement));
}

// ---- rights

static bool changes_rights(const struct sql_statement *statement)
{
    static const char *const words[] = { "revoke", "owner",    "rule",   "policy",
                                         "role",   "database", "system", "event trigger",
                                         "row level security" };
    for (const struct ddl *change = statement->changes; change; change = change->next) {
        bool has_option = (change->kind == DDL_OTHER || change->kind == DDL_TABLE_OPTION)
                          && change->option;
        for (size_t i = 0; has_option && i < sizeof words / sizeof *words; i++)
            if (str_is(change->option->name, words[i]))
                return true;
    }
    const struct sql_token *first = sql_token_at(statement->tokens, statement->range.from);
    const struct sql_token *second = sql_token_at(statement->tokens, statement->range.from + 1);
    bool is_global = statement->head == SQL_SET
                     && (names_early(statement, "GLOBAL") || names_early(statement, "PERSIST"));
    return is_global || sql_token_is(first, "REVOKE")
           || (sql_token_is(first, "DROP")
               && (sql_token_is(second, "OWNED") || sql_token_is(second, "EXTENSION")
                   || sql_token_is(second, "ROLE") || sql_token_is(second, "USER")));
}

// ---- values

static bool is_written(const struct doubter *doubter, struct sql_name table)
{
    const struct need_list *needs =
        needs_on(doubter->arena, world_all_needs(doubter->model->world), table.name);
    for (size_t i = 0; needs && i < needs->count; i++)
        if (needs->items[i]->use->access != ACCESS_READ
            && needs->items[i]->use->access != ACCESS_DELETE)
            return true;
    return false;
}

static bool names_columns(struct str code, const struct sql_key_parts *columns)
{
    for (const struct sql_key_part *part = columns->first; part; part = part->next)
        if (part->column.data && !str_has_word(code, part->column))
            return false;
    return true;
}

// A verification of what the constraint demands: it names the table and the columns.
static bool is_verified_before(const struct doubter *doubter, const struct phase *phase,
                               struct sql_name table, const struct sql_key_parts *columns)
{
    list_each(phase, before, doubter->plan->phases) {
        if (before == phase)
            return false;
        list_each(verify, verify, before->verifies)
            if (verify->kind == VERIFY_CODE && code_is_sql(&verify->code)
                && str_has_word(verify->code.text.str, table.name)
                && names_columns(verify->code.text.str, columns))
                return true;
    }
    return false;
}

// `c IS NOT NULL` is judged by who writes c.
static bool demands_values_alone(const struct doubter *doubter, enum sql_engine engine,
                                 const struct sql_constraint_definition *constraint)
{
    struct sql_conditions conditions =
        sql_conditions_of(doubter->arena, engine, constraint->expression.text);
    for (size_t i = 0; i < conditions.count; i++)
        if (str_find_ignoring_case(conditions.items[i], STR("is not null"), 0) == STR_NOT_FOUND)
            return false;
    return conditions.count > 0;
}

static bool may_refuse_values(struct doubter *doubter, enum sql_engine engine,
                              const struct phase *phase, const struct ddl *change)
{
    const struct sql_key_parts *columns = NULL;
    if (change->kind == DDL_CREATE_INDEX && change->index->is_unique)
        columns = &change->index->parts;
    if (change->kind == DDL_ADD_CONSTRAINT && !change->constraint->index.data) {
        enum sql_constraint kind = change->constraint->kind;
        bool is_judged = kind == SQL_CONSTRAINT_NOT_NULL
                         || (kind == SQL_CONSTRAINT_CHECK
                             && demands_values_alone(doubter, engine, change->constraint));
        columns = is_judged ? NULL : &change->constraint->columns;
    }
    return columns && is_written(doubter, change->table)
           && !is_verified_before(doubter, phase, change->table, columns);
}

// ---- rows

static bool is_before_plan(const struct doubter *doubter, const struct store *store,
                           const struct sql_access *access)
{
    const struct catalog *start =
        doubter->model->schemas[store ? store->index : doubter->plan->store_count];
    const struct catalog_object *table =
        catalog_find_table(doubter->arena, start, access->table);
    if (!table || access->kind == SQL_DELETES)
        return table != NULL;
    const struct catalog_column *column;
    for (size_t i = 0; access->columns && i < access->columns->count; i++)
        if (catalog_find_column(doubter->arena, start, table->table,
                                access->columns->items[i].name, &column) == CATALOG_PRESENT)
            return true;
    return access->has_all_columns;
}

// Values that were there before the plan are written over, or their rows deleted.
static bool loses_rows(const struct doubter *doubter, const struct store *store,
                       const struct sql_statement *statement)
{
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind == DDL_DETACH_PARTITION
            || (change->kind == DDL_PARTITION && change->option
                && (str_is(change->option->name, "drop")
                    || str_is(change->option->name, "truncate")
                    || str_is(change->option->name, "exchange"))))
            return true;
    list_each(sql_access, access, statement->accesses)
        if ((access->kind == SQL_UPDATES || access->kind == SQL_DELETES)
            && is_before_plan(doubter, store, access))
            return true;
    return false;
}

// ---- all

static void read_statement(struct doubter *doubter, const struct event *event,
                           const struct sql_statement *statement)
{
    const struct phase *phase = event->phase;
    const struct store *store = event->action->store;
    enum sql_engine engine = store_engine(store);
    if (calls_unknown(engine, statement))
        add_doubt(doubter, phase, DOUBT_CODE, statement->span);
    if (changes_rights(statement))
        add_doubt(doubter, phase, DOUBT_RIGHTS, statement->span);
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (may_refuse_values(doubter, engine, phase, change))
            add_doubt(doubter, phase, DOUBT_VALUES, statement->span);
    if (loses_rows(doubter, store, statement))
        add_doubt(doubter, phase, DOUBT_ROWS, statement->span);
}

// A later action of the rollback fills the column.
static bool is_filled_behind(const struct events *events, size_t at,
                             const struct sql_operation *operation)
{
    for (size_t i = at + 1; i < events->count; i++) {
        const struct action *action = events->items[i].action;
        if (action && action->kind == ACTION_FILL && action->move
            && str_equal_ignoring_case(action->move->from.table, operation->table.name)
            && str_equal_ignoring_case(action->move->from.column, operation->column))
            return true;
    }
    return false;
}

static void read_order(struct doubter *doubter, const struct events *events)
{
    for (size_t i = 0; i < events->count; i++)
        for (const struct sql_statement *statement = events->items[i].first;
             statement != events->items[i].end; statement = statement->next)
            list_each(sql_operation, operation, statement->operations)
                if (operation->head == SQL_SET_NOT_NULL
                    && is_filled_behind(events, i, operation))
                    add_doubt(doubter, events->items[i].phase, DOUBT_ORDER, statement->span);
}

struct doubts doubts_find(struct arena *arena, const struct plan *plan, const struct model *model)
{
    struct doubter doubter = { .arena = arena, .plan = plan, .model = model };
    doubter.doubts.of_phase =
        arena_new_many(arena, struct doubt, plan->phase_count * DOUBT_COUNT);
    list_each(phase, phase, plan->phases) {
        const struct events *events = &model->line.forward[phase->index];
        for (size_t i = 0; i < events->count; i++) {
            const struct event *event = &events->items[i];
            if (span_is_set(event->client_command))
                add_doubt(&doubter, phase, DOUBT_CODE, event->client_command);
            for (const struct sql_statement *statement = event->first; statement != event->end;
                 statement = statement->next)
                read_statement(&doubter, event, statement);
        }
        read_order(&doubter, &doubter.model->line.back[phase->index]);
    }
    return doubter.doubts;
}
