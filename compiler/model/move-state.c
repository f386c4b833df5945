#include "model/move-state.h"

#include "model/fill.h"
#include "model/needs.h"
#include "model/strays.h"
#include "plan/facts.h"

// ---- what versions do

enum { FLAGS_MAX = 4 }; // by which one version decides about one move

struct setting { // of the flags that a version asks about the move
    const struct flag *flags[FLAGS_MAX];
    unsigned count;
    unsigned on; // a bit for each
    bool is_too_many;
};

static void collect_flags(struct setting *setting, const struct move_user *user)
{
    for (size_t each = 0; each < user->uses.count; each++) {
        const struct flag *flag = user->uses.items[each].use->flag;
        bool is_known = !flag;
        for (unsigned i = 0; i < setting->count; i++)
            is_known |= setting->flags[i] == flag;
        if (is_known)
            continue;
        setting->is_too_many |= setting->count == FLAGS_MAX;
        if (setting->is_too_many)
            return;
        setting->flags[setting->count++] = flag;
    }
}

static bool is_possible(const struct setting *setting, const struct flag_range *flags)
{
    for (unsigned i = 0; i < setting->count; i++) {
        const struct flag_range *range = &flags[setting->flags[i]->index];
        if (setting->on & 1u << i ? range->high <= 0 : range->low >= 100)
            return false;
    }
    return true;
}

static bool is_in_force(const struct use *use, const struct setting *setting)
{
    if (!text_is_set(use->flag_name))
        return true;
    for (unsigned i = 0; i < setting->count; i++)
        if (setting->flags[i] == use->flag)
            return ((setting->on >> i & 1) != 0) != use->is_unless;
    return false; // a flag that is not declared
}

struct traffic_use {
    unsigned writers, readers;
    unsigned deleters; // of rows: of two tables one may keep what the other one lost
};

static unsigned sides_of(struct touch touch)
{
    if (touch.is_old && touch.is_new)
        return SIDES_BOTH;
    return touch.is_old ? SIDES_OLD : touch.is_new ? SIDES_NEW : 0;
}

// One configuration. A version that reads both sides without a flag trusts the old one.
static struct traffic_use use_of(const struct move_user *user, const struct setting *setting)
{
    struct touch read = { 0 }, written = { 0 }, deleted = { 0 };
    bool is_sent_to_new = false;
    struct traffic_use result = { 0 };
    for (size_t i = 0; i < user->uses.count; i++) {
        const struct use *use = user->uses.items[i].use;
        struct touch touch = user->uses.items[i].touch;
        if (!is_in_force(use, setting))
            continue;
        struct touch *all = use->access == ACCESS_READ     ? &read
                            : use->access == ACCESS_DELETE ? &deleted
                                                           : &written;
        all->is_old |= touch.is_old;
        all->is_new |= touch.is_new;
        is_sent_to_new |= use->access == ACCESS_READ && use->flag && touch.is_new;
    }
    result.deleters = sides_of(deleted);
    result.writers = sides_of(written) | result.deleters;
    if (read.is_old || read.is_new)
        result.readers = is_sent_to_new || !read.is_old ? SIDES_NEW : SIDES_OLD;
    return result;
}

// False where nobody can say.
static bool version_uses(const struct move_user *user, const struct flag_range *flags,
                         struct traffic_use *uses)
{
    struct setting setting = { 0 };
    *uses = (struct traffic_use){ 0 };
    collect_flags(&setting, user);
    for (setting.on = 0; setting.on < 1u << setting.count; setting.on++) {
        if (!is_possible(&setting, flags))
            continue;
        struct traffic_use one = use_of(user, &setting);
        uses->writers |= one.writers;
        uses->readers |= one.readers;
        uses->deleters |= one.deleters;
    }
    return !setting.is_too_many;
}

// ---- who writes and reads

// An upsert brings the row itself, as far as it names all that is moved.
static bool brings_row(const struct use *use, const struct column_list *list,
                       const struct move *move, bool is_old)
{
    if (use->access != ACCESS_UPSERT)
        return false;
    list_each(column_pair, pair, move->columns)
        if (!columns_have(list, column_name(is_old ? &pair->from : &pair->to)))
            return false;
    return true;
}

// True where the version changes or deletes rows of one table of the move that have to be there.
static bool changes_rows(const struct version *version, const struct move *move, bool is_old)
{
    struct str table = is_old ? move->from.table : move->to.table;
    list_each(use, use, version->uses) {
        if (use->access == ACCESS_READ || use->access == ACCESS_INSERT
            || use->access == ACCESS_UPSERT) // which brings the row where it is not there
            continue;
        for (const struct column_list *list = use->tables; list; list = list->next)
            if (list->table.count > 0
                && str_equal_ignoring_case(list->table.parts[list->table.count - 1], table)
                && !brings_row(use, list, move, is_old))
                return true;
    }
    return false;
}

// A row that the other table alone has is not there to be changed where the trigger is.
static bool misses_rows(const struct move_state *now, const struct move *move, unsigned writers)
{
    bool is_from_old = now->trigger_from == SIDE_OLD;
    const struct version *writer = is_from_old ? now->old_writer : now->new_writer;
    const struct object *source = is_from_old ? &move->from : &move->to;
    const struct event *gap = is_from_old ? now->gap_old : now->gap_new;
    bool has_others = gap || (writers & (is_from_old ? SIDES_NEW : SIDES_OLD));
    return source->column.length == 0 && writer && has_others
           && changes_rows(writer, move, is_from_old);
}

// What a version writes on the old side alone reaches a trigger for inserts, one for updates, or
// both: an engine that has one event for each trigger has them one after the other.
static bool misses_writes(const struct move_state *now, const struct move_user *user)
{
    for (size_t i = 0; i < user->uses.count; i++) {
        enum access access = user->uses.items[i].use->access;
        struct touch touch = user->uses.items[i].touch;
        if (!touch.is_old || touch.is_new || access == ACCESS_READ || access == ACCESS_DELETE)
            continue;
        if (now->misses_inserts && access != ACCESS_UPDATE)
            return true;
        if (now->misses_updates && access != ACCESS_INSERT)
            return true;
    }
    return false;
}

static unsigned reached_by_trigger(const struct move_state *now, const struct move *move,
                                   unsigned writers)
{
    unsigned alone = now->trigger_from == SIDE_OLD ? SIDES_OLD : SIDES_NEW;
    if (now->trigger_from != SIDE_NONE && misses_rows(now, move, writers))
        return writers;
    if (now->is_trigger_unsure && writers & SIDES_OLD)
        return 0;
    if (now->trigger_from == SIDE_NONE || !(writers & alone))
        return writers;
    return (writers & ~alone) | SIDES_BOTH;
}

static unsigned stated_writers(const struct action *writes)
{
    switch (writes ? writes->side : SIDE_NONE) {
    case SIDE_OLD: return SIDES_OLD;
    case SIDE_NEW: return SIDES_NEW;
    case SIDE_BOTH: return SIDES_BOTH;
    case SIDE_NONE: break;
    }
    return 0;
}

static unsigned stated_readers(const struct action *reads, double percent)
{
    if (!reads)
        return 0;
    if (reads->kind == ACTION_READS) {
        bool is_partial = reads->percents.count > 0 && reads->percents.percents[0] < 100;
        return is_partial ? SIDES_OLD | SIDES_NEW : reads->side == SIDE_NEW ? SIDES_NEW : SIDES_OLD;
    }
    return percent <= 0 ? SIDES_OLD : percent < 100 ? SIDES_OLD | SIDES_NEW : SIDES_NEW;
}

static void note_version(struct move_state *now, const struct version *version,
                         const struct traffic_use *uses)
{
    if (uses->writers & SIDES_OLD)
        now->old_writer = version;
    if (uses->writers & SIDES_NEW)
        now->new_writer = version;
    if (uses->readers & SIDES_OLD)
        now->old_reader = version;
    if (uses->readers & SIDES_NEW)
        now->new_reader = version;
}

static void add_use(struct traffic_use *all, const struct traffic_use *one)
{
    all->writers |= one->writers;
    all->readers |= one->readers;
    all->deleters |= one->deleters;
}

void move_settle(struct move_state *now, const struct move_users *users, const bool *live,
                 const struct flag_range *flags, const struct event *event)
{
    struct traffic_use all = { 0 };
    bool is_known = !users->undeclared.data, is_missed = false;
    now->old_writer = now->new_writer = now->old_reader = now->new_reader = NULL;
    for (size_t i = 0; i < users->count; i++) {
        const struct move_user *user = &users->items[i];
        struct traffic_use uses;
        if (!live[user->version->index])
            continue;
        is_known &= version_uses(user, flags, &uses);
        is_missed |= misses_writes(now, user);
        note_version(now, user->version, &uses);
        add_use(&all, &uses);
    }
    unsigned writers = all.writers ? all.writers : stated_writers(now->writes);
    bool is_partial = now->misses_inserts || now->misses_updates;
    is_known &= all.writers || !is_partial; // nobody says how the rows are written
    unsigned reached = reached_by_trigger(now, users->move, writers);
    writers = is_missed ? (writers & SIDES_OLD) | reached : reached;
    now->deleters = reached_by_trigger(now, users->move, all.deleters);
    unsigned readers = now->reads ? stated_readers(now->reads, now->percent) : all.readers;
    bool is_left = now->leaves_deletes && users->move->to.column.length == 0 && all.deleters;
    if (!is_known || is_left)
        writers = readers = now->deleters = 0;
    if (writers != now->writers)
        now->writers_since = event;
    if (readers != now->readers)
        now->readers_since = event;
    now->writers = writers;
    now->readers = readers;
}

// ---- gaps

static bool is_mixed(unsigned writers, unsigned alone)
{
    return (writers & alone) && (writers & ~alone);
}

// Rows that only the other side got: some configuration writes it alone while another does not,
// or the side was kept up before and is no longer.
void move_watch_gaps(struct move_state *now, const struct event *event)
{
    now->is_gap_unsure |= now->is_trigger_unsure;
    if (now->writers == 0)
        return;
    if (!now->gap_new && (now->writers & SIDES_OLD)
        && (is_mixed(now->writers, SIDES_OLD) || now->was_new_written))
        now->gap_new = event;
    if (!now->gap_old && (now->writers & SIDES_NEW))
        now->gap_old = event;
    if (!now->kept_old && (now->deleters & SIDES_NEW))
        now->kept_old = event;
    now->was_new_written |= (now->writers & (SIDES_NEW | SIDES_BOTH)) != 0;
    if (now->gap_new)
        now->verified = NULL;
}

// ---- events

// A fill that leaves alone what is not empty closes the gap only where nothing wrote it before.
static void begin_fill(struct move_state *now, const struct event *event)
{
    now->fill = FILL_PARTIAL;
    now->filled = event;
    now->verified = now->checked = NULL;
    now->is_perhaps_verified = false;
}

static void fill_new(struct move_state *now, enum fill_reach reach, const struct event *event)
{
    begin_fill(now, event);
    now->fill = FILL_FULL;
    now->is_gap_unsure = now->gap_new && reach == FILL_REACH_UNSURE;
    if (reach == FILL_REACHES_ALL || !now->was_new_written)
        now->gap_new = NULL;
    now->was_new_written = true; // what is written behind it on the old side alone is missed
}

// What was compared may be so no longer.
static void doubt_rows(struct move_state *now)
{
    now->is_perhaps_verified |= now->verified != NULL;
    now->is_gap_unsure = true;
    now->verified = NULL;
}

static bool names_end(const struct sql_statement *statement, const struct object *end)
{
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    return str_has_word(text, end->column.length > 0 ? end->column : end->table);
}

static void change_side(struct arena *arena, struct move_state *now, const struct move *move,
                        const struct event *event, const struct change_step *change)
{
    if (change_fills(change, &move->to))
        fill_new(now, statement_fill_reach(arena, move, change->statement), event);
    if (change_fills(change, &move->from) && names_end(change->statement, &move->to))
        now->gap_old = NULL;
    if (change_gives_name(change, &move->from) || change_gives_name(change, &move->to)
        || change_takes_name(change, &move->to))
        doubt_rows(now);
    enum sql_head head = change->operation->head;
    bool creates = move->to.column.length > 0 ? head == SQL_ADD_COLUMN : head == SQL_CREATE_TABLE;
    if (creates && change_is_on(change, &move->to))
        now->fill = FILL_EMPTY;
    now->is_old_gone |= change_drops(change, &move->from);
    now->is_new_gone |= change_drops(change, &move->to);
    if (change_drops(change, &move->to)) {
        now->fill = FILL_EMPTY;
        now->gap_new = now->verified = now->checked = NULL;
        now->was_new_written = false;
    }
    if (head == SQL_CREATE_TRIGGER && change_is_on_table(change, &move->from)) {
        struct str end = move->to.column.length ? move->to.column : move->to.table;
        bool reaches = str_has_word(event->action->code.text.str, end);
        now->trigger_from = reaches ? SIDE_OLD : now->trigger_from;
        now->is_trigger_unsure = !reaches;
    } else if (head == SQL_DROP_TRIGGER && change_is_on_table(change, &move->from)) {
        now->trigger_from = SIDE_NONE;
        now->is_trigger_unsure = false;
    }
}

// Where one side alone is written, by something else than a fill, the other one may differ.
static void watch_rows(struct move_state *now, const struct move *move,
                       const struct sql_statement *statement, const struct event *event)
{
    const struct strays strays = statement_strays(statement, move, event);
    if (now->fill == FILL_EMPTY)
        return;
    if (strays.to_new || (strays.to_old && now->trigger_from != SIDE_OLD))
        doubt_rows(now);
}

static void run_sql(struct arena *arena, struct move_state *now, const struct move *move,
                    const struct event *event)
{
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        list_each(sql_operation, operation, statement->operations) {
            const struct change_step change = { .phase = event->phase,
                                                .action = event->action,
                                                .statement = statement,
                                                .operation = operation };
            change_side(arena, now, move, event, &change);
        }
        watch_rows(now, move, statement, event);
    }
}

bool move_verify(struct move_state *now, const struct shown *shown, const struct event *event)
{
    if (now->fill != FILL_FULL || !(shown->is_full || shown->compared != COMPARED_NO))
        return false;
    if (shown->is_full)
        now->checked = event;
    if (shown->compared == COMPARED_YES && !now->gap_new)
        now->verified = event;
    now->is_perhaps_verified |= shown->compared == COMPARED_PERHAPS;
    return true;
}

static void state_writers(struct move_state *now, const struct action *action)
{
    now->writes = action;
    now->trigger_from = action->is_by_trigger ? action->trusted : SIDE_NONE;
    now->is_trigger_unsure = now->leaves_deletes = false;
    now->misses_inserts = now->misses_updates = false;
}

// Which of the writes a doubtful trigger carries is more than anyone can follow.
void move_carry(struct move_state *now, const struct carriers *carriers)
{
    bool is_made_by_belay = now->writes && now->writes->is_by_trigger;
    bool carries_some = carriers->inserts || carriers->updates;
    bool is_sure = carries_some && !carriers->is_unsure;
    if (!carriers->is_known || is_made_by_belay)
        return;
    now->trigger_from = is_sure ? SIDE_OLD : SIDE_NONE;
    now->is_trigger_unsure = carriers->is_unsure;
    now->misses_inserts = is_sure && !carriers->inserts;
    now->misses_updates = is_sure && !carriers->updates;
    now->leaves_deletes = is_sure && !carriers->deletes;
}

void move_ramp(struct move_state *now, const struct action *ramp, double percent)
{
    now->reads = ramp;
    now->percent = percent;
}

bool move_apply(struct arena *arena, struct move_state *now, struct move_state *half,
                const struct move *move, const struct event *event)
{
    const struct action *action = event->action;
    if (action->kind == ACTION_STEP && event->first)
        run_sql(arena, now, move, event);
    if (action->move != move)
        return false;
    switch (action->kind) {
    case ACTION_BACKFILL:
        *half = *now;
        begin_fill(half, event);
        fill_new(now, event->fill_reach, event);
        return true;
    case ACTION_FILL:
        now->gap_old = move->has_no_way_back ? now->gap_old : now->kept_old;
        return false;
    case ACTION_WRITES: state_writers(now, action); return false;
    case ACTION_READS: now->reads = action; return false;
    case ACTION_RAMP:
    case ACTION_STEP:
    case ACTION_BACKUP:
    case ACTION_DEPLOY:
    case ACTION_RETIRE:
    case ACTION_FLAG: break;
    }
    return false;
}

// ---- comparing

// Events are compared only by whether there is one: what led there changes nothing that follows.
static uint64_t bits_of(const struct move_state *state)
{
    const bool bits[] = {
        state->gap_old != NULL,     state->gap_new != NULL,   state->verified != NULL,
        state->checked != NULL,     state->is_perhaps_verified, state->is_trigger_unsure,
        state->was_new_written,     state->is_old_gone,       state->is_new_gone,
        state->is_gap_unsure,       state->kept_old != NULL,  state->leaves_deletes,
        state->misses_inserts,      state->misses_updates,
    };
    uint64_t all = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        all = all << 1 | bits[i];
    all = all << 3 | state->writers;
    all = all << 3 | state->readers;
    all = all << 3 | state->deleters;
    all = all << 2 | state->fill;
    return all << 2 | state->trigger_from;
}

bool move_state_equal(const struct move_state *a, const struct move_state *b)
{
    return a == b
           || (bits_of(a) == bits_of(b) && a->writes == b->writes && a->reads == b->reads
               && !(a->percent < b->percent) && !(a->percent > b->percent));
}

uint64_t move_state_hash(const struct move_state *state)
{
    uint64_t hash = bits_of(state);
    hash = hash * 31 + (uintptr_t)state->writes;
    hash = hash * 31 + (uintptr_t)state->reads;
    return hash * 31 + (uint64_t)state->percent;
}
