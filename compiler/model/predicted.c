#include "model/predicted.h"

#include "sql/effect.h"

// What is known of one store at a place.
struct track {
    const struct catalog *catalog;
    bool is_whole;
    const struct schema_gone *gone;
};

struct backup {
    const struct backup *before;
    const struct action *action;
    const struct phase *phase;
    struct track track;
};

struct predicted_schemas { // by phase->index, each by store->index; NULL: not foreseen
    const struct track *begin;
    const struct track **ends, **undone;
};

struct passage { // what a phase leads to
    const struct state *state;
    const struct track *tracks;
};

struct follower {
    struct arena *arena;
    const struct plan *plan;
    struct world *world;
    const struct line *line;
    const struct state *state;
    struct track *tracks; // by store->index
    const struct backup *backups; // the last one
};

static void lose_sight(struct follower *follower, const struct store *store)
{
    list_each(store, each, follower->plan->stores)
        if (!store || each == store) {
            follower->tracks[each->index].is_whole = false;
            follower->tracks[each->index].gone = NULL; // it may have come again
        }
}

// ---- what a statement does

// A function, a routine or a block may do anything on PostgreSQL; elsewhere a query cannot.
static bool is_unseen(enum sql_engine engine, const struct sql_statement *statement)
{
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind == DDL_OPAQUE)
            return true;
    if (statement->refusal.data)
        return true;
    if (statement->head == SQL_SELECT)
        return engine == SQL_ENGINE_POSTGRESQL && !sql_leaves_nothing(engine, statement);
    return statement->head == SQL_OTHER && !statement->changes
           && !sql_leaves_nothing(engine, statement);
}

static bool takes_away(const struct ddl *change, enum ddl_target *kind)
{
    switch (change->kind) {
    case DDL_DROP_TABLE: case DDL_RENAME_TABLE: *kind = DDL_ON_TABLE; return true;
    case DDL_DROP_VIEW: case DDL_RENAME_VIEW: *kind = DDL_ON_VIEW; return true;
    case DDL_DROP_COLUMN: case DDL_RENAME_COLUMN: *kind = DDL_ON_COLUMN; return true;
    case DDL_DROP_CONSTRAINT: case DDL_RENAME_CONSTRAINT: *kind = DDL_ON_CONSTRAINT; return true;
    case DDL_DROP_INDEX: case DDL_RENAME_INDEX: *kind = DDL_ON_INDEX; return true;
    case DDL_DROP_TRIGGER: case DDL_RENAME_TRIGGER: *kind = DDL_ON_TRIGGER; return true;
    case DDL_CREATE_TABLE: case DDL_CREATE_TABLE_AS: case DDL_SET_SCHEMA: case DDL_INHERIT:
    case DDL_NO_INHERIT: case DDL_ATTACH_PARTITION: case DDL_DETACH_PARTITION: case DDL_PARTITION:
    case DDL_TABLE_OPTION: case DDL_ADD_COLUMN: case DDL_CHANGE_COLUMN: case DDL_SET_TYPE:
    case DDL_SET_NOT_NULL: case DDL_DROP_NOT_NULL: case DDL_SET_DEFAULT: case DDL_DROP_DEFAULT:
    case DDL_ADD_IDENTITY: case DDL_SET_IDENTITY: case DDL_DROP_IDENTITY: case DDL_SET_EXPRESSION:
    case DDL_DROP_EXPRESSION: case DDL_COLUMN_OPTION: case DDL_ADD_CONSTRAINT:
    case DDL_VALIDATE_CONSTRAINT: case DDL_ALTER_CONSTRAINT: case DDL_CREATE_INDEX:
    case DDL_INDEX_OPTION: case DDL_ATTACH_INDEX: case DDL_REINDEX: case DDL_CREATE_VIEW:
    case DDL_REFRESH_VIEW: case DDL_CREATE_TRIGGER: case DDL_ENABLE_TRIGGER:
    case DDL_DISABLE_TRIGGER: case DDL_CREATE_ROUTINE: case DDL_DROP_ROUTINE:
    case DDL_RENAME_ROUTINE: case DDL_CREATE_SEQUENCE: case DDL_ALTER_SEQUENCE:
    case DDL_DROP_SEQUENCE: case DDL_RENAME_SEQUENCE: case DDL_CREATE_ENUM: case DDL_ADD_LABEL:
    case DDL_RENAME_LABEL: case DDL_CREATE_DOMAIN: case DDL_ALTER_DOMAIN: case DDL_CREATE_TYPE:
    case DDL_DROP_TYPE: case DDL_RENAME_TYPE: case DDL_CREATE_SCHEMA: case DDL_DROP_SCHEMA:
    case DDL_RENAME_SCHEMA: case DDL_USE: case DDL_COMMENT: case DDL_OTHER: case DDL_OPAQUE: break;
    }
    return false;
}

// The name with its schema; where it is not known, that in which new tables are made.
static struct sql_name full_name(struct arena *arena, const struct catalog *catalog,
                                 struct sql_name name)
{
    const struct catalog_object *object = catalog_find(arena, catalog, name).object;
    if (object)
        return object->name;
    if (!name.schema.length)
        name.schema = catalog->schema;
    return name;
}

static void note_gone(struct follower *follower, const struct catalog *catalog,
                      const struct ddl *change, struct track *track)
{
    enum ddl_target kind;
    if (!takes_away(change, &kind) || change->is_temporary)
        return;
    struct schema_gone *gone = arena_new(follower->arena, struct schema_gone);
    *gone = (struct schema_gone){ .before = track->gone, .kind = kind };
    bool is_own = kind == DDL_ON_VIEW
                  || (kind == DDL_ON_INDEX && !sql_name_is_set(change->table));
    gone->table = full_name(follower->arena, catalog, is_own ? change->object : change->table);
    gone->name = kind == DDL_ON_COLUMN ? change->column : change->object.name;
    track->gone = gone;
}

static void see_statements(struct follower *follower, const struct event *event)
{
    const struct store *store = event->action->store;
    if (!store) { // it may be any of them
        lose_sight(follower, NULL);
        return;
    }
    struct track *track = &follower->tracks[store->index];
    const struct catalog *catalog = track->catalog;
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        track->is_whole &= !is_unseen(catalog->engine, statement);
        for (const struct ddl *change = statement->changes; change; change = change->next)
            note_gone(follower, catalog, change, track);
    }
}

// ---- events

static void note_backup(struct follower *follower, const struct event *event)
{
    const struct action *action = event->action;
    if (!action->store)
        return;
    struct backup *backup = arena_new(follower->arena, struct backup);
    *backup = (struct backup){ follower->backups, action, event->phase,
                               follower->tracks[action->store->index] };
    follower->backups = backup;
}

// A person or a command may do anything; a deploy brings code alone.
static void see(struct follower *follower, const struct event *event)
{
    const struct action *action = event->action;
    if (action && action->kind == ACTION_BACKUP)
        note_backup(follower, event);
    if (!action || action->kind != ACTION_STEP)
        return;
    if (event->first && !span_is_set(event->client_command))
        see_statements(follower, event);
    else
        lose_sight(follower, NULL);
}

static void follow(struct follower *follower, const struct events *events, enum way way)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct event *event = &events->items[i];
        see(follower, event);
        struct event_result result =
            state_apply(follower->world, follower->state, event, way);
        follower->state = result.after;
        const struct store *store = event->action ? event->action->store : NULL;
        if (!store)
            continue;
        struct track *track = &follower->tracks[store->index];
        bool was_complete = track->catalog->is_complete;
        track->catalog = state_catalog(follower->world, result.after, store);
        track->is_whole &= !result.refused && !(result.is_unsure && was_complete);
    }
}

static struct track *copy_tracks(struct follower *follower, const struct track *tracks)
{
    size_t count = follower->plan->store_count + 1;
    struct track *copy = arena_new_many(follower->arena, struct track, count);
    memcpy(copy, tracks, count * sizeof *copy);
    return copy;
}

// ---- the way back

static bool restore(struct follower *follower, const struct phase *phase)
{
    for (const struct backup *backup = follower->backups; backup; backup = backup->before)
        if (backup->phase->index <= phase->index
            && str_equal(backup->action->name, phase->rollback.backup)) {
            follower->tracks[backup->action->store->index] = backup->track;
            return true;
        }
    return false;
}

static bool is_same_schema(struct arena *arena, const struct catalog *before,
                           const struct catalog *after)
{
    struct catalog_differences differences = { 0 };
    if (before != after)
        differences = catalog_difference(arena, before, after);
    list_each(catalog_difference, difference, differences)
        if (!str_is(difference->property, "position")) // a column that came again stands last
            return false;
    return true;
}

// What is there behind the rollback of a phase that was done to its end, from `end`; NULL where
// that is not what was there before it.
static const struct track *undo_phase(struct follower *follower, const struct phase *phase,
                                      const struct track *begin, const struct passage *passage)
{
    follower->tracks = copy_tracks(follower, passage->tracks);
    follower->state = passage->state;
    if (phase->rollback.kind == ROLLBACK_RESTORE && !restore(follower, phase))
        return NULL;
    if (phase->rollback.kind == ROLLBACK_AUTO || phase->rollback.kind == ROLLBACK_ACTIONS)
        follow(follower, &follower->line->back[phase->index], WAY_BACK);
    list_each(store, store, follower->plan->stores)
        if (!is_same_schema(follower->arena, begin[store->index].catalog,
                            follower->tracks[store->index].catalog))
            return NULL;
    return follower->tracks;
}

static bool has_way_back(const struct phase *phase)
{
    return phase->rollback.kind != ROLLBACK_MISSING && phase->rollback.kind != ROLLBACK_IMPOSSIBLE;
}

// From the last phase to the first: who comes to a phase came through those behind it.
static void undo_phases(struct follower *follower, struct predicted_schemas *schemas,
                        const struct passage *passages)
{
    bool is_clean = true;
    for (const struct phase *phase = follower->plan->phases.last; phase; phase = phase->previous) {
        if (!has_way_back(phase)) {
            is_clean = true; // nobody comes through it
            continue;
        }
        const struct track *begin =
            phase->previous ? schemas->ends[phase->previous->index] : schemas->begin;
        const struct track *undone =
            undo_phase(follower, phase, begin, &passages[phase->index]);
        is_clean &= undone != NULL;
        if (is_clean)
            schemas->undone[phase->index] = undone;
    }
}

// ---- all of them

static struct track *begin_tracks(struct follower *follower)
{
    struct track *tracks =
        arena_new_many(follower->arena, struct track, follower->plan->store_count + 1);
    list_each(store, store, follower->plan->stores) {
        const struct catalog *catalog = state_catalog(follower->world, follower->state, store);
        tracks[store->index] = (struct track){ catalog, !catalog->is_doubtful, NULL };
    }
    return tracks;
}

struct predicted_schemas *predicted_schemas_read(struct arena *arena, const struct unit *unit)
{
    const struct plan *plan = unit->plan;
    const struct model *model = unit->model;
    struct predicted_schemas *schemas = arena_new(arena, struct predicted_schemas);
    struct passage *passages = arena_new_many(arena, struct passage, plan->phase_count + 1);
    struct follower follower = { .arena = arena, .plan = plan, .world = model->world,
                                 .line = &model->line, .state = world_start(model->world) };
    schemas->ends = arena_new_many(arena, const struct track *, plan->phase_count + 1);
    schemas->undone = arena_new_many(arena, const struct track *, plan->phase_count + 1);
    follower.tracks = begin_tracks(&follower);
    schemas->begin = copy_tracks(&follower, follower.tracks);
    list_each(phase, phase, plan->phases) {
        follow(&follower, &model->line.forward[phase->index], WAY_FORWARD);
        schemas->ends[phase->index] = copy_tracks(&follower, follower.tracks);
        passages[phase->index] =
            (struct passage){ follower.state, schemas->ends[phase->index] };
    }
    undo_phases(&follower, schemas, passages);
    return schemas;
}

bool predicted_schema_at(const struct predicted_schemas *schemas, const struct phase *phase,
                         enum schema_moment moment, const struct store *store,
                         struct predicted_schema *schema)
{
    const struct track *tracks = schemas->begin;
    if (moment == SCHEMA_AT_END)
        tracks = schemas->ends[phase->index];
    else if (moment == SCHEMA_UNDONE)
        tracks = schemas->undone[phase->index];
    else if (phase->previous)
        tracks = schemas->ends[phase->previous->index];
    if (!tracks)
        return false;
    const struct track *track = &tracks[store->index];
    *schema = (struct predicted_schema){ track->catalog, track->is_whole, track->gone };
    return true;
}
