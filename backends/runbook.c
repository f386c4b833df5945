// backend runbook: a script that applies, verifies and rolls back the phases in order
#include "backends/escape-shell.h"
#include "backends/sql-files.h"
#include "backends/wording.h"
#include "base/check.h"
#include "generated/templates/runbook.h"

struct runbook {
    struct output *out;
    struct arena *arena;
    const struct unit *unit;
    const struct plan *plan;
    const struct sql_piece *next_piece; // of the SQL that is still to come
    long phase; // its key
};

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

// What only a plan with SQL needs. Without it no store is known, and nothing asks for one.
static void write_stores(struct runbook *book)
{
    if (!book->next_piece)
        return;
    runbook_sql_library(book->out);
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

static long store_number(const struct runbook *book, const struct store *store)
{
    return store ? store->index : book->plan->store_count;
}

// ---- people

static void write_part(struct runbook *book, struct str text)
{
    if (text.length)
        runbook_part(book->out, text);
}

static void ask(struct runbook *book, struct str title, struct str question)
{
    runbook_task(book->out, title);
    runbook_person(book->out, question);
}

static void write_condition(struct runbook *book, const char *what, struct str text)
{
    ask(book, arena_format(book->arena, "before it begins: %s%.*s", what, STR_ARGS(text)),
        STR("is it so?"));
}

static void write_conditions(struct runbook *book, const struct phase *phase)
{
    if (quantity_is_set(phase->soak))
        write_condition(book, "wait ", soak_wording(book->arena, phase));
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase && need->phase != phase->previous)
            write_condition(book, "",
                            arena_format(book->arena, "phase %d is done", need->phase->number));
    list_each(text_item, item, phase->approvals)
        write_condition(book, "approved by ", item->text.str);
    list_each(text_item, item, phase->go)
        write_condition(book, "", item->text.str);
    list_each(text_item, item, phase->no_go)
        write_condition(book, "it is not so that ", item->text.str);
    list_each(check, check, phase->checks)
        if (!check->is_done && check_moment(check) == CHECK_BEFORE)
            write_condition(book, "", check->text.str);
}

static void write_checks(struct runbook *book, const struct phase *phase, enum check_moment moment)
{
    list_each(check, check, phase->checks)
        if (!check->is_done && check_moment(check) == moment)
            ask(book, check->text.str, STR("done?"));
}

// ---- steps

static const struct sql_piece *take_piece(struct runbook *book, const void *owner)
{
    const struct sql_piece *piece = book->next_piece;
    if (!piece || piece->owner != owner)
        BUG("the runbook and the SQL files disagree on their order");
    book->next_piece = piece->next;
    return piece;
}

static struct str interpreter(const struct code *code)
{
    return str_equal_ignoring_case(code->language, STR("bash")) ? STR("bash") : STR("sh");
}

static void write_by_hand(struct runbook *book, const struct action *action, struct str title)
{
    runbook_task(book->out, title);
    list_each(text_item, part, action->parts)
        write_part(book, part->text.str);
    if (code_is_set(&action->code))
        write_part(book, STR("its code is in plan.md"));
    runbook_person(book->out, STR("done?"));
}

static void write_action(struct runbook *book, const struct action *action, long number)
{
    struct str title = arena_format(book->arena, "%ld. %.*s", number,
                                    STR_ARGS(action_title(book->arena, action)));
    if (action_is_sql(action)) {
        const struct sql_piece *piece = take_piece(book, action);
        runbook_sql_step(book->out, title, store_number(book, action->store), piece->file->path,
                         piece->first_line, piece->last_line);
    } else if (action->kind == ACTION_STEP && code_is_shell(&action->code))
        runbook_shell_step(book->out, title, interpreter(&action->code),
                           (struct program){ action->code.text.str });
    else
        write_by_hand(book, action, title);
}

static void write_actions(struct runbook *book, const struct action_list *actions)
{
    long number = 0;
    list_each(action, action, *actions)
        write_action(book, action, ++number);
}

// ---- verifications

// What a check compares with, as the words of the runbook's `compare`.
struct expectation {
    struct str operator, type, value;
};

// The number as it was written, without '_' and the percent sign; of a quantity with a unit,
// the amount in the unit that quantity_parse() gives it.
static struct str number_text(struct arena *arena, const struct quantity *quantity)
{
    if (quantity->unit != UNIT_NUMBER && quantity->unit != UNIT_PERCENT)
        return arena_format(arena, "%.15g", quantity->amount);
    struct output out = { .arena = arena };
    for (size_t i = 0; i < quantity->text.str.length; i++)
        if (quantity->text.str.data[i] != '_' && quantity->text.str.data[i] != '%')
            output_char(&out, quantity->text.str.data[i]);
    return output_get(&out);
}

static struct str comparison_operator(enum comparison comparison)
{
    static const char *const operators[] = {
        [COMPARE_NONE] = "",     [COMPARE_EQUAL] = "=",    [COMPARE_UNEQUAL] = "!=",
        [COMPARE_LESS] = "<",    [COMPARE_AT_MOST] = "<=", [COMPARE_GREATER] = ">",
        [COMPARE_AT_LEAST] = ">=",
    };
    return str_of(operators[comparison]);
}

// `otherwise` is the operator where nothing is expected.
static struct expectation read_expectation(struct arena *arena, const struct bound *bound,
                                           struct str otherwise)
{
    if (bound->is_empty)
        return (struct expectation){ STR("empty"), STR("text"), STR("") };
    if (bound->comparison == COMPARE_NONE || bound->is_of_baseline)
        return (struct expectation){ otherwise, STR("text"), STR("") };
    bool is_number = quantity_is_set(bound->quantity);
    return (struct expectation){
        .operator = comparison_operator(bound->comparison),
        .type = is_number ? STR("number") : STR("text"),
        .value = is_number ? number_text(arena, &bound->quantity) : bound->text.str,
    };
}

static void write_sql_check(struct runbook *book, const struct verify *verify, struct str title)
{
    const struct sql_piece *piece = take_piece(book, verify);
    struct expectation expected = read_expectation(book->arena, &verify->bound, STR("person"));
    runbook_sql_check(book->out, title, store_number(book, verify->store), piece->file->path,
                      piece->first_line, piece->last_line, expected.operator, expected.type,
                      expected.value);
}

static void write_shell_check(struct runbook *book, const struct verify *verify, struct str title)
{
    struct expectation expected = read_expectation(book->arena, &verify->bound, STR("status"));
    runbook_shell_check(book->out, title, interpreter(&verify->code), expected.operator,
                        expected.type, expected.value,
                        (struct program){ verify->code.text.str });
}

static void write_verifies(struct runbook *book, const struct verify_list *verifies)
{
    list_each(verify, verify, *verifies) {
        struct str title = verify_wording(book->arena, verify);
        if (verify_is_sql(verify))
            write_sql_check(book, verify, title);
        else if (verify->kind == VERIFY_CODE && code_is_shell(&verify->code))
            write_shell_check(book, verify, title);
        else
            ask(book, arena_format(book->arena, "verify: %.*s", STR_ARGS(title)),
                STR("does it hold?"));
    }
}

// ---- rollback

static void write_undone_by_hand(struct runbook *book, const struct phase *phase)
{
    struct str wording = rollback_wording(book->arena, &phase->rollback);
    ask(book, arena_format(book->arena, "undo by hand: %.*s", STR_ARGS(wording)), STR("undone?"));
}

static void write_rollback(struct runbook *book, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    switch (rollback->kind) {
    case ROLLBACK_NONE: runbook_nothing_to_undo(book->out, rollback->text.str); return;
    case ROLLBACK_IMPOSSIBLE: runbook_cannot_undo(book->out, rollback->text.str); return;
    case ROLLBACK_ACTIONS: write_actions(book, &rollback->actions); return;
    case ROLLBACK_MISSING:
    case ROLLBACK_AUTO:
    case ROLLBACK_RESTORE: write_undone_by_hand(book, phase); return;
    }
}

// ---- the script

static void begin(struct runbook *book, const char *part, const struct phase *phase)
{
    struct str name = arena_format(book->arena, "%s_%ld", part, book->phase);
    runbook_phase_begin(book->out, name, phase_wording(book->arena, phase));
}

static void write_phase(struct runbook *book, const struct phase *phase)
{
    begin(book, "apply", phase);
    write_conditions(book, phase);
    write_checks(book, phase, CHECK_AT);
    write_actions(book, &phase->actions);
    write_checks(book, phase, CHECK_BEHIND);
    runbook_phase_end(book->out);
    begin(book, "verify", phase);
    write_verifies(book, &phase->verifies);
    if (!phase->next)
        write_verifies(book, &book->plan->verifies);
    runbook_phase_end(book->out);
    begin(book, "rollback", phase);
    write_rollback(book, phase);
    runbook_phase_end(book->out);
}

static void write_calls(struct runbook *book, bool numbers_rise)
{
    static const char *const parts[] = { "apply", "verify", "rollback" };
    runbook_phases_begin(book->out);
    list_each(phase, phase, book->plan->phases)
        runbook_phase_number(book->out, phase_key(phase, numbers_rise));
    runbook_phases_end(book->out);
    list_each(phase, phase, book->plan->phases)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            runbook_phase_call(book->out, arena_format(book->arena, "%s_%ld", parts[i],
                                                       phase_key(phase, numbers_rise)));
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
        .next_piece = sql->pieces.first,
    };
    bool numbers_rise = phase_numbers_rise(plan);
    artefact->is_executable = true;
    runbook_header(book.out, plan->title.str, artefacts->plan_name, artefacts->plan_digest);
    runbook_settings(book.out, plan->title.str, artefacts->plan_digest, sql->files.first != NULL);
    runbook_library(book.out);
    write_stores(&book);
    list_each(phase, phase, plan->phases) {
        book.phase = phase_key(phase, numbers_rise);
        write_phase(&book, phase);
    }
    write_calls(&book, numbers_rise);
    runbook_main(book.out);
}

const struct backend backend_runbook = {
    .name = "runbook",
    .summary = "a script that applies, verifies and rolls back the phases in order",
    .render = render,
};
