#include "rules/support/breach.h"

#include "model/declared.h"
#include "rules/support/order.h"
#include "rules/support/rests.h"

// ---- grouping

static bool is_same_cause(const struct breach *a, const struct breach *b)
{
    return a->kind == BREACH_LACK && b->kind == BREACH_LACK && a->state->event
           && a->state->event == b->state->event && a->lack.kind == b->lack.kind
           && a->need->store == b->need->store
           && sql_name_equal(a->need->name, b->need->name)
           && str_equal_ignoring_case(a->lack.column, b->lack.column);
}

static bool is_first_of_cause(const struct exploration *exploration, const struct breach *breach)
{
    list_each(breach, earlier, exploration->breaches) {
        if (earlier == breach)
            break;
        if (is_same_cause(earlier, breach))
            return false;
    }
    return true;
}

void lacks_each(struct unit *unit, bool (*is_mine)(const struct breach *breach),
                void (*report)(struct unit *unit, const struct breach *breach))
{
    const struct exploration *exploration = model_of(unit)->exploration;
    list_each(breach, breach, exploration->breaches)
        if (breach->kind == BREACH_LACK && is_mine(breach)
            && is_first_of_cause(exploration, breach))
            report(unit, breach);
}

// ---- the culprit

static bool takes_away(const struct sql_operation *operation, const struct breach *breach)
{
    if (!sql_name_is_set(operation->table)
        || !str_equal_ignoring_case(operation->table.name, breach->need->name.name))
        return false;
    enum sql_head head = operation->head;
    if (head == SQL_DROP_TABLE || head == SQL_RENAME_TABLE)
        return breach->lack.kind == LACK_TABLE;
    return (head == SQL_DROP_COLUMN || head == SQL_RENAME_COLUMN)
           && breach->lack.kind == LACK_COLUMN
           && str_equal_ignoring_case(operation->column, breach->lack.column);
}

// What goes with another thing: a view with its table, all with their schema, the column of a
// table that inherits it.
static bool takes_along(const struct sql_operation *operation, const struct breach *breach)
{
    enum sql_head head = operation->head;
    bool is_view = head == SQL_DROP_VIEW
                   && str_equal_ignoring_case(operation->object.name, breach->need->name.name);
    bool is_column = head == SQL_DROP_COLUMN && breach->lack.kind == LACK_COLUMN
                     && str_equal_ignoring_case(operation->column, breach->lack.column);
    bool is_drop = head == SQL_DROP_VIEW || head == SQL_DROP_COLUMN || head == SQL_DROP_TABLE
                   || head == SQL_DROP_ROUTINE || head == SQL_DROP_OTHER;
    return is_view || is_column || head == SQL_DROP_SCHEMA || (is_drop && operation->is_cascade);
}

// A view or a schema that is renamed, a table that goes to another schema.
static bool takes_elsewhere(const struct sql_operation *operation, const struct breach *breach)
{
    (void)breach;
    return operation->head == SQL_RENAME_OTHER || operation->head == SQL_ALTER_OTHER;
}

static const struct sql_operation *
find_operation(const struct event *event, const struct breach *breach,
               bool (*is_culprit)(const struct sql_operation *, const struct breach *))
{
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next)
        list_each(sql_operation, operation, statement->operations)
            if (is_culprit(operation, breach))
                return operation;
    return NULL;
}

static const struct sql_operation *operation_of(const struct event *event,
                                                const struct breach *breach)
{
    bool is_gone = breach->lack.kind == LACK_TABLE || breach->lack.kind == LACK_COLUMN;
    if (!event || !event->first)
        return NULL;
    const struct sql_operation *operation = find_operation(event, breach, takes_away);
    if (!operation && is_gone)
        operation = find_operation(event, breach, takes_along);
    if (!operation && breach->lack.kind == LACK_TABLE)
        operation = find_operation(event, breach, takes_elsewhere);
    return operation;
}

// In a downtime it may have been an earlier event, which nobody noticed then.
const struct sql_operation *breach_operation(const struct breach *breach)
{
    const struct state *state = breach->state;
    const struct sql_operation *operation = operation_of(state->event, breach);
    for (state = state->before; !operation && state && state_is_hidden(state);
         state = state->before)
        operation = operation_of(state->event, breach);
    return operation;
}

struct span breach_place(const struct breach *breach)
{
    const struct sql_operation *operation = breach_operation(breach);
    const struct event *event = breach->state->event;
    return operation ? operation->span : event ? event->span : breach->need->use->span;
}

// ---- words

struct str breach_subject(struct unit *unit, const struct breach *breach)
{
    return need_subject(&unit->arena, breach->need, &breach->lack);
}

static struct str version_name(struct unit *unit, const struct version *version)
{
    return arena_format(&unit->arena, "%.*s %.*s", STR_ARGS(version->app->name),
                        STR_ARGS(version->name));
}

struct str breach_version(struct unit *unit, const struct breach *breach)
{
    return version_name(unit, breach->need->version);
}

// ---- how long a version is in service

static bool ends_service(const struct event *event, const struct version *version)
{
    const struct action *action = event->action;
    if (!action || action->app != version->app)
        return false;
    if (action->kind == ACTION_RETIRE)
        return action->version == version;
    return action->kind == ACTION_DEPLOY && action->version != version && !action->is_beside
           && event->percent >= 100;
}

const struct event *service_end(struct unit *unit, const struct breach *breach)
{
    const struct model *model = model_of(unit);
    const struct event *culprit = breach->state->event;
    bool is_behind = !culprit;
    list_each(phase, phase, unit->plan->phases) {
        const struct events *forward = &model->line.forward[phase->index];
        for (size_t i = 0; i < forward->count; i++) {
            is_behind |= &forward->items[i] == culprit;
            if (is_behind && ends_service(&forward->items[i], breach->need->version))
                return &forward->items[i];
        }
    }
    return NULL;
}

static void add_version(struct unit *unit, struct diagnostic *finding, const struct breach *breach)
{
    struct str version = breach_version(unit, breach);
    const struct event *end = service_end(unit, breach);
    if (breach->need->use->span.start != finding->span.start)
        diagnostic_also(finding, breach->need->use->span, "'%.*s' %s it here", STR_ARGS(version),
                        need_verb(breach->need));
    bool is_taken_away = breach->state->event && breach->state->event->first;
    if (breach->state->way != WAY_FORWARD || !is_taken_away)
        return;
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    else
        diagnostic_also(finding, breach->need->version->span,
                        "'%.*s' is in service, and nothing replaces it later", STR_ARGS(version));
}

// What took it away long before: nobody missed it then, or another finding says who did.
static void add_culprit(struct diagnostic *finding, const struct breach *breach)
{
    const struct event *since = breach->grounds.since;
    if (!since || since == breach->state->event || breach->grounds.refused)
        return;
    const struct sql_operation *operation = operation_of(since, breach);
    if (operation && operation->span.start != finding->span.start)
        diagnostic_also(finding, operation->span, "it goes here");
}

enum { VERSIONS_MAX = 8 }; // that are shown with one finding

void breach_add_versions(struct unit *unit, struct diagnostic *finding,
                         const struct breach *breach)
{
    lack_rests(unit, finding, breach);
    add_culprit(finding, breach);
    unsigned count = 0;
    const struct version *last = NULL;
    for (const struct breach *other = breach; other && count < VERSIONS_MAX; other = other->next) {
        if (!is_same_cause(breach, other) || other->need->version == last)
            continue;
        last = other->need->version;
        add_version(unit, finding, other);
        count++;
    }
}

// ---- what has to wait for the last of these versions

// The event behind which none of the versions that lack it is in service; NULL for none.
static const struct event *last_service_end(struct unit *unit, const struct breach *breach)
{
    const struct event *last = NULL;
    for (const struct breach *other = breach; other; other = other->next) {
        if (!is_same_cause(breach, other))
            continue;
        const struct event *end = service_end(unit, other);
        if (!end)
            return NULL;
        if (!last || end->span.start > last->span.start)
            last = end;
    }
    return last;
}

bool breach_offer_order(struct unit *unit, struct diagnostic *finding, const struct breach *breach)
{
    const struct event *culprit = breach->state->event;
    const struct event *end = last_service_end(unit, breach);
    return culprit && end
           && order_offer(unit, finding, (struct moment){ culprit->phase, culprit->action },
                          (struct moment){ end->phase, end->action });
}

// The first of these versions that nothing takes out of service; NULL for none.
static const struct breach *find_staying(struct unit *unit, const struct breach *breach)
{
    for (const struct breach *other = breach; other; other = other->next)
        if (is_same_cause(breach, other) && !service_end(unit, other))
            return other;
    return NULL;
}

// ---- drops

static void report_drop_in_use(struct unit *unit, const struct diagnostic_kind *kind,
                               const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    const struct sql_operation *operation = breach_operation(breach);
    bool is_elsewhere = takes_elsewhere(operation, breach);
    const char *what = is_elsewhere ? "renamed" : "dropped";
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, breach_place(breach),
                 "'%.*s' is %s while '%.*s' uses it", STR_ARGS(subject), what, STR_ARGS(version));
    diagnostic_label(finding, "%s here", what);
    breach_add_versions(unit, finding, breach);
    if (!takes_away(operation, breach) && !is_elsewhere)
        diagnostic_note(finding, "it goes with what is dropped here");
    const struct breach *staying = find_staying(unit, breach);
    if (staying)
        finding_concerns(unit, finding, staying->need->version, 0);
    diagnostic_note(finding, "its queries that name the %s fail from here on",
                    breach->lack.kind == LACK_TABLE ? "table" : "column");
    if (!breach_offer_order(unit, finding, breach))
        diagnostic_help(finding,
                        staying ? "first deploy a version that does not use it, not '%.*s'"
                                : "drop it in a phase behind the one that replaces '%.*s'",
                        STR_ARGS(staying ? breach_version(unit, staying) : version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

void drops_in_use_report(struct unit *unit, const struct diagnostic_kind *kind,
                         enum lack_kind lack)
{
    const struct exploration *exploration = model_of(unit)->exploration;
    list_each(breach, breach, exploration->breaches) {
        bool is_lack = breach->kind == BREACH_LACK && breach->lack.kind == lack;
        if (!is_lack || breach->state->way != WAY_FORWARD)
            continue;
        const struct sql_operation *operation = breach_operation(breach);
        bool is_renamed = operation && (operation->head == SQL_RENAME_TABLE
                                        || operation->head == SQL_RENAME_COLUMN);
        if (operation && !is_renamed && is_first_of_cause(exploration, breach))
            report_drop_in_use(unit, kind, breach);
    }
}

// ---- moves

// An error about the move in the same direction, and not behind it: that is the root, as far as can
// be told.
static bool has_root(struct unit *unit, const struct breach *breach)
{
    struct str name = breach_move(unit, breach);
    list_each(diagnostic, finding, unit->diagnostics.list) {
        bool is_forward = strncmp(finding->kind->code, "RBK", 3) != 0;
        bool is_behind = is_forward && finding->span.start > breach->state->event->span.start;
        if (finding->level == LEVEL_ERROR && !is_behind
            && is_forward == (breach->state->way == WAY_FORWARD)
            && str_ends_with(finding->object, name))
            return true;
    }
    return false;
}

// A write that is lost is the root of what a reader misses later.
static bool is_first_of_move(const struct exploration *exploration, const struct breach *breach)
{
    list_each(breach, earlier, exploration->breaches) {
        if (earlier == breach)
            return true;
        bool is_same = earlier->kind == breach->kind && earlier->side == breach->side;
        if (earlier->move == breach->move && earlier->state->way == breach->state->way
            && (is_same || earlier->kind == BREACH_LOST_WRITE))
            return false;
    }
    return true;
}

void move_breaches_each(struct unit *unit, enum breach_kind kind, enum way way,
                        void (*report)(struct unit *unit, const struct breach *breach))
{
    const struct exploration *exploration = model_of(unit)->exploration;
    list_each(breach, breach, exploration->breaches)
        if (breach->kind == kind && breach->state->way == way && breach->state->event
            && is_first_of_move(exploration, breach)
            && !has_root(unit, breach))
            report(unit, breach);
}

struct str breach_move(struct unit *unit, const struct breach *breach)
{
    return arena_format(&unit->arena, "'%.*s'", STR_ARGS(breach->move->name));
}

static const struct use *find_use(struct unit *unit, const struct version *version,
                                  const struct breach *breach, bool is_read, enum side side)
{
    const struct moved *moved = &model_of(unit)->moved[breach->move->index];
    list_each(use, use, version->uses) {
        struct touch touch = use_touches(use, breach->move, moved);
        if ((use->access == ACCESS_READ) == is_read && use->access != ACCESS_DELETE
            && (side == SIDE_OLD ? touch.is_old : touch.is_new))
            return use;
    }
    return NULL;
}

// The use by which a version deletes rows on this side alone; NULL where it deletes on both.
static const struct use *find_lone_delete(struct unit *unit, const struct version *version,
                                          const struct breach *breach, enum side side)
{
    const struct moved *moved = &model_of(unit)->moved[breach->move->index];
    const struct use *found = NULL;
    list_each(use, use, version->uses) {
        struct touch touch = use_touches(use, breach->move, moved);
        if (use->access != ACCESS_DELETE)
            continue;
        if (side == SIDE_OLD ? touch.is_new : touch.is_old)
            return NULL;
        if (side == SIDE_OLD ? touch.is_old : touch.is_new)
            found = use;
    }
    return found;
}

static void add_reader(struct unit *unit, struct diagnostic *finding, const struct breach *breach,
                       const struct version *version, enum side side)
{
    const struct use *use = version ? find_use(unit, version, breach, true, side) : NULL;
    if (use)
        diagnostic_also(finding, use->span, "'%.*s' reads the %s side",
                        STR_ARGS(version_name(unit, version)), side == SIDE_OLD ? "old" : "new");
}

static void add_writer(struct unit *unit, struct diagnostic *finding, const struct breach *breach,
                       const struct version *version, enum side side)
{
    const struct use *lone = version ? find_lone_delete(unit, version, breach, side) : NULL;
    const struct use *use = lone      ? lone
                            : version ? find_use(unit, version, breach, false, side)
                                      : NULL;
    if (use)
        diagnostic_also(finding, use->span, "'%.*s' %s the %s side alone",
                        STR_ARGS(version_name(unit, version)), lone ? "deletes on" : "writes",
                        side == SIDE_OLD ? "old" : "new");
}

static enum side other_side(enum side side)
{
    return side == SIDE_OLD ? SIDE_NEW : SIDE_OLD;
}

void breach_add_reader(struct unit *unit, struct diagnostic *finding, const struct breach *breach)
{
    const struct move_state *now = breach->state->moves[breach->move->index];
    enum side side = breach->kind == BREACH_LOST_WRITE ? other_side(breach->side) : breach->side;
    add_reader(unit, finding, breach, side == SIDE_OLD ? now->old_reader : now->new_reader, side);
    const struct event *since = now->readers_since;
    if (since && since != breach->state->event)
        diagnostic_also(finding, since->span, "the %s side answers since this",
                        side == SIDE_OLD ? "old" : "new");
}

void breach_add_writer(struct unit *unit, struct diagnostic *finding, const struct breach *breach)
{
    const struct move_state *now = breach->state->moves[breach->move->index];
    enum side side = breach->side;
    add_writer(unit, finding, breach, side == SIDE_OLD ? now->old_writer : now->new_writer, side);
    const struct event *since = now->writers_since;
    if (since && since != breach->state->event)
        diagnostic_also(finding, since->span, "the %s side alone is written since this",
                        side == SIDE_OLD ? "old" : "new");
}
