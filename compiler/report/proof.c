#include "report/proof.h"

#include "base/json.h"
#include "model/model.h"
#include "report/cells.h"
#include "report/wrap.h"

enum { TITLE_WIDTH = 34, INDENT = 4, GRANTED_INDENT = 2, PRICE_INDENT = 11, CHAIN_INDENT = 18 };

static const char marks[] = {
    [PROOF_NOT_AT_ISSUE] = '.', [PROOF_PROVED] = '+',     [PROOF_INFERRED] = '~',
    [PROOF_VIOLATED] = '!',     [PROOF_NOT_JUDGED] = '?',
};

static unsigned count_of(const struct proof *proof, enum proof_state state)
{
    unsigned count = 0;
    for (size_t i = 0; i < (size_t)proof->plan->phase_count * INVARIANT_COUNT; i++)
        count += proof->cells[i].state == state;
    return count;
}

// ---- the table

static void write_row(struct output *out, const struct proof *proof, enum invariant invariant)
{
    const char *title = invariant_title(invariant);
    output_format(out, "  %-*s", TITLE_WIDTH, title);
    list_each(phase, phase, proof->plan->phases)
        output_format(out, " %2c", marks[proof_cell(proof, phase, invariant)->state]);
    output_char(out, '\n');
}

static void write_table(struct output *out, const struct proof *proof)
{
    output_format(out, "\n  %-*s", TITLE_WIDTH, "phase");
    list_each(phase, phase, proof->plan->phases)
        output_format(out, " %2d", phase->number);
    output_char(out, '\n');
    for (enum invariant each = 0; each < INVARIANT_COUNT; each++)
        write_row(out, proof, each);
    output_format(out, "\n  + proved   ~ holds by inference   ! violated   ? not judged   "
                       ". not at issue\n");
}

// ---- violations, and what is not judged

static void write_violations(struct output *out, const struct unit *unit,
                             const struct proof *proof, const struct report_style *style)
{
    if (count_of(proof, PROOF_VIOLATED))
        output_format(out, "\nviolated\n");
    list_each(phase, phase, proof->plan->phases)
        for (enum invariant each = 0; each < INVARIANT_COUNT; each++) {
            const struct proof_cell *cell = proof_cell(proof, phase, each);
            if (cell->state != PROOF_VIOLATED)
                continue;
            struct source_place at = source_locate(unit->sources, cell->finding->span.start);
            output_format(out, "  phase %d: %s\n    ", phase->number, invariant_title(each));
            wrap_write(out,
                       arena_format(out->arena, "%u:%u %s %.*s", at.line_number,
                                    source_column(at, COLUMN_CODE_POINT),
                                    cell->finding->kind->code,
                                    STR_ARGS(cell->finding->message)),
                       INDENT, INDENT, style);
        }
}

static void write_needs(struct output *out, const struct proof *proof,
                        const struct report_style *style)
{
    struct proof_gap_list gaps = proof_gaps(out->arena, proof);
    if (gaps.first)
        output_format(out, "\nnot judged\n");
    list_each(proof_gap, gap, gaps) {
        output_format(out, "  %s, in phase %.*s\n    ", invariant_title(gap->invariant),
                      STR_ARGS(gap->phases));
        wrap_write(out, arena_format(out->arena, "needs %.*s", STR_ARGS(gap->needs)), INDENT,
                   INDENT, style);
    }
}

// ---- what is taken for granted

static void write_granted(struct output *out, const struct proof *proof,
                          const struct report_style *style)
{
    struct str granted = proof_granted(out->arena, proof);
    if (granted.length == 0)
        return;
    output_format(out, "\ntaken for granted\n  ");
    wrap_write(out, granted, GRANTED_INDENT, GRANTED_INDENT, style);
}

// ---- what going back costs

static bool is_judged(const struct proof *proof, const struct phase *phase)
{
    return proof_cell(proof, phase, INVARIANT_PRICE)->state != PROOF_NOT_JUDGED;
}

static struct str price_words(struct arena *arena, const struct price *price, bool is_judged)
{
    struct str loss = price_loss(arena, price);
    if (price->class == PRICE_UNKNOWN)
        return STR("not known");
    if (price->class == PRICE_IMPOSSIBLE)
        return STR("not available");
    return arena_format(arena, "%s, loses %.*s%s", price_difficulty(price), STR_ARGS(loss),
                        is_judged ? "" : ", as far as can be judged");
}

// The way to the start is said where it costs something else than the first rollback.
static void write_prices(struct output *out, const struct model *model, const struct proof *proof,
                         const struct report_style *style)
{
    if (proof->plan->phases.first)
        output_format(out, "\ngoing back\n");
    bool are_judged = true;
    list_each(phase, phase, proof->plan->phases) {
        bool is_known = is_judged(proof, phase);
        are_judged &= is_known;
        struct str single = price_words(out->arena, price_of(model, phase), is_known);
        struct str chain = price_words(out->arena, price_of_chain(model, phase), are_judged);
        output_format(out, "  phase %d: ", phase->number);
        wrap_write(out, single, PRICE_INDENT, PRICE_INDENT, style);
        if (!phase->previous || str_equal(single, chain))
            continue;
        output_format(out, "    to the start: ");
        wrap_write(out, chain, CHAIN_INDENT, PRICE_INDENT, style);
    }
}

void proof_write(struct output *out, struct unit *unit, const struct proof *proof,
                 const struct report_style *style)
{
    cells_write(out, unit->file->path, style->is_ascii);
    output_format(out, ": %u proved, %u by inference, %u violated, %u not judged\n",
                  count_of(proof, PROOF_PROVED), count_of(proof, PROOF_INFERRED),
                  count_of(proof, PROOF_VIOLATED), count_of(proof, PROOF_NOT_JUDGED));
    write_table(out, proof);
    write_violations(out, unit, proof, style);
    write_needs(out, proof, style);
    write_granted(out, proof, style);
    write_prices(out, model_of(unit), proof, style);
}

// ---- JSON

static void put_cell(struct json *array, enum invariant invariant, const struct proof_cell *cell)
{
    struct json *object = json_add_object(array);
    json_put_text(object, "invariant", str_of(invariant_title(invariant)));
    json_put_text(object, "state", str_of(proof_state_name(cell->state)));
    if (cell->finding)
        json_put_text(object, "code", str_of(cell->finding->kind->code));
    if (cell->needs.data)
        json_put_text(object, "needs", cell->needs);
}

static void put_price(struct json *phase, const char *name, struct arena *arena,
                      const struct price *price, bool is_judged)
{
    struct json *object = json_put_object(phase, name);
    json_put_bool(object, "judged", is_judged);
    json_put_text(object, "class", str_of(price_class_name(price->class)));
    json_put_bool(object, "inferred", price->is_inferred);
    if (price->class != PRICE_UNKNOWN) {
        json_put_text(object, "difficulty", str_of(price_difficulty(price)));
        json_put_text(object, "loses", price_loss(arena, price));
    }
}

struct json *proof_to_json(struct unit *unit, const struct proof *proof)
{
    const struct model *model = model_of(unit);
    struct json *plan = json_new_object();
    json_put_text(plan, "path", unit->file->path);
    json_put_bool(plan, "inferred", proof->plan->is_inferred);
    struct str granted = proof_granted(&unit->arena, proof);
    if (granted.length > 0)
        json_put_text(plan, "granted", granted);
    struct json *phases = json_put_array(plan, "phases");
    bool are_judged = true;
    list_each(phase, phase, proof->plan->phases) {
        struct json *object = json_add_object(phases);
        json_put_number(object, "number", phase->number);
        json_put_text(object, "name", phase->name);
        struct json *cells = json_put_array(object, "invariants");
        for (enum invariant each = 0; each < INVARIANT_COUNT; each++)
            put_cell(cells, each, proof_cell(proof, phase, each));
        are_judged &= is_judged(proof, phase);
        put_price(object, "back", &unit->arena, price_of(model, phase), is_judged(proof, phase));
        put_price(object, "back-to-start", &unit->arena, price_of_chain(model, phase), are_judged);
    }
    return plan;
}
