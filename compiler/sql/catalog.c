// Catalogs: how they begin, and how a statement leads from one to the next.
#include "sql/catalog-sqlite.h"

#include "base/check.h"

// ---- beginning

// That a name without a schema is created in; MySQL's is the database of the store.
static struct str schema_of_new(enum sql_engine engine)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return STR("public");
    case SQL_ENGINE_SQLITE: return STR("main");
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return STR("");
}

const struct catalog *catalog_new(struct arena *arena, enum sql_engine engine, unsigned version,
                                  bool is_complete)
{
    struct catalog *catalog = arena_new(arena, struct catalog);
    *catalog = (struct catalog){
        .engine = engine, .version = version, .is_complete = is_complete
    };
    catalog->schema = schema_of_new(engine);
    return catalog;
}

const struct catalog *catalog_new_session(struct arena *arena, const struct catalog *catalog)
{
    struct str schema = schema_of_new(catalog->engine);
    if (!catalog->path && str_equal(catalog->schema, schema))
        return catalog;
    struct catalog *same = arena_new(arena, struct catalog);
    *same = *catalog;
    same->path = NULL;
    same->schema = schema;
    return same;
}

// ---- one change

bool applier_refuse(struct applier *applier, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    applier->reason = arena_vformat(applier->arena, format, arguments);
    va_end(arguments);
    applier->outcome = CATALOG_REFUSED;
    return false;
}

bool applier_doubt(struct applier *applier, const char *format, ...)
{
    if (applier->outcome != CATALOG_APPLIED)
        return true;
    va_list arguments;
    va_start(arguments, format);
    applier->reason = arena_vformat(applier->arena, format, arguments);
    va_end(arguments);
    applier->outcome = CATALOG_NOT_KNOWN;
    return true;
}

static bool apply_other(struct applier *applier)
{
    applier->catalog->has_extensions |=
        applier->ddl->option && str_is(applier->ddl->option->name, "extension");
    return true;
}

static bool apply(struct applier *applier)
{
    switch (applier->ddl->kind) {
    case DDL_CREATE_TABLE:
    case DDL_CREATE_TABLE_AS: return apply_create_table(applier);
    case DDL_DROP_TABLE: return apply_drop_relation(applier, CATALOG_TABLE);
    case DDL_RENAME_TABLE: return apply_rename_table(applier);
    case DDL_SET_SCHEMA: return apply_set_schema(applier);
    case DDL_INHERIT:
    case DDL_NO_INHERIT:
    case DDL_ATTACH_PARTITION:
    case DDL_DETACH_PARTITION: return apply_inherit(applier);
    case DDL_PARTITION:
    case DDL_TABLE_OPTION: return apply_table_option(applier);
    case DDL_ADD_COLUMN: return apply_add_column(applier);
    case DDL_DROP_COLUMN: return apply_drop_column(applier);
    case DDL_RENAME_COLUMN: return apply_rename_column(applier);
    case DDL_CHANGE_COLUMN: return apply_change_column(applier);
    case DDL_SET_TYPE: return apply_set_type(applier);
    case DDL_SET_NOT_NULL:
    case DDL_DROP_NOT_NULL: return apply_not_null(applier);
    case DDL_SET_DEFAULT:
    case DDL_DROP_DEFAULT: return apply_default(applier);
    case DDL_ADD_IDENTITY:
    case DDL_SET_IDENTITY:
    case DDL_DROP_IDENTITY: return apply_identity(applier);
    case DDL_SET_EXPRESSION:
    case DDL_DROP_EXPRESSION: return apply_expression(applier);
    case DDL_COLUMN_OPTION: return apply_column_option(applier);
    case DDL_ADD_CONSTRAINT: return apply_add_constraint(applier);
    case DDL_DROP_CONSTRAINT: return apply_drop_constraint(applier);
    case DDL_VALIDATE_CONSTRAINT:
    case DDL_ALTER_CONSTRAINT: return apply_alter_constraint(applier);
    case DDL_RENAME_CONSTRAINT: return apply_rename_constraint(applier);
    case DDL_CREATE_INDEX: return apply_create_index(applier);
    case DDL_DROP_INDEX: return apply_drop_index(applier);
    case DDL_RENAME_INDEX: return apply_rename_index(applier);
    case DDL_INDEX_OPTION:
    case DDL_ATTACH_INDEX: return apply_index_option(applier);
    case DDL_REINDEX:
    case DDL_REFRESH_VIEW: return true;
    case DDL_CREATE_VIEW: return apply_create_view(applier);
    case DDL_DROP_VIEW: return apply_drop_relation(applier, CATALOG_VIEW);
    case DDL_RENAME_VIEW: return apply_rename_view(applier);
    case DDL_CREATE_TRIGGER: return apply_create_trigger(applier);
    case DDL_DROP_TRIGGER: return apply_drop_trigger(applier);
    case DDL_RENAME_TRIGGER: return apply_rename_trigger(applier);
    case DDL_ENABLE_TRIGGER:
    case DDL_DISABLE_TRIGGER: return apply_enable_trigger(applier);
    case DDL_CREATE_ROUTINE: return apply_create_routine(applier);
    case DDL_DROP_ROUTINE: return apply_drop_routine(applier);
    case DDL_RENAME_ROUTINE: return apply_rename_routine(applier);
    case DDL_CREATE_SEQUENCE: return apply_create_sequence(applier);
    case DDL_ALTER_SEQUENCE: return apply_alter_sequence(applier);
    case DDL_DROP_SEQUENCE: return apply_drop_relation(applier, CATALOG_SEQUENCE);
    case DDL_RENAME_SEQUENCE: return apply_rename_sequence(applier);
    case DDL_CREATE_ENUM:
    case DDL_CREATE_DOMAIN:
    case DDL_CREATE_TYPE: return apply_create_type(applier);
    case DDL_ADD_LABEL:
    case DDL_RENAME_LABEL: return apply_label(applier);
    case DDL_ALTER_DOMAIN: return apply_alter_domain(applier);
    case DDL_DROP_TYPE: return apply_drop_type(applier);
    case DDL_RENAME_TYPE: return apply_rename_type(applier);
    case DDL_CREATE_SCHEMA: return apply_create_schema(applier);
    case DDL_DROP_SCHEMA: return apply_drop_schema(applier);
    case DDL_RENAME_SCHEMA: return apply_rename_schema(applier);
    case DDL_USE: return apply_use(applier);
    case DDL_COMMENT: return apply_comment(applier);
    case DDL_OTHER: return apply_other(applier);
    case DDL_OPAQUE: return apply_opaque(applier);
    }
    BUG("a change of no kind");
}

const struct catalog *catalog_forget(struct arena *arena, const struct catalog *before)
{
    struct catalog *nothing = arena_new(arena, struct catalog);
    *nothing = *catalog_new(arena, before->engine, before->version, false);
    nothing->last_id = before->last_id;
    return nothing;
}

// What would take too long to be followed is given up.
static struct catalog_result give_up(struct arena *arena, const struct catalog *before)
{
    return (struct catalog_result){
        .after = catalog_forget(arena, before),
        .outcome = CATALOG_NOT_KNOWN,
        .reason = STR("the schema is too large to be followed"),
    };
}

static struct catalog_result apply_clause(struct arena *arena, const struct catalog *before,
                                          const struct ddl *ddl,
                                          const struct mysql_clauses *clauses)
{
    enum { WORK_MAX = 10 * 1000 * 1000 };
    if (before->work > WORK_MAX)
        return give_up(arena, before);
    struct applier applier = {
        .arena = arena,
        .catalog = arena_new(arena, struct catalog),
        .ddl = ddl,
        .clauses = clauses,
    };
    *applier.catalog = *before;
    bool is_sqlite_ddl = is_sqlite(&applier);
    if (!is_sqlite_ddl || sqlite_may_begin(&applier))
        apply(&applier);
    if (is_sqlite_ddl && applier.outcome != CATALOG_REFUSED
        && sqlite_definition_holds(&applier, before))
        sqlite_settle(&applier, before);
    return (struct catalog_result){
        .after = applier.outcome == CATALOG_REFUSED ? before : applier.catalog,
        .outcome = applier.outcome,
        .reason = applier.reason,
        .absence = applier.absence,
        .depends_on_rows = applier.depends_on_rows,
    };
}

struct catalog_result catalog_apply(struct arena *arena, const struct catalog *before,
                                    const struct ddl *ddl)
{
    return apply_clause(arena, before, ddl, NULL);
}

// ---- a statement

// ADD COLUMN IF NOT EXISTS leaves out the column's constraints with the column; MariaDB its CHECK
// alone, PostgreSQL none before 13.
static bool is_left_out(const struct catalog *catalog, const struct sql_column *left_out,
                        const struct ddl *ddl)
{
    if (catalog->engine == SQL_ENGINE_POSTGRESQL && catalog->version < 130000)
        return false;
    if (left_out && catalog->engine == SQL_ENGINE_MARIADB && ddl->constraint
        && ddl->constraint->kind != SQL_CONSTRAINT_CHECK)
        return false;
    return left_out && ddl->kind == DDL_ADD_CONSTRAINT && ddl->constraint->is_of_column
           && (!ddl->constraint->columns.first
               || str_equal(ddl->constraint->columns.first->column, left_out->name));
}

static bool has_column(struct arena *arena, const struct catalog *catalog, const struct ddl *ddl)
{
    const struct catalog_column *column = NULL;
    struct catalog_found found = catalog_find(arena, catalog, ddl->table);
    return found.object && found.object->kind == CATALOG_TABLE
           && catalog_find_column(arena, catalog, found.object->table, ddl->definition->name,
                                  &column)
                  == CATALOG_PRESENT;
}

// What a change does is added to what those before it did.
static void follow(struct arena *arena, struct catalog_result *result, const struct ddl *ddl,
                   struct catalog_result next, struct catalog_steps *steps)
{
    if (result->outcome == CATALOG_APPLIED) {
        result->outcome = next.outcome;
        result->reason = next.reason;
    }
    array_add(arena, steps, ((struct catalog_step){ ddl, result->after, next.after }));
    result->after = next.after;
    result->depends_on_rows |= next.depends_on_rows;
}

static struct catalog_result refuse_all(const struct catalog *kept, struct catalog_result refused,
                                        struct catalog_steps *steps)
{
    steps->count = 0;
    refused.after = kept;
    return refused;
}

static struct catalog_result refused_for(struct str reason)
{
    return (struct catalog_result){ .outcome = CATALOG_REFUSED, .reason = reason };
}

static struct catalog_result end_statement(struct arena *arena, const struct catalog *kept,
                                           const struct sql_statement *statement,
                                           struct catalog_steps *steps,
                                           struct catalog_result result, bool is_compound)
{
    struct mysql_verdict verdict = mysql_judge(arena, result.after, statement, is_compound);
    if (verdict.outcome == CATALOG_REFUSED)
        return refuse_all(kept, refused_for(verdict.reason), steps);
    if (result.outcome == CATALOG_APPLIED) {
        result.outcome = verdict.outcome;
        result.reason = verdict.reason;
    }
    return result;
}

// Of a statement whose outcome is not known, the table is not either.
static struct catalog_result forget_table(struct arena *arena, const struct catalog *before,
                                          const struct sql_statement *statement, struct str reason)
{
    struct sql_names *names = arena_new(arena, struct sql_names);
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        if (ddl->kind == DDL_RENAME_TABLE)
            array_add(arena, names, ddl->new_name);
    array_add(arena, names, statement->changes->table);
    struct ddl *opaque = arena_new(arena, struct ddl);
    *opaque = (struct ddl){ .kind = DDL_OPAQUE,
                            .span = statement->span,
                            .statement = statement,
                            .names = names };
    struct catalog_result result = catalog_apply(arena, before, opaque);
    result.outcome = CATALOG_NOT_KNOWN;
    result.reason = reason;
    return result;
}

// MySQL makes all changes of an ALTER TABLE at once.
static struct catalog_result follow_clauses(struct arena *arena, const struct catalog *before,
                                            const struct sql_statement *statement,
                                            struct catalog_steps *steps)
{
    struct catalog_result result = { .after = before };
    struct mysql_clauses clauses = mysql_order_clauses(arena, before, statement);
    if (clauses.refusal.data)
        return refuse_all(before, refused_for(clauses.refusal), steps);
    if (clauses.is_state_unknown)
        return forget_table(arena, before, statement, clauses.doubt);
    for (size_t i = 0; i < clauses.changes.count; i++) {
        const struct ddl *ddl = clauses.changes.items[i];
        struct catalog_result next = apply_clause(arena, result.after, ddl, &clauses);
        if (next.outcome == CATALOG_REFUSED)
            return refuse_all(before, next, steps);
        follow(arena, &result, ddl, next, steps);
    }
    if (result.outcome == CATALOG_APPLIED && clauses.doubt.data) {
        result.outcome = CATALOG_NOT_KNOWN;
        result.reason = clauses.doubt;
    }
    return end_statement(arena, before, statement, steps, result, true);
}

struct catalog_result catalog_follow_statement(struct arena *arena, const struct catalog *before,
                                               const struct sql_statement *statement,
                                               struct catalog_steps *steps)
{
    struct catalog_result result = { .after = before };
    if (mysql_is_compound(arena, before, statement) && !statement->refusal.data)
        return follow_clauses(arena, before, statement, steps);
    if (statement->refusal.data) {
        result.outcome = CATALOG_NOT_KNOWN;
        result.reason = statement->refusal;
    }
    const struct sql_column *left_out = NULL;
    const struct catalog *kept = before; // where a change is refused
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next) {
        if (is_left_out(before, left_out, ddl))
            continue;
        if (ddl->kind == DDL_ADD_COLUMN)
            left_out = ddl->is_conditional && has_column(arena, result.after, ddl) ? ddl->definition
                                                                                   : NULL;
        struct catalog_result next = catalog_apply(arena, result.after, ddl);
        if (next.outcome == CATALOG_REFUSED)
            return refuse_all(kept, next, steps);
        follow(arena, &result, ddl, next, steps);
        bool is_replaced = ddl->next && ddl->next->create_table;
        bool is_drop = ddl->kind == DDL_DROP_TABLE || ddl->kind == DDL_DROP_VIEW
                       || ddl->kind == DDL_DROP_SEQUENCE;
        if (before->engine == SQL_ENGINE_MARIADB && is_drop
            && (!is_replaced || mysql_reads_table(ddl->next->create_table)))
            kept = result.after; // CREATE OR REPLACE drops first
    }
    return end_statement(arena, kept, statement, steps, result, false);
}

struct catalog_result catalog_apply_statement(struct arena *arena, const struct catalog *before,
                                              const struct sql_statement *statement)
{
    struct catalog_steps steps = { 0 };
    return catalog_follow_statement(arena, before, statement, &steps);
}
