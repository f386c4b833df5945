#include "sql/inverse.h"

#include "sql/effect.h"
#include "sql/inverse-forms.h"

enum {
    CHANGES_MAX = 4096, // of a store: each may be held against all before it
    COLUMNS_MAX = 100,  // of an UPDATE: so may each of these
};

void inverse_put(struct deriver *deriver, struct str text)
{
    enum sql_engine engine = deriver->history->engine;
    struct sql_undoing *undoing = arena_new(deriver->arena, struct sql_undoing);
    *undoing = (struct sql_undoing){
        .change = deriver->index,
        .text = text,
        .stands_alone = deriver->operation->is_concurrent || engine == SQL_ENGINE_MYSQL
                        || engine == SQL_ENGINE_MARIADB,
    };
    list_add(&deriver->inverse->statements, undoing);
}

void inverse_refuse(struct deriver *deriver, const char *help, struct str reason)
{
    struct sql_refusal *refusal = arena_new(deriver->arena, struct sql_refusal);
    *refusal = (struct sql_refusal){
        .next = deriver->inverse->refusals.first,
        .change = deriver->index,
        .reason = reason,
        .help = help,
    };
    deriver->inverse->refusals.first = refusal;
    if (!deriver->inverse->refusals.last)
        deriver->inverse->refusals.last = refusal;
}

// ---- what goes away as a whole

static bool creates_column(const struct deriver *deriver, struct str column)
{
    return sql_history_creates_column(deriver->history, deriver->from, deriver->index, column);
}

// Each column that the UPDATE sets goes away.
static bool sets_new_columns(struct deriver *deriver)
{
    struct sql_columns columns = sql_columns_set(deriver->arena, deriver->change->statement);
    for (size_t i = 0; i < columns.count && columns.count <= COLUMNS_MAX; i++)
        if (!creates_column(deriver, sql_history_name(deriver->arena, deriver->history,
                                                      deriver->change->statement,
                                                      columns.items[i])))
            return false;
    return columns.count > 0 && columns.count <= COLUMNS_MAX;
}

// Statements with several operations have no WITH.
static bool writes_beside(const struct deriver *deriver)
{
    const struct sql_statement *statement = deriver->change->statement;
    return deriver->operation == statement->operations.first && sql_writes_beside(statement);
}

static bool is_covered(struct deriver *deriver, enum cover cover)
{
    if (cover == NO_COVER || writes_beside(deriver))
        return false;
    if (sql_history_creates_table(deriver->history, deriver->from, deriver->index))
        return true;
    if (deriver->operation->head == SQL_UPDATE)
        return sets_new_columns(deriver);
    return cover == COVERED_BY_COLUMN && creates_column(deriver, deriver->change->column);
}

// Placeholders are no names, and what is half written has none.
static bool lacks_names(const struct sql_operation *operation, enum named named)
{
    return (named != NAMES_NOTHING && operation->table.name.length == 0)
           || (named == NAMES_COLUMN && operation->column.length == 0);
}

static void undo(struct deriver *deriver)
{
    struct way_back way_back = way_back_of(deriver->operation->head);
    struct str refusal = deriver->change->statement->refusal;
    if (refusal.data)
        REFUSE(deriver, WRITE_IT, "%.*s", STR_ARGS(refusal));
    else if (way_back.cover == NO_COVER && writes_beside(deriver))
        REFUSE(deriver, WRITE_IT, "the rows that it changes in its WITH are not known to belay");
    else if (lacks_names(deriver->operation, way_back.named))
        REFUSE(deriver, WRITE_IT, "the names of the statement are not written out");
    else if (!is_covered(deriver, way_back.cover))
        way_back.undo(deriver);
}

struct sql_inverse sql_inverse_derive(struct arena *arena, const struct sql_history *history,
                                      size_t from)
{
    struct sql_inverse inverse = { 0 };
    size_t index = history->changes.count;
    while (index-- > from) {
        const struct sql_change *change = &history->changes.items[index];
        struct deriver deriver = {
            .arena = arena,
            .history = history,
            .from = from,
            .index = index,
            .change = change,
            .operation = change->operation,
            .inverse = &inverse,
        };
        if (index < CHANGES_MAX) {
            undo(&deriver);
            continue;
        }
        REFUSE(&deriver, WRITE_IT, "the plan has too many statements to be followed");
        index = from > CHANGES_MAX ? from : CHANGES_MAX;
    }
    return inverse;
}
