//! rule        expand-unused
//! code        ORD013
//! level       warning
//! since       0.1
//! source      X67
//!
//! A column or table is added that no version of any application reads or writes.
//!
//! ## Why
//!
//! What nobody uses is either not needed, and costs locks, room and a phase that removes it one
//! day, or it is needed and a version does not say so: then nothing that follows is judged for it.
//! Only columns without a default, of tables of which the versions say what they read, are looked
//! at, and nothing that a move or another statement of the plan speaks of.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web {
//!   version v1 { reads guests(id, born); writes guests(born) }
//!   version v2 { reads guests(id, birthday); writes guests(birthday) }
//!   live v1
//! }
//! phase expand "Add the columns" {
//!   step "Add them" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date, ADD COLUMN birth_place text;
//!   ```
//! }
//! phase deploy "Use them" { deploy web v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web {
//!   version v1 { reads guests(id, born); writes guests(born) }
//!   version v2 { reads guests(id, birthday); writes guests(birthday) }
//!   live v1
//! }
//! phase expand "Add the column" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date, ADD COLUMN changed_at timestamptz;
//!   ```
//!   step "Keep it" on main ```sql
//!     CREATE TRIGGER guests_changed BEFORE UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION set_changed_at();
//!     CREATE INDEX guests_changed_at ON guests (changed_at);
//!   ```
//! }
//! phase deploy "Use it" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web { version v1 { reads guests(*) }; live v1 }
//! phase expand "Add the column" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birth_place text;
//!   ```
//! }
//! ````

#include "rules/support/several.h"

// What versions and moves name, in lower case: "guests", "guests.born", and "guests.*" where all of
// its columns are meant, or none is named.
struct usage {
    struct arena *arena;
    struct map names;
    struct map read; // tables of which a version says what it reads
    bool has_uses;
};

static struct str key_of(struct arena *arena, struct str table, struct str column)
{
    struct str key = arena_format(arena, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(column));
    char *copy = arena_alloc(arena, key.length);
    for (size_t i = 0; i < key.length; i++)
        copy[i] = char_lower(key.data[i]);
    return (struct str){ copy, key.length };
}

static bool is_used(const struct usage *usage, struct str table, struct str column)
{
    return map_find(usage->names, key_of(usage->arena, table, column)) != NULL;
}

static void use(struct usage *usage, struct str table, struct str column)
{
    usage->names = map_put(usage->arena, usage->names, key_of(usage->arena, table, column), usage);
}

// ---- what is used

static struct str last_part(const struct name *name)
{
    return name->count ? name->parts[name->count - 1] : STR_NONE;
}

static void use_columns(struct usage *usage, const struct column_list *list, enum access access)
{
    struct str table = last_part(&list->table), key = key_of(usage->arena, table, STR_NONE);
    use(usage, table, STR_NONE);
    if (access == ACCESS_READ)
        usage->read = map_put(usage->arena, usage->read, key, list);
    if (list->is_all || list->count == 0)
        use(usage, table, STR("*"));
    for (unsigned i = 0; i < list->count; i++)
        use(usage, table, last_part(&list->columns[i]));
}

static void use_move(struct usage *usage, const struct move *move)
{
    const struct object *sides[] = { &move->from, &move->to };
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        use(usage, sides[i]->table, sides[i]->column.length ? sides[i]->column : STR("*"));
}

static struct usage usage_of(struct arena *arena, const struct plan *plan)
{
    struct usage usage = { .arena = arena };
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, each, version->uses) {
                usage.has_uses = true;
                for (const struct column_list *list = each->tables; list; list = list->next)
                    use_columns(&usage, list, each->access);
                for (unsigned i = 0; each->tables && i < each->on.count; i++)
                    use(&usage, last_part(&each->tables->table), last_part(&each->on.columns[i]));
            }
    list_each(move, move, plan->moves)
        use_move(&usage, move);
    return usage;
}

// ---- what another statement speaks of

static unsigned count_name(const struct sql_statement *statement, struct str name)
{
    unsigned count = 0;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &statement->tokens->items[i];
        struct str own = sql_token_name(token);
        count += own.data ? str_equal_ignoring_case(own, name)
                          : token->kind == SQL_TOKEN_STRING && str_has_word(token->text, name);
    }
    return count;
}

static bool is_spoken_of(const struct model *model, const struct change_step *added,
                         struct str name)
{
    list_each(site, site, model->sites) {
        if (site->role == SITE_VERIFIES || site->role == SITE_UNDOES)
            continue;
        if (site->host && str_has_word(site->code->text.str, name))
            return true;
        list_each(site_query, query, site->queries)
            list_each(sql_statement, statement, query->script->statements)
                if (count_name(statement, name) > (statement == added->statement))
                    return true;
    }
    return false;
}

// ---- what is added

static struct str unused_name(const struct usage *usage, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    struct str table = operation->table.name;
    if (operation->head == SQL_CREATE_TABLE && !operation->is_temporary)
        return is_used(usage, table, STR_NONE) || is_used(usage, table, STR("*")) ? STR_NONE
                                                                                  : table;
    if (operation->head != SQL_ADD_COLUMN || operation->column.length == 0 || operation->has_default
        || !map_find(usage->read, key_of(usage->arena, table, STR_NONE))
        || is_used(usage, table, STR("*"))
        || is_used(usage, table, operation->column))
        return STR_NONE;
    return operation->column;
}

static void report(struct unit *unit, struct places *places)
{
    struct diagnostic *finding =
        report_places(unit, &kind_expand_unused, places, "what is added here is used by no version",
                      "additions are used by no version");
    if (!finding)
        return;
    diagnostic_note(finding, "no version reads or writes it, and no move fills it");
    diagnostic_help(finding, "leave it out, or say in the versions who reads and writes it");
    diagnostic_about(finding, "%.*s", STR_ARGS(places->list.items[0].label));
}

enum { LOOKS_MAX = 20 }; // additions for which all statements are gone through

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    const struct usage usage = usage_of(&unit->arena, plan);
    struct places places = { .arena = &unit->arena };
    unsigned looks = 0;
    list_each(phase, phase, plan->phases)
        changes_each(change, &model->changes, phase) {
            struct str name = usage.has_uses ? unused_name(&usage, change) : STR_NONE;
            if (name.length == 0 || phase->is_inferred || ++looks > LOOKS_MAX
                || is_spoken_of(model, change, name))
                continue;
            places_add(&places, change->operation->span, "%.*s",
                       STR_ARGS(change_object(&unit->arena, change)));
        }
    report(unit, &places);
}

const struct rule rule_expand_unused = { .check_plan = check_plan };
