// The plan: what every reader leads to, every rule looks at, every backend renders.
//
// All of it lives in the arena of its unit. Lists are in the order of the document; names
// are resolved to pointers, which are NULL where the plan does not say. Text that is not
// there has no data (text_is_set). What was read out of prose is marked `is_inferred`;
// what the reader of prose worked out itself (a kind, a claim) as well.
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "plan/kind.h"
#include "syntax/unit.h"
#include "syntax/value.h"

struct code {
    struct text text; // dedented
    struct str language; // the fence's tag, as written; may be empty
    struct span span; // with the fence
};

static inline bool code_is_set(const struct code *code)
{
    return text_is_set(code->text);
}

// What runs: `sql` on a store, `sh` or `bash`. Every other tag is shown and never run.
bool code_is_sql(const struct code *code);
bool code_is_shell(const struct code *code);

struct text_item { // one of several texts
    struct text_item *next;
    struct text text;
    bool is_done; // a ticked box
};

struct text_list {
    struct text_item *first, *last;
};

// ---- stores, applications, flags, metrics, moves

struct column_list { // users(id, email), users(*), or users alone
    struct column_list *next;
    struct name table;
    struct name *columns;
    unsigned count;
    bool is_all; // (*)
    struct span span;
};

struct table {
    struct table *next;
    struct name name;
    struct span span;
    struct column_list key; // columns alone
    struct quantity rows, size;
};

struct store {
    struct store *next;
    unsigned index; // from 0, in the order of the plan
    struct str name;
    struct span span; // of the statement's words
    struct str engine; // "postgresql"; empty where it is not said
    struct text version; // "15"
    struct text connect; // the environment variable's name
    struct text schema_file;
    struct code schema;
    struct quantity size, writes, reads;
    LIST_OF(table) tables;
};

enum access {
    ACCESS_READ, ACCESS_INSERT, ACCESS_UPDATE, ACCESS_WRITE, ACCESS_UPSERT, ACCESS_DELETE,
};

struct use { // one `reads`, `writes`, … of a version
    struct use *next;
    enum access access;
    struct column_list *tables; // one or more
    struct column_list on;      // of an upsert
    const struct flag *flag;    // NULL: always, or not declared
    struct text flag_name;      // as written; not set: always
    bool is_unless;             // else: if
    struct span span;
};

struct version {
    struct version *next;
    unsigned index; // from 0, among those of all applications
    const struct app *app;
    struct str name;
    struct span span;
    LIST_OF(use) uses;
};

struct live_version {
    struct live_version *next;
    struct version *version;
    struct span span;
};

struct app {
    struct app *next;
    struct str name;
    struct span span;
    LIST_OF(version) versions;
    LIST_OF(live_version) live; // when the plan begins
    struct code deploy;
    struct quantity drain;
};

struct flag {
    struct flag *next;
    unsigned index; // from 0, in the order of the plan
    struct str name;
    struct span span;
    struct code set, read;
};

struct metric {
    struct metric *next;
    struct text name, in;
    struct span span;
    struct str unit;
    struct code query;
    struct quantity baseline;
};

struct audience {
    struct audience *next;
    struct str name;
    struct span span;
    struct text by, tell;
};

struct column_pair { // a -> b
    struct column_pair *next;
    struct name from, to;
};

struct object { // a column, or a table where `column` is empty
    const struct store *store; // NULL where the plan has none, or the name does not say
    struct str schema, table, column;
    struct text text; // as written
};

struct move {
    struct move *next;
    unsigned index; // from 0, in the order of the plan
    struct str name;
    struct span span;
    struct object from, to; // both columns or both tables
    struct text forward, backward; // SQL
    bool has_no_way_back; // backward none
    LIST_OF(column_pair) columns;
};

// ---- bounds and expectations

enum comparison { COMPARE_NONE, COMPARE_EQUAL, COMPARE_UNEQUAL, COMPARE_LESS, COMPARE_AT_MOST,
                  COMPARE_GREATER, COMPARE_AT_LEAST };

// OP VALUE · OP `2x baseline` · `unchanged` · `any` · `is empty`
struct bound {
    enum comparison comparison;
    struct quantity quantity; // what it is compared with, …
    struct text text;         // … or a text or name
    bool is_of_baseline, is_unchanged, is_any, is_empty;
    struct span span; // unset where nothing is expected
};

static inline bool bound_is_set(const struct bound *bound)
{
    return span_is_set(bound->span);
}

// ---- what a phase does

enum action_kind {
    ACTION_BACKUP, ACTION_STEP, ACTION_DEPLOY, ACTION_RETIRE, ACTION_RAMP, ACTION_FLAG,
    ACTION_BACKFILL, ACTION_WRITES, ACTION_READS,
    ACTION_FILL, // in a rollback alone: `fill NAME backward`
};

enum side { SIDE_NONE, SIDE_OLD, SIDE_NEW, SIDE_BOTH };

struct percent_list {
    double *percents;
    unsigned count;
};

struct backfill {
    struct code where;
    struct quantity batch, target, pause;
    struct text pause_metric; // pause-when TEXT OP VALUE
    struct bound pause_bound;
    struct str guard; // lock, version, deletes-deferred
    struct str guard_column;
};

// One action. Members that its kind has no use for are empty.
struct action {
    struct action *next;
    enum action_kind kind;
    const struct statement *statement;
    struct span span; // the statement's words
    bool is_inferred;
    struct text title;          // of a step
    struct str name;            // of a backup
    const struct store *store;  // step, backup
    struct code code;           // step, backup
    double offset;              // step: milliseconds from T-0
    bool has_offset;
    struct text_list parts;     // of a step that a person does
    const struct app *app;      // deploy, retire
    const struct version *version;
    bool is_beside;             // deploy … beside
    const struct move *move;    // ramp, backfill, writes, reads, fill
    const struct flag *flag;    // flag, ramp; NULL where it is not declared
    struct text flag_name;      // as written
    struct percent_list percents; // deploy, ramp; of `flag` and `reads` at most one
    struct quantity hold;
    bool is_removed;            // flag … removed
    struct backfill backfill;
    enum side side;             // writes: old, new or both; reads: old or new
    enum side trusted;          // writes: the side that stands first
    bool is_shadow;             // reads … old shadow new
    bool is_best_effort, is_by_trigger;
    const struct action *undoes; // in a derived rollback: an action of the phase; else NULL
};

struct action_list {
    struct action *first, *last;
};

enum verify_kind { VERIFY_CODE, VERIFY_ROWS, VERIFY_CHECKSUM, VERIFY_SAMPLE, VERIFY_SCHEMA,
                   VERIFY_NO_WRITES, VERIFY_METRIC, VERIFY_MANUAL };

struct verify {
    struct verify *next;
    enum verify_kind kind;
    const struct statement *statement;
    struct span span;
    bool is_inferred;
    struct text title; // code, metric (its name), manual
    const struct store *store;
    const struct metric *metric; // NULL where none of this name is declared
    struct code code;
    struct bound bound;
    struct quantity over;
    const struct move *move; // rows, sample, checksum
    struct object object;    // no-writes
    struct column_list columns; // checksum
    struct quantity sample;
    struct text by;
};

struct verify_list {
    struct verify *first, *last;
};

enum rollback_kind {
    ROLLBACK_MISSING,    // the phase has none
    ROLLBACK_AUTO,       // belay derives it
    ROLLBACK_NONE,       // there is nothing to undo
    ROLLBACK_IMPOSSIBLE, // nothing brings it back
    ROLLBACK_RESTORE,    // a backup of this plan
    ROLLBACK_ACTIONS,    // in the order in which they run; a person's are steps without code
};

struct rollback {
    enum rollback_kind kind;
    const struct statement *statement;
    struct span span;
    bool is_inferred;
    struct text text; // the reason, or what the document says in one line
    struct str backup; // of restore
    struct action_list actions;
    // what the author claims
    struct str difficulty; // trivial, easy, medium, hard, restore; empty: nothing is claimed
    struct text loses, impact;
    struct quantity takes;
    bool loses_nothing;
};

enum reaction { REACT_INVESTIGATE, REACT_ROLLBACK, REACT_STOP };

struct trigger {
    struct trigger *next;
    struct span span;
    bool is_inferred;
    struct text metric;
    struct bound bound;
    struct quantity over;
    enum reaction reaction;
};

enum notify_moment { NOTIFY_END, NOTIFY_START, NOTIFY_WHEN };

struct notify {
    struct notify *next;
    struct span span;
    bool is_inferred;
    enum notify_moment moment;
    struct when when;
    struct text text, to, by;
};

struct check { // an item of a checklist
    struct check *next;
    struct span span;
    bool is_inferred;
    struct text text, list; // list: "Pre-Cutover"
    double offset;
    bool has_offset, is_done;
    struct code code;
};

struct change { // for readers: `change`, `code`, `note`
    struct change *next;
    struct span span;
    enum { CHANGE_TEXT, CHANGE_CODE, CHANGE_NOTE } kind;
    struct text title, text;
    struct code code;
};

struct downtime {
    enum { DOWNTIME_UNSAID, DOWNTIME_NONE, DOWNTIME_FOR, DOWNTIME_WINDOW } kind;
    struct quantity duration;
    struct span span;
};

struct phase {
    struct phase *next;
    struct phase *previous;
    const struct statement *statement;
    struct span span;       // the statement's words
    struct span body;       // to the end of its block
    bool is_inferred;
    unsigned index;         // from 0, in the order of the document
    int number;             // as it is shown: counted from the plan's `numbering`, or written
    struct str name;        // by which it is referred to: `as NAME`, else its kind
    enum phase_kind kind;
    bool is_kind_inferred;  // out of prose, from its title or its code
    struct text title;
    struct when when;
    struct text goal, owner;
    struct quantity estimate;
    struct text estimate_basis;
    struct downtime downtime;
    struct phase_reference *needs, *last_needs;
    struct quantity soak;
    const struct phase *soak_since; // NULL: the phase before
    struct span soak_span;
    struct text_list approvals, go, no_go, success;
    struct action_list actions;
    struct verify_list verifies;
    struct rollback rollback;
    LIST_OF(trigger) triggers;
    LIST_OF(notify) notifies;
    LIST_OF(check) checks;
    LIST_OF(change) changes;
};

struct phase_reference {
    struct phase_reference *next;
    struct text name;
    const struct phase *phase;
};

// ---- the rest of the document

struct risk {
    struct risk *next;
    struct span span;
    bool is_inferred;
    struct text title;
    struct str probability, impact; // a level, or empty
    struct text_list mitigations;
};

struct meta {
    struct meta *next;
    struct str name;
    struct text text;
    struct span span;
};

struct comparison_row { // compare TEXT TEXT -> TEXT [needs TEXT]
    struct comparison_row *next;
    struct text aspect, current, target, needs;
};

struct named_text { // constraint, assess
    struct named_text *next;
    struct str name;
    struct text text;
    struct span span;
};

struct prerequisite { // needs TEXT [optional]
    struct prerequisite *next;
    struct text text;
    bool is_optional;
};

struct milestone { // milestone, after
    struct milestone *next;
    struct when when;
    struct text text;
    bool is_done;
};

struct plan_test {
    struct plan_test *next;
    struct str name; // pre, rehearsal, during, post
    struct text text;
    struct text_list parts;
    struct span span;
};

struct procedure { // a rollback for the whole plan
    struct procedure *next;
    struct text title;
    struct code code;
    struct span span;
};

struct plan {
    const struct statement *statement;
    struct span span;       // the statement's words
    bool is_inferred;       // the document is prose
    struct text title;
    struct text what, why, owner, budget, timezone;
    struct str type;
    enum pattern pattern;   // PATTERN_NONE where none is named
    struct span pattern_span;
    struct str risk_level;
    struct span risk_span;
    struct downtime downtime;
    struct quantity estimate;
    struct text estimate_basis;
    struct str reversible, rollback_effort;
    struct span reversible_span, rollback_effort_span;
    struct when start;
    struct date zero;
    struct span zero_span;
    int numbering;
    bool has_numbering;
    struct str profile;
    struct span profile_span;
    LIST_OF(meta) metas;
    struct text_list current, target;
    LIST_OF(comparison_row) comparisons;
    LIST_OF(named_text) constraints;
    LIST_OF(named_text) assessments;
    LIST_OF(prerequisite) prerequisites;
    LIST_OF(store) stores;
    unsigned store_count;
    LIST_OF(app) apps;
    unsigned version_count; // of all applications
    LIST_OF(flag) flags;
    unsigned flag_count;
    LIST_OF(metric) metrics;
    LIST_OF(audience) audiences;
    LIST_OF(move) moves;
    unsigned move_count;
    LIST_OF(phase) phases;
    unsigned phase_count;
    bool has_down_phase; // that states a downtime of its own
    LIST_OF(milestone) milestones;
    LIST_OF(plan_test) tests;
    LIST_OF(milestone) after;
    struct text_list success, practices, dashboards;
    LIST_OF(check) checks;
    LIST_OF(procedure) procedures;
    LIST_OF(risk) risks;
    struct verify_list verifies;
    LIST_OF(trigger) triggers;
    LIST_OF(notify) notifies;
    LIST_OF(change) notes;
};

#endif
