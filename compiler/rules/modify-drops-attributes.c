//! rule        modify-drops-attributes
//! code        SQL013
//! level       warning
//! since       0.1
//! source      H055
//!
//! MODIFY or CHANGE leaves out what the column had, and so takes it away.
//!
//! ## Why
//!
//! MySQL and MariaDB take the definition in MODIFY and CHANGE for all of it: what is not written
//! there is gone. A MODIFY that only means to widen the type drops NOT NULL, the default, ON
//! UPDATE, AUTO_INCREMENT and the comment. Say NULL where a column shall take NULL from now on;
//! ALTER COLUMN … DROP DEFAULT where it shall have no default.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'nobody');
//!   ```
//! }
//! phase expand "Longer names" {
//!   step "Widen" on main ```sql
//!     ALTER TABLE guests MODIFY name varchar(50);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'nobody');
//!   ```
//! }
//! phase expand "Longer names" {
//!   step "Widen" on main ```sql
//!     ALTER TABLE guests MODIFY name varchar(50) NOT NULL DEFAULT 'nobody';
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mysql 8.0 }
//! phase expand "Longer names" {
//!   step "Widen" on main ```sql
//!     ALTER TABLE guests MODIFY name varchar(50);
//!   ```
//! }
//! ````

#include "rules/rule.h"

static const struct sql_column *find_column(struct unit *unit, const struct locking *locking,
                                            const struct ddl *ddl)
{
    const struct catalog *before = locking->setting.before;
    struct catalog_found found = catalog_find(&unit->arena, before, ddl->table);
    const struct catalog_column *column = NULL;
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE
        || catalog_find_column(&unit->arena, before, found.object->table, ddl->column, &column)
               != CATALOG_PRESENT)
        return NULL;
    return &column->definition;
}

static bool is_of_key(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    struct catalog_found found = catalog_find(&unit->arena, locking->setting.before, ddl->table);
    const struct catalog_constraint *key = catalog_primary_key(found.object->table);
    for (const struct sql_key_part *part = key ? key->definition.columns.first : NULL; part;
         part = part->next)
        if (str_equal_ignoring_case(part->column, ddl->column))
            return true;
    return false;
}

static bool has_default(const struct sql_column *column)
{
    return column->fallback.text.data && !column->fallback.is_null;
}

// What it had and has no more, in words; NULL for nothing.
static const char *what_goes(const struct sql_column *old, const struct sql_column *new,
                             bool is_of_key)
{
    if (old->is_auto_increment && !new->is_auto_increment)
        return "AUTO_INCREMENT";
    if (old->is_not_null && !new->is_not_null && !new->is_null_said && !is_of_key)
        return "NOT NULL";
    if (has_default(old) && !new->fallback.text.data)
        return "its default";
    if (old->on_update.text.data && !new->on_update.text.data)
        return "ON UPDATE";
    return old->has_comment && old->comment.length > 0 && !new->has_comment ? "its comment" : NULL;
}

static void check_change(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    if (ddl->kind != DDL_CHANGE_COLUMN || ddl->definition->generated != SQL_NOT_GENERATED)
        return;
    const struct sql_column *old = find_column(unit, locking, ddl);
    if (!old || old->generated != SQL_NOT_GENERATED)
        return;
    const char *what = what_goes(old, ddl->definition, is_of_key(unit, locking, ddl));
    if (!what)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_modify_drops_attributes, ddl->span,
                 "'%.*s' loses %s: it is not written here again", STR_ARGS(ddl->column), what);
    if (span_is_set(old->span))
        diagnostic_also(finding, old->span, "as it was");
    diagnostic_note(finding, "MODIFY and CHANGE take what they say for the whole definition");
    diagnostic_help(finding, "write all that the column shall keep; NULL where it may be NULL");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(ddl->column));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(locking, locking, model_of(unit)->lockings)
        list_each(change_locks, change, locking->changes)
            if (change->change)
                check_change(unit, locking, change->change);
}

const struct rule rule_modify_drops_attributes = { .check_plan = check_plan };
