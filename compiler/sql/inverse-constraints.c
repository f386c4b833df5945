// How changes of constraints and indexes are undone.
#include "sql/inverse-parts.h"

#include "sql/read.h"

static struct str table_text(const struct deriver *deriver)
{
    return quoted_name(deriver, deriver->ddl->table);
}

const struct catalog_table *table_in(const struct deriver *deriver,
                                     const struct catalog *catalog)
{
    struct catalog_found found = catalog_find(deriver->arena, catalog, deriver->ddl->table);
    return found.object && found.object->kind == CATALOG_TABLE ? found.object->table : NULL;
}

// ---- added constraints

// What the change made: the constraint that is there after it and was not before.
static const struct catalog_constraint *made_constraint(const struct deriver *deriver)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    const struct catalog_table *after = table_in(deriver, deriver->after);
    if (!after)
        return NULL;
    struct map_walk walk = map_walk(after->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->id > deriver->before->last_id
            && (!before || !map_find(before->constraints, walk.key)))
            return constraint;
    return NULL;
}

static const struct catalog_index *made_index(const struct deriver *deriver)
{
    const struct catalog_table *after = table_in(deriver, deriver->after);
    if (!after)
        return NULL;
    struct map_walk walk = map_walk(after->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (index->id > deriver->before->last_id)
            return index;
    return NULL;
}

// The name that the statement gives, or that the engine chose for certain.
static struct str name_of(const struct deriver *deriver)
{
    const struct sql_constraint_definition *definition = deriver->ddl->constraint;
    const struct catalog_table *table = table_in(deriver, deriver->after);
    if (definition->name.length)
        return definition->name;
    if (!table || table->is_partial || !deriver->before->is_complete)
        return STR_NONE;
    const struct catalog_constraint *constraint = made_constraint(deriver);
    const struct catalog_index *index = made_index(deriver);
    return constraint ? constraint->definition.name
           : index    ? index->definition.name.name
                      : STR_NONE;
}

static void drop_constraint(struct deriver *deriver, const char *noun, struct str name)
{
    inverse_put(deriver, "ALTER TABLE %s%.*s DROP %s %s%.*s",
                deriver->ddl->is_table_conditional ? "IF EXISTS " : "",
                STR_ARGS(table_text(deriver)), noun, if_exists(deriver),
                STR_ARGS(quoted(deriver, name)));
}

// A primary key makes its columns NOT NULL, and they stay so without it.
static void undo_primary_key(struct deriver *deriver, struct str name)
{
    const struct catalog_constraint *key = made_constraint(deriver);
    const struct sql_constraint_definition *definition =
        key ? &key->definition : deriver->ddl->constraint;
    list_each(sql_key_part, part, definition->columns)
        if (!column_before(deriver, deriver->ddl->table, part->column)) {
            REFUSE(deriver, WRITE_IT,
                   "a primary key makes its columns NOT NULL, and whether they were is not known");
            return;
        }
    if (in_mysql(deriver))
        inverse_put(deriver, "ALTER TABLE %.*s DROP PRIMARY KEY", STR_ARGS(table_text(deriver)));
    else
        drop_constraint(deriver, "CONSTRAINT", name);
    list_each(sql_key_part, part, definition->columns) {
        const struct catalog_column *column =
            column_before(deriver, deriver->ddl->table, part->column);
        if (column->definition.is_not_null)
            continue;
        if (in_mysql(deriver))
            inverse_put(deriver, "ALTER TABLE %.*s MODIFY COLUMN %.*s%.*s",
                        STR_ARGS(table_text(deriver)),
                        STR_ARGS(column_text(deriver, &column->definition)),
                        STR_ARGS(column_check_text(deriver, column)));
        else
            inverse_put(deriver, "ALTER TABLE %.*s ALTER COLUMN %.*s DROP NOT NULL",
                        STR_ARGS(table_text(deriver)), STR_ARGS(quoted(deriver, part->column)));
    }
}

static void undo_foreign_key(struct deriver *deriver, struct str name)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    if (!in_mysql(deriver)) {
        drop_constraint(deriver, "CONSTRAINT", name);
        return;
    }
    if (!before || before->is_partial) {
        REFUSE(deriver, WRITE_IT, "whether %s made an index for the foreign key is not known",
               sql_engine_title(deriver->engine));
        return;
    }
    const struct catalog_index *index = made_index(deriver);
    drop_constraint(deriver, "FOREIGN KEY", name);
    if (index)
        inverse_put(deriver, "DROP INDEX %s%.*s ON %.*s", if_exists(deriver),
                    STR_ARGS(quoted(deriver, index->definition.name.name)),
                    STR_ARGS(table_text(deriver)));
}

// Dropping the constraint drops the index that it took over: it is made again.
static void undo_taken_index(struct deriver *deriver, struct str name)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    const struct catalog_index *index = NULL;
    if (before)
        catalog_find_index(deriver->arena, deriver->before, before,
                           deriver->ddl->constraint->index, &index);
    if (!index) {
        REFUSE(deriver, WRITE_IT, "dropping the constraint drops the index that it took over");
        return;
    }
    if (deriver->ddl->constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY)
        undo_primary_key(deriver, name);
    else
        drop_constraint(deriver, "CONSTRAINT", name);
    if (deriver->block.first)
        inverse_put(deriver, "%.*s", STR_ARGS(index_text(deriver, table_text(deriver), index)));
}

// It goes with its column, which the same statement adds.
static bool goes_with_column(const struct deriver *deriver)
{
    const struct sql_constraint_definition *definition = deriver->ddl->constraint;
    if (!definition->is_of_column
        || (in_mysql(deriver) && definition->kind == SQL_CONSTRAINT_FOREIGN_KEY))
        return false;
    if (definition->columns.first)
        return is_own_column(deriver, deriver->ddl->table, definition->columns.first->column);
    const struct sql_column *added = NULL; // the CHECK of the column before it
    for (const struct ddl *ddl = deriver->statement->changes; ddl != deriver->ddl; ddl = ddl->next)
        if (ddl->kind == DDL_ADD_COLUMN)
            added = ddl->definition;
    return added && is_own_column(deriver, deriver->ddl->table, added->name);
}

static bool is_there_already(const struct deriver *deriver)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    const struct catalog_constraint *constraint = NULL;
    return deriver->ddl->is_conditional && before
           && catalog_find_constraint(deriver->arena, deriver->before, before,
                                      deriver->ddl->constraint->name, &constraint)
                  == CATALOG_PRESENT;
}

void undo_add_constraint(struct deriver *deriver)
{
    const struct sql_constraint_definition *definition = deriver->ddl->constraint;
    struct str name = name_of(deriver);
    bool is_primary = definition->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    if (goes_with_column(deriver) || is_there_already(deriver))
        return;
    if (!name.length && !(is_primary && in_mysql(deriver)))
        REFUSE(deriver, "name it: ADD CONSTRAINT NAME ...",
               "the constraint has no name here, and the engine chooses one");
    else if (deriver->engine == SQL_ENGINE_UNKNOWN)
        REFUSE(deriver, SAY_ENGINE, "which engine the store has is not said");
    else if (definition->index.data && in_postgresql(deriver))
        undo_taken_index(deriver, name);
    else if (is_primary)
        undo_primary_key(deriver, name);
    else if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        undo_foreign_key(deriver, name);
    else if (definition->kind == SQL_CONSTRAINT_UNIQUE && in_mysql(deriver))
        inverse_put(deriver, "ALTER TABLE %.*s DROP INDEX %.*s", STR_ARGS(table_text(deriver)),
                    STR_ARGS(quoted(deriver, name)));
    else
        drop_constraint(deriver, "CONSTRAINT", name);
}

// ---- constraints that were there

static const struct catalog_constraint *constraint_before(const struct deriver *deriver)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    const struct catalog_constraint *constraint = NULL;
    if (!before)
        return NULL;
    if (!deriver->ddl->object.name.length)
        return catalog_primary_key(before); // DROP PRIMARY KEY
    catalog_find_constraint(deriver->arena, deriver->before, before, deriver->ddl->object.name,
                            &constraint);
    return constraint;
}

void undo_drop_constraint(struct deriver *deriver)
{
    const struct catalog_constraint *constraint = constraint_before(deriver);
    const struct catalog_table *before = table_in(deriver, deriver->before);
    const struct catalog_index *index = NULL;
    if (constraint && is_own(deriver, constraint->id) && has_if_exists(deriver))
        return; // what undoes its addition does not mind
    if (!constraint && before && in_mysql(deriver))
        catalog_find_index(deriver->arena, deriver->before, before, deriver->ddl->object.name,
                           &index);
    if (!constraint && !index && deriver->ddl->is_conditional && before && !before->is_partial)
        return;
    if (!constraint && !index)
        REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else
        restore_vanished(deriver);
    if (constraint && constraint->comment.length)
        inverse_put(deriver, "COMMENT ON CONSTRAINT %.*s ON %.*s IS %.*s",
                    STR_ARGS(quoted(deriver, constraint->definition.name)),
                    STR_ARGS(table_text(deriver)),
                    STR_ARGS(string_text(deriver, constraint->comment)));
}

void undo_validate(struct deriver *deriver)
{
    const struct catalog_constraint *constraint = constraint_before(deriver);
    if (constraint && (is_own(deriver, constraint->id) || constraint->is_valid))
        return;
    REFUSE(deriver, "validate it in the phase that adds it, or write the rollback",
           "no statement makes '%.*s' NOT VALID again", STR_ARGS(inverse_subject(deriver)));
}

void undo_alter_constraint(struct deriver *deriver)
{
    const struct catalog_constraint *constraint = constraint_before(deriver);
    const struct sql_constraint_definition *said = deriver->ddl->constraint;
    if (!constraint || !said || !said->is_deferrability_said) {
        REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    const struct sql_constraint_definition *old = &constraint->definition;
    inverse_put(deriver, "ALTER TABLE %.*s ALTER CONSTRAINT %.*s %s%s",
                STR_ARGS(table_text(deriver)), STR_ARGS(quoted(deriver, old->name)),
                old->is_deferrable ? "DEFERRABLE" : "NOT DEFERRABLE",
                old->is_deferred ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
}

// ---- indexes

// MySQL's indexes are called so in their table alone; the others' in their schema.
static bool is_index_there(const struct deriver *deriver, struct str name)
{
    struct sql_name full = { deriver->ddl->index->name.schema, name };
    if (!full.schema.length)
        full.schema = deriver->ddl->table.schema;
    if (!in_mysql(deriver)
        && catalog_find(deriver->arena, deriver->before, full).presence == CATALOG_PRESENT)
        return true;
    const struct catalog_table *table = table_in(deriver, deriver->before);
    const struct catalog_index *index = NULL;
    return table
           && catalog_find_index(deriver->arena, deriver->before, table, name, &index)
                  == CATALOG_PRESENT;
}

static struct str index_name(const struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct str name = ddl->index->name.name.length ? ddl->index->name.name : ddl->object.name;
    const struct catalog_table *table = table_in(deriver, deriver->after);
    if (name.length || !table || table->is_partial || !deriver->before->is_complete)
        return name;
    const struct catalog_index *index = made_index(deriver);
    return index ? index->definition.name.name : STR_NONE;
}

void undo_create_index(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct str name = index_name(deriver);
    if (!name.length) {
        REFUSE(deriver, "name it: CREATE INDEX NAME ON ...",
               "the index has no name here, and the engine chooses one");
        return;
    }
    if (deriver->engine == SQL_ENGINE_UNKNOWN) {
        REFUSE(deriver, SAY_ENGINE, "which engine the store has is not said");
        return;
    }
    struct sql_name of_any_table = { ddl->table.schema, name };
    bool is_elsewhere =
        !in_mysql(deriver)
        && catalog_find(deriver->arena, deriver->before, of_any_table).presence == CATALOG_PRESENT;
    if (ddl->is_conditional && (is_elsewhere || is_index_there(deriver, name)))
        return;
    if (in_mysql(deriver)) {
        inverse_put(deriver, "DROP INDEX %s%.*s ON %.*s", if_exists(deriver),
                    STR_ARGS(quoted(deriver, name)), STR_ARGS(table_text(deriver)));
        return;
    }
    struct sql_name full = { in_postgresql(deriver)           ? ddl->table.schema
                             : ddl->index->name.schema.length ? ddl->index->name.schema
                                                              : ddl->object.schema,
                             name };
    inverse_put(deriver, "DROP INDEX %sIF EXISTS %.*s", ddl->is_concurrent ? "CONCURRENTLY " : "",
                STR_ARGS(quoted_name(deriver, full)));
}

static const struct catalog_index *index_before(const struct deriver *deriver,
                                                struct sql_name *table)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_index *index = NULL;
    struct catalog_found found = catalog_find(deriver->arena, deriver->before,
                                              in_mysql(deriver) ? ddl->table : ddl->object);
    if (found.object && found.object->kind == CATALOG_INDEX)
        found = catalog_find(deriver->arena, deriver->before, *found.object->owner);
    if (!found.object || found.object->kind != CATALOG_TABLE)
        return NULL;
    *table = found.object->name;
    catalog_find_index(deriver->arena, deriver->before, found.object->table, ddl->object.name,
                       &index);
    return index;
}

void undo_drop_index(struct deriver *deriver)
{
    struct sql_name table;
    const struct catalog_index *index = index_before(deriver, &table);
    struct catalog_found found =
        catalog_find(deriver->arena, deriver->before, deriver->ddl->object);
    if (index && is_own(deriver, index->id) && (has_if_exists(deriver) || !in_mysql(deriver)))
        return; // what undoes its creation does not mind
    if (!index && deriver->ddl->is_conditional && found.presence == CATALOG_ABSENT
        && !in_mysql(deriver))
        return;
    if (!index)
        REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else
        restore_vanished(deriver);
}

void undo_index_option(struct deriver *deriver)
{
    struct sql_name table;
    const struct catalog_index *index = index_before(deriver, &table);
    if (!index || !deriver->ddl->option || !str_is(deriver->ddl->option->name, "visible")) {
        REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    bool is_mariadb = deriver->engine == SQL_ENGINE_MARIADB;
    bool was_hidden = index->definition.is_invisible;
    inverse_put(deriver, "ALTER TABLE %.*s ALTER INDEX %.*s %s", STR_ARGS(table_text(deriver)),
                STR_ARGS(quoted(deriver, index->definition.name.name)),
                is_mariadb ? (was_hidden ? "IGNORED" : "NOT IGNORED")
                           : (was_hidden ? "INVISIBLE" : "VISIBLE"));
}
