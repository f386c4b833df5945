#include "model/strays.h"

#include "model/changes.h"
#include "sql/ddl.h"

static bool access_has(const struct sql_access *access, struct str column)
{
    for (size_t i = 0; access->columns && i < access->columns->count; i++)
        if (str_equal_ignoring_case(access->columns->items[i].name, column))
            return true;
    return access->has_all_columns;
}

// Of a column, what is deleted goes on both sides, and what is inserted has both.
static bool writes_end(const struct sql_access *access, const struct object *end)
{
    if (access->kind == SQL_READS
        || !sql_name_equal(access->table, (struct sql_name){ end->schema, end->table }))
        return false;
    return end->column.length == 0
           || (access->kind == SQL_UPDATES && access_has(access, end->column));
}

static bool is_followed(const struct move *move, const struct sql_statement *statement,
                        const struct event *event)
{
    list_each(sql_operation, operation, statement->operations) {
        const struct change_step change = { .phase = event->phase,
                                            .action = event->action,
                                            .statement = statement,
                                            .operation = operation };
        if (change_fills(&change, &move->to) || change_drops(&change, &move->to))
            return true;
    }
    return false;
}

struct strays statement_strays(const struct sql_statement *statement, const struct move *move,
                               const struct event *event)
{
    struct strays strays = { 0 };
    if (is_followed(move, statement, event))
        return strays;
    list_each(sql_access, access, statement->accesses) {
        strays.to_old |= writes_end(access, &move->from);
        strays.to_new |= writes_end(access, &move->to);
    }
    return strays;
}
