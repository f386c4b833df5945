#include "backends/runbook.h"

#include "backends/schema-check.h"
#include "backends/typed-check.h"
#include "backends/wording.h"
#include "base/check.h"
#include "generated/templates/runbook.h"

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

// ---- metrics

static bool is_measured(const struct metric *metric)
{
    return code_is_set(&metric->query) && code_is_shell(&metric->query);
}

static const struct metric *find_metric(const struct runbook *book, struct str name, long *number)
{
    *number = 0;
    list_each(metric, metric, book->plan->metrics) {
        ++*number;
        if (str_equal(metric->name.str, name) && is_measured(metric))
            return metric;
    }
    *number = 0;
    return NULL;
}

long metric_number(const struct runbook *book, struct str name)
{
    long number;
    find_metric(book, name, &number);
    return number;
}

static const struct metric *metric_at(const struct runbook *book, long number)
{
    list_each(metric, metric, book->plan->metrics)
        if (--number == 0)
            return metric;
    BUG("a metric that is not there");
}

static struct metric_bound bound_of_kind(const struct bound *bound, const char *kind,
                                         struct str value, struct str said)
{
    return (struct metric_bound){ comparison_operator(bound->comparison), str_of(kind), value,
                                  said };
}

struct metric_bound read_metric_bound(const struct runbook *book, const struct bound *bound,
                                      long metric)
{
    const struct quantity *baseline = &metric_at(book, metric)->baseline;
    struct str said = quantity_is_set(*baseline) ? number_text(book->arena, baseline) : STR("");
    if (bound->is_any)
        return bound_of_kind(bound, "any", STR(""), said);
    if (bound->is_unchanged)
        return bound_of_kind(bound, "unchanged", STR(""), said);
    if (bound->is_of_baseline)
        return bound_of_kind(bound, "times",
                             arena_format(book->arena, "%.15g", bound->quantity.amount), said);
    if (!quantity_is_set(bound->quantity) || bound->comparison == COMPARE_NONE)
        return (struct metric_bound){ 0 };
    return bound_of_kind(bound, "number", number_text(book->arena, &bound->quantity), said);
}

static bool needs_baseline(const struct bound *bound)
{
    return bound->is_unchanged || bound->is_of_baseline;
}

static bool asks_for_baseline(const struct verify_list *verifies, const struct metric *metric)
{
    list_each(verify, verify, *verifies)
        if (verify->metric == metric && needs_baseline(&verify->bound))
            return true;
    return false;
}

static bool metric_has_before(const struct plan *plan, const struct metric *metric)
{
    if (asks_for_baseline(&plan->verifies, metric))
        return true;
    list_each(trigger, trigger, plan->triggers)
        if (str_equal(trigger->metric.str, metric->name.str) && needs_baseline(&trigger->bound))
            return true;
    list_each(phase, phase, plan->phases) {
        if (asks_for_baseline(&phase->verifies, metric))
            return true;
        list_each(trigger, trigger, phase->triggers)
            if (str_equal(trigger->metric.str, metric->name.str)
                && needs_baseline(&trigger->bound))
                return true;
    }
    return false;
}

void write_metrics(struct runbook *book)
{
    long number = 0;
    runbook_metrics_begin(book->out);
    list_each(metric, metric, book->plan->metrics) {
        number++;
        if (is_measured(metric))
            runbook_metric(book->out, number, interpreter(&metric->query),
                           (struct program){ metric->query.text.str });
    }
    runbook_metrics_end(book->out);
    number = 0;
    list_each(metric, metric, book->plan->metrics) {
        number++;
        if (is_measured(metric) && !quantity_is_set(metric->baseline)
            && metric_has_before(book->plan, metric))
            runbook_baseline(book->out, number);
    }
    runbook_baselines_end(book->out);
}

// ---- triggers and metrics while a phase holds still

static long seconds(struct quantity quantity)
{
    return quantity_is_set(quantity) ? (long)(quantity.amount / 1000) : 0;
}

// What no query tells is asked.
static void write_trigger(struct runbook *book, const struct phase *phase,
                          const struct trigger *trigger)
{
    static const char *const reactions[] = { "investigate", "rollback", "stop" };
    struct str reaction = str_of(reactions[trigger->reaction]);
    struct str title = arena_format(book->arena, "%.*s %.*s", STR_ARGS(trigger->metric.str),
                                    STR_ARGS(trigger_wording(book->arena, trigger)));
    long metric = metric_number(book, trigger->metric.str);
    struct metric_bound bound = { 0 };
    if (metric)
        bound = read_metric_bound(book, &trigger->bound, metric);
    if (bound.kind.length)
        runbook_watch_trigger(book->out, title, metric, bound.operator, bound.kind, bound.value,
                              bound.said, seconds(trigger->over), reaction, phase->name);
    else
        runbook_ask_trigger(book->out, title, reaction, phase->name);
}

static struct metric_bound measured_bound(const struct runbook *book, const struct verify *verify,
                                          long *metric)
{
    *metric = verify->kind == VERIFY_METRIC && verify->metric
                  ? metric_number(book, verify->metric->name.str)
                  : 0;
    return *metric ? read_metric_bound(book, &verify->bound, *metric) : (struct metric_bound){ 0 };
}

void write_watches(struct runbook *book, const struct phase *phase)
{
    list_each(trigger, trigger, phase->triggers)
        write_trigger(book, phase, trigger);
    list_each(trigger, trigger, book->plan->triggers)
        write_trigger(book, phase, trigger);
    list_each(verify, verify, phase->verifies) {
        long metric;
        struct metric_bound bound = measured_bound(book, verify, &metric);
        if (bound.kind.length)
            runbook_watch_metric(book->out, verify_wording(book->arena, verify), metric,
                                 bound.operator, bound.kind, bound.value, bound.said);
    }
}

// ---- verifications

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

static bool write_metric_check(struct runbook *book, const struct verify *verify, struct str title)
{
    long metric;
    struct metric_bound bound = measured_bound(book, verify, &metric);
    if (!bound.kind.length)
        return false;
    runbook_metric_check(book->out, title, metric, bound.operator, bound.kind, bound.value,
                         bound.said, seconds(verify->over));
    return true;
}

static const char *answer_word(enum typed_answer answer)
{
    static const char *const words[] = { "count", "sum", "lines", "rows" };
    return words[answer];
}

static void write_across(struct runbook *book, const struct typed_check *check, struct str title,
                         const struct sql_piece *const *pieces)
{
    const struct typed_part *parts = check->parts;
    unsigned old = check->has_given, new = old + 1;
    runbook_across_check(book->out, title, str_of(answer_word(check->answer)),
                         store_number(book, parts[old].store), pieces[old]->file->path,
                         check->has_given ? pieces[0]->first_line : 0,
                         check->has_given ? pieces[0]->last_line : 0, pieces[old]->first_line,
                         pieces[old]->last_line, store_number(book, parts[new].store),
                         pieces[new]->file->path, pieces[new]->first_line,
                         pieces[new]->last_line);
}

static void write_unseen(struct runbook *book, struct str title, struct str problem)
{
    write_question(book, arena_format(book->arena, "verify: %.*s", STR_ARGS(title)),
                   arena_format(book->arena, "does it hold? belay cannot see it: %.*s",
                                STR_ARGS(problem)));
}

static bool write_typed_check(struct runbook *book, const struct verify *verify, struct str title)
{
    struct typed_check check = typed_check_read(book->arena, book->plan, book->sql->moves,
                                                verify);
    const struct sql_piece *pieces[TYPED_PARTS_MAX] = { 0 };
    for (unsigned i = 0; i < check.part_count; i++)
        pieces[i] = take_piece(book, verify);
    const struct sql_piece *first = pieces[0], *last = pieces[1] ? pieces[1] : first;
    long store = check.part_count ? store_number(book, check.parts[0].store) : 0;
    switch (check.kind) {
    case TYPED_NONE: return false;
    case TYPED_PERSON: write_unseen(book, title, check.problem); return true;
    case TYPED_ROWS:
    case TYPED_VALUES:
        runbook_sides_check(book->out, title,
                            check.kind == TYPED_ROWS ? STR("rows") : STR("values"), store,
                            first->file->path, first->first_line, first->last_line);
        return true;
    case TYPED_ACROSS: write_across(book, &check, title, pieces); return true;
    case TYPED_COUNTERS:
    case TYPED_CONTENT:
        runbook_no_writes_check(book->out, title,
                                check.kind == TYPED_COUNTERS ? STR("counters")
                                                             : str_of(answer_word(check.answer)),
                                store, first->file->path, first->first_line, first->last_line,
                                last->first_line, last->last_line, seconds(verify->over));
        return true;
    }
    return false;
}

static const struct schema_verify *take_schema(struct runbook *book, const struct verify *verify)
{
    const struct schema_verify *made = book->next_schema;
    if (!made || made->verify != verify)
        BUG("the runbook and the SQL files disagree on checks of the schema");
    book->next_schema = made->next;
    return made;
}

static void write_schema_checks(struct runbook *book, const struct schema_verify *made,
                                struct str title)
{
    for (unsigned i = 0; i < made->piece_count; i++) {
        const struct sql_piece *piece = take_piece(book, made->verify);
        runbook_schema_check(book->out, title, store_number(book, piece->file->store),
                             piece->file->path, piece->first_line, piece->last_line);
    }
}

static void write_schema(struct runbook *book, const struct verify *verify, struct str title)
{
    const struct schema_verify *made = take_schema(book, verify);
    write_schema_checks(book, made, title);
    if (made->problem.length)
        write_unseen(book, title, made->problem);
}

void write_schema_behind(struct runbook *book, const struct phase *phase)
{
    const struct verify *verify = rollback_verify(book->unit, phase);
    if (verify)
        write_schema_checks(book, take_schema(book, verify),
                            STR("The schema is the one from before the phase"));
}

static void write_verify(struct runbook *book, const struct verify *verify)
{
    struct str title = verify_wording(book->arena, verify);
    if (verify->kind == VERIFY_SCHEMA)
        write_schema(book, verify, title);
    else if (verify_is_sql(verify))
        write_sql_check(book, verify, title);
    else if (verify->kind == VERIFY_CODE && code_is_shell(&verify->code))
        write_shell_check(book, verify, title);
    else if (!write_typed_check(book, verify, title) && !write_metric_check(book, verify, title))
        write_question(book, arena_format(book->arena, "verify: %.*s", STR_ARGS(title)),
                       STR("does it hold?"));
}

void write_verifies(struct runbook *book, const struct verify_list *verifies)
{
    list_each(verify, verify, *verifies)
        write_verify(book, verify);
}

void write_plan_verify(struct runbook *book, const struct plan_verify *made)
{
    runbook_plan_verify(book->out, plan_verify_wording(made));
    write_verify(book, made->verify);
}
