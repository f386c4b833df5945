#include "model/declared.h"

// ---- one use

static struct str last_part(const struct name *name)
{
    return name->count > 0 ? name->parts[name->count - 1] : STR_NONE;
}

// The schema that names without one stand in: "public" on PostgreSQL, "main" on SQLite.
static bool is_default_schema(struct str schema, const struct object *object)
{
    return object->schema.length == 0
           && (str_equal_ignoring_case(schema, STR("public"))
               || str_equal_ignoring_case(schema, STR("main")));
}

// A name that says nothing of store or schema fits, unless it fits the other end as well.
static bool qualifier_fits(const struct name *name, const struct object *object,
                           const struct object *other)
{
    if (name->count < 2)
        return !(object->column.length == 0
                 && str_equal_ignoring_case(object->table, other->table));
    struct str qualifier = name->parts[name->count - 2];
    return str_equal_ignoring_case(qualifier, object->schema)
           || is_default_schema(qualifier, object)
           || (object->store && str_equal(qualifier, object->store->name));
}

static bool names_moved(const struct column_list *used, const struct index *moved)
{
    for (unsigned i = 0; i < used->count; i++)
        if (index_find(moved, arena_lower(moved->arena, last_part(&used->columns[i]))))
            return true;
    return false;
}

// Letters of either case are one: whether the engine tells them apart is not asked.
static bool touches(const struct column_list *used, const struct object *object,
                    const struct object *other, const struct moved_side *moved)
{
    if (object->table.length == 0
        || !str_equal_ignoring_case(last_part(&used->table), object->table)
        || !qualifier_fits(&used->table, object, other))
        return false;
    if (used->is_all)
        return true;
    if (object->column.length == 0) // whole rows are deleted
        return !moved->is_partial || used->count == 0 || names_moved(used, &moved->columns);
    for (unsigned i = 0; i < used->count; i++)
        if (str_equal_ignoring_case(last_part(&used->columns[i]), object->column))
            return true;
    return false;
}

struct touch use_touches(const struct use *use, const struct move *move,
                         const struct moved *moved)
{
    struct touch touch = { 0 };
    for (const struct column_list *used = use->tables; used; used = used->next) {
        touch.is_old |= touches(used, &move->from, &move->to, &moved->from);
        touch.is_new |= touches(used, &move->to, &move->from, &moved->to);
    }
    return touch;
}

static struct touch touch_of(struct service *service, const struct use *use,
                             const struct move *move)
{
    for (const struct column_list *used = use->tables; used; used = used->next)
        service->cost += 1 + used->count;
    return use_touches(use, move, &service->moved[move->index]);
}

// ---- service

struct service service_start(struct arena *arena, const struct plan *plan)
{
    struct service service = { .arena = arena };
    list_each(app, app, plan->apps)
        list_each(live_version, live, app->live)
            if (live->version)
                array_add(arena, &service.live, ((struct live){ app, live->version }));
    return service;
}

static void remove_live(struct service *service, const struct app *app,
                        const struct version *version)
{
    size_t kept = 0;
    for (size_t i = 0; i < service->live.count; i++) {
        const struct live *live = &service->live.items[i];
        if (live->app != app || (version && live->version != version))
            service->live.items[kept++] = *live;
    }
    service->cost += service->live.count;
    service->live.count = kept;
}

void service_deploy(struct service *service, const struct action *deploy)
{
    const struct percent_list *percents = &deploy->percents;
    bool is_partial = percents->count > 0 && percents->percents[percents->count - 1] < 100;
    if (!deploy->app || !deploy->version)
        return;
    remove_live(service, deploy->app, deploy->is_beside || is_partial ? deploy->version : NULL);
    array_add(service->arena, &service->live, ((struct live){ deploy->app, deploy->version }));
}

void service_retire(struct service *service, const struct action *retire)
{
    if (retire->app && retire->version)
        remove_live(service, retire->app, retire->version);
}

bool service_flag(struct service *service, const struct flag *flag, double *percent)
{
    service->cost += service->flags.count;
    *percent = 0;
    for (size_t i = 0; i < service->flags.count; i++)
        if (service->flags.items[i].flag == flag) {
            *percent = service->flags.items[i].percent;
            return true;
        }
    return false;
}

void service_set_flag(struct service *service, const struct flag *flag, double percent)
{
    service->cost += service->flags.count;
    for (size_t i = 0; i < service->flags.count; i++)
        if (service->flags.items[i].flag == flag) {
            service->flags.items[i].percent = percent;
            return;
        }
    array_add(service->arena, &service->flags, ((struct flag_value){ flag, percent }));
}

// ---- what the live versions do

// How a use counts at this moment: surely, for some requests, or not at all.
enum force { FORCE_NONE, FORCE_SOME, FORCE_ALL };

static enum force force_of(struct service *service, const struct use *use)
{
    if (!text_is_set(use->flag_name))
        return FORCE_ALL;
    if (!use->flag)
        return FORCE_NONE;
    double percent;
    service_flag(service, use->flag, &percent);
    double reached = use->is_unless ? 100 - percent : percent;
    return reached <= 0 ? FORCE_NONE : reached < 100 ? FORCE_SOME : FORCE_ALL;
}

struct reading {
    enum side side;      // which answers now
    bool is_old, is_new; // what it reads at all
    struct span span;
};

// A version that reads both sides without a flag trusts the old one. A flag that sends
// reads to the new side is believed, and half way up it makes the version read either.
static struct reading version_reads(struct service *service, const struct version *version,
                                    const struct move *move)
{
    struct reading reading = { 0 };
    struct touch read = { 0 };
    enum force flagged = FORCE_NONE;
    list_each(use, use, version->uses) {
        if (use->access != ACCESS_READ)
            continue;
        struct touch touch = touch_of(service, use, move);
        reading.is_old |= touch.is_old;
        reading.is_new |= touch.is_new;
        enum force force = force_of(service, use);
        if (force == FORCE_NONE || !(touch.is_old || touch.is_new))
            continue;
        read.is_old |= touch.is_old;
        read.is_new |= touch.is_new;
        if (touch.is_new && use->flag && force > flagged)
            flagged = force;
        if (touch.is_old || !read.is_old)
            reading.span = use->span; // of the old side, where it reads that
    }
    if (flagged != FORCE_NONE)
        reading.side = flagged == FORCE_ALL || !read.is_old ? SIDE_NEW : SIDE_BOTH;
    else
        reading.side = read.is_old ? SIDE_OLD : read.is_new ? SIDE_NEW : SIDE_NONE;
    return reading;
}

static enum side version_writes(struct service *service, const struct version *version,
                                const struct move *move, struct span *span)
{
    struct touch all = { 0 };
    list_each(use, use, version->uses) {
        if (use->access == ACCESS_READ || use->access == ACCESS_DELETE)
            continue;
        struct touch touch = touch_of(service, use, move);
        all.is_old |= touch.is_old;
        all.is_new |= touch.is_new;
        if (touch.is_old || touch.is_new)
            *span = use->span;
    }
    if (all.is_old)
        return all.is_new ? SIDE_BOTH : SIDE_OLD;
    return all.is_new ? SIDE_NEW : SIDE_NONE;
}

struct declared service_declares(struct service *service, const struct move *move)
{
    struct declared declared = { 0 };
    bool old_alone = false, new_alone = false, old_read = false, new_read = false;
    for (size_t i = 0; i < service->live.count; i++) {
        const struct version *version = service->live.items[i].version;
        const struct reading reading = version_reads(service, version, move);
        old_read |= reading.is_old;
        new_read |= reading.is_new;
        if (reading.side != SIDE_NONE && declared.readers != reading.side) {
            declared.readers = declared.readers == SIDE_NONE ? reading.side : SIDE_BOTH;
            declared.reader = version;
            declared.read = reading.span;
        }
        struct span span = { 0 };
        enum side writes = version_writes(service, version, move, &span);
        old_alone |= writes == SIDE_OLD;
        new_alone |= writes == SIDE_NEW;
        if (writes != SIDE_NONE && (writes != SIDE_BOTH || declared.writers == SIDE_NONE)) {
            declared.writers = writes;
            declared.writer = version;
            declared.written = span;
        }
    }
    declared.readable = old_read   ? (new_read ? SIDE_BOTH : SIDE_OLD)
                        : new_read ? SIDE_NEW
                                   : SIDE_NONE;
    if (old_alone && new_alone)
        declared.writers = SIDE_NONE; // each side is written without the other: not one answer
    return declared;
}

bool service_asks(struct service *service, const struct move *move, const struct flag *flag)
{
    for (size_t i = 0; i < service->live.count; i++)
        list_each(use, use, service->live.items[i].version->uses) {
            if (use->access != ACCESS_READ || !use->flag || use->flag != flag)
                continue;
            struct touch touch = touch_of(service, use, move);
            if (touch.is_old || touch.is_new)
                return true;
        }
    return false;
}
