// How changes of tables, and renames of anything, are undone.
#include "sql/inverse-parts.h"

void undo_create_table(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    enum catalog_presence presence =
        catalog_find(deriver->arena, deriver->before, ddl->table).presence;
    bool is_temporary = ddl->is_temporary || ddl->create_table->is_temporary;
    if (is_temporary || may_be_older(deriver, presence))
        return; // a temporary one is gone with its session
    if (ddl->is_conditional && presence == CATALOG_PRESENT)
        return;
    inverse_put(deriver, "DROP TABLE IF EXISTS %.*s", STR_ARGS(quoted_name(deriver, ddl->table)));
}

void undo_drop_table(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    enum catalog_presence presence =
        catalog_find(deriver->arena, deriver->before, ddl->table).presence;
    if (presence == CATALOG_ABSENT && ddl->is_conditional)
        return;
    if (deriver->has_renames || !is_own_table(deriver, ddl->table))
        REFUSE(deriver, WRITE_IT, "what '%.*s' held is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
}

void undo_inherit(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct str table = quoted_name(deriver, ddl->table), other = quoted_name(deriver, ddl->other);
    const struct catalog_object *child = table_before(deriver, ddl->other);
    if (ddl->kind == DDL_INHERIT)
        inverse_put(deriver, "ALTER TABLE %.*s NO INHERIT %.*s", STR_ARGS(table), STR_ARGS(other));
    else if (ddl->kind == DDL_NO_INHERIT)
        inverse_put(deriver, "ALTER TABLE %.*s INHERIT %.*s", STR_ARGS(table), STR_ARGS(other));
    else if (ddl->kind == DDL_ATTACH_PARTITION)
        inverse_put(deriver, "ALTER TABLE %.*s DETACH PARTITION %.*s", STR_ARGS(table),
                    STR_ARGS(other));
    else if (child && child->table->bound.text.data)
        inverse_put(deriver, "ALTER TABLE %.*s ATTACH PARTITION %.*s %.*s", STR_ARGS(table),
                    STR_ARGS(other), STR_ARGS(child->table->bound.text));
    else
        REFUSE(deriver, WRITE_IT, "which rows partition '%.*s' was for is not known to belay",
               STR_ARGS(sql_name_format(deriver->arena, ddl->other)));
}

// ---- names

// SQLite's foreign keys may name a table that is not there; they follow the next one of its name.
static bool is_named_already(const struct deriver *deriver)
{
    struct catalog_object new = { .kind = CATALOG_TABLE, .name = deriver->ddl->new_name };
    if (deriver->engine != SQL_ENGINE_SQLITE)
        return false;
    if (!new.name.schema.length)
        new.name.schema = deriver->before->schema;
    return catalog_uses_of(deriver->arena, deriver->before, &new).count > 0;
}

static bool is_certain_rename(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    bool is_conditional = ddl->is_table_conditional || ddl->is_conditional;
    struct sql_name name = sql_name_is_set(ddl->object) ? ddl->object : ddl->table;
    bool is_there =
        catalog_find(deriver->arena, deriver->before, name).presence == CATALOG_PRESENT;
    if (is_conditional && !is_there)
        REFUSE(deriver, "leave it out, or write the rollback",
               "IF EXISTS leaves open whether '%.*s' is renamed",
               STR_ARGS(inverse_subject(deriver)));
    else if (ddl->new_name.schema.length && !str_equal(ddl->new_name.schema, name.schema))
        REFUSE(deriver, WRITE_IT, "'%.*s' moves to another schema",
               STR_ARGS(inverse_subject(deriver)));
    else if (ddl->kind == DDL_RENAME_TABLE && is_named_already(deriver))
        REFUSE(deriver, WRITE_IT, "what named '%.*s' before would follow it back",
               STR_ARGS(ddl->new_name.name));
    else
        return true;
    return false;
}

struct renaming { // ALTER NOUN new RENAME TO old
    enum ddl_kind kind;
    const char *noun;
    bool has_if_exists;
};

static const struct renaming renamings[] = {
    { DDL_RENAME_TABLE, "TABLE", true },       { DDL_RENAME_VIEW, "VIEW", true },
    { DDL_RENAME_SEQUENCE, "SEQUENCE", true }, { DDL_RENAME_TYPE, "TYPE", false },
    { DDL_RENAME_SCHEMA, "SCHEMA", false },    { DDL_RENAME_INDEX, "INDEX", true },
};

static const char *noun_of(const struct deriver *deriver, const struct renaming *renaming)
{
    const struct ddl *ddl = deriver->ddl;
    if (ddl->kind == DDL_RENAME_VIEW && ddl->is_materialized)
        return "MATERIALIZED VIEW";
    return in_mysql(deriver) && ddl->kind == DDL_RENAME_VIEW ? "TABLE" : renaming->noun;
}

// As it was called before, which the statement may write in other letters.
static struct str old_table(const struct deriver *deriver)
{
    const struct catalog_object *object =
        catalog_find(deriver->arena, deriver->before, deriver->ddl->table).object;
    return object ? object->name.name : deriver->ddl->table.name;
}

static void rename_object(struct deriver *deriver, const struct renaming *renaming)
{
    const struct ddl *ddl = deriver->ddl;
    struct sql_name old = ddl->kind == DDL_RENAME_TABLE ? ddl->table : ddl->object;
    if (ddl->kind == DDL_RENAME_TABLE)
        old.name = old_table(deriver);
    struct sql_name new = { old.schema, ddl->new_name.name };
    bool keeps_schema = in_mysql(deriver) && ddl->kind == DDL_RENAME_TABLE;
    inverse_put(deriver, "ALTER %s %s%.*s RENAME TO %.*s", noun_of(deriver, renaming),
                renaming->has_if_exists ? if_exists(deriver) : "",
                STR_ARGS(quoted_name(deriver, new)),
                STR_ARGS(keeps_schema ? quoted_name(deriver, old) : quoted(deriver, old.name)));
}

// Names inside a table.
static void rename_part(struct deriver *deriver, const char *noun)
{
    const struct ddl *ddl = deriver->ddl;
    inverse_put(deriver, "ALTER TABLE %s%.*s RENAME %s %.*s TO %.*s",
                ddl->is_table_conditional ? "IF EXISTS " : "",
                STR_ARGS(quoted_name(deriver, ddl->table)), noun,
                STR_ARGS(quoted(deriver, ddl->new_name.name)),
                STR_ARGS(quoted(deriver, ddl->object.name)));
}

void undo_rename(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    if (ddl->kind == DDL_RENAME_CONSTRAINT) {
        rename_part(deriver, "CONSTRAINT");
        return;
    }
    if (ddl->kind == DDL_RENAME_INDEX && in_mysql(deriver)) {
        rename_part(deriver, "INDEX");
        return;
    }
    if (ddl->kind == DDL_RENAME_TRIGGER) {
        inverse_put(deriver, "ALTER TRIGGER %.*s ON %.*s RENAME TO %.*s",
                    STR_ARGS(quoted(deriver, ddl->new_name.name)),
                    STR_ARGS(quoted_name(deriver, ddl->table)),
                    STR_ARGS(quoted(deriver, ddl->object.name)));
        return;
    }
    if (!is_certain_rename(deriver))
        return;
    for (size_t i = 0; i < sizeof renamings / sizeof *renamings; i++)
        if (renamings[i].kind == ddl->kind)
            rename_object(deriver, &renamings[i]);
}

static struct str old_column(const struct deriver *deriver)
{
    const struct catalog_object *object =
        catalog_find(deriver->arena, deriver->before, deriver->ddl->table).object;
    const struct catalog_column *column = NULL;
    if (object && object->kind == CATALOG_TABLE)
        catalog_find_column(deriver->arena, deriver->before, object->table, deriver->ddl->column,
                            &column);
    return column ? column->definition.name : deriver->ddl->column;
}

void undo_rename_column(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    if (is_certain_rename(deriver))
        inverse_put(deriver, "ALTER TABLE %.*s RENAME COLUMN %.*s TO %.*s",
                    STR_ARGS(quoted_name(deriver, ddl->table)),
                    STR_ARGS(quoted(deriver, ddl->new_name.name)),
                    STR_ARGS(quoted(deriver, old_column(deriver))));
}

void undo_set_schema(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct sql_name name = ddl->target == DDL_ON_TABLE ? ddl->table : ddl->object;
    struct catalog_found found = catalog_find(deriver->arena, deriver->before, name);
    const char *noun = ddl->target == DDL_ON_VIEW       ? "VIEW"
                       : ddl->target == DDL_ON_SEQUENCE ? "SEQUENCE"
                                                        : "TABLE";
    struct str schema = found.object ? found.object->name.schema : name.schema;
    bool is_other = ddl->target != DDL_ON_TABLE && ddl->target != DDL_ON_VIEW
                    && ddl->target != DDL_ON_SEQUENCE;
    if (!schema.length || is_other || found.presence == CATALOG_ABSENT) {
        REFUSE(deriver, WRITE_IT, "the schema that '%.*s' was in is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    inverse_put(deriver, "ALTER %s IF EXISTS %.*s SET SCHEMA %.*s", noun,
                STR_ARGS(quoted_name(deriver,
                                     (struct sql_name){ ddl->new_name.name, name.name })),
                STR_ARGS(quoted(deriver, schema)));
}
