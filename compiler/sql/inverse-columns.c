// How changes of columns are undone.
#include "sql/inverse-parts.h"
#include "sql/read.h"
#include "sql/types.h"

static struct str table_text(const struct deriver *deriver)
{
    return quoted_name(deriver, deriver->ddl->table);
}

static void alter(struct deriver *deriver, const char *what, struct str rest)
{
    inverse_put(deriver, "ALTER TABLE %s%.*s ALTER COLUMN %.*s %s%.*s",
                deriver->ddl->is_table_conditional ? "IF EXISTS " : "",
                STR_ARGS(table_text(deriver)), STR_ARGS(quoted(deriver, deriver->ddl->column)),
                what, STR_ARGS(rest));
}

static const struct catalog_column *column_of(const struct deriver *deriver)
{
    return column_before(deriver, deriver->ddl->table, deriver->ddl->column);
}

// ---- added and dropped

// MariaDB takes a foreign key that stands in a column's definition.
static bool brings_foreign_key(const struct deriver *deriver)
{
    struct str column = deriver->ddl->definition->name;
    for (const struct ddl *ddl = deriver->statement->changes; ddl; ddl = ddl->next)
        if (ddl->kind == DDL_ADD_CONSTRAINT && ddl->constraint->is_of_column
            && ddl->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY
            && ddl->constraint->columns.first
            && str_equal(ddl->constraint->columns.first->column, column))
            return true;
    return false;
}

static enum catalog_presence presence_of(const struct deriver *deriver)
{
    const struct catalog_object *table = table_before(deriver, deriver->ddl->table);
    const struct catalog_column *column = NULL;
    if (!table)
        return CATALOG_MAYBE;
    return catalog_find_column(deriver->arena, deriver->before, table->table,
                               deriver->ddl->definition->name, &column);
}

void undo_add_column(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    enum catalog_presence presence = presence_of(deriver);
    if (may_be_older(deriver, presence) || (ddl->is_conditional && presence == CATALOG_PRESENT))
        return;
    const struct catalog_object *table = table_before(deriver, ddl->table);
    if (in_mysql(deriver) && brings_foreign_key(deriver) && (!table || table->table->is_partial)) {
        REFUSE(deriver, "add the foreign key as a constraint with a name, or write the rollback",
               "%s drops no column that has a foreign key", sql_engine_title(deriver->engine));
        return;
    }
    inverse_put(deriver, "ALTER TABLE %s%.*s DROP COLUMN %s%.*s",
                ddl->is_table_conditional ? "IF EXISTS " : "", STR_ARGS(table_text(deriver)),
                if_exists(deriver), STR_ARGS(quoted(deriver, ddl->definition->name)));
}

void undo_drop_column(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_object *table = table_before(deriver, ddl->table);
    const struct catalog_column *column = NULL;
    enum catalog_presence presence =
        !table ? CATALOG_MAYBE
               : catalog_find_column(deriver->arena, deriver->before, table->table, ddl->column,
                                     &column);
    if (presence == CATALOG_ABSENT && ddl->is_conditional)
        return;
    if (column && is_own(deriver, column->id) && has_if_exists(deriver) && !deriver->has_renames)
        return; // what undoes its addition does not mind
    REFUSE(deriver, WRITE_IT, "what '%.*s' held is not known to belay",
           STR_ARGS(inverse_subject(deriver)));
}

// ---- types

// Every value of the old type is one of the new, so that nothing was lost on the way there.
static bool is_widening(const struct deriver *deriver, const struct sql_column *old,
                        const struct sql_column *new)
{
    struct sql_type_setting setting = { .engine = deriver->engine,
                                        .version = deriver->before->version };
    enum sql_type_change change = sql_type_change(&setting, old, new);
    if (sql_type_narrows(deriver->engine, &old->type, &new->type))
        return false;
    return change == SQL_TYPE_EQUAL || change == SQL_TYPE_KEPT
           || sql_type_narrows(deriver->engine, &new->type, &old->type);
}

static void remark_type(struct deriver *deriver, struct str type)
{
    inverse_remark(deriver, arena_format(deriver->arena,
                                         "fails where a row holds what does not fit into %.*s",
                                         STR_ARGS(type)));
}

static bool can_go_back(struct deriver *deriver, const struct catalog_column *column,
                        const struct sql_column *new)
{
    if (!column)
        REFUSE(deriver, WRITE_IT, "the type that '%.*s' had is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else if (!is_widening(deriver, &column->definition, new))
        REFUSE(deriver, WRITE_IT, "what '%.*s' held before its new type is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else
        return true;
    return false;
}

void undo_set_type(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_column *column = column_of(deriver);
    if (!can_go_back(deriver, column, ddl->definition))
        return;
    struct str type =
        catalog_type_text(deriver->arena, deriver->engine, &column->definition.type);
    struct str name = quoted(deriver, ddl->column);
    struct output rest = { .arena = deriver->arena };
    output_str(&rest, type);
    if (column->definition.collation.length)
        output_format(&rest, " COLLATE %.*s",
                      STR_ARGS(quoted(deriver, column->definition.collation)));
    output_format(&rest, " USING %.*s::%.*s", STR_ARGS(name), STR_ARGS(type));
    alter(deriver, "TYPE ", output_get(&rest));
    if (!sql_type_equal(deriver->engine, &column->definition.type, &ddl->definition->type))
        remark_type(deriver, type);
}

// " FIRST", " AFTER a" where the change moves the column.
static struct str place_text(const struct deriver *deriver, const struct catalog_column *column)
{
    const struct catalog_object *table = table_before(deriver, deriver->ddl->table);
    const struct catalog_column *before = NULL;
    if (deriver->ddl->definition->place == SQL_PLACE_LAST)
        return STR_NONE;
    struct catalog_columns columns = catalog_columns_of(deriver->arena, table->table);
    for (size_t i = 0; i < columns.count && columns.items[i] != column; i++)
        before = columns.items[i];
    if (!before)
        return STR(" FIRST");
    return arena_format(deriver->arena, " AFTER %.*s",
                        STR_ARGS(quoted(deriver, before->definition.name)));
}

void undo_change_column(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_column *column = column_of(deriver);
    if (!column) {
        REFUSE(deriver, WRITE_IT, "how '%.*s' was defined is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    if (!can_go_back(deriver, column, ddl->definition))
        return;
    struct str name = ddl->definition->name.length ? ddl->definition->name : ddl->column;
    inverse_put(deriver, "ALTER TABLE %.*s CHANGE COLUMN %.*s %.*s%.*s%.*s",
                STR_ARGS(table_text(deriver)), STR_ARGS(quoted(deriver, name)),
                STR_ARGS(column_text(deriver, &column->definition)),
                STR_ARGS(column_check_text(deriver, column)),
                STR_ARGS(place_text(deriver, column)));
    if (!sql_type_equal(deriver->engine, &column->definition.type, &ddl->definition->type))
        remark_type(deriver, catalog_type_text(deriver->arena, deriver->engine,
                                               &column->definition.type));
}

// ---- properties

void undo_not_null(struct deriver *deriver)
{
    const struct catalog_column *column = column_of(deriver);
    bool is_set = deriver->ddl->kind == DDL_SET_NOT_NULL;
    if (!column)
        REFUSE(deriver, WRITE_IT, "whether '%.*s' was NOT NULL before is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else if (column->definition.is_not_null != is_set)
        alter(deriver, is_set ? "DROP NOT NULL" : "SET NOT NULL", STR_NONE);
    if (column && !is_set && column->definition.is_not_null)
        inverse_remark(deriver, STR("fails where a row holds NULL"));
}

static void put_whole(struct deriver *deriver, const struct catalog_column *column)
{
    inverse_put(deriver, "ALTER TABLE %.*s MODIFY COLUMN %.*s%.*s", STR_ARGS(table_text(deriver)),
                STR_ARGS(column_text(deriver, &column->definition)),
                STR_ARGS(column_check_text(deriver, column)));
}

void undo_default(struct deriver *deriver)
{
    const struct catalog_column *column = column_of(deriver);
    // The name of a serial's sequence is certain only where all names are known.
    bool is_guess = column && column->definition.is_serial && !deriver->before->is_complete;
    if (!column || is_guess)
        REFUSE(deriver, WRITE_IT, "the default that '%.*s' had is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else if (in_mysql(deriver) && column->definition.on_update.text.data)
        put_whole(deriver, column); // it went with the default
    else if (column->definition.fallback.text.data)
        alter(deriver, "SET DEFAULT ", column->definition.fallback.text);
    else
        alter(deriver, "DROP DEFAULT", STR_NONE);
}

void undo_identity(struct deriver *deriver)
{
    const struct catalog_column *column = column_of(deriver);
    const struct ddl *ddl = deriver->ddl;
    if (ddl->kind == DDL_ADD_IDENTITY) {
        alter(deriver, "DROP IDENTITY IF EXISTS", STR_NONE);
        return;
    }
    bool changes_kind = ddl->kind == DDL_SET_IDENTITY && ddl->definition
                        && ddl->definition->identity != SQL_NO_IDENTITY;
    if (!column || !changes_kind || column->definition.identity == SQL_NO_IDENTITY) {
        REFUSE(deriver, WRITE_IT, "where the numbers of '%.*s' stood is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    alter(deriver,
          column->definition.identity == SQL_IDENTITY_ALWAYS ? "SET GENERATED ALWAYS"
                                                             : "SET GENERATED BY DEFAULT",
          STR_NONE);
}

void undo_expression(struct deriver *deriver)
{
    const struct catalog_column *column = column_of(deriver);
    if (deriver->ddl->kind == DDL_DROP_EXPRESSION)
        REFUSE(deriver, WRITE_IT, "no statement makes '%.*s' a generated column again",
               STR_ARGS(inverse_subject(deriver)));
    else if (!column || !column->definition.expression.text.data)
        REFUSE(deriver, WRITE_IT, "the expression that '%.*s' had is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else
        alter(deriver, "SET EXPRESSION AS ",
              arena_format(deriver->arena, "(%.*s)",
                           STR_ARGS(column->definition.expression.text)));
}
