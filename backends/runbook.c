// backend runbook: a script that applies, verifies and rolls back the phases in order
#include "backends/runbook.h"

#include "backends/escape-shell.h"
#include "backends/sql-fill.h"
#include "backends/wording.h"
#include "base/check.h"
#include "generated/templates/runbook-backfill.h"
#include "generated/templates/runbook-backups.h"
#include "generated/templates/runbook-commands.h"
#include "generated/templates/runbook-compare.h"
#include "generated/templates/runbook-engine.h"
#include "generated/templates/runbook-gates.h"
#include "generated/templates/runbook-ledger.h"
#include "generated/templates/runbook-prechecks.h"
#include "generated/templates/runbook-log.h"
#include "generated/templates/runbook-mysql.h"
#include "generated/templates/runbook-rehearse.h"
#include "generated/templates/runbook-schema.h"
#include "generated/templates/runbook-status.h"
#include "generated/templates/runbook-steps.h"
#include "generated/templates/runbook-verify.h"
#include "generated/templates/runbook.h"
#include "model/model.h"
#include "sql/read.h"

// ---- stores

// Which clients the runbook has. Nothing: it looks at the address.
static struct str client_engine(const struct plan *plan, const struct store *store)
{
    if (!store)
        return plan->store_count ? STR("unknown") : STR("");
    return store->engine.length ? store->engine : STR("");
}

// The variable that holds the address: the plan's, or one named for the store.
static struct str address_variable(struct arena *arena, const struct plan *plan,
                                   const struct store *store)
{
    if (store && text_is_set(store->connect))
        return store->connect.str;
    if (!store)
        return plan->store_count ? STR("BELAY_STORE") : STR("BELAY_STORE_MAIN");
    struct output out = { .arena = arena };
    output_str(&out, STR("BELAY_STORE_"));
    bool is_safe = store->name.length > 0 && char_is_letter(store->name.data[0]);
    for (size_t i = 0; i < store->name.length; i++) {
        char c = store->name.data[i];
        is_safe &= c == '_' || char_is_digit(c) || (char_is_letter(c) && char_lower(c) == c);
        output_char(&out, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    return is_safe ? output_get(&out) : arena_format(arena, "BELAY_STORE_%u", store->index + 1);
}

static void write_store(struct runbook *book, const struct store *store)
{
    const struct plan *plan = book->plan;
    struct str name = store               ? store->name
                      : plan->store_count ? STR("(the plan does not say which)")
                                          : STR("main");
    runbook_store(book->out, store ? store->index : plan->store_count, name,
                  client_engine(plan, store), address_variable(book->arena, plan, store));
}

static void write_stores(struct runbook *book)
{
    runbook_stores_begin(book->out);
    list_each(store, store, book->plan->stores)
        write_store(book, store);
    for (const struct sql_piece *piece = book->next_piece; piece; piece = piece->next)
        if (!piece->file->store) {
            write_store(book, NULL);
            break;
        }
    runbook_stores_end(book->out);
}

// ---- the ledger's places

static bool has_client(const struct store *store)
{
    return store->engine.length == 0 || str_is(store->engine, "postgresql")
           || str_is(store->engine, "sqlite") || sql_engine_is_mysql(sql_engine_of(store->engine));
}

// Where the plan names no store, its SQL runs on one that the environment names; where none of
// them has a client, the runbook has a file.
static void write_ledger_stores(struct runbook *book)
{
    const struct plan *plan = book->plan;
    bool has_any = false, has_sql = book->next_piece != NULL;
    runbook_ledger_begin(book->out);
    list_each(store, store, plan->stores)
        if (has_client(store)) {
            runbook_ledger_store(book->out, store->index);
            has_any = true;
        }
    if (!has_any)
        runbook_ledger_store(book->out, plan->store_count || !has_sql ? -1 : 0);
    runbook_ledger_end(book->out);
}

long store_number(const struct runbook *book, const struct store *store)
{
    return store ? store->index : book->plan->store_count;
}

const struct sql_piece *take_piece(struct runbook *book, const void *owner)
{
    const struct sql_piece *piece = book->next_piece;
    if (!piece || piece->owner != owner)
        BUG("the runbook and the SQL files disagree on their order");
    book->next_piece = piece->next;
    return piece;
}

struct str interpreter(const struct code *code)
{
    return str_equal_ignoring_case(code->language, STR("bash")) ? STR("bash") : STR("sh");
}

// ---- people

void write_question(struct runbook *book, struct str title, struct str question)
{
    runbook_question(book->out, title, question);
}

static void write_gate(struct runbook *book, const char *what, struct str text)
{
    runbook_gate(book->out, arena_format(book->arena, "%s%.*s", what, STR_ARGS(text)));
}

static struct str approval_gate(struct runbook *book, long number)
{
    return arena_format(book->arena, "%ld.%ld", book->phase, number);
}

static void write_waits(struct runbook *book, const struct phase *phase)
{
    if (quantity_is_set(phase->soak)) {
        const struct phase *since = phase->soak_since ? phase->soak_since : phase->previous;
        runbook_soak(book->out, (long)(phase->soak.amount / 1000),
                     since ? phase_key(since, book->numbers_rise) : 0,
                     arena_format(book->arena, "before it begins: wait %.*s",
                                  STR_ARGS(soak_wording(book->arena, phase))));
    }
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase && need->phase != phase->previous)
            runbook_need(book->out, phase_key(need->phase, book->numbers_rise),
                         arena_format(book->arena, "phase %d", need->phase->number));
}

// What must still hold for the whole plan before the point of no return.
static void write_return_checks(struct runbook *book)
{
    bool has_any = false;
    list_each(plan_verify, made, book->plan_verifies.all)
        has_any |= made->is_before_return;
    if (!has_any)
        return;
    runbook_return_checks_begin(book->out);
    list_each(plan_verify, made, book->plan_verifies.all)
        if (made->is_before_return)
            write_plan_verify(book, made);
    runbook_return_checks_end(book->out);
}

static void write_prechecks(struct runbook *book, const struct phase *phase)
{
    while (book->next_piece && book->next_piece->owner == phase) {
        const struct sql_piece *piece = take_piece(book, phase);
        runbook_precheck(book->out, store_number(book, piece->file->store), piece->file->path,
                         piece->first_line, piece->last_line);
    }
}

static void write_gates(struct runbook *book, const struct phase *phase)
{
    long number = 0;
    write_waits(book, phase);
    write_prechecks(book, phase);
    list_each(text_item, item, phase->approvals)
        runbook_approval(book->out, approval_gate(book, ++number), item->text.str);
    list_each(text_item, item, phase->go)
        write_gate(book, "", item->text.str);
    list_each(text_item, item, phase->no_go)
        write_gate(book, "it is not so that ", item->text.str);
    list_each(check, check, phase->checks)
        if (!check->is_done && check_moment(check) == CHECK_BEFORE)
            write_gate(book, "", check->text.str);
    if (book->unit->model->no_return.phase == phase) {
        write_return_checks(book);
        runbook_typed_phrase(book->out, phase->name, phase_wording(book->arena, phase));
    }
    runbook_begin_phase(book->out);
}

static void write_checks(struct runbook *book, const struct phase *phase, enum check_moment moment)
{
    long number = 0;
    list_each(check, check, phase->checks) {
        number++;
        if (check->is_done || check_moment(check) != moment)
            continue;
        runbook_task(book->out, arena_format(book->arena, "c%ld", number), check->text.str);
        runbook_person(book->out, STR("done?"));
    }
}

// ---- phases

static void begin(struct runbook *book, const char *part, const struct phase *phase)
{
    struct str name = arena_format(book->arena, "%s_%ld", part, book->phase);
    runbook_phase_begin(book->out, name, book->phase, phase_wording(book->arena, phase));
}

static void write_phase(struct runbook *book, const struct phase *phase)
{
    begin(book, "name", phase);
    runbook_phase_end(book->out);
    begin(book, "apply", phase);
    write_gates(book, phase);
    write_checks(book, phase, CHECK_AT);
    write_actions(book, phase);
    write_checks(book, phase, CHECK_BEHIND);
    runbook_phase_end(book->out);
    begin(book, "verify", phase);
    write_verifies(book, &phase->verifies);
    list_each(plan_verify, made, book->plan_verifies.all)
        if (made->after[phase->index])
            write_plan_verify(book, made);
    runbook_phase_end(book->out);
    begin(book, "watch", phase);
    write_watches(book, phase);
    runbook_phase_end(book->out);
    begin(book, "rollback", phase);
    write_rollback(book, phase);
    write_schema_behind(book, phase);
    runbook_phase_end(book->out);
}

static void write_approvals(struct runbook *book)
{
    runbook_approvals_begin(book->out);
    list_each(phase, phase, book->plan->phases) {
        long number = 0;
        book->phase = phase_key(phase, book->numbers_rise);
        list_each(text_item, item, phase->approvals)
            if (item->text.str.data)
                runbook_approval_gate(book->out, approval_gate(book, ++number));
    }
    runbook_approvals_end(book->out);
}

static void write_calls(struct runbook *book)
{
    static const char *const parts[] = { "name", "apply", "verify", "watch", "rollback" };
    runbook_phases_begin(book->out);
    list_each(phase, phase, book->plan->phases)
        runbook_phase_number(book->out, phase_key(phase, book->numbers_rise));
    runbook_phases_end(book->out);
    list_each(phase, phase, book->plan->phases)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            runbook_phase_call(book->out,
                               arena_format(book->arena, "%s_%ld", parts[i],
                                            phase_key(phase, book->numbers_rise)));
}

static struct str way_behind(const struct rollback *rollback)
{
    switch (rollback->kind) {
    case ROLLBACK_RESTORE: return STR("backup");
    case ROLLBACK_AUTO:
    case ROLLBACK_ACTIONS: return STR("actions");
    case ROLLBACK_NONE:
    case ROLLBACK_IMPOSSIBLE:
    case ROLLBACK_MISSING: break;
    }
    return STR("none");
}

static void write_no_return(struct runbook *book)
{
    const struct no_return *no_return = &book->unit->model->no_return;
    const struct phase *phase = no_return->phase;
    if (!phase) {
        runbook_no_return(book->out, STR(""), 0, STR(""), STR("none"));
        return;
    }
    runbook_no_return(book->out,
                      arena_format(book->arena, "%ld", phase_key(phase, book->numbers_rise)),
                      no_return->action ? action_place(&phase->actions, no_return->action) : 1,
                      phase->name, way_behind(&phase->rollback));
}

// Nothing of them is undone.
static void write_backups(struct runbook *book)
{
    runbook_backups_begin(book->out);
    list_each(phase, phase, book->plan->phases)
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_BACKUP)
                runbook_backup_key(
                    book->out,
                    arena_format(book->arena, "%ld/%.*s", phase_key(phase, book->numbers_rise),
                                 STR_ARGS(step_name(book->arena, false,
                                                    action_place(&phase->actions, action)))));
    runbook_backups_end(book->out);
}

static void write_engine(struct output *out)
{
    runbook_engine_library(out);
    runbook_mysql_library(out);
    runbook_ledger_library(out);
    runbook_log_library(out);
    runbook_steps_library(out);
    runbook_backups_library(out);
    runbook_backfill_library(out);
    runbook_verify_library(out);
    runbook_compare_library(out);
    runbook_schema_library(out);
    runbook_prechecks_library(out);
    runbook_gates_library(out);
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct artefact *artefact = artefacts_add(artefacts, STR("runbook.sh"));
    const struct plan *plan = unit->plan;
    const struct sql_files *sql = sql_files_render(artefacts, unit);
    struct runbook book = {
        .out = &artefact->text,
        .arena = artefacts->arena,
        .unit = unit,
        .plan = plan,
        .sql = sql,
        .next_piece = sql->pieces.first,
        .next_schema = sql->schema_verifies.first,
        .plan_verifies = sql->plan_verifies,
        .numbers_rise = phase_numbers_rise(plan),
    };
    artefact->is_executable = true;
    runbook_header(book.out, plan->title.str, artefacts->plan_name, artefacts->plan_digest);
    runbook_settings(book.out, plan->title.str, plan_id(book.arena, plan), artefacts->plan_digest,
                     sql->files.first != NULL);
    write_engine(book.out);
    write_stores(&book);
    write_ledger_stores(&book);
    write_no_return(&book);
    write_backups(&book);
    write_approvals(&book);
    write_metrics(&book);
    list_each(phase, phase, plan->phases) {
        book.phase = phase_key(phase, book.numbers_rise);
        write_phase(&book, phase);
    }
    write_calls(&book);
    runbook_calls_end(book.out);
    runbook_status_library(book.out);
    runbook_rehearse_library(book.out);
    runbook_commands_library(book.out);
    runbook_main(book.out);
}

const struct backend backend_runbook = {
    .name = "runbook",
    .summary = "a script that applies, verifies and rolls back the phases in order",
    .render = render,
};
