//! rule        type-changed-in-use
//! code        CMP020
//! level       warning
//! since       0.1
//! source      model.md invariant 1
//! breaks      reads
//!
//! A column gets a type of another kind while a version in service reads or writes it.
//!
//! ## Why
//!
//! A version that was written for a number finds a text in its place: it stops, or goes on with
//! what it takes the text for; and what it writes is refused, or stored as something else. The new
//! type comes in a column of its own, which new versions use before the old column goes.
//!
//! A wider type of the same kind is no other kind: a number with more digits, a longer text. A
//! version that the plan deploys before the change is taken to know both types.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, floor text);
//!   ```
//! }
//! app web { version v1 { reads guests(id, floor); writes guests(id, floor) }; live v1 }
//! phase expand "Floors are numbers" {
//!   step "Change the type" ```sql
//!     ALTER TABLE guests ALTER COLUMN floor TYPE integer USING floor::integer;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, floor integer);
//!   ```
//! }
//! app web { version v1 { reads guests(id, floor); writes guests(id, floor) }; live v1 }
//! phase expand "More floors" {
//!   step "Change the type" ```sql
//!     ALTER TABLE guests ALTER COLUMN floor TYPE bigint;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, floor text);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, floor) }
//!   version v2 { reads guests(id, floor) }
//!   live v1
//! }
//! phase deploy "Understand both" { deploy web v2 }
//! phase expand "Floors are numbers" {
//!   step "Change the type" ```sql
//!     ALTER TABLE guests ALTER COLUMN floor TYPE integer USING floor::integer;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

// ---- kinds of types

enum family { FAMILY_UNKNOWN, FAMILY_NUMBER, FAMILY_TEXT, FAMILY_TIME, FAMILY_TRUTH, FAMILY_JSON,
              FAMILY_BYTES };

static enum family family_of(const struct sql_type *type)
{
    static const struct {
        enum family family;
        const char *names; // between blanks; each as the catalog has it, blanks as '_'
    } families[] = {
        { FAMILY_NUMBER, " smallint integer int bigint mediumint numeric decimal real double "
                         "double_precision float " },
        { FAMILY_TEXT, " text character_varying varchar character char tinytext mediumtext "
                       "longtext " },
        { FAMILY_TIME, " date timestamp timestamp_without_time_zone timestamp_with_time_zone "
                       "datetime time_without_time_zone time " },
        { FAMILY_TRUTH, " boolean " },
        { FAMILY_JSON, " json jsonb " },
        { FAMILY_BYTES, " bytea blob tinyblob mediumblob longblob binary varbinary " },
    };
    if (type->dimensions > 0 || type->schema.length > 0 || type->name.length > 40)
        return FAMILY_UNKNOWN;
    char name[48] = " ";
    size_t length = 1;
    for (size_t i = 0; i < type->name.length; i++)
        name[length++] = type->name.data[i] == ' ' ? '_' : char_lower(type->name.data[i]);
    name[length++] = ' ';
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (str_find(str_of(families[i].names), (struct str){ name, length }, 0) != STR_NOT_FOUND)
            return families[i].family;
    return FAMILY_UNKNOWN;
}

static const char *family_name(enum family family)
{
    switch (family) {
    case FAMILY_NUMBER: return "a number";
    case FAMILY_TEXT: return "a text";
    case FAMILY_TIME: return "a time";
    case FAMILY_TRUTH: return "true or false";
    case FAMILY_JSON: return "JSON";
    case FAMILY_BYTES: return "bytes";
    case FAMILY_UNKNOWN: break;
    }
    return "something";
}

static enum family family_before(struct unit *unit, const struct locking *locking,
                                 const struct ddl *ddl)
{
    const struct catalog *catalog = locking->setting.before;
    const struct catalog_object *table = catalog_find_table(&unit->arena, catalog, ddl->table);
    const struct catalog_column *column;
    if (!table
        || catalog_find_column(&unit->arena, catalog, table->table, ddl->column, &column)
               != CATALOG_PRESENT)
        return FAMILY_UNKNOWN;
    return family_of(&column->definition.type);
}

static void report(struct unit *unit, const struct forward *forward, const struct locking *locking,
                   const struct ddl *ddl, const struct need *need, const struct state *before)
{
    struct str version = need_version(unit, need);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_type_changed_in_use, ddl->span,
        "'%.*s.%.*s' becomes %s while '%.*s' uses it", STR_ARGS(ddl->table.name),
        STR_ARGS(ddl->column), family_name(family_of(&ddl->definition->type)), STR_ARGS(version));
    diagnostic_add_need(unit, finding, need);
    const struct event *end = forward_end_of(forward, before, need->version);
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    diagnostic_note(finding, "it was written for %s",
                    family_name(family_before(unit, locking, ddl)));
    diagnostic_help(finding, "add a column of the new type, write both, fill it, move the readers");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(ddl->column));
    site_cap(finding, locking->site);
}

static void check_type(struct unit *unit, struct forward *forward, const struct locking *locking,
                       const struct ddl *ddl)
{
    enum family old = family_before(unit, locking, ddl);
    enum family new = family_of(&ddl->definition->type);
    if (old == FAMILY_UNKNOWN || new == FAMILY_UNKNOWN || old == new)
        return;
    const struct state *before = forward_before(forward, locking);
    const struct need *need =
        before ? forward_old_use(forward, before, locking->store, ddl->table, ddl->column) : NULL;
    if (need)
        report(unit, forward, locking, ddl, need, before);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    step_changes_each(change, &model_of(unit)->lockings) {
        enum ddl_kind kind = change.ddl->kind;
        if ((kind == DDL_SET_TYPE || kind == DDL_CHANGE_COLUMN) && change.ddl->definition)
            check_type(unit, &forward, change.locking, change.ddl);
    }
}

const struct rule rule_type_changed_in_use = { .check_plan = check_plan };
