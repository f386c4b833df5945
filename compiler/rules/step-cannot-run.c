//! rule        step-cannot-run
//! code        SQL010
//! level       error
//! since       0.1
//! also        sequence-ownership-on-swap
//! fix         unsafe
//! source      X81 X83
//! breaks      contract
//!
//! A statement of a step is one that the engine refuses, as the schema is then.
//!
//! ## Why
//!
//! What a step needs may have gone in a phase before it, or may be there already. belay does the
//! statements of all phases in order on the schema that it knows; what is not known it takes to
//! be right. Triggers and fills that belay makes for a move need both ends of it, and the columns
//! that its `forward`, `backward` and `where` name.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN born date;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!     CREATE TABLE guests_v2 (id integer PRIMARY KEY, born text, city text);
//!   ```
//! }
//! phase backfill "Copy them" {
//!   step "Copy" ```sql
//!     INSERT INTO guests_v2 SELECT g.id, g.birthday, NULL FROM guests g;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!   ```
//! }
//! phase backfill "Forget them" {
//!   step "Delete" ```sql
//!     DELETE FROM guest WHERE born < '1900';
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city varchar(20), town varchar(20));
//!   ```
//! }
//! move town from guests.city to guests.town { forward "lower(ctiy)" }
//! phase backfill "Fill it" {
//!   backfill town {
//!     where ```sql
//!       town IS NULL
//!     ```
//!     batch 1000
//!   }
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city varchar(20), town varchar(20));
//!   ```
//! }
//! move town from guests.city to guests.town { forward "lower(city)" }
//! phase backfill "Fill it" {
//!   backfill town {
//!     where ```sql
//!       towm IS NULL
//!     ```
//!     batch 1000
//!   }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!   ```
//! }
//! phase backfill "Copy them" {
//!   step "Copy" ```sql
//!     CREATE TABLE guests_v2 (id integer PRIMARY KEY, born text, city text);
//!     INSERT INTO guests_v2 (id, born) SELECT g.id, g.born FROM guests g WHERE born IS NOT NULL;
//!   ```
//! }
//! ````
//!
//! What a command or a person before may have made is not looked for:
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "A longer number" {
//!   step "Copy the table" ```sh
//!     gh-ost --table guests --alter "MODIFY id decimal(30)" --execute
//!   ```
//! }
//! phase cleanup "Drop what it left" {
//!   step "Drop it" ```sql
//!     DROP TABLE _guests_del;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city varchar(20), town varchar(20));
//!   ```
//! }
//! move town from guests.city to guests.town { forward "lower(city)" }
//! phase backfill "Fill it" {
//!   backfill town {
//!     where ```sql
//!       town IS NULL
//!     ```
//!     batch 1000
//!   }
//! }
//! ````
#include "rules/support/replay.h"
#include "rules/support/rests.h"

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->state->event->phase;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_step_cannot_run, breach->statement->span,
                 "phase %d stops at this statement", phase->number);
    diagnostic_label(finding, "%.*s", STR_ARGS(breach->reason));
    breach_rests(unit, finding, breach,
                 arena_format(&unit->arena, "phase %d stops here", phase->number));
    diagnostic_help(finding, "write it for the schema as the phases before this one leave it");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

// ---- rows: what a statement reads and writes has to be there

static void check_rows(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct replay replay = replay_begin(unit, &kind_step_cannot_run, WAY_FORWARD);
    replay.look = replay_look_at_move;
    const struct state *begin = world_start(model->world);
    unsigned refused = first_refused_phase(model, plan);
    list_each(phase, phase, plan->phases) {
        const struct state *end = model->exploration->ends[phase->index];
        if (!begin || phase->index >= refused)
            return;
        replay_events(&replay, &model->line.forward[phase->index], begin, end);
        begin = end;
    }
}

// ---- all of it

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_FORWARD
            && !breach->grounds.is_perhaps_brought)
            report(unit, breach);
    check_rows(unit, plan);
}

const struct rule rule_step_cannot_run = { .check_plan = check_plan };
