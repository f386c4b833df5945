// What the clauses of one ALTER TABLE do together that no order of them tells: foreign keys, and
// names that go from one column to another.
#include "sql/catalog-mysql-clauses.h"

static bool is_mariadb(const struct orderer *orderer)
{
    return orderer->before->engine == SQL_ENGINE_MARIADB;
}

// ---- foreign keys

static bool has_key_before(const struct orderer *orderer, const struct sql_key_parts *columns)
{
    struct map_walk walk = map_walk(orderer->table->table->indexes);
    const struct catalog_index *index;
    while (columns->first && (index = map_next(&walk))) {
        const struct sql_key_part *part = index->definition.parts.first;
        if (part && part->column.data
            && str_equal_ignoring_case(part->column, columns->first->column))
            return true;
    }
    return false;
}

// What refers to the table itself refers to it as it was.
static void judge_own_key(struct orderer *orderer, const struct ddl *ddl)
{
    const struct sql_constraint_definition *key = ddl->constraint;
    if (!sql_name_equal(key->other, ddl->table) || !orderer->table)
        return;
    bool is_touched = false;
    list_each(sql_key_part, part, key->other_columns) {
        struct str name = clause_fold(orderer, part->column);
        is_touched |= map_find(orderer->columns, name) || map_find(orderer->added, name)
                      || map_find(orderer->new_names, name);
    }
    if (is_touched || !is_mariadb(orderer))
        clause_doubt(orderer, false,
                     "whether a foreign key to the same table goes with the rest is not known");
    else if (!has_key_before(orderer, &key->other_columns) && !orderer->clauses->refusal.data)
        orderer->clauses->refusal =
            STR("a foreign key to the same table needs a key that was there before");
}

// The engine counts those that were there, whether they stay or not.
static struct str next_name(struct orderer *orderer)
{
    struct str prefix =
        arena_format(orderer->arena, "%.*s_ibfk_", STR_ARGS(orderer->table->name.name));
    unsigned highest = catalog_highest_number(orderer->table->table, prefix);
    return arena_format(orderer->arena, "%.*s%u", STR_ARGS(prefix),
                        highest + ++orderer->foreign_keys);
}

// A name that a foreign key leaves is not free before the statement is over.
static void judge_foreign_key(struct orderer *orderer, struct ddl *ddl)
{
    struct str name = ddl->constraint->name;
    judge_own_key(orderer, ddl);
    list_each(sql_key_part, part, ddl->constraint->columns)
        if (map_find(orderer->new_names, clause_fold(orderer, part->column)))
            clause_doubt(orderer, false,
                         "whether a renamed column takes a foreign key is not known");
    if (!orderer->drops_foreign_key)
        return;
    if (name.length) {
        list_each(clause, clause, orderer->stages[STAGE_DROP_CONSTRAINT])
            if (str_equal_ignoring_case(clause->ddl.object.name, name))
                clause_doubt(orderer, false,
                             "whether a foreign key's name is free again is not known");
        return;
    }
    struct sql_constraint_definition *named =
        arena_new(orderer->arena, struct sql_constraint_definition);
    *named = *ddl->constraint;
    named->name = next_name(orderer);
    named->is_name_chosen = true;
    ddl->constraint = named;
}

static bool is_in_foreign_key(const struct orderer *orderer, const struct applier *applier,
                              struct str column)
{
    struct map_walk walk = map_walk(orderer->table->table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && parts_have(applier, &constraint->definition.columns, column))
            return true;
    struct catalog_uses uses = catalog_uses_of(orderer->arena, orderer->before, orderer->table);
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].part == CATALOG_USE_CONSTRAINT)
            return true;
    return false;
}

// To copy the table and to rename a column of a foreign key do not go together.
static void judge_renames(struct orderer *orderer, const struct applier *applier)
{
    static const enum stage others[] = { STAGE_CHANGE_COLUMN, STAGE_PLACE_COLUMN,
                                         STAGE_DROP_COLUMN,   STAGE_DROP_COMPUTED,
                                         STAGE_OPTION,        STAGE_PARTITION };
    bool has_others = false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        has_others |= orderer->stages[others[i]].first != NULL;
    if (!has_others)
        return;
    struct map_walk walk = map_walk(orderer->new_names);
    const struct ddl *ddl;
    while ((ddl = map_next(&walk)))
        if (is_in_foreign_key(orderer, applier, ddl->column)) {
            clause_doubt(orderer, false,
                  "whether a column of a foreign key is renamed beside the rest is not known");
            return;
        }
}

static bool is_built_on(const struct orderer *orderer, const struct applier *applier,
                        struct str name)
{
    const struct catalog_table *table = orderer->table->table;
    struct map_walk columns = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&columns)))
        if (!column->is_absent && !str_equal_ignoring_case(column->definition.name, name)
            && (expression_mentions(applier, &column->definition.expression, name)
                || expression_mentions(applier, &column->definition.fallback, name)))
            return true;
    struct map_walk indexes = map_walk(table->indexes);
    const struct catalog_index *index;
    while (map_find(orderer->added, clause_fold(orderer, name)) && (index = map_next(&indexes)))
        if (parts_have(applier, &index->definition.parts, name))
            return true;
    return false;
}

// A column goes, and another one has its name: what was built on the one may stand on the other.
static void judge_heirs(struct orderer *orderer, const struct applier *applier)
{
    struct map_walk renames = map_walk(orderer->new_names);
    const struct ddl *renamed;
    while ((renamed = map_next(&renames))) {
        const struct ddl *heir = map_find(orderer->added, clause_fold(orderer, renamed->column));
        if (heir && heir->definition->place != SQL_PLACE_LAST
            && is_built_on(orderer, applier, renamed->column))
            clause_doubt(orderer, true, "which of two columns an index is over is not known");
    }
    struct map_walk walk = map_walk(orderer->clauses->dropped);
    const struct ddl *ddl;
    while ((ddl = map_next(&walk))) {
        struct str key = clause_fold(orderer, ddl->column);
        bool has_heir = map_find(orderer->added, key) || map_find(orderer->new_names, key);
        if (has_heir && is_built_on(orderer, applier, ddl->column)) {
            clause_doubt(orderer, true, "what becomes of what was built on a column is not known");
            return;
        }
    }
}

void clauses_judge(struct orderer *orderer)
{
    list_each(clause, clause, orderer->stages[STAGE_FOREIGN_KEY])
        judge_foreign_key(orderer, &clause->ddl);
    if (!orderer->table)
        return;
    struct catalog copy = *orderer->before;
    struct applier applier = { .arena = orderer->arena, .catalog = &copy };
    judge_renames(orderer, &applier);
    judge_heirs(orderer, &applier);
}

