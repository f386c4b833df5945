#include "backends/runbook.h"

#include "backends/escape-shell.h"
#include "backends/sql-fill.h"
#include "backends/wording.h"
#include "base/digest.h"
#include "generated/templates/runbook.h"

// A step that is being written.
struct step {
    const struct action *action;
    struct str name;  // by which the ledger knows it
    struct str title; // "2. Deploy web v2"
};

static long seconds(struct quantity quantity)
{
    return quantity_is_set(quantity) ? (long)(quantity.amount / 1000) : 0;
}

static bool is_command(const struct code *code)
{
    return code_is_set(code) && code_is_shell(code);
}

static void write_by_hand(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    runbook_task(book->out, step->name, step->title);
    list_each(text_item, part, action->parts)
        if (part->text.str.length)
            runbook_part(book->out, part->text.str);
    if (code_is_set(&action->code))
        runbook_part(book->out, STR("its code is in plan.md"));
    if (action->move)
        write_instructions(book, action);
    runbook_person(book->out, STR("done?"));
}

// `setting`: VARIABLE=VALUE; empty where it needs none.
static void write_command(struct runbook *book, struct str name, struct str title,
                          const struct code *code, struct str setting)
{
    struct str how = arena_format(book->arena, "a command for %.*s%s%.*s",
                                  STR_ARGS(interpreter(code)), setting.length ? ", with " : "",
                                  STR_ARGS(setting));
    struct program program = { code->text.str };
    if (setting.length)
        runbook_command_step(book->out, name, title, how, interpreter(code), setting, program);
    else
        runbook_shell_step(book->out, name, title, how, interpreter(code), program);
}

// ---- deploys, flags, ramps

static struct str percent_text(struct arena *arena, double percent)
{
    return arena_format(arena, "%.15g%%", percent);
}

// One after the other, and each is held.
static void write_stages(struct runbook *book, const struct step *step, const struct code *code,
                         const char *variable, struct str setting)
{
    const struct action *action = step->action;
    for (unsigned i = 0; i < action->percents.count; i++) {
        struct str percent = percent_text(book->arena, action->percents.percents[i]);
        struct str name = arena_format(book->arena, "%.*s.%u", STR_ARGS(step->name), i + 1);
        struct str title =
            arena_format(book->arena, "%.*s: %.*s", STR_ARGS(step->title), STR_ARGS(percent));
        struct str stage = arena_format(book->arena, "%s=%.*s", variable, STR_ARGS(percent));
        if (setting.length)
            runbook_stage_step(book->out, name, title,
                               arena_format(book->arena, "a command for %.*s, with %.*s and %.*s",
                                            STR_ARGS(interpreter(code)), STR_ARGS(setting),
                                            STR_ARGS(stage)),
                               interpreter(code), setting, stage,
                               (struct program){ code->text.str });
        else
            write_command(book, name, title, code, stage);
        runbook_hold(book->out, arena_format(book->arena, "%.*sh", STR_ARGS(name)),
                     arena_format(book->arena, "at %.*s: hold %.*s", STR_ARGS(percent),
                                  STR_ARGS(quantity_is_set(action->hold) ? action->hold.text.str
                                                                         : STR("0s"))),
                     seconds(action->hold));
    }
}

static void write_deploy(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    const struct app *app = action->app;
    if (!app || !is_command(&app->deploy) || !action->version) {
        write_by_hand(book, step);
        return;
    }
    struct str version = action->version->name;
    if (action->percents.count)
        write_stages(book, step, &app->deploy, "BELAY_PERCENT",
                     arena_format(book->arena, "BELAY_VERSION=%.*s", STR_ARGS(version)));
    else
        write_command(book, step->name, step->title, &app->deploy,
                      arena_format(book->arena, "BELAY_VERSION=%.*s", STR_ARGS(version)));
    if (quantity_is_set(app->drain) && app->drain.amount > 0)
        runbook_hold(book->out, arena_format(book->arena, "%.*sd", STR_ARGS(step->name)),
                     arena_format(book->arena, "what ran before may live on for %.*s",
                                  STR_ARGS(app->drain.text.str)),
                     seconds(app->drain));
}

static void write_flag(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    if (!action->flag || !is_command(&action->flag->set)) {
        write_by_hand(book, step);
        return;
    }
    if (action->kind == ACTION_RAMP) {
        write_stages(book, step, &action->flag->set, "BELAY_VALUE", STR(""));
        return;
    }
    struct str value = action->is_removed ? STR("removed")
                                          : percent_text(book->arena, action_percent(action));
    write_command(book, step->name, step->title, &action->flag->set,
                  arena_format(book->arena, "BELAY_VALUE=%.*s", STR_ARGS(value)));
}

// ---- backups

// The name of its file, and of the variable that holds its path.
static struct str backup_key(struct arena *arena, struct str name)
{
    if (shell_is_name(name) && name.length <= 60)
        return name;
    return arena_format(arena, "backup_%.*s",
                        STR_ARGS(str_slice(digest_sha256(arena, name), 0, 12)));
}

static void write_backup(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    struct str key = backup_key(book->arena, action->name);
    if (is_command(&action->code))
        runbook_backup_command(book->out, step->name, step->title, key,
                               interpreter(&action->code),
                               (struct program){ action->code.text.str });
    else if (action->store && !code_is_set(&action->code))
        runbook_backup_step(book->out, step->name, step->title, key,
                            store_number(book, action->store));
    else
        write_by_hand(book, step);
}

static const struct action *find_backup(const struct plan *plan, struct str name)
{
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_BACKUP && str_equal(action->name, name))
                return action;
    return NULL;
}

// ---- filling

static void write_fill(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    const struct sql_piece *piece = take_piece(book, action);
    const struct backfill *settings = &action->backfill;
    const struct carried_move *move = &book->sql->moves[action->move->index];
    struct str procedure =
        fill_procedure(book->arena, move, book->plan, book->phase, step->name);
    struct str pause = arena_format(
        book->arena, "%.3f",
        quantity_is_set(settings->pause) ? settings->pause.amount / 1000
                                         : 0.0);
    long metric = text_is_set(settings->pause_metric)
                      ? metric_number(book, settings->pause_metric.str)
                      : 0;
    struct metric_bound bound = { 0 };
    if (metric)
        bound = read_metric_bound(book, &settings->pause_bound, metric);
    if (text_is_set(settings->pause_metric) && !bound.kind.length)
        runbook_pause_by_hand(
            book->out, step->name,
            arena_format(book->arena, "%.*s %.*s", STR_ARGS(settings->pause_metric.str),
                         STR_ARGS(bound_wording(book->arena, &settings->pause_bound))));
    if (bound.kind.length)
        runbook_fill_watched(book->out, step->name, step->title, store_number(book, move->store),
                             piece->file->path, piece->first_line, piece->last_line, procedure,
                             pause, metric, bound.operator, bound.kind, bound.value, bound.said);
    else
        runbook_fill(book->out, step->name, step->title, store_number(book, move->store),
                     piece->file->path, piece->first_line, piece->last_line, procedure, pause);
}

// ---- all of them

static void write_sql_piece(struct runbook *book, const struct sql_piece *piece,
                            const struct store *store, struct str name, struct str title)
{
    runbook_sql_step(book->out, name, title, store_number(book, store), piece->file->path,
                     piece->first_line, piece->last_line,
                     str_of(sql_manner_word(piece->running.manner)), piece->running.seen_by);
}

// In its parts, where it has several.
static void write_sql(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    const struct sql_piece *piece = book->next_piece;
    unsigned count = 0, number = 0;
    for (; piece && piece->owner == action; piece = piece->next)
        count++;
    if (count == 1) {
        write_sql_piece(book, take_piece(book, action), action->store, step->name, step->title);
        return;
    }
    while (number++ < count)
        write_sql_piece(book, take_piece(book, action), action->store,
                        arena_format(book->arena, "%.*s.%u", STR_ARGS(step->name), number),
                        arena_format(book->arena, "%.*s: %u of %u", STR_ARGS(step->title), number,
                                     count));
}

static void write_triggers(struct runbook *book, const struct step *step)
{
    const struct sql_piece *piece = take_piece(book, step->action);
    const struct store *store = book->sql->moves[step->action->move->index].store;
    write_sql_piece(book, piece, store, step->name, step->title);
}

// What a move needs, where belay can do it; else a person does, or it only states something.
static void write_move(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    bool is_statement = action->kind == ACTION_WRITES || action->kind == ACTION_READS;
    struct str fill_obstacle, triggers_obstacle;
    if (action_is_fill(book->sql, action, &fill_obstacle))
        write_fill(book, step);
    else if (action_is_triggers(book->sql, action, &triggers_obstacle))
        write_triggers(book, step);
    else if (is_statement && !triggers_obstacle.length && !action->is_by_trigger)
        runbook_statement(book->out, step->title);
    else
        write_by_hand(book, step);
}

static void write_step(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    if (action_is_sql(action))
        write_sql(book, step);
    else if (is_command(&action->code))
        write_command(book, step->name, step->title, &action->code, STR(""));
    else
        write_by_hand(book, step);
}

static void write_action(struct runbook *book, const struct step *step)
{
    const struct action *action = step->action;
    switch (action->kind) {
    case ACTION_BACKUP: write_backup(book, step); return;
    case ACTION_STEP: write_step(book, step); return;
    case ACTION_DEPLOY: write_deploy(book, step); return;
    case ACTION_RAMP:
    case ACTION_FLAG: write_flag(book, step); return;
    case ACTION_BACKFILL:
    case ACTION_FILL:
    case ACTION_WRITES:
    case ACTION_READS: write_move(book, step); return;
    case ACTION_RETIRE: write_by_hand(book, step); return;
    }
}

static struct step step_of(struct runbook *book, const struct action *action, bool is_rollback,
                           long number)
{
    return (struct step){
        .action = action,
        .name = step_name(book->arena, is_rollback, number),
        .title = arena_format(book->arena, "%ld. %.*s", number,
                              STR_ARGS(action_title(book->arena, action))),
    };
}

long action_place(const struct action_list *actions, const struct action *wanted)
{
    long number = 0;
    list_each(action, action, *actions) {
        number++;
        if (action == wanted)
            break;
    }
    return number;
}

void write_actions(struct runbook *book, const struct phase *phase)
{
    long number = 0;
    list_each(action, action, phase->actions) {
        struct step step = step_of(book, action, false, ++number);
        write_action(book, &step);
    }
}

// ---- rollback

// What belay derived undoes one action each: of what was never begun, nothing.
static void write_undoing(struct runbook *book, const struct phase *phase)
{
    long number = 0;
    list_each(action, action, *rollback_actions(book->unit, phase)) {
        struct step step = step_of(book, action, true, ++number);
        if (action->undoes)
            runbook_if_begun(book->out, step_name(book->arena, false,
                                                  action_place(&phase->actions, action->undoes)));
        write_action(book, &step);
        if (action->undoes)
            runbook_if_end(book->out);
    }
}

static void write_restore(struct runbook *book, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct action *backup = find_backup(book->plan, rollback->backup);
    struct str wording = rollback_wording(book->arena, rollback);
    runbook_restore_phrase(book->out, phase->name);
    if (backup && backup->store && !code_is_set(&backup->code)) {
        runbook_restore_step(book->out, STR("r1"), wording, backup_key(book->arena, backup->name),
                             store_number(book, backup->store));
        return;
    }
    runbook_task(book->out, STR("r1"),
                 arena_format(book->arena, "undo by hand: %.*s", STR_ARGS(wording)));
    runbook_person(book->out, STR("undone?"));
}

void write_rollback(struct runbook *book, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    switch (rollback->kind) {
    case ROLLBACK_NONE: runbook_nothing_to_undo(book->out, rollback->text.str); return;
    case ROLLBACK_IMPOSSIBLE: runbook_cannot_undo(book->out, rollback->text.str); return;
    case ROLLBACK_AUTO:
    case ROLLBACK_ACTIONS: write_undoing(book, phase); return;
    case ROLLBACK_RESTORE: write_restore(book, phase); return;
    case ROLLBACK_MISSING:
        runbook_task(book->out, STR("r1"),
                     arena_format(book->arena, "undo by hand: %.*s",
                                  STR_ARGS(rollback_wording(book->arena, rollback))));
        runbook_person(book->out, STR("undone?"));
        return;
    }
}
