//! rule        dual-write-removed-early
//! code        ORD005
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X29, model.md invariants 3 and 4
//! breaks      lost
//!
//! One side is no longer written although it is, or will be, read.
//!
//! ## Why
//!
//! While any version or any share of the traffic reads the old side, it must get every write.
//! When it no longer does, these readers see a world that stands still: what people have just
//! saved is gone for them. The same holds for the new side once it is filled: a dual write
//! that stops before the reads have moved leaves it behind.
//!
//! ## Fails
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new }
//! phase promote "Write the new column alone" { writes total new }
//! phase ramp "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, born); inserts guests(id, born); updates guests(born) }
//!   version v2 { reads guests(id, birthday); inserts guests(id, born); updates guests(born) }
//!   live v1
//! }
//! move birthday from guests.born to guests.birthday
//! phase dual-write "Every new guest" {
//!   step "A trigger for each event" ```sql
//!     CREATE TRIGGER came BEFORE INSERT ON guests FOR EACH ROW SET NEW.birthday = NEW.born;
//!   ```
//! }
//! phase backfill "Fill it" { backfill birthday { batch 1000 } }
//! phase verify "Compare" { verify checksum birthday }
//! phase cutover "Read the birthday" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text, birthday text);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, born); inserts guests(id, born); updates guests(born) }
//!   version v2 { reads guests(id, birthday); inserts guests(id, born); updates guests(born) }
//!   live v1
//! }
//! move birthday from guests.born to guests.birthday
//! phase dual-write "Every new guest" {
//!   step "A trigger for each event" ```sql
//!     CREATE TRIGGER came AFTER INSERT ON guests BEGIN
//!       UPDATE guests SET birthday = NEW.born WHERE id = NEW.id;
//!     END;
//!   ```
//! }
//! phase backfill "Fill it" { backfill birthday { batch 1000 } }
//! phase verify "Compare" { verify checksum birthday }
//! phase cutover "Read the birthday" { deploy web v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new }
//! phase ramp "Read the new column" { ramp total 1% 10% 100% hold 1h }
//! phase promote "Write the new column alone" { writes total new }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, born); inserts guests(id, born); updates guests(born) }
//!   version v2 { reads guests(id, birthday); inserts guests(id, born); updates guests(born) }
//!   live v1
//! }
//! move birthday from guests.born to guests.birthday
//! phase dual-write "Every new guest" {
//!   step "A trigger for each event" ```sql
//!     CREATE TRIGGER came BEFORE INSERT ON guests FOR EACH ROW SET NEW.birthday = NEW.born;
//!     CREATE TRIGGER changed BEFORE UPDATE ON guests FOR EACH ROW SET NEW.birthday = NEW.born;
//!   ```
//! }
//! phase backfill "Fill it" { backfill birthday { batch 1000 } }
//! phase verify "Compare" { verify checksum birthday }
//! phase cutover "Read the birthday" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text, birthday text);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(id, born); inserts guests(id, born); updates guests(born) }
//!   version v2 { reads guests(id, birthday); inserts guests(id, born); updates guests(born) }
//!   live v1
//! }
//! move birthday from guests.born to guests.birthday
//! phase dual-write "Every new guest" {
//!   step "A trigger for each event" ```sql
//!     CREATE TRIGGER came AFTER INSERT ON guests BEGIN
//!       UPDATE guests SET birthday = NEW.born WHERE id = NEW.id;
//!     END;
//!     CREATE TRIGGER changed AFTER UPDATE OF born ON guests BEGIN
//!       UPDATE guests SET birthday = NEW.born WHERE id = NEW.id;
//!     END;
//!   ```
//! }
//! phase backfill "Fill it" { backfill birthday { batch 1000 } }
//! phase verify "Compare" { verify checksum birthday }
//! phase cutover "Read the birthday" { deploy web v2 }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/order.h"
#include "rules/support/rests.h"

static void finish(struct unit *unit, struct diagnostic *finding, const struct traffic *traffic,
                   const struct traffic_event *event)
{
    diagnostic_about(finding, "%.*s", STR_ARGS(traffic_name(&unit->arena, traffic)));
    finding_concerns(unit, finding, traffic->move, 0);
    fact_cap(finding, &event->after.written);
    fact_cap(finding, &event->after.read);
}

static void report_old(struct unit *unit, const struct traffic *traffic,
                       const struct traffic_event *event)
{
    struct str name = traffic_name(&unit->arena, traffic);
    const struct traffic_fact *read = &event->after.read;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_dual_write_removed_early, event->span,
                 "the old side of %.*s is still read, and no longer written", STR_ARGS(name));
    const struct traffic_event *later = next_read_of_new(event);
    if (read->version)
        diagnostic_also(finding, event->after.declared_read.span, "'%.*s %.*s' reads it",
                        STR_ARGS(read->version->app->name), STR_ARGS(read->version->name));
    else
        diagnostic_also(finding, later ? later->span : read->span,
                        later ? "reads leave it only here" : "since here it is read");
    diagnostic_note(finding, "its readers do not see what is written from here on");
    struct moment late = { later ? later->phase : NULL, later ? later->action : NULL };
    if (!order_offer(unit, finding, (struct moment){ event->phase, event->action }, late))
        diagnostic_help(finding, "write both sides until all reads have moved");
    finish(unit, finding, traffic, event);
}

static void report_new(struct unit *unit, const struct traffic *traffic,
                       const struct traffic_event *event, const struct traffic_event *reads)
{
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_dual_write_removed_early, event->span,
                 "the new side of %.*s is no longer written, and read later", STR_ARGS(name));
    diagnostic_also(finding, reads->span, "it is read from here on");
    diagnostic_note(finding, "it lacks what is written between the two");
    diagnostic_help(finding, "write both sides until all reads have moved, or fill it once more");
    finish(unit, finding, traffic, event);
}

// `writes` and `reads` that stand together speak of one moment.
static const struct traffic_event *end_of_moment(const struct traffic_event *event)
{
    const struct traffic_event *next = event->next;
    bool is_joined = next && event->action && event->action->kind == ACTION_WRITES
                     && next->action == event->action->next && next->action
                     && next->action->kind == ACTION_READS;
    return is_joined ? next : event;
}

// The next event that brings reads to the new side, unless a fill comes first.
static const struct traffic_event *later_reads(const struct traffic_event *event)
{
    for (event = event->next; event && !event_begins_fill(event); event = event->next) {
        if (event->after.writers != SIDE_OLD)
            return NULL;
        if (event_reads_new(event))
            return event;
    }
    return NULL;
}

// Prose that stops writes right before the switch means a window in which nobody writes. Two
// moments of the schedule tell that from a side which stands still while it is read.
static bool is_judged(const struct traffic_event *event)
{
    const struct traffic_fact *written = &event->after.written;
    const struct traffic_event *later = next_read_of_new(event);
    if (!written->is_inferred || !later)
        return !written->is_inferred;
    const struct when *stop = &written->phase->when, *move = &later->phase->when;
    return stop->kind != WHEN_NONE && stop->kind == move->kind && stop->last < move->first;
}

// The walk found both halves of a rolling event: what it finds before this is the root.
static bool is_lost_before(struct unit *unit, const struct traffic *traffic,
                           const struct traffic_event *event)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_LOST_WRITE && breach->move == traffic->move
            && breach->state->way == WAY_FORWARD && breach->state->event
            && breach->state->event->span.start < event->span.start)
            return true;
    return false;
}

static void check_event(struct unit *unit, const struct traffic *traffic,
                        const struct traffic_event *event)
{
    enum side before = event->before.writers, after = event->after.writers;
    // In a downtime nobody reads before the phase ends.
    enum side readers = phase_is_down(unit->plan, event->phase)
                            ? traffic_at_end(traffic, event->phase)->readers
                            : end_of_moment(event)->after.readers;
    if (!is_judged(event))
        return;
    if (after == SIDE_NEW && (readers == SIDE_OLD || readers == SIDE_BOTH)
        && !is_lost_before(unit, traffic, event))
        report_old(unit, traffic, event);
    bool is_filled = event->before.fill == FILL_FULL || event->before.fill == FILL_PARTIAL;
    const struct traffic_event *reads = later_reads(event);
    if (before == SIDE_BOTH && after == SIDE_OLD && is_filled && reads)
        report_new(unit, traffic, event, reads);
}

enum { CHANGE_MAX = 1000 }; // changes of the writers of one move that are looked at

static void check_traffic(struct unit *unit, const struct traffic *traffic)
{
    unsigned changes = 0;
    list_each(traffic_event, event, traffic->events)
        if (event->before.writers != event->after.writers && ++changes < CHANGE_MAX)
            check_event(unit, traffic, event);
}

static void report_lost(struct unit *unit, const struct breach *breach)
{
    struct str name = breach_move(unit, breach);
    bool is_old = breach->side == SIDE_OLD;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_dual_write_removed_early, breach->state->event->span,
                 "the %s side of %.*s is written alone while the %s one is read",
                 is_old ? "old" : "new", STR_ARGS(name), is_old ? "new" : "old");
    if (breach->state->is_half)
        diagnostic_label(finding, "while this rolls");
    breach_add_writer(unit, finding, breach);
    breach_add_reader(unit, finding, breach);
    diagnostic_note(finding, "its readers do not see what is written");
    if (breach->state->moves[breach->move->index]->trigger_from == breach->side)
        diagnostic_note(finding, "through triggers a row that the other table alone has got "
                                 "cannot be changed");
    diagnostic_help(finding, "write both sides as long as either of them is read");
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    finding_concerns(unit, finding, breach->move, 0);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct model *model = model_of(unit);
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        check_traffic(unit, traffic);
    move_breaches_each(unit, BREACH_LOST_WRITE, WAY_FORWARD, report_lost);
}

const struct rule rule_dual_write_removed_early = { .check_plan = check_plan };
