#include "backends/wording.h"

#include "base/output.h"

static struct str or_else(struct text text, struct str otherwise)
{
    return text_is_set(text) ? text.str : otherwise;
}

// ---- actions

static void write_percents(struct output *out, const struct percent_list *list)
{
    for (unsigned i = 0; i < list->count; i++)
        output_format(out, "%s%g%%", i ? ", " : " ", list->percents[i]);
}

static void write_hold(struct output *out, const struct action *action)
{
    if (quantity_is_set(action->hold))
        output_format(out, ", each held for %.*s", STR_ARGS(action->hold.text.str));
}

static struct str move_name(const struct action *action)
{
    return action->move ? action->move->name : STR("the move");
}

static void write_deploy(struct output *out, const struct action *action)
{
    struct str app = action->app ? action->app->name : STR("the application");
    struct str version = action->version ? action->version->name : STR("");
    if (action->kind == ACTION_RETIRE) {
        output_format(out, "take %.*s %.*s out of service", STR_ARGS(app), STR_ARGS(version));
        return;
    }
    output_format(out, "deploy %.*s %.*s", STR_ARGS(app), STR_ARGS(version));
    if (action->is_beside)
        output_str(out, STR(" beside the version in service"));
    if (action->percents.count)
        output_str(out, STR(" to"));
    write_percents(out, &action->percents);
    write_hold(out, action);
}

static struct str flag_name(const struct action *action)
{
    return action->flag ? action->flag->name : action->flag_name.str;
}

static void write_ramp(struct output *out, const struct action *action)
{
    struct str subject = action->move ? action->move->name : flag_name(action);
    output_format(out, "ramp %.*s to", STR_ARGS(subject));
    write_percents(out, &action->percents);
    write_hold(out, action);
    if (action->move && text_is_set(action->flag_name))
        output_format(out, ", with flag %.*s", STR_ARGS(flag_name(action)));
}

static void write_flag(struct output *out, const struct action *action)
{
    output_format(out, "%s flag %.*s%s", action->is_removed ? "remove" : "set",
                  STR_ARGS(flag_name(action)), action->is_removed ? "" : " to");
    write_percents(out, &action->percents);
}

static void write_backfill(struct output *out, const struct action *action)
{
    struct str name = move_name(action);
    output_format(out, "backfill %.*s", STR_ARGS(name));
    if (action->move)
        output_format(out, ": %.*s from %.*s", STR_ARGS(action->move->to.text.str),
                      STR_ARGS(action->move->from.text.str));
    if (quantity_is_set(action->backfill.batch))
        output_format(out, ", %.*s rows in the first batch",
                      STR_ARGS(action->backfill.batch.text.str));
}

static void write_writes(struct output *out, const struct action *action)
{
    static const char *const sides[] = {
        [SIDE_NONE] = "neither side", [SIDE_OLD] = "the old side", [SIDE_NEW] = "the new side",
        [SIDE_BOTH] = "both sides",
    };
    output_format(out, "from here on, writes of %.*s reach %s", STR_ARGS(move_name(action)),
                  sides[action->side]);
    if (action->side == SIDE_BOTH)
        output_format(out, ", and %s is trusted", sides[action->trusted]);
    if (action->is_by_trigger)
        output_str(out, STR(", by trigger"));
}

static void write_reads(struct output *out, const struct action *action)
{
    output_format(out, "from here on, reads of %.*s come from the %s side",
                  STR_ARGS(move_name(action)), action->side == SIDE_NEW ? "new" : "old");
    if (action->is_shadow)
        output_str(out, STR(", and the new side is compared"));
    if (action->percents.count)
        output_str(out, STR(" for"));
    write_percents(out, &action->percents);
}

static void write_backup(struct output *out, const struct action *action)
{
    output_format(out, "take backup '%.*s'", STR_ARGS(action->name));
    if (action->store)
        output_format(out, " of %.*s", STR_ARGS(action->store->name));
}

struct str action_wording(struct arena *arena, const struct action *action)
{
    struct output out = { .arena = arena };
    switch (action->kind) {
    case ACTION_BACKUP: write_backup(&out, action); break;
    case ACTION_STEP:
        return or_else(action->title, code_is_sql(&action->code)     ? STR("run SQL")
                                      : code_is_shell(&action->code) ? STR("run a command")
                                                                     : STR("a step"));
    case ACTION_DEPLOY:
    case ACTION_RETIRE: write_deploy(&out, action); break;
    case ACTION_RAMP: write_ramp(&out, action); break;
    case ACTION_FLAG: write_flag(&out, action); break;
    case ACTION_BACKFILL: write_backfill(&out, action); break;
    case ACTION_WRITES: write_writes(&out, action); break;
    case ACTION_READS: write_reads(&out, action); break;
    case ACTION_FILL:
        output_format(&out, "fill the old side of %.*s from the new one",
                      STR_ARGS(move_name(action)));
        break;
    }
    return output_get(&out);
}

// The author's own title stays as it was written.
struct str action_title(struct arena *arena, const struct action *action)
{
    struct str wording = action_wording(arena, action);
    if (action->kind == ACTION_STEP && text_is_set(action->title))
        return wording;
    return arena_format(arena, "%c%.*s", wording.data[0] - 'a' + 'A',
                        STR_ARGS(str_from(wording, 1)));
}

// ---- bounds and verifications

static const char *const comparison_signs[] = {
    [COMPARE_NONE] = "",     [COMPARE_EQUAL] = "=",    [COMPARE_UNEQUAL] = "!=",
    [COMPARE_LESS] = "<",    [COMPARE_AT_MOST] = "<=", [COMPARE_GREATER] = ">",
    [COMPARE_AT_LEAST] = ">=",
};

struct str bound_wording(struct arena *arena, const struct bound *bound)
{
    if (!bound_is_set(bound))
        return STR("");
    if (bound->is_empty)
        return STR("no row");
    if (bound->is_unchanged)
        return STR("unchanged");
    if (bound->is_any)
        return STR("any");
    return arena_format(arena, "%s %.*s%s", comparison_signs[bound->comparison],
                        STR_ARGS(bound->text.str), bound->is_of_baseline ? " baseline" : "");
}

static void write_over(struct output *out, struct quantity over)
{
    if (quantity_is_set(over))
        output_format(out, " over %.*s", STR_ARGS(over.text.str));
}

struct str columns_wording(struct arena *arena, const struct column_list *list)
{
    struct output out = { .arena = arena };
    output_str(&out, list->table.text.str);
    for (unsigned i = 0; i < list->count; i++)
        output_format(&out, "%s%.*s", i ? ", " : "(", STR_ARGS(list->columns[i].text.str));
    if (list->is_all)
        output_str(&out, list->count ? STR(", *") : STR("(*"));
    if (list->count || list->is_all)
        output_char(&out, ')');
    return output_get(&out);
}

struct str verify_wording(struct arena *arena, const struct verify *verify)
{
    struct output out = { .arena = arena };
    struct str move = verify->move ? verify->move->name : STR("the move");
    switch (verify->kind) {
    case VERIFY_CODE: return or_else(verify->title, STR("A check"));
    case VERIFY_ROWS:
        output_format(&out, "Both sides of %.*s have as many rows", STR_ARGS(move));
        break;
    case VERIFY_CHECKSUM:
        output_format(&out, "The checksums of %.*s are the same on both sides",
                      STR_ARGS(columns_wording(arena, &verify->columns)));
        break;
    case VERIFY_SAMPLE:
        output_format(&out, "%.*s rows of %.*s, chosen by hash, are the same on both sides",
                      STR_ARGS(verify->sample.text.str), STR_ARGS(move));
        break;
    case VERIFY_SCHEMA: return STR("The schema is the one that this phase leads to");
    case VERIFY_NO_WRITES:
        output_format(&out, "Nothing writes to %.*s", STR_ARGS(verify->object.text.str));
        write_over(&out, verify->over);
        break;
    case VERIFY_METRIC:
        output_format(&out, "%.*s %.*s", STR_ARGS(verify->title.str),
                      STR_ARGS(bound_wording(arena, &verify->bound)));
        write_over(&out, verify->over);
        break;
    case VERIFY_MANUAL:
        output_str(&out, or_else(verify->title, STR("A check")));
        if (text_is_set(verify->by))
            output_format(&out, " (by %.*s)", STR_ARGS(verify->by.str));
        break;
    }
    return output_get(&out);
}

struct str trigger_wording(struct arena *arena, const struct trigger *trigger)
{
    struct output out = { .arena = arena };
    output_str(&out, bound_wording(arena, &trigger->bound));
    write_over(&out, trigger->over);
    return output_get(&out);
}

const char *reaction_wording(enum reaction reaction)
{
    static const char *const reactions[] = {
        [REACT_INVESTIGATE] = "investigate", [REACT_ROLLBACK] = "roll back", [REACT_STOP] = "stop",
    };
    return reactions[reaction];
}

// ---- time

struct str when_wording(struct arena *arena, const struct when *when)
{
    const char *grain = "";
    switch (when->kind) {
    case WHEN_NONE: return STR("");
    case WHEN_WEEK: grain = "week"; break;
    case WHEN_DAY: grain = "day"; break;
    case WHEN_MONTH: grain = "month"; break;
    case WHEN_OFFSET:
    case WHEN_TEXT: return when->text.str;
    case WHEN_DATE: return date_format(arena, when->date);
    case WHEN_MINUTE:
        return arena_format(arena, "%.*s %02d:%02d", STR_ARGS(date_format(arena, when->date)),
                            when->minute / 60, when->minute % 60);
    }
    if (when->first == when->last)
        return arena_format(arena, "%s %d", grain, when->first);
    return arena_format(arena, "%s %d to %d", grain, when->first, when->last);
}

struct str offset_wording(struct arena *arena, double milliseconds)
{
    static const struct {
        const char *name;
        double milliseconds;
    } units[] = { { "d", 86400e3 }, { "h", 3600e3 }, { "min", 60e3 }, { "s", 1e3 }, { "ms", 1 } };
    const char *sign = milliseconds < 0 ? "-" : "+";
    double amount = milliseconds < 0 ? -milliseconds : milliseconds;
    if (amount == 0)
        return STR("T-0");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double count = amount / units[i].milliseconds;
        if (count > 1e9 || count == (double)(int64_t)count)
            return arena_format(arena, "T%s%.0f%s", sign, count, units[i].name);
    }
    return arena_format(arena, "T%s%gms", sign, amount);
}

struct str downtime_wording(struct arena *arena, const struct downtime *downtime)
{
    switch (downtime->kind) {
    case DOWNTIME_UNSAID: return STR("");
    case DOWNTIME_NONE: return STR("none");
    case DOWNTIME_FOR: return downtime->duration.text.str;
    case DOWNTIME_WINDOW:
        return arena_format(arena, "a window of %.*s", STR_ARGS(downtime->duration.text.str));
    }
    return STR("");
}

struct str soak_wording(struct arena *arena, const struct phase *phase)
{
    if (!phase->soak_since)
        return phase->soak.text.str;
    return arena_format(arena, "%.*s since the end of phase %d", STR_ARGS(phase->soak.text.str),
                        phase->soak_since->number);
}

enum check_moment check_moment(const struct check *check)
{
    if (!check->has_offset || check->offset < 0)
        return CHECK_BEFORE;
    return check->offset > 0 ? CHECK_BEHIND : CHECK_AT;
}

// ---- rollback

static struct str join_actions(struct arena *arena, const struct action_list *actions)
{
    struct output out = { .arena = arena };
    list_each(action, action, *actions) {
        output_str(&out, action_wording(arena, action));
        if (action->next)
            output_str(&out, STR("; then "));
    }
    return output_get(&out);
}

struct str rollback_wording(struct arena *arena, const struct rollback *rollback)
{
    switch (rollback->kind) {
    case ROLLBACK_MISSING: return STR("the plan does not say how");
    case ROLLBACK_AUTO: return STR("the steps are undone in reverse order");
    case ROLLBACK_NONE:
        return arena_format(arena, "nothing to undo: %.*s", STR_ARGS(rollback->text.str));
    case ROLLBACK_IMPOSSIBLE:
        return arena_format(arena, "not possible: %.*s", STR_ARGS(rollback->text.str));
    case ROLLBACK_RESTORE:
        return arena_format(arena, "restore backup '%.*s'", STR_ARGS(rollback->backup));
    case ROLLBACK_ACTIONS: return join_actions(arena, &rollback->actions);
    }
    return STR("");
}

struct str loss_wording(const struct rollback *rollback)
{
    bool has_nothing_to_lose = rollback->kind == ROLLBACK_NONE && !text_is_set(rollback->loses);
    if (rollback->loses_nothing || has_nothing_to_lose)
        return STR("nothing");
    return or_else(rollback->loses, STR("not stated"));
}

// ---- phases

struct str phase_wording(struct arena *arena, const struct phase *phase)
{
    if (phase->kind == KIND_OTHER)
        return arena_format(arena, "Phase %d: %.*s", phase->number, STR_ARGS(phase->title.str));
    return arena_format(arena, "Phase %d (%s): %.*s", phase->number, phase_kind_name(phase->kind),
                        STR_ARGS(phase->title.str));
}

const char *phase_kind_wording(enum phase_kind kind)
{
    static const char *const sentences[] = {
        [KIND_PREPARE] = "preparation; nothing changes yet",
        [KIND_EXPAND] = "the new shape is added beside the old one",
        [KIND_DEPLOY] = "new code goes out that nobody uses yet",
        [KIND_DUAL_WRITE] = "every change is written to the old and to the new side",
        [KIND_BACKFILL] = "what was there before is copied to the new side",
        [KIND_SHADOW_READ] = "the new side is read and compared; the old one still answers",
        [KIND_VERIFY] = "both sides are compared",
        [KIND_ENABLE] = "the new side is turned on for a few",
        [KIND_RAMP] = "more and more use the new side",
        [KIND_CUTOVER] = "the new side takes over",
        [KIND_PROMOTE] = "the old side is no longer written",
        [KIND_OBSERVE] = "the new side is watched",
        [KIND_CONTRACT] = "the old shape is removed",
        [KIND_DECOMMISSION] = "the old system is shut down",
        [KIND_CLEANUP] = "what helped the migration is removed",
        [KIND_OTHER] = "",
    };
    return sentences[kind];
}
