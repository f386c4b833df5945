// How each kind of statement is undone, engine by engine.
#include "sql/inverse-forms.h"

#include "sql/effect.h"

// ---- names

static struct str quoted(const struct deriver *deriver, struct str name)
{
    return sql_name_quoted(deriver->change->statement->tokens, name);
}

static struct str in_schema(const struct deriver *deriver, struct str schema, struct str name)
{
    struct str last = quoted(deriver, name);
    if (schema.length == 0)
        return last;
    return arena_format(deriver->arena, "%.*s.%.*s", STR_ARGS(quoted(deriver, schema)),
                        STR_ARGS(last));
}

static struct str table_of(const struct deriver *deriver)
{
    const struct sql_name *table = &deriver->operation->table;
    return in_schema(deriver, table->schema, table->name);
}

// "users.born", "users", "users_born_idx", for a message.
static struct str subject(const struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    bool is_of_object = sql_name_is_set(operation->object);
    struct str table =
        sql_name_format(deriver->arena, is_of_object ? operation->object : operation->table);
    if (is_of_object || operation->column.length == 0)
        return table;
    return arena_format(deriver->arena, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(operation->column));
}

// ---- what was created

static bool has_if_exists(const struct deriver *deriver)
{
    return deriver->history->engine == SQL_ENGINE_POSTGRESQL
           || deriver->history->engine == SQL_ENGINE_MARIADB;
}

static bool is_mysql(const struct deriver *deriver)
{
    return deriver->history->engine == SQL_ENGINE_MYSQL
           || deriver->history->engine == SQL_ENGINE_MARIADB;
}

// Nothing tells whether it was there before: then it holds what this plan did not bring.
static bool may_be_older(struct deriver *deriver)
{
    if (!deriver->operation->is_conditional)
        return false;
    REFUSE(deriver, "leave it out: belay runs no step twice; or write the rollback",
           "IF NOT EXISTS leaves open whether '%.*s' was there before",
           STR_ARGS(subject(deriver)));
    return true;
}

static void undo_create_table(struct deriver *deriver)
{
    if (deriver->operation->is_temporary || may_be_older(deriver))
        return; // a temporary one is gone with its session
    inverse_put(deriver, arena_format(deriver->arena, "DROP TABLE IF EXISTS %.*s;",
                              STR_ARGS(table_of(deriver))));
}

static bool defines(const struct deriver *deriver, const char *word)
{
    struct sql_range definition = deriver->operation->definition;
    for (uint32_t i = definition.from; i < definition.to; i++)
        if (sql_token_is(sql_token_at(deriver->change->statement->tokens, i), word))
            return true;
    return false;
}

static void undo_add_column(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    if (may_be_older(deriver))
        return;
    if (is_mysql(deriver) && defines(deriver, "REFERENCES")) {
        REFUSE(deriver, "add the foreign key as a constraint with a name, or write the rollback",
               "%s drops no column that has a foreign key",
               sql_engine_title(deriver->history->engine));
        return;
    }
    inverse_put(deriver, arena_format(deriver->arena, "ALTER TABLE %s%.*s DROP COLUMN %s%.*s;",
                              operation->is_table_conditional ? "IF EXISTS " : "",
                              STR_ARGS(table_of(deriver)),
                              has_if_exists(deriver) ? "IF EXISTS " : "",
                              STR_ARGS(quoted(deriver, operation->column))));
}

static void undo_create_index(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    struct str name = quoted(deriver, operation->object.name);
    enum sql_engine engine = deriver->history->engine;
    if (name.length == 0) {
        REFUSE(deriver, "name it: CREATE INDEX NAME ON ...",
               "the index has no name here, and the engine chooses one");
        return;
    }
    if (engine == SQL_ENGINE_UNKNOWN) {
        REFUSE(deriver, "say so in the plan: store NAME { engine ENGINE VERSION }",
               "which engine the store has is not said");
        return;
    }
    if (is_mysql(deriver)) {
        inverse_put(deriver, arena_format(deriver->arena, "DROP INDEX %s%.*s ON %.*s;",
                                  engine == SQL_ENGINE_MARIADB ? "IF EXISTS " : "", STR_ARGS(name),
                                  STR_ARGS(table_of(deriver))));
        return;
    }
    struct str schema = engine == SQL_ENGINE_SQLITE ? operation->object.schema
                                                    : operation->table.schema;
    inverse_put(deriver, arena_format(deriver->arena, "DROP INDEX %sIF EXISTS %.*s;",
                              operation->is_concurrent ? "CONCURRENTLY " : "",
                              STR_ARGS(in_schema(deriver, schema, operation->object.name))));
}

// ---- constraints

// True where dropping the constraint brings back what there was; refuses else.
static bool can_drop_constraint(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    enum sql_engine engine = deriver->history->engine;
    if (operation->object.name.length == 0)
        REFUSE(deriver, "name it: ADD CONSTRAINT NAME ...",
               "the constraint has no name here, and the engine chooses one");
    else if (engine == SQL_ENGINE_UNKNOWN)
        REFUSE(deriver, "say so in the plan: store NAME { engine ENGINE VERSION }",
               "which engine the store has is not said");
    else if (operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY)
        REFUSE(deriver, WRITE_IT,
               "a primary key makes its columns NOT NULL, and whether they were is not known");
    else if (operation->uses_index)
        REFUSE(deriver, WRITE_IT, "dropping the constraint drops the index that it took over");
    else if (is_mysql(deriver) && operation->constraint == SQL_CONSTRAINT_FOREIGN_KEY)
        REFUSE(deriver, WRITE_IT, "whether %s made an index for the foreign key is not known",
               sql_engine_title(engine));
    else
        return true;
    return false;
}

static void undo_add_constraint(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    if (!can_drop_constraint(deriver))
        return;
    bool is_index = is_mysql(deriver) && operation->constraint == SQL_CONSTRAINT_UNIQUE;
    inverse_put(deriver, arena_format(deriver->arena, "ALTER TABLE %s%.*s DROP %s %s%.*s;",
                              operation->is_table_conditional ? "IF EXISTS " : "",
                              STR_ARGS(table_of(deriver)), is_index ? "INDEX" : "CONSTRAINT",
                              has_if_exists(deriver) ? "IF EXISTS " : "",
                              STR_ARGS(quoted(deriver, operation->object.name))));
}

static void undo_validate(struct deriver *deriver)
{
    if (!sql_history_creates_object(deriver->history, deriver->from, deriver->index))
        REFUSE(deriver, "validate it in the phase that adds it, or write the rollback",
               "no statement makes '%.*s' NOT VALID again", STR_ARGS(subject(deriver)));
}

// ---- names

static bool is_certain_rename(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    if (operation->is_redefined)
        REFUSE(deriver, WRITE_IT, "how '%.*s' was defined is not known to belay",
               STR_ARGS(subject(deriver)));
    else if (operation->is_table_conditional)
        REFUSE(deriver, "leave it out, or write the rollback",
               "IF EXISTS leaves open whether '%.*s' is renamed", STR_ARGS(subject(deriver)));
    else if (operation->is_moved || operation->new_name.length == 0)
        REFUSE(deriver, WRITE_IT, "'%.*s' moves to another schema", STR_ARGS(subject(deriver)));
    else
        return true;
    return false;
}

static void undo_rename_table(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    const struct sql_name *table = &operation->table;
    if (!is_certain_rename(deriver))
        return;
    struct str old_name = is_mysql(deriver) ? table_of(deriver) : quoted(deriver, table->name);
    inverse_put(deriver,
        arena_format(deriver->arena, "ALTER TABLE %s%.*s RENAME TO %.*s;",
                     has_if_exists(deriver) ? "IF EXISTS " : "",
                     STR_ARGS(in_schema(deriver, table->schema, operation->new_name)),
                     STR_ARGS(old_name)));
}

static void undo_rename_column(struct deriver *deriver)
{
    const struct sql_operation *operation = deriver->operation;
    if (!is_certain_rename(deriver))
        return;
    inverse_put(deriver,
                arena_format(deriver->arena, "ALTER TABLE %.*s RENAME COLUMN %.*s TO %.*s;",
                             STR_ARGS(table_of(deriver)),
                             STR_ARGS(quoted(deriver, operation->new_name)),
                             STR_ARGS(quoted(deriver, operation->column))));
}

// ---- columns

static void alter_column(struct deriver *deriver, const char *what, struct str expression)
{
    inverse_put(deriver, arena_format(deriver->arena, "ALTER TABLE %.*s ALTER COLUMN %.*s %s%.*s;",
                              STR_ARGS(table_of(deriver)),
                              STR_ARGS(quoted(deriver, deriver->operation->column)), what,
                              STR_ARGS(expression)));
}

static void undo_not_null(struct deriver *deriver)
{
    enum sql_known was = sql_history_not_null(deriver->history, deriver->index);
    if (was == SQL_NOT_KNOWN)
        REFUSE(deriver, WRITE_IT, "whether '%.*s' was NOT NULL before is not known to belay",
               STR_ARGS(subject(deriver)));
    else if ((was == SQL_KNOWN_YES) != (deriver->operation->head == SQL_SET_NOT_NULL))
        alter_column(deriver, was == SQL_KNOWN_YES ? "SET NOT NULL" : "DROP NOT NULL", STR_NONE);
}

static void undo_default(struct deriver *deriver)
{
    struct str expression = STR_NONE;
    switch (sql_history_default(deriver->history, deriver->index, &expression)) {
    case SQL_NOT_KNOWN:
        REFUSE(deriver, WRITE_IT, "the default that '%.*s' had is not known to belay",
               STR_ARGS(subject(deriver)));
        return;
    case SQL_KNOWN_YES: alter_column(deriver, "SET DEFAULT ", expression); return;
    case SQL_KNOWN_NO: alter_column(deriver, "DROP DEFAULT", STR_NONE); return;
    }
}

// ---- what is refused, or needs nothing

static bool renames_anything(const struct deriver *deriver)
{
    for (size_t i = deriver->from; i < deriver->index; i++) {
        enum sql_head head = deriver->history->changes.items[i].operation->head;
        if (head == SQL_RENAME_TABLE || head == SQL_RENAME_COLUMN)
            return true;
    }
    return false;
}

// True where the same phase made what is dropped here, and what undoes that does not mind.
static bool drops_its_own(const struct deriver *deriver)
{
    const struct sql_history *history = deriver->history;
    if (renames_anything(deriver))
        return false;
    if (deriver->operation->head == SQL_DROP_TABLE)
        return sql_history_creates_table(history, deriver->from, deriver->index);
    return has_if_exists(deriver)
           && sql_history_creates_column(history, deriver->from, deriver->index,
                                         deriver->change->column);
}

static void undo_drop(struct deriver *deriver)
{
    const struct sql_history *history = deriver->history;
    enum sql_head head = deriver->operation->head;
    if ((head == SQL_DROP_TABLE || head == SQL_DROP_COLUMN) && !drops_its_own(deriver))
        REFUSE(deriver, WRITE_IT, "what '%.*s' held is not known to belay",
               STR_ARGS(subject(deriver)));
    else if ((head == SQL_DROP_INDEX || head == SQL_DROP_CONSTRAINT)
             && !sql_history_creates_object(history, deriver->from, deriver->index))
        REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
               STR_ARGS(subject(deriver)));
}

static void undo_rows(struct deriver *deriver)
{
    enum sql_head head = deriver->operation->head;
    struct str table = sql_name_format(deriver->arena, deriver->operation->table);
    if (head == SQL_DELETE || head == SQL_TRUNCATE)
        REFUSE(deriver, WRITE_IT, "the rows that go from '%.*s' are not known to belay",
               STR_ARGS(table));
    else if (head == SQL_INSERT || head == SQL_INSERT_SELECT)
        REFUSE(deriver, WRITE_IT, "which rows of '%.*s' are new is not known to belay",
               STR_ARGS(table));
    else
        REFUSE(deriver, WRITE_IT, "what the rows of '%.*s' held before is not known to belay",
               STR_ARGS(table));
}

static void undo_type(struct deriver *deriver)
{
    REFUSE(deriver, WRITE_IT, "the type that '%.*s' had is not known to belay",
           STR_ARGS(subject(deriver)));
}

static void undo_other(struct deriver *deriver)
{
    const struct sql_statement *statement = deriver->change->statement;
    if (sql_changes_names(statement))
        REFUSE(deriver, "write the schema with each name, or write the rollback",
               "behind this statement names mean other things");
    else if (!sql_leaves_nothing(deriver->history->engine, statement))
        REFUSE(deriver, WRITE_IT, "what undoes this statement is not known to belay");
}

// A kind that is not here is of undo_other().
static const struct way_back ways_back[SQL_OTHER + 1] = {
    [SQL_INSERT] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_INSERT_SELECT] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_UPDATE] = { undo_rows, COVERED_BY_COLUMN, NAMES_NOTHING },
    [SQL_DELETE] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_MERGE] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_TRUNCATE] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_COPY] = { undo_rows, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_CREATE_TABLE] = { undo_create_table, NO_COVER, NAMES_TABLE },
    [SQL_CREATE_TABLE_AS] = { undo_create_table, NO_COVER, NAMES_TABLE },
    [SQL_CREATE_INDEX] = { undo_create_index, COVERED_BY_TABLE, NAMES_TABLE },
    [SQL_ADD_COLUMN] = { undo_add_column, COVERED_BY_TABLE, NAMES_COLUMN },
    [SQL_ADD_CONSTRAINT] = { undo_add_constraint, COVERED_BY_TABLE, NAMES_TABLE },
    [SQL_VALIDATE_CONSTRAINT] = { undo_validate, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_SET_NOT_NULL] = { undo_not_null, COVERED_BY_COLUMN, NAMES_COLUMN },
    [SQL_DROP_NOT_NULL] = { undo_not_null, COVERED_BY_COLUMN, NAMES_COLUMN },
    [SQL_SET_DEFAULT] = { undo_default, COVERED_BY_COLUMN, NAMES_COLUMN },
    [SQL_DROP_DEFAULT] = { undo_default, COVERED_BY_COLUMN, NAMES_COLUMN },
    [SQL_CHANGE_TYPE] = { undo_type, COVERED_BY_COLUMN, NAMES_NOTHING },
    [SQL_RENAME_TABLE] = { undo_rename_table, NO_COVER, NAMES_TABLE },
    [SQL_RENAME_COLUMN] = { undo_rename_column, NO_COVER, NAMES_COLUMN },
    [SQL_DROP_TABLE] = { undo_drop, NO_COVER, NAMES_NOTHING },
    [SQL_DROP_COLUMN] = { undo_drop, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_DROP_CONSTRAINT] = { undo_drop, COVERED_BY_TABLE, NAMES_NOTHING },
    [SQL_DROP_INDEX] = { undo_drop, COVERED_BY_TABLE, NAMES_NOTHING },
};

struct way_back way_back_of(enum sql_head head)
{
    struct way_back way_back = ways_back[head];
    if (!way_back.undo)
        way_back.undo = undo_other;
    return way_back;
}
