//! rule        osc-precondition-broken-by-earlier-phase
//! code        SQL018
//! level       error
//! since       0.1
//! source      X84
//!
//! gh-ost or pt-online-schema-change is run on a table that it refuses as it is by then.
//!
//! ## Why
//!
//! gh-ost follows the binary log, and refuses a table that has triggers or foreign keys, its own
//! or others' that point to it. pt-online-schema-change works by triggers, and refuses a table that
//! has some already, or to which foreign keys point unless it is told how to treat them. Both ask
//! for a unique key. A trigger that an earlier phase of the same plan makes counts as well.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "By a trigger" ```sql
//!     CREATE TRIGGER guests_sync BEFORE INSERT ON guests
//!       FOR EACH ROW SET NEW.birthday = NEW.born;
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" on main ```sh
//!     gh-ost --database=hotel --table=guests --alter="DROP COLUMN born" --execute
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" on main ```sh
//!     gh-ost --database=hotel --table=guests --alter="DROP COLUMN born" --execute
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

struct tool {
    const char *name, *table_option;
    const char *takes_triggers, *takes_keys; // options by which it does
    bool refuses_own_keys;
};

static const struct tool tools[] = {
    { "gh-ost", "--table", "include-triggers", "discard-foreign-keys", true },
    { "pt-online-schema-change", "t=", "preserve-triggers", "alter-foreign-keys-method", false },
};

static const struct tool *find_tool(struct str code)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (str_find(code, str_of(tools[i].name), 0) != STR_NOT_FOUND)
            return &tools[i];
    return NULL;
}

// "guests" of `--table=guests`, `--table guests`, `D=hotel,t=guests`; no data where it is not said
// in plain letters.
static struct str table_of(struct str code, const struct tool *tool)
{
    size_t from = 0;
    do {
        from = str_find(code, str_of(tool->table_option), from);
        if (from == STR_NOT_FOUND)
            return STR_NONE;
        from += strlen(tool->table_option);
    } while (from >= 3 && tool->table_option[0] == 't' && char_is_word(code.data[from - 3]));
    while (from < code.length && (code.data[from] == '=' || char_is_blank(code.data[from])
                                  || code.data[from] == '"' || code.data[from] == '\''))
        from++;
    size_t to = from;
    while (to < code.length && char_is_word(code.data[to]))
        to++;
    bool is_plain = to > from && (to == code.length || code.data[to] != '$');
    return is_plain ? str_slice(code, from, to) : STR_NONE;
}

static bool has_option(struct str code, const char *option)
{
    return str_find(code, str_of(option), 0) != STR_NOT_FOUND;
}

static bool has_unique_key(const struct catalog_table *table)
{
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (index->definition.is_unique || index->is_primary)
            return true;
    return catalog_primary_key(table) != NULL;
}

static const struct catalog_constraint *own_foreign_key(const struct catalog_table *table)
{
    struct map_walk constraints = map_walk(table->constraints);
    for (const struct catalog_constraint *each; (each = map_next(&constraints));)
        if (each->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
            return each;
    return NULL;
}

static bool is_pointed_at(struct unit *unit, const struct catalog *catalog,
                          const struct catalog_object *object)
{
    struct catalog_uses uses = catalog_uses_of(&unit->arena, catalog, object);
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].part == CATALOG_USE_CONSTRAINT
            && !sql_name_equal(uses.items[i].by, object->name))
            return true;
    return false;
}

// Why the tool refuses the table; NULL where it does not, as far as is known. `*made` is what
// stands in its way.
static const char *why_refused(struct unit *unit, const struct catalog *catalog,
                               const struct catalog_object *object, const struct tool *tool,
                               struct str code, struct span *made)
{
    const struct catalog_table *table = object->table;
    struct map_walk triggers = map_walk(table->triggers);
    const struct catalog_trigger *trigger = map_next(&triggers);
    if (trigger && !has_option(code, tool->takes_triggers)) {
        *made = trigger->span;
        return "has a trigger";
    }
    const struct catalog_constraint *key = own_foreign_key(table);
    if (key && tool->refuses_own_keys && !has_option(code, tool->takes_keys)
        && !has_option(code, "skip-foreign-key-checks")) {
        *made = key->span;
        return "has a foreign key";
    }
    if (is_pointed_at(unit, catalog, object) && !has_option(code, "skip-foreign-key-checks")
        && (tool->refuses_own_keys || !has_option(code, tool->takes_keys)))
        return "is pointed to by a foreign key";
    return has_unique_key(table) ? NULL : "has no unique key";
}

static const struct store *store_of(const struct plan *plan, const struct action *action)
{
    const struct store *first = plan->stores.first;
    return action->store ? action->store : first && !first->next ? first : NULL;
}

static void check_command(struct unit *unit, const struct plan *plan, const struct state *state)
{
    const struct action *action = state->event->action;
    const struct store *store = store_of(plan, action);
    struct str code = action->code.text.str;
    const struct tool *tool = find_tool(code);
    struct str name = tool ? table_of(code, tool) : STR_NONE;
    if (!name.data || !store
        || (store_engine(store) != SQL_ENGINE_MYSQL && store_engine(store) != SQL_ENGINE_MARIADB))
        return;
    const struct catalog *catalog = state_catalog(unit->model->world, state, store);
    struct catalog_found found =
        catalog_find(&unit->arena, catalog, (struct sql_name){ STR_NONE, name });
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE
        || found.object->table->is_partial)
        return;
    struct span made = { 0 };
    const char *why = why_refused(unit, catalog, found.object, tool, code, &made);
    if (!why)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_osc_precondition_broken_by_earlier_phase, action->span,
                 "%s refuses '%.*s' as it is by then", tool->name, STR_ARGS(name));
    diagnostic_label(finding, "'%.*s' %s", STR_ARGS(name), why);
    if (span_is_set(made))
        diagnostic_also(finding, made, "made here");
    diagnostic_note(finding, "the command ends before it changes anything, and the phase stops");
    diagnostic_help(finding, "take it away in a phase before, or use ALTER TABLE itself");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    if (action->is_inferred)
        diagnostic_inferred(finding, "the command is read out of prose");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct forward forward = forward_begin(unit);
    for (size_t i = 0; i < forward.count; i++) {
        const struct event *event = forward.states[i]->event;
        if (event && event->action && event->action->kind == ACTION_STEP
            && code_is_shell(&event->action->code))
            check_command(unit, plan, forward.states[i]);
    }
}

const struct rule rule_osc_precondition_broken_by_earlier_phase = { .check_plan = check_plan };
