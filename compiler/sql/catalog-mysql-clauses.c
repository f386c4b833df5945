// Several clauses of one ALTER TABLE in MySQL and MariaDB.
//
// The engines make all of them at once: what a clause drops, changes or asks of IF EXISTS is what
// the table had before the statement, what it adds is judged when all is done. One after the other
// they come to the same in another order, in which each name is free before it is taken.
#include "sql/catalog-mysql-clauses.h"

#include <stdlib.h>

#include "sql/cursor.h"

bool mysql_is_compound(struct arena *arena, const struct catalog *catalog,
                       const struct sql_statement *statement)
{
    bool is_mysql = catalog->engine == SQL_ENGINE_MYSQL || catalog->engine == SQL_ENGINE_MARIADB;
    const struct ddl *first = statement->changes;
    if (!is_mysql || !first || !first->next || !sql_name_is_set(first->table)
        || !sql_token_is(sql_token_at(statement->tokens, statement->range.from), "ALTER"))
        return false;
    unsigned count = 0;
    for (const struct ddl *ddl = first; ddl; ddl = ddl->next)
        count += !ddl->constraint || !ddl->constraint->is_of_column;
    return count > 1 && catalog_find(arena, catalog, first->table).presence != CATALOG_ABSENT;
}

struct str clause_fold(const struct orderer *orderer, struct str name)
{
    return catalog_fold(orderer->arena, orderer->before->engine, CATALOG_ANYTHING, name);
}

static struct clause *put(struct orderer *orderer, enum stage stage, const struct ddl *ddl)
{
    struct clause *clause = arena_new(orderer->arena, struct clause);
    clause->ddl = *ddl;
    clause->ddl.next = NULL;
    list_add(&orderer->stages[stage], clause);
    return clause;
}

static void refuse(struct orderer *orderer, const char *what, struct str name)
{
    if (!orderer->clauses->refusal.data)
        orderer->clauses->refusal =
            arena_format(orderer->arena, "%s '%.*s' is named by two clauses of the statement", what,
                         STR_ARGS(name));
}

void clause_doubt(struct orderer *orderer, bool is_lasting, const char *why)
{
    struct mysql_clauses *clauses = orderer->clauses;
    if (!clauses->doubt.data)
        clauses->doubt = str_of(why);
    clauses->is_state_unknown |= is_lasting;
}

// ---- what was there before

static enum catalog_presence column_before(const struct orderer *orderer, struct str name,
                                           const struct catalog_column **column)
{
    *column = NULL;
    if (!orderer->table)
        return CATALOG_MAYBE;
    return catalog_find_column(orderer->arena, orderer->before, orderer->table->table, name,
                               column);
}

static enum catalog_presence index_before(const struct orderer *orderer, struct str name)
{
    const struct catalog_index *index = NULL;
    if (!orderer->table)
        return CATALOG_MAYBE;
    return catalog_find_index(orderer->arena, orderer->before, orderer->table->table, name, &index);
}

static enum catalog_presence constraint_before(const struct orderer *orderer, struct str name)
{
    const struct catalog_constraint *constraint = NULL;
    if (!orderer->table)
        return CATALOG_MAYBE;
    enum catalog_presence presence = catalog_find_constraint(
        orderer->arena, orderer->before, orderer->table->table, name, &constraint);
    return presence == CATALOG_ABSENT ? index_before(orderer, name) : presence;
}

// IF EXISTS and IF NOT EXISTS, asked of the table as it was: true where the clause does nothing.
static bool is_idle(struct ddl *ddl, enum catalog_presence presence, enum catalog_presence idle)
{
    if (!ddl->is_conditional || presence == CATALOG_MAYBE)
        return false;
    ddl->is_conditional = false;
    return presence == idle;
}

// ---- columns

static bool is_other_name(const struct ddl *ddl)
{
    return ddl->kind == DDL_RENAME_COLUMN
           || (ddl->kind == DDL_CHANGE_COLUMN
               && !str_equal_ignoring_case(ddl->definition->name, ddl->column));
}

static struct str new_name_of(const struct ddl *ddl)
{
    return ddl->kind == DDL_RENAME_COLUMN ? ddl->new_name.name : ddl->definition->name;
}

// A CHANGE that finds no other column changes the one of that name which the statement adds.
static bool becomes_added(const struct orderer *orderer, const struct ddl *ddl)
{
    return ddl->kind == DDL_CHANGE_COLUMN
           && map_find(orderer->added, clause_fold(orderer, ddl->definition->name));
}

// A column with a place is put there when the defaults have been changed: both may be about it.
static bool go_with_place(const struct ddl *a, const struct ddl *b)
{
    const struct ddl *change = a->kind == DDL_CHANGE_COLUMN ? a : b;
    const struct ddl *fallback = change == a ? b : a;
    return change->kind == DDL_CHANGE_COLUMN && change->definition->place != SQL_PLACE_LAST
           && (fallback->kind == DDL_SET_DEFAULT || fallback->kind == DDL_DROP_DEFAULT);
}

// A column that was there is in one clause at most.
static bool claim_column(struct orderer *orderer, struct ddl *ddl, bool is_conditional)
{
    struct str key = clause_fold(orderer, ddl->column);
    const struct ddl *other = map_find(orderer->columns, key);
    if (other) {
        if (map_find(orderer->added, key) || becomes_added(orderer, ddl)
            || go_with_place(other, ddl))
            clause_doubt(orderer, true,
                         "which of two columns of one name a clause means is not known");
        else if (!is_conditional || ddl->kind != DDL_DROP_COLUMN
                 || other->kind != DDL_DROP_COLUMN)
            refuse(orderer, "column", ddl->column);
        return false;
    }
    orderer->columns = map_put(orderer->arena, orderer->columns, key, ddl);
    return true;
}

static void place_drop(struct orderer *orderer, struct ddl *ddl,
                       const struct catalog_column *column)
{
    bool is_computed = column
                       && (column->definition.expression.text.data
                           || column->definition.fallback.names);
    struct mysql_clauses *clauses = orderer->clauses;
    clauses->dropped =
        map_put(orderer->arena, clauses->dropped, clause_fold(orderer, ddl->column), ddl);
    put(orderer, is_computed ? STAGE_DROP_COMPUTED : STAGE_DROP_COLUMN, ddl)->position =
        column ? column->position : 0;
}

// The name first, and then the rest of it, where another clause may stand between.
static void place_change(struct orderer *orderer, struct ddl *ddl)
{
    const struct catalog_column *there = NULL;
    bool has_place = ddl->kind == DDL_CHANGE_COLUMN && ddl->definition->place != SQL_PLACE_LAST;
    if (!is_other_name(ddl)) {
        put(orderer, has_place ? STAGE_PLACE_COLUMN : STAGE_CHANGE_COLUMN, ddl);
        return;
    }
    struct str name = new_name_of(ddl);
    struct str key = clause_fold(orderer, name);
    if (map_find(orderer->new_names, key))
        refuse(orderer, "column", name);
    bool is_plain = ddl->kind == DDL_CHANGE_COLUMN && !has_place
                    && column_before(orderer, name, &there) == CATALOG_ABSENT
                    && !map_find(orderer->wanted_names, clause_fold(orderer, ddl->column));
    if (is_plain) {
        orderer->new_names = map_put(orderer->arena, orderer->new_names, key, ddl);
        put(orderer, STAGE_CHANGE_COLUMN, ddl);
        return;
    }
    struct ddl rename = *ddl;
    rename.kind = DDL_RENAME_COLUMN;
    rename.new_name.name = name;
    rename.definition = NULL;
    orderer->new_names = map_put(orderer->arena, orderer->new_names, key,
                                 &put(orderer, STAGE_RENAME_COLUMN, &rename)->ddl);
    if (ddl->kind == DDL_RENAME_COLUMN)
        return;
    struct ddl rest = *ddl;
    rest.column = name;
    put(orderer, has_place ? STAGE_PLACE_COLUMN : STAGE_CHANGE_COLUMN, &rest);
}

static void place_column(struct orderer *orderer, struct ddl *ddl)
{
    const struct catalog_column *column;
    enum catalog_presence presence = column_before(orderer, ddl->column, &column);
    bool is_conditional = ddl->is_conditional;
    if (is_idle(ddl, presence, CATALOG_ABSENT))
        return;
    bool is_default = ddl->kind != DDL_DROP_COLUMN && ddl->kind != DDL_RENAME_COLUMN
                      && ddl->kind != DDL_CHANGE_COLUMN;
    bool is_added = map_find(orderer->added, clause_fold(orderer, ddl->column));
    if (is_added && presence == CATALOG_ABSENT && is_default) {
        put(orderer, STAGE_NEW_DEFAULT, ddl);
        return;
    }
    if ((is_added || becomes_added(orderer, ddl)) && presence != CATALOG_PRESENT
        && ddl->kind == DDL_CHANGE_COLUMN)
        clause_doubt(orderer, true,
                     "what a clause makes of a column that another one adds is not known");
    if (!claim_column(orderer, ddl, is_conditional))
        return;
    if (is_default)
        put(orderer, STAGE_DEFAULT, ddl);
    else if (ddl->kind == DDL_DROP_COLUMN)
        place_drop(orderer, ddl, column);
    else
        place_change(orderer, ddl);
}

// The CHECK of a column that is left out goes with it; its keys are made all the same.
static const struct ddl *skip_checks(const struct ddl *ddl)
{
    while (ddl->next && ddl->next->kind == DDL_ADD_CONSTRAINT
           && ddl->next->constraint->is_of_column
           && ddl->next->constraint->kind == SQL_CONSTRAINT_CHECK)
        ddl = ddl->next;
    return ddl;
}

static const struct ddl *place_addition(struct orderer *orderer, struct ddl *ddl,
                                        const struct ddl *written)
{
    const struct catalog_column *column;
    struct str key = clause_fold(orderer, ddl->definition->name);
    enum catalog_presence presence = column_before(orderer, ddl->definition->name, &column);
    const struct ddl *earlier = map_find(orderer->added, key);
    if (earlier && earlier->definition != ddl->definition && ddl->is_conditional)
        presence = CATALOG_PRESENT;
    if (mysql_reads_column(ddl->definition) && is_idle(ddl, presence, CATALOG_PRESENT))
        return skip_checks(written);
    put(orderer, STAGE_PLACE_COLUMN, ddl);
    return written;
}

// ---- indexes and constraints

static void place_index(struct orderer *orderer, struct ddl *ddl, enum stage stage)
{
    struct str key = catalog_fold(orderer->arena, orderer->before->engine, CATALOG_INDEX,
                                  ddl->object.name);
    const struct ddl *other = map_find(orderer->indexes, key);
    bool is_again = other != NULL;
    if (is_again && ddl->is_conditional && ddl->kind == DDL_DROP_INDEX)
        return;
    if (is_idle(ddl, index_before(orderer, ddl->object.name), CATALOG_ABSENT))
        return;
    bool is_new = index_before(orderer, ddl->object.name) == CATALOG_ABSENT;
    if (ddl->kind == DDL_INDEX_OPTION && is_new && !orderer->clauses->refusal.data)
        orderer->clauses->refusal = arena_format(orderer->arena, "there is no index '%.*s'",
                                                 STR_ARGS(ddl->object.name));
    if (is_again && (ddl->kind == DDL_INDEX_OPTION || other->kind == DDL_INDEX_OPTION))
        clause_doubt(orderer, true, "which index of one name a clause means is not known");
    else if (is_again)
        refuse(orderer, "index", ddl->object.name);
    orderer->indexes = map_put(orderer->arena, orderer->indexes, key, ddl);
    put(orderer, stage, ddl);
}

static bool is_conditional_addition_idle(struct orderer *orderer, struct ddl *ddl)
{
    struct str name = ddl->object.name;
    if (!name.length)
        return false;
    bool is_index = ddl->kind == DDL_CREATE_INDEX || ddl->constraint->kind == SQL_CONSTRAINT_UNIQUE;
    const struct catalog_constraint *constraint = NULL;
    enum catalog_presence presence = CATALOG_MAYBE;
    if (is_index)
        presence = index_before(orderer, name);
    else if (orderer->table)
        presence = catalog_find_constraint(orderer->arena, orderer->before,
                                           orderer->table->table, name, &constraint);
    return is_idle(ddl, presence, CATALOG_PRESENT);
}

// DROP CONSTRAINT of a key that another clause drops as an index.
static bool is_dropped_as_index(const struct orderer *orderer, const struct ddl *ddl)
{
    const struct catalog_constraint *constraint = NULL;
    const struct ddl *other =
        map_find(orderer->indexes, catalog_fold(orderer->arena, orderer->before->engine,
                                                CATALOG_INDEX, ddl->object.name));
    if (!ddl->is_conditional || !other || other->kind != DDL_DROP_INDEX || !orderer->table)
        return false;
    catalog_find_constraint(orderer->arena, orderer->before, orderer->table->table,
                            ddl->object.name, &constraint);
    return !constraint || constraint->index.data;
}

static void drop_constraint(struct orderer *orderer, struct ddl *ddl)
{
    if (is_dropped_as_index(orderer, ddl)
        || is_idle(ddl, constraint_before(orderer, ddl->object.name), CATALOG_ABSENT))
        return;
    const struct catalog_constraint *constraint = NULL;
    if (orderer->table)
        catalog_find_constraint(orderer->arena, orderer->before, orderer->table->table,
                                ddl->object.name, &constraint);
    orderer->drops_foreign_key |=
        constraint && constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY;
    put(orderer, STAGE_DROP_CONSTRAINT, ddl);
}

// ---- each clause to its stage

static const struct ddl *place(struct orderer *orderer, const struct ddl *written)
{
    struct ddl *ddl = arena_new(orderer->arena, struct ddl);
    *ddl = *written;
    switch ((int)ddl->kind) {
    case DDL_ADD_COLUMN: return place_addition(orderer, ddl, written);
    case DDL_DROP_COLUMN:
    case DDL_RENAME_COLUMN:
    case DDL_CHANGE_COLUMN:
    case DDL_SET_DEFAULT:
    case DDL_DROP_DEFAULT:
    case DDL_COLUMN_OPTION: place_column(orderer, ddl); break;
    case DDL_DROP_INDEX: place_index(orderer, ddl, STAGE_DROP_INDEX); break;
    case DDL_RENAME_INDEX: place_index(orderer, ddl, STAGE_RENAME_INDEX); break;
    case DDL_INDEX_OPTION: place_index(orderer, ddl, STAGE_INDEX_OPTION); break;
    case DDL_DROP_CONSTRAINT: drop_constraint(orderer, ddl); break;
    case DDL_ALTER_CONSTRAINT: put(orderer, STAGE_KEY, ddl); break;
    case DDL_CREATE_INDEX:
        if (!is_conditional_addition_idle(orderer, ddl))
            put(orderer, STAGE_KEY, ddl);
        break;
    case DDL_ADD_CONSTRAINT:
        if (!is_conditional_addition_idle(orderer, ddl))
            put(orderer,
                ddl->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY ? STAGE_FOREIGN_KEY : STAGE_KEY,
                ddl);
        break;
    case DDL_RENAME_TABLE:
        orderer->stages[STAGE_RENAME_TABLE].first = orderer->stages[STAGE_RENAME_TABLE].last = NULL;
        put(orderer, STAGE_RENAME_TABLE, ddl); // the last one counts
        break;
    case DDL_PARTITION: put(orderer, STAGE_PARTITION, ddl); break;
    default: put(orderer, STAGE_OPTION, ddl); break;
    }
    return written;
}

// ---- all of them

void clause_emit(struct orderer *orderer, struct ddl *ddl)
{
    array_add(orderer->arena, &orderer->clauses->changes, ddl);
}

static int compare_positions(const void *a, const void *b)
{
    const struct clause *const *left = a, *const *right = b;
    return (*left)->position < (*right)->position   ? 1
           : (*left)->position > (*right)->position ? -1
                                                    : 0;
}

// What is computed from what is computed stands behind it, and goes before it.
static void emit_computed(struct orderer *orderer)
{
    ARRAY_OF(const struct clause *) sorted = { 0 };
    list_each(clause, clause, orderer->stages[STAGE_DROP_COMPUTED])
        array_add(orderer->arena, &sorted, clause);
    if (sorted.count)
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare_positions);
    for (size_t i = 0; i < sorted.count; i++)
        clause_emit(orderer, (struct ddl *)&sorted.items[i]->ddl);
}

static void emit_stage(struct orderer *orderer, enum stage stage)
{
    if (stage == STAGE_RENAME_INDEX || stage == STAGE_RENAME_COLUMN) {
        clauses_emit_renames(orderer, stage,
                     stage == STAGE_RENAME_INDEX ? CATALOG_INDEX : CATALOG_ANYTHING);
        return;
    }
    if (stage == STAGE_DROP_COMPUTED) {
        emit_computed(orderer);
        return;
    }
    list_each(clause, clause, orderer->stages[stage])
        clause_emit(orderer, &clause->ddl);
}

static void take_names(struct orderer *orderer, const struct sql_statement *statement)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next) {
        bool is_added = ddl->kind == DDL_ADD_COLUMN;
        if (!is_added && !is_other_name(ddl))
            continue;
        struct map *names = is_added ? &orderer->added : &orderer->wanted_names;
        struct str key = clause_fold(orderer, is_added ? ddl->definition->name : new_name_of(ddl));
        if (!map_find(*names, key))
            *names = map_put(orderer->arena, *names, key, ddl);
    }
}

struct mysql_clauses mysql_order_clauses(struct arena *arena, const struct catalog *before,
                                 const struct sql_statement *statement)
{
    struct mysql_clauses clauses = { 0 };
    struct catalog_found found = catalog_find(arena, before, statement->changes->table);
    struct orderer orderer = {
        .arena = arena,
        .before = before,
        .table = found.object && found.object->kind == CATALOG_TABLE ? found.object : NULL,
        .clauses = &clauses,
    };
    take_names(&orderer, statement);
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        ddl = place(&orderer, ddl);
    clauses_judge(&orderer);
    for (enum stage stage = 0; stage < STAGES; stage++)
        emit_stage(&orderer, stage);
    return clauses;
}
