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

#include "diagnostics/suggest.h"
#include "generated/kinds.h"
#include "plan/bind.h"

void bind_refer(struct binder *binder, enum reference_kind kind, const struct capture *capture,
                void *target)
{
    struct reference *reference = arena_new(&binder->unit->arena, struct reference);
    *reference = (struct reference){ .kind = kind, .target = target, .phase = binder->phase };
    if (capture->first) {
        reference->name = capture->first->text;
        reference->span = capture->first->span;
    }
    list_add(&binder->references, reference);
}

static bool is_named(struct str name, struct text written)
{
    struct name parsed;
    return name_parse(written, &parsed) && parsed.count == 1 ? str_equal(parsed.parts[0], name)
                                                             : str_equal(written.str, name);
}

static void report_unknown(struct binder *binder, const struct reference *reference,
                           const char *what, const struct suggestion *suggestion)
{
    diagnose(binder->reports, &kind_unknown_name, reference->span,
             "no %s is called '%.*s'%.*s", what, STR_ARGS(reference->name.str),
             STR_ARGS(suggestion_text(&binder->unit->arena, suggestion)));
}

// Looks `reference` up in a list of declarations that have a name; sets `found`.
#define LOOK_UP(type, list, reference, suggestion, found)         \
    do {                                                          \
        list_each(type, each, list) {                             \
            if (!(found) && is_named(each->name, (reference)->name)) \
                (found) = each;                                   \
            suggestion_offer(&(suggestion), each->name);          \
        }                                                         \
    } while (0)

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
    struct suggestion suggestion = suggestion_start(reference->name.str);
    LOOK_UP(store, binder->plan->stores, reference, suggestion, *target);
    if (!*target)
        report_unknown(binder, reference, "store", &suggestion);
}

static void resolve_app(struct binder *binder, const struct reference *reference)
{
    const struct app **target = reference->target;
    struct suggestion suggestion = suggestion_start(reference->name.str);
    LOOK_UP(app, binder->plan->apps, reference, suggestion, *target);
    if (!*target)
        report_unknown(binder, reference, "app", &suggestion);
}

static void resolve_version(struct binder *binder, const struct reference *reference)
{
    const struct version **target = reference->target;
    const struct app *app = *reference->app;
    if (!app)
        return; // reported with the app
    struct suggestion suggestion = suggestion_start(reference->name.str);
    LOOK_UP(version, app->versions, reference, suggestion, *target);
    if (!*target)
        diagnostic_also(
            diagnose(binder->reports, &kind_unknown_name, reference->span,
                     "app '%.*s' has no version '%.*s'%.*s", STR_ARGS(app->name),
                     STR_ARGS(reference->name.str),
                     STR_ARGS(suggestion_text(&binder->unit->arena, &suggestion))),
            app->span, "its versions are declared here");
}

static void resolve_flag(struct binder *binder, const struct reference *reference)
{
    const struct flag **target = reference->target;
    list_each(flag, flag, binder->plan->flags)
        if (is_named(flag->name, reference->name))
            *target = flag;
}

static void resolve_move(struct binder *binder, const struct reference *reference)
{
    const struct move **target = reference->target;
    struct suggestion suggestion = suggestion_start(reference->name.str);
    LOOK_UP(move, binder->plan->moves, reference, suggestion, *target);
    if (*target)
        return;
    if (reference->kind == REFER_MOVE_OR_FLAG) {
        const struct flag **flag = reference->flag_target;
        LOOK_UP(flag, binder->plan->flags, reference, suggestion, *flag);
        if (*flag)
            return;
    }
    report_unknown(binder, reference,
                   reference->kind == REFER_MOVE ? "move" : "move or flag", &suggestion);
}

// A metric need not be declared: then a person reads it.
static void resolve_metric(struct binder *binder, const struct reference *reference)
{
    const struct metric **target = reference->target;
    list_each(metric, metric, binder->plan->metrics)
        if (str_equal(metric->name.str, reference->name.str))
            *target = metric;
}

static bool number_is(struct text text, int number)
{
    int first, last;
    struct word word = { .kind = WORD_NUMBER, .text = text };
    return range_parse(&word, &first, &last) && first == number;
}

// By name, by kind where that is unique, or by number.
static void resolve_phase(struct binder *binder, const struct reference *reference)
{
    const struct phase **target = reference->target;
    const struct phase *found = NULL, *second = NULL;
    struct suggestion suggestion = suggestion_start(reference->name.str);
    list_each(phase, phase, binder->plan->phases) {
        bool fits = is_named(phase->name, reference->name)
                    || is_named(str_of(phase_kind_name(phase->kind)), reference->name)
                    || number_is(reference->name, phase->number);
        if (fits && found)
            second = phase;
        else if (fits)
            found = phase;
        suggestion_offer(&suggestion, phase->name);
    }
    if (!found)
        report_unknown(binder, reference, "phase", &suggestion);
    if (second)
        diagnostic_also(
            diagnostic_also(diagnose(binder->reports, &kind_ambiguous_name,
                                     reference->span, "'%.*s' names two phases",
                                     STR_ARGS(reference->name.str)),
                            found->span, "this one"),
            second->span, "and this one; 'as NAME' behind the kind tells them apart");
    *target = second ? NULL : found;
}

// ---- columns and tables

static const struct store *find_store(const struct plan *plan, struct str name)
{
    list_each(store, store, plan->stores)
        if (str_equal(store->name, name))
            return store;
    return NULL;
}

static bool table_is_declared(const struct plan *plan, struct str name)
{
    list_each(store, store, plan->stores)
        list_each(table, table, store->tables)
            if (str_equal(table->name.parts[table->name.count - 1], name))
                return true;
    return false;
}

// a.b is table and column, or store and table when `a` is a declared store; a.b.c is store,
// table, column, or schema, table, column when `a` is no store.
static void resolve_object(struct binder *binder, const struct reference *reference)
{
    struct object *object = reference->target;
    struct name name = { 0 };
    object->text = reference->name;
    name_parse(reference->name, &name);
    const struct store *store = name.count > 1 ? find_store(binder->plan, name.parts[0]) : NULL;
    if (store && name.count == 2 && table_is_declared(binder->plan, name.parts[0]))
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

void plan_resolve(struct binder *binder, bool is_reporting)
{
    struct diagnostics unsaid = { .arena = &binder->unit->arena };
    binder->reports = is_reporting ? &binder->unit->diagnostics : &unsaid;
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
    list_each(move, move, binder->plan->moves)
        if ((move->from.column.length > 0) != (move->to.column.length > 0))
            diagnose(binder->reports, &kind_unexpected_text, move->span,
                     "move '%.*s': both ends are columns, or both are tables",
                     STR_ARGS(move->name));
}
