// Names to what they name. A name that is not there is reported with the nearest that is;
// a flag that is not declared is left to the rule flag-undeclared.

//! diagnostic  unknown-name
//! code        SYN006
//! level       error
//! since       0.1
//!
//! A name is used that the plan does not declare.
//!
//! ## Why
//!
//! A step on a store that is not there cannot run, and a version that is not declared
//! cannot be judged. The nearest declared name is shown.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   store main { engine postgresql 15 }
//!   phase expand "Add" {
//!     step "Add it" on mian ```sql
//!       ALTER TABLE t ADD COLUMN c int;
//!     ```
//!   }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   store main { engine postgresql 15 }
//!   phase expand "Add" {
//!     step "Add it" on main ```sql
//!       ALTER TABLE t ADD COLUMN c int;
//!     ```
//!   }
//! }
//! ````

//! diagnostic  ambiguous-name
//! code        SYN007
//! level       error
//! since       0.1
//!
//! A name can be read in two ways.
//!
//! ## Why
//!
//! belay never guesses which of two things is meant. A phase is referred to by its kind only
//! where the kind is unique; `a.b` is a table of store `a`, or a column of table `a`, but not both.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   phase verify "Count" { }
//!   phase verify "Compare" { }
//!   phase contract "Drop" { soak 1d since verify }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   phase verify as count "Count" { }
//!   phase verify as compare "Compare" { }
//!   phase contract "Drop" { soak 1d since compare }
//! }
//! ````

#include "base/index.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"
#include "plan/bind.h"

enum { MOST_SUGGESTIONS = 100 }; // finding the nearest name looks at all of them

struct named_phases { // those that one name, kind or number stands for
    const struct phase *first, *second;
};

struct declarations {
    struct index stores, apps, versions, flags, moves, metrics, tables, phases, backups;
    unsigned suggestion_count;
};

void bind_refer(struct binder *binder, enum reference_kind kind, const struct capture *capture,
                void *target)
{
    struct reference *reference = arena_new(&binder->unit->arena, struct reference);
    *reference = (struct reference){ .kind = kind, .target = target };
    if (capture->first) {
        reference->name = capture->first->text;
        reference->span = capture->first->span;
    }
    list_add(&binder->references, reference);
}

// The name without its backquotes.
static struct str plain_name(struct text written)
{
    struct name parsed;
    return name_parse(written, &parsed) && parsed.count == 1 ? parsed.parts[0] : written.str;
}

static struct str version_key(struct arena *arena, const struct app *app, struct str name)
{
    return arena_format(arena, "%.*s%c%.*s", STR_ARGS(app->name), '\0', STR_ARGS(name));
}

// ---- the declarations

static void declare(struct binder *binder, struct index *index, struct str name, void *thing,
                    const char *what, struct span span)
{
    if (!index_add(index, name, thing))
        diagnose(binder->reports, &kind_duplicate_statement, span, "a second %s is called '%.*s'",
                 what, STR_ARGS(name));
}

static void declare_phase(struct binder *binder, struct index *phases, struct str name,
                          const struct phase *phase)
{
    struct named_phases *named = index_find(phases, name);
    if (!named) {
        named = arena_new(&binder->unit->arena, struct named_phases);
        index_add(phases, name, named);
    }
    if (!named->first)
        named->first = phase;
    else if (named->first != phase && !named->second)
        named->second = phase;
}

static void declare_phases(struct binder *binder, struct index *phases, struct index *backups)
{
    list_each(phase, phase, binder->plan->phases) {
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_BACKUP)
                index_add(backups, action->name, action);
        declare_phase(binder, phases, phase->name, phase);
        declare_phase(binder, phases, str_of(phase_kind_name(phase->kind)), phase);
        declare_phase(binder, phases, arena_format(&binder->unit->arena, "%d", phase->number),
                      phase);
    }
}

static void declare_all(struct binder *binder, struct declarations *declared)
{
    struct arena *arena = &binder->unit->arena;
    *declared = (struct declarations){
        .stores.arena = arena, .apps.arena = arena,    .versions.arena = arena,
        .flags.arena = arena,  .moves.arena = arena,   .metrics.arena = arena,
        .tables.arena = arena, .phases.arena = arena,  .backups.arena = arena,
    };
    list_each(store, store, binder->plan->stores) {
        declare(binder, &declared->stores, store->name, store, "store", store->span);
        list_each(table, table, store->tables)
            index_add(&declared->tables, table->name.parts[table->name.count - 1], table);
    }
    list_each(app, app, binder->plan->apps) {
        declare(binder, &declared->apps, app->name, app, "app", app->span);
        list_each(version, version, app->versions)
            index_add(&declared->versions, version_key(arena, app, version->name), version);
    }
    list_each(flag, flag, binder->plan->flags)
        declare(binder, &declared->flags, flag->name, flag, "flag", flag->span);
    list_each(metric, metric, binder->plan->metrics)
        declare(binder, &declared->metrics, metric->name.str, metric, "metric", metric->span);
    list_each(move, move, binder->plan->moves)
        declare(binder, &declared->moves, move->name, move, "move", move->span);
    declare_phases(binder, &declared->phases, &declared->backups);
}

// ---- references

// A number is near every other number: none is suggested.
static void suggest_from(struct suggestion *suggestion, const struct index *index)
{
    for (size_t i = 0; i < index->capacity; i++) {
        struct str name = index->entries[i].name;
        if (index->entries[i].thing && name.length && !char_is_digit(name.data[0]))
            suggestion_offer(suggestion, name);
    }
}

static void report_unknown(struct binder *binder, const struct reference *reference,
                           const char *what, const struct index *first, const struct index *second)
{
    struct suggestion suggestion = suggestion_start(reference->name.str);
    if (binder->declared->suggestion_count++ < MOST_SUGGESTIONS) {
        suggest_from(&suggestion, first);
        if (second)
            suggest_from(&suggestion, second);
    }
    diagnose(binder->reports, &kind_unknown_name, reference->span, "no %s is called '%.*s'%.*s",
             what, STR_ARGS(reference->name.str),
             STR_ARGS(suggestion_text(&binder->unit->arena, &suggestion)));
}

static void resolve_store(struct binder *binder, const struct reference *reference)
{
    const struct store **target = reference->target;
    const struct store *only = binder->plan->stores.first;
    if (!text_is_set(reference->name)) {
        if (only && !only->next)
            *target = only;
        if (only && only->next && span_is_set(reference->span))
            diagnose(binder->reports, &kind_unknown_name, reference->span,
                     "the plan has several stores: expected 'on NAME'");
        return;
    }
    *target = index_find(&binder->declared->stores, plain_name(reference->name));
    if (!*target)
        report_unknown(binder, reference, "store", &binder->declared->stores, NULL);
}

static void resolve_app(struct binder *binder, const struct reference *reference)
{
    const struct app **target = reference->target;
    *target = index_find(&binder->declared->apps, plain_name(reference->name));
    if (!*target)
        report_unknown(binder, reference, "app", &binder->declared->apps, NULL);
}

static struct str nearest_version(struct binder *binder, const struct app *app, struct str name)
{
    struct suggestion suggestion = suggestion_start(name);
    if (binder->declared->suggestion_count++ < MOST_SUGGESTIONS)
        list_each(version, version, app->versions)
            suggestion_offer(&suggestion, version->name);
    return suggestion_text(&binder->unit->arena, &suggestion);
}

static void resolve_version(struct binder *binder, const struct reference *reference)
{
    const struct version **target = reference->target;
    const struct app *app = *reference->app;
    if (!app)
        return; // reported with the app
    struct str name = plain_name(reference->name);
    *target = index_find(&binder->declared->versions,
                         version_key(&binder->unit->arena, app, name));
    if (!*target)
        diagnostic_also(diagnose(binder->reports, &kind_unknown_name, reference->span,
                                 "app '%.*s' has no version '%.*s'%.*s", STR_ARGS(app->name),
                                 STR_ARGS(name), STR_ARGS(nearest_version(binder, app, name))),
                        app->span, "its versions are declared here");
}

static void resolve_flag(struct binder *binder, const struct reference *reference)
{
    const struct flag **target = reference->target;
    *target = index_find(&binder->declared->flags, plain_name(reference->name));
}

static void resolve_move(struct binder *binder, const struct reference *reference)
{
    const struct move **target = reference->target;
    const struct index *moves = &binder->declared->moves, *flags = &binder->declared->flags;
    bool may_be_flag = reference->kind == REFER_MOVE_OR_FLAG;
    *target = index_find(moves, plain_name(reference->name));
    if (*target)
        return;
    if (may_be_flag) {
        const struct flag **flag = reference->flag_target;
        *flag = index_find(flags, plain_name(reference->name));
        if (*flag)
            return;
    }
    report_unknown(binder, reference, may_be_flag ? "move or flag" : "move", moves,
                   may_be_flag ? flags : NULL);
}

// A metric need not be declared: then a person reads it.
static void resolve_metric(struct binder *binder, const struct reference *reference)
{
    const struct metric **target = reference->target;
    *target = index_find(&binder->declared->metrics, reference->name.str);
}

// By name, by kind where that is unique, or by number.
static void resolve_phase(struct binder *binder, const struct reference *reference)
{
    const struct phase **target = reference->target;
    const struct named_phases *named =
        index_find(&binder->declared->phases, plain_name(reference->name));
    if (!named) {
        report_unknown(binder, reference, "phase", &binder->declared->phases, NULL);
        return;
    }
    *target = named->second ? NULL : named->first;
    if (named->second)
        diagnostic_also(
            diagnostic_also(diagnose(binder->reports, &kind_ambiguous_name, reference->span,
                                     "'%.*s' names two phases", STR_ARGS(reference->name.str)),
                            named->first->span, "this one"),
            named->second->span, "and this one; 'as NAME' behind the kind tells them apart");
}

// ---- columns and tables

// a.b is table and column, or store and table when `a` is a declared store; a.b.c is store,
// table, column, or schema, table, column when `a` is no store.
static void resolve_object(struct binder *binder, const struct reference *reference)
{
    struct object *object = reference->target;
    struct name name = { 0 };
    object->text = reference->name;
    name_parse(reference->name, &name);
    const struct store *store =
        name.count > 1 ? index_find(&binder->declared->stores, name.parts[0]) : NULL;
    if (store && name.count == 2 && index_find(&binder->declared->tables, name.parts[0]))
        diagnostic_help(
            diagnose(binder->reports, &kind_ambiguous_name, reference->span,
                     "'%.*s' is column '%.*s' of table '%.*s', or table '%.*s' of store '%.*s'",
                     STR_ARGS(reference->name.str), STR_ARGS(name.parts[1]),
                     STR_ARGS(name.parts[0]), STR_ARGS(name.parts[1]), STR_ARGS(name.parts[0])),
            "write STORE.TABLE.COLUMN, or give the store another name");
    unsigned first = store ? 1 : 0, rest = name.count - first;
    object->store = store;
    if (!store && binder->plan->stores.first && !binder->plan->stores.first->next)
        object->store = binder->plan->stores.first;
    if (rest == 1)
        object->table = name.parts[first];
    if (rest >= 2) {
        object->table = name.parts[name.count - 2];
        object->column = name.parts[name.count - 1];
    }
    if (rest == 3)
        object->schema = name.parts[first];
}

static void resolve_backups(struct binder *binder)
{
    list_each(phase, phase, binder->plan->phases) {
        const struct rollback *rollback = &phase->rollback;
        if (rollback->kind != ROLLBACK_RESTORE || rollback->is_inferred
            || index_find(&binder->declared->backups, rollback->backup))
            continue;
        const struct reference reference = { .name = { .str = rollback->backup },
                                             .span = rollback->span };
        report_unknown(binder, &reference, "backup", &binder->declared->backups, NULL);
    }
}

void plan_resolve(struct binder *binder, bool is_reporting)
{
    struct diagnostics unsaid = { .arena = &binder->unit->arena };
    binder->reports = is_reporting ? &binder->unit->diagnostics : &unsaid;
    binder->declared = arena_new(&binder->unit->arena, struct declarations);
    declare_all(binder, binder->declared);
    list_each(reference, reference, binder->references)
        switch (reference->kind) {
        case REFER_STORE: resolve_store(binder, reference); break;
        case REFER_APP: resolve_app(binder, reference); break;
        case REFER_VERSION: resolve_version(binder, reference); break;
        case REFER_FLAG: resolve_flag(binder, reference); break;
        case REFER_MOVE:
        case REFER_MOVE_OR_FLAG: resolve_move(binder, reference); break;
        case REFER_METRIC: resolve_metric(binder, reference); break;
        case REFER_PHASE: resolve_phase(binder, reference); break;
        case REFER_OBJECT: resolve_object(binder, reference); break;
        }
    resolve_backups(binder);
    list_each(move, move, binder->plan->moves)
        if ((move->from.column.length > 0) != (move->to.column.length > 0))
            diagnose(binder->reports, &kind_unexpected_text, move->span,
                     "move '%.*s': both ends are columns, or both are tables",
                     STR_ARGS(move->name));
}
