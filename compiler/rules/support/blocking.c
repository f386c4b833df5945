#include "rules/support/blocking.h"

#include "rules/support/edits.h"
#include "sql/identifier.h"

static bool is_long(const struct locking *locking, const struct sql_table_lock *lock)
{
    const char *time = locking_time(locking, lock);
    return !time || !str_is(str_of(time), "less than a second");
}

bool blocking_is_felt(const struct plan *plan, const struct locking *locking,
                      const struct sql_table_lock *lock)
{
    return locking_is_felt(plan, locking, lock) && is_long(locking, lock);
}

// The first table that somebody waits for.
static const struct sql_table_lock *
worked_on(const struct plan *plan, const struct locking *locking, const struct sql_locks *locks)
{
    list_each(sql_table_lock, lock, locks->tables)
        if (lock->work != 0 && blocking_is_felt(plan, locking, lock))
            return lock;
    return NULL;
}

static struct span span_of(const struct locking *locking, const struct change_locks *change)
{
    return change->change && span_is_set(change->change->span) ? change->change->span
                                                               : locking->statement->span;
}

void blocking_each(struct unit *unit, const struct plan *plan,
                   bool (*is_mine)(const struct blocking *blocking),
                   void (*report)(struct unit *unit, const struct blocking *blocking))
{
    list_each(locking, locking, model_of(unit)->lockings)
        list_each(change_locks, change, locking->changes) {
            struct blocking blocking = {
                .locking = locking,
                .change = change->change,
                .locks = change->locks,
                .lock = worked_on(plan, locking, change->locks),
                .span = span_of(locking, change),
            };
            if (blocking.lock && is_mine(&blocking))
                report(unit, &blocking);
        }
}

struct str blocking_table(struct unit *unit, const struct blocking *blocking)
{
    struct sql_name name = blocking->lock->table;
    struct str schema = name.schema;
    if (str_is(schema, "public") || str_is(schema, "main"))
        name.schema = STR_NONE;
    return sql_name_is_set(name) ? sql_name_format(&unit->arena, name)
                                 : sql_name_format(&unit->arena, blocking->lock->index);
}

static const char *work_name(unsigned work)
{
    if (work & SQL_REWRITES)
        return "every row is written anew";
    return work & SQL_BUILDS ? "an index is built from every row" : "every row is read";
}

static void add_time(struct unit *unit, struct diagnostic *finding, const struct blocking *blocking)
{
    const char *time = locking_time(blocking->locking, blocking->lock);
    struct str size = locking_size(&unit->arena, blocking->locking, blocking->lock);
    diagnostic_label(finding, "blocks %s while %s",
                     sql_blocked_name(sql_lock_blocks(blocking->lock->mode)),
                     work_name(blocking->lock->work));
    if (time)
        diagnostic_note(finding, "with %.*s, that takes %s", STR_ARGS(size), time);
    else
        diagnostic_note(finding, "the plan does not say how large '%.*s' is: 'table' in its store",
                        STR_ARGS(blocking_table(unit, blocking)));
    if (time && !str_is(str_of(time), "seconds"))
        diagnostic_level(finding, LEVEL_ERROR);
}

struct diagnostic *blocking_report(struct unit *unit, const struct diagnostic_kind *kind,
                                   const struct blocking *blocking, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str message = arena_vformat(&unit->arena, format, arguments);
    va_end(arguments);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, blocking->span, "%.*s", STR_ARGS(message));
    add_time(unit, finding, blocking);
    diagnostic_about(finding, "%.*s", STR_ARGS(blocking_table(unit, blocking)));
    site_cap(finding, blocking->locking->site);
    return finding;
}

struct str constraint_validation(struct unit *unit, const struct ddl *added)
{
    struct arena *arena = &unit->arena;
    struct str table = sql_identifier_quote_name(arena, SQL_ENGINE_POSTGRESQL, added->table);
    struct str name =
        sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, added->constraint->name);
    return arena_format(arena, "ALTER TABLE %.*s VALIDATE CONSTRAINT %.*s;", STR_ARGS(table),
                        STR_ARGS(name));
}

bool constraint_offer_not_valid(struct unit *unit, const struct blocking *blocking,
                                struct diagnostic *finding)
{
    struct step_text step;
    const struct sql_constraint_definition *added = blocking->change->constraint;
    const struct site *site = blocking->locking->site;
    if (added->name.length == 0 || added->is_of_column || !step_text_of(&step, unit, site)
        || !step_is_plain(site, blocking->locking->statement))
        return false;
    struct edits edits = edits_begin(unit, finding,
                                     "add it NOT VALID, and validate it in a step behind");
    uint32_t end = blocking->change->span.end;
    edits_replace(&edits, (struct span){ end, end }, STR(" NOT VALID"));
    edits_step_behind(&edits, &step, STR("Read the rows"),
                      constraint_validation(unit, blocking->change));
    return true;
}
