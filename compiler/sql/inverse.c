#include "sql/inverse.h"

#include "sql/effect.h"
#include "sql/inverse-parts.h"
#include "sql/read.h"

enum {
    CHANGES_MAX = 4096, // of a store that are undone
    COLUMNS_MAX = 100,  // of an UPDATE
};

void sql_line_add(struct arena *arena, struct sql_line *line,
                  const struct sql_statement *statement)
{
    array_add(arena, &line->changes, ((struct sql_change){ statement, line->session.now }));
    catalog_run(arena, &line->session, statement);
}

// ---- results

void inverse_put(struct deriver *deriver, const char *format, ...)
{
    struct sql_undoing *undoing = arena_new(deriver->arena, struct sql_undoing);
    va_list arguments;
    va_start(arguments, format);
    struct str text = arena_vformat(deriver->arena, format, arguments);
    va_end(arguments);
    *undoing = (struct sql_undoing){
        .change = deriver->index,
        .text = arena_format(deriver->arena, "%.*s;", STR_ARGS(text)),
        .stands_alone = (deriver->ddl && deriver->ddl->is_concurrent) || in_mysql(deriver),
    };
    list_add(&deriver->block, undoing);
}

void inverse_remark(struct deriver *deriver, struct str remark)
{
    deriver->block.last->remark = remark;
}

void inverse_refuse(struct deriver *deriver, const char *help, struct str reason)
{
    struct sql_refusal *refusal = arena_new(deriver->arena, struct sql_refusal);
    *refusal = (struct sql_refusal){
        .next = deriver->inverse->refusals.first,
        .change = deriver->index,
        .span = deriver->ddl ? deriver->ddl->span : deriver->statement->span,
        .reason = reason,
        .help = help,
    };
    deriver->inverse->refusals.first = refusal;
    if (!deriver->inverse->refusals.last)
        deriver->inverse->refusals.last = refusal;
}

static void take_block(struct deriver *deriver)
{
    if (!deriver->block.first)
        return;
    if (deriver->inverse->statements.last)
        deriver->inverse->statements.last->next = deriver->block.first;
    else
        deriver->inverse->statements.first = deriver->block.first;
    deriver->inverse->statements.last = deriver->block.last;
    deriver->block.first = deriver->block.last = NULL;
}

// ---- what there is

const struct catalog_object *table_before(const struct deriver *deriver, struct sql_name name)
{
    struct catalog_found found = catalog_find(deriver->arena, deriver->before, name);
    return found.object && found.object->kind == CATALOG_TABLE ? found.object : NULL;
}

const struct catalog_column *column_before(const struct deriver *deriver, struct sql_name table,
                                           struct str column)
{
    const struct catalog_object *object = table_before(deriver, table);
    const struct catalog_column *found = NULL;
    if (object)
        catalog_find_column(deriver->arena, deriver->before, object->table, column, &found);
    return found;
}

bool is_own_table(const struct deriver *deriver, struct sql_name name)
{
    const struct catalog_object *object = table_before(deriver, name);
    return object && is_own(deriver, object->id);
}

bool is_own_column(const struct deriver *deriver, struct sql_name table, struct str column)
{
    const struct catalog_column *found = column_before(deriver, table, column);
    return found && is_own(deriver, found->id);
}

struct str inverse_subject(const struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    bool is_of_object = sql_name_is_set(ddl->object);
    struct str table = sql_name_format(deriver->arena, is_of_object ? ddl->object : ddl->table);
    struct str column = ddl->column.length           ? ddl->column
                        : ddl->kind == DDL_ADD_COLUMN ? ddl->definition->name
                                                      : STR_NONE;
    if (is_of_object || !column.length)
        return table;
    return arena_format(deriver->arena, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(column));
}

bool may_be_older(struct deriver *deriver, enum catalog_presence presence)
{
    if (!deriver->ddl->is_conditional || presence != CATALOG_MAYBE)
        return false;
    REFUSE(deriver, "leave it out: belay runs no step twice; or write the rollback",
           "IF NOT EXISTS leaves open whether '%.*s' was there before",
           STR_ARGS(inverse_subject(deriver)));
    return true;
}

// ---- rows

static struct sql_name stored_name(const struct deriver *deriver,
                                   const struct sql_statement *statement, struct sql_name name)
{
    struct str *parts[] = { &name.schema, &name.name };
    for (size_t i = 0; i < 2; i++) {
        bool is_quoted =
            parts[i]->data
            && sql_name_quoted(statement->tokens, *parts[i]).length != parts[i]->length;
        if (parts[i]->data && !is_quoted && in_postgresql(deriver))
            *parts[i] = catalog_fold(deriver->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE, *parts[i]);
    }
    return name;
}

// Each column that the UPDATE sets goes away.
static bool sets_new_columns(struct deriver *deriver, struct sql_name table)
{
    struct sql_columns columns = sql_columns_set(deriver->arena, deriver->statement);
    for (size_t i = 0; i < columns.count && columns.count <= COLUMNS_MAX; i++) {
        struct sql_name column = { .name = columns.items[i] };
        if (!is_own_column(deriver, table, stored_name(deriver, deriver->statement, column).name))
            return false;
    }
    return columns.count > 0 && columns.count <= COLUMNS_MAX;
}

static void refuse_rows(struct deriver *deriver, const struct sql_operation *operation)
{
    struct str table = sql_name_format(deriver->arena, operation->table);
    if (operation->head == SQL_DELETE || operation->head == SQL_TRUNCATE)
        REFUSE(deriver, WRITE_IT, "the rows that go from '%.*s' are not known to belay",
               STR_ARGS(table));
    else if (operation->head == SQL_INSERT || operation->head == SQL_INSERT_SELECT)
        REFUSE(deriver, WRITE_IT, "which rows of '%.*s' are new is not known to belay",
               STR_ARGS(table));
    else
        REFUSE(deriver, WRITE_IT, "what the rows of '%.*s' held before is not known to belay",
               STR_ARGS(table));
}

static bool writes_rows(enum sql_head head)
{
    return head == SQL_INSERT || head == SQL_INSERT_SELECT || head == SQL_UPDATE
           || head == SQL_DELETE || head == SQL_MERGE || head == SQL_TRUNCATE || head == SQL_COPY;
}

static void undo_rows(struct deriver *deriver, const struct sql_operation *operation)
{
    struct sql_name table = stored_name(deriver, deriver->statement, operation->table);
    bool is_covered = sql_name_is_set(table)
                      && (is_own_table(deriver, table)
                          || (operation->head == SQL_UPDATE && sets_new_columns(deriver, table)));
    if (!is_covered || sql_writes_beside(deriver->statement))
        refuse_rows(deriver, operation);
}

static void undo_other(struct deriver *deriver)
{
    if (sql_changes_names(deriver->statement))
        REFUSE(deriver, "write the schema with each name, or write the rollback",
               "behind this statement names mean other things");
    else if (sql_leaves_nothing(deriver->engine, deriver->statement))
        return;
    else if (deriver->engine == SQL_ENGINE_UNKNOWN)
        REFUSE(deriver, SAY_ENGINE, "which engine the store has is not said");
    else
        REFUSE(deriver, WRITE_IT, "what undoes this statement is not known to belay");
}

// ---- one change

// Nothing of it is left when a table or column goes that the phase made.
static bool is_covered(const struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    enum inverse_cover cover = inverse_form_of(ddl->kind).cover;
    if (cover == NO_COVER || !sql_name_is_set(ddl->table))
        return false;
    if (is_own_table(deriver, ddl->table))
        return true;
    return cover == COVERED_BY_COLUMN && ddl->column.length
           && is_own_column(deriver, ddl->table, ddl->column);
}

static void undo_change(struct deriver *deriver)
{
    struct inverse_form form = inverse_form_of(deriver->ddl->kind);
    if (form.undo)
        form.undo(deriver);
    else
        undo_other(deriver);
}

static bool lacks_names(const struct ddl *ddl)
{
    return !sql_name_is_set(ddl->table) && !sql_name_is_set(ddl->object) && ddl->kind != DDL_USE
           && ddl->kind != DDL_OTHER && ddl->kind != DDL_OPAQUE && ddl->kind != DDL_CREATE_INDEX
           && ddl->kind != DDL_COMMENT && ddl->kind != DDL_REINDEX;
}

// ALTER TABLE IF EXISTS of a table that is not there.
static bool does_nothing(const struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    return ddl->is_table_conditional && sql_name_is_set(ddl->table)
           && catalog_find(deriver->arena, deriver->before, ddl->table).presence == CATALOG_ABSENT;
}

static void undo_step(struct deriver *deriver, const struct catalog_step *step)
{
    deriver->ddl = step->ddl;
    deriver->before = step->before;
    deriver->after = step->after;
    if (lacks_names(step->ddl))
        REFUSE(deriver, WRITE_IT, "the names of the statement are not written out");
    else if (!is_covered(deriver) && !does_nothing(deriver))
        undo_change(deriver);
    take_block(deriver);
    deriver->ddl = NULL;
}

static void undo_statement(struct deriver *deriver, const struct sql_change *change)
{
    const struct sql_statement *statement = change->statement;
    struct catalog_steps steps = { 0 };
    deriver->statement = statement;
    deriver->before = deriver->after = change->before;
    if (statement->refusal.data) {
        REFUSE(deriver, WRITE_IT, "%.*s", STR_ARGS(statement->refusal));
        return;
    }
    if (writes_rows(statement->head)) {
        for (const struct sql_operation *operation = statement->operations.first; operation;
             operation = operation->next)
            undo_rows(deriver, operation);
        return;
    }
    if (sql_writes_beside(statement)) {
        REFUSE(deriver, WRITE_IT, "the rows that it changes in its WITH are not known to belay");
        return;
    }
    if (!statement->changes) {
        undo_other(deriver);
        return;
    }
    struct catalog_result result =
        catalog_follow_statement(deriver->arena, change->before, statement, &steps);
    if (result.outcome == CATALOG_REFUSED) {
        REFUSE(deriver, WRITE_IT, "the engine refuses this: %.*s", STR_ARGS(result.reason));
        return;
    }
    for (size_t i = steps.count; i-- > 0;)
        undo_step(deriver, &steps.items[i]);
}

static bool has_renames(const struct sql_line *line, size_t from)
{
    for (size_t i = from; i < line->changes.count; i++)
        for (const struct ddl *ddl = line->changes.items[i].statement->changes; ddl;
             ddl = ddl->next)
            if (ddl->kind == DDL_RENAME_TABLE || ddl->kind == DDL_RENAME_COLUMN)
                return true;
    return false;
}

static bool changes_view(const struct sql_statement *statement, struct str object)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        if ((ddl->kind == DDL_DROP_VIEW || ddl->kind == DDL_CREATE_VIEW)
            && str_ends_with(object, ddl->object.name))
            return true;
    return false;
}

// The change of the view that is named; else the first one.
static void blame_for(struct deriver *deriver, struct str object)
{
    const struct sql_line *line = deriver->line;
    deriver->index = deriver->from;
    for (size_t i = deriver->from; i < line->changes.count; i++)
        if (changes_view(line->changes.items[i].statement, object))
            deriver->index = i;
    deriver->statement = line->changes.items[deriver->index].statement;
}

// What is taken back as a whole may take more with it: an index that a partition had before, a
// column that an asterisk meant when a view was made.
static void compare(struct deriver *deriver, const struct catalog *now)
{
    const struct catalog *before = deriver->line->changes.items[deriver->from].before;
    struct catalog_differences differences = catalog_difference(deriver->arena, before, now);
    list_each(catalog_difference, difference, differences) {
        blame_for(deriver, difference->object);
        if (difference->kind == CATALOG_CHANGED)
            REFUSE(deriver, WRITE_IT, "what would undo this leaves %.*s with another %.*s",
                   STR_ARGS(difference->object), STR_ARGS(difference->property));
        else
            REFUSE(deriver, WRITE_IT, "what would undo this %s %.*s",
                   difference->kind == CATALOG_VANISHED ? "takes" : "leaves",
                   STR_ARGS(difference->object));
        return;
    }
}

// What undoes the changes runs on what they leave: what the engine refuses there undoes nothing.
static void try_on_catalog(struct deriver *deriver)
{
    const struct catalog *now = deriver->line->session.now;
    for (const struct sql_undoing *undoing = deriver->inverse->statements.first; undoing;
         undoing = undoing->next) {
        struct text text = { .str = undoing->text };
        const struct sql_script *script = sql_read_for(deriver->arena, deriver->engine, text);
        list_each(sql_statement, statement, script->statements) {
            struct catalog_result result =
                catalog_apply_statement(deriver->arena, now, statement);
            now = result.after;
            if (result.outcome != CATALOG_REFUSED)
                continue;
            deriver->index = undoing->change;
            deriver->statement = deriver->line->changes.items[undoing->change].statement;
            REFUSE(deriver, WRITE_IT, "what would undo this is refused: %.*s",
                   STR_ARGS(result.reason));
            return;
        }
    }
    compare(deriver, now);
}

struct sql_inverse sql_inverse_derive(struct arena *arena, const struct sql_line *line,
                                      size_t from)
{
    struct sql_inverse inverse = { 0 };
    if (from >= line->changes.count)
        return inverse;
    struct deriver deriver = {
        .arena = arena,
        .line = line,
        .engine = line->session.now->engine,
        .from = from,
        .start = line->changes.items[from].before->last_id,
        .has_renames = has_renames(line, from),
        .inverse = &inverse,
    };
    for (size_t index = line->changes.count; index-- > from;) {
        deriver.index = index;
        if (index - from < CHANGES_MAX) {
            undo_statement(&deriver, &line->changes.items[index]);
            continue;
        }
        deriver.statement = line->changes.items[index].statement;
        REFUSE(&deriver, WRITE_IT, "the plan has too many statements to be followed");
        index = from + CHANGES_MAX;
    }
    if (!inverse.refusals.first)
        try_on_catalog(&deriver);
    return inverse;
}
