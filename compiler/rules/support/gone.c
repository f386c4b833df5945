#include "rules/support/gone.h"

static bool takes_away(const struct ddl *ddl)
{
    return ddl->kind == DDL_DROP_COLUMN || ddl->kind == DDL_RENAME_COLUMN
           || ddl->kind == DDL_DROP_TABLE || ddl->kind == DDL_RENAME_TABLE;
}

static bool is_there(struct unit *unit, const struct gone *gone)
{
    const struct ddl *ddl = gone->ddl;
    const struct catalog_object *table =
        catalog_find_table(&unit->arena, gone->catalog, ddl->table);
    const struct catalog_column *column;
    if (!ddl->column.data)
        return catalog_find(&unit->arena, gone->catalog, ddl->table).presence != CATALOG_ABSENT;
    return table
           && catalog_find_column(&unit->arena, gone->catalog, table->table, ddl->column, &column)
                  == CATALOG_PRESENT;
}

void gone_each(struct unit *unit, enum gone_when when,
               void (*look)(struct unit *unit, const struct gone *gone))
{
    struct forward forward = forward_begin(unit);
    step_changes_each(change, &model_of(unit)->lockings) {
        if (!takes_away(change.ddl))
            continue;
        const struct state *after = forward_after(&forward, change.locking);
        if (after && when == GONE_BEHIND_STEP)
            after = forward_step_end(&forward);
        if (!after)
            continue;
        struct gone gone = {
            .locking = change.locking,
            .ddl = change.ddl,
            .catalog = state_catalog(unit->model->world, after, change.locking->store),
            .forward = &forward,
        };
        if (!is_there(unit, &gone))
            look(unit, &gone);
    }
}

struct diagnostic *gone_report(struct unit *unit, const struct diagnostic_kind *kind,
                               const struct gone *gone, const char *what, struct str name,
                               struct span made)
{
    const struct ddl *ddl = gone->ddl;
    bool is_renamed = ddl->kind == DDL_RENAME_COLUMN || ddl->kind == DDL_RENAME_TABLE;
    struct str subject = ddl->table.name;
    if (ddl->column.data)
        subject = arena_format(&unit->arena, "%.*s.%.*s", STR_ARGS(subject), STR_ARGS(ddl->column));
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, ddl->span,
                 "'%.*s' is %s, and the %s '%.*s' still names it", STR_ARGS(subject),
                 is_renamed ? "renamed" : "dropped", what, STR_ARGS(name));
    if (span_is_set(made))
        diagnostic_also(finding, made, "the %s was made here", what);
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
    site_cap(finding, gone->locking->site);
    return finding;
}
