#include "rules/support/rests.h"

#include "rules/support/breach.h"

// The way forward comes before all ways back, and those before each way on from them. On a way
// back the last phase is undone first.
static uint64_t order_of(struct unit *unit, struct meeting meeting)
{
    const struct event *event = meeting.event;
    uint64_t events = model_of(unit)->line.count + 1, phases = unit->plan->phase_count;
    uint64_t at = event ? event->index + 1 : 0;
    if (meeting.way == WAY_FORWARD)
        return at;
    if (meeting.way == WAY_BACK)
        return events + (phases - event->phase->index) * events + at;
    return events + (phases + 1) * events + at;
}

void finding_rests(struct unit *unit, struct diagnostic *finding, const struct grounds *grounds,
                   struct meeting meeting, struct str words)
{
    if (!grounds->root)
        return;
    diagnostic_rests_on(finding, grounds->root, order_of(unit, meeting), "%.*s", STR_ARGS(words));
    finding->is_consequence = grounds->refused != NULL;
}

void add_since(struct diagnostic *finding, const struct grounds *grounds,
               const struct event *event)
{
    const struct event *since = grounds->since;
    if (!since || since == event || grounds->refused)
        return;
    const struct sql_statement *first = since->first;
    bool is_one = first && first->next == since->end;
    diagnostic_also(finding, is_one ? first->span : since->span, "it goes here");
}

void breach_rests(struct unit *unit, struct diagnostic *finding, const struct breach *breach,
                  struct str words)
{
    const struct state *state = breach->state;
    finding_rests(unit, finding, &breach->grounds, (struct meeting){ state->way, state->event },
                  words);
}

static const char *lack_verb(enum lack_kind kind)
{
    switch (kind) {
    case LACK_VALUE: return "gives it no value";
    case LACK_WRITABLE: return "writes it";
    case LACK_UNIQUE_KEY: return "finds no key for its upsert";
    case LACK_DISTINCT: return "gives it the same value each time";
    case LACK_TABLE:
    case LACK_COLUMN:
    case LACK_IN_VIEW:
    case LACK_BEHIND_VIEW:
    case LACK_NOTHING: break;
    }
    return "lacks it";
}

static struct str lack_retold(struct unit *unit, const struct breach *breach)
{
    struct arena *arena = &unit->arena;
    struct str version = breach_version(unit, breach);
    const char *verb = lack_verb(breach->lack.kind);
    switch (breach->state->way) {
    case WAY_FORWARD:
        return arena_format(arena, "from here on '%.*s' %s", STR_ARGS(version), verb);
    case WAY_BACK:
        return arena_format(arena, "going back from phase %d, '%.*s' %s", breach->from->number,
                            STR_ARGS(version), verb);
    case WAY_AGAIN:
        return arena_format(arena, "when the plan runs again, '%.*s' %s", STR_ARGS(version), verb);
    }
    return STR_NONE;
}

// A rollback that leaves out what its phase took away: the mistake is there, but where the way
// forward lacks it as well.
static const struct breach *find_wrong_rollback(struct unit *unit, const struct breach *lack)
{
    const struct event *since = lack->grounds.since;
    const struct breach *wrong = NULL;
    if (lack->state->way != WAY_BACK || !since)
        return NULL;
    list_each(breach, breach, model_of(unit)->exploration->breaches) {
        if (breach->kind == BREACH_LACK && breach->state->way == WAY_FORWARD
            && breach->grounds.root == lack->grounds.root)
            return NULL;
        if (breach->kind == BREACH_NOT_INVERSE && breach->undone == since->phase
            && breach->store == lack->need->store)
            wrong = breach;
    }
    return wrong;
}

void lack_rests(struct unit *unit, struct diagnostic *finding, const struct breach *breach)
{
    const struct breach *wrong = find_wrong_rollback(unit, breach);
    const struct state *state = breach->state;
    finding_rests(unit, finding, wrong ? &wrong->grounds : &breach->grounds,
                  (struct meeting){ state->way, state->event }, lack_retold(unit, breach));
    if (wrong && !wrong->grounds.refused)
        finding->order = UINT64_MAX; // the rollback comes first
}

void drop_rests(struct unit *unit, struct diagnostic *finding, const struct phase *phase,
                const struct store *store, const struct catalog_absence *absence)
{
    const struct model *model = model_of(unit);
    const struct state *end = model->exploration->ends[phase->index];
    if (!end)
        return;
    struct grounds grounds = grounds_of_absence(model->world, end, end->event, store, absence);
    if (grounds.since && grounds.since->phase == phase && !grounds.refused)
        finding_rests(unit, finding, &grounds, (struct meeting){ WAY_FORWARD, grounds.since },
                      finding->message);
}

void finding_concerns(struct unit *unit, struct diagnostic *finding, const void *thing,
                      unsigned depth)
{
    if (thing)
        diagnostic_concerns(finding, root_about(model_of(unit)->world, thing), depth);
}

bool has_mistake(struct unit *unit, const void *thing)
{
    return thing && root_about(model_of(unit)->world, thing)->has_mistake;
}

const struct action_list *find_wrong_actions(struct unit *unit, const struct breach *breach)
{
    for (const struct phase *phase = breach->from ? breach->undone : NULL; phase;
         phase = phase->next) {
        if (has_mistake(unit, &phase->rollback.actions))
            return &phase->rollback.actions;
        if (phase == breach->from)
            return NULL;
    }
    return NULL;
}
