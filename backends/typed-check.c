#include "backends/typed-check.h"

#include "backends/sql-name.h"
#include "backends/typed-check-mysql.h"
#include "backends/wording.h"
#include "generated/templates/sql-verify-mysql.h"
#include "generated/templates/sql-verify.h"

enum { SAMPLE_MAX = 1000 * 1000 };

struct writer {
    struct arena *arena;
    const struct verify *verify;
    struct sql_sides sides;
    struct typed_check check;
};

static struct str whole(const struct output *out)
{
    return str_trim(output_get(out));
}

static struct str joined(struct arena *arena, const struct sql_list *list)
{
    return sql_list_join(arena, list, "", "");
}

static struct str backwards(struct arena *arena, const struct sql_side *side)
{
    return sql_list_join(arena, &side->keys, "", " DESC");
}

static struct typed_check by_person(struct str problem)
{
    return (struct typed_check){ .kind = TYPED_PERSON, .problem = problem };
}

// An output for the next query.
static struct output *add_part(struct writer *writer, const struct store *store,
                               const char *purpose)
{
    struct typed_part *part = &writer->check.parts[writer->check.part_count++];
    struct output *out = arena_new(writer->arena, struct output);
    out->arena = writer->arena;
    *part = (struct typed_part){ .store = store, .purpose = str_of(purpose) };
    return out;
}

static void end_part(struct writer *writer, const struct output *out)
{
    writer->check.parts[writer->check.part_count - 1].sql = output_get(out);
}

// ---- pieces of queries

// The key and the values as belay_1, belay_2, …
static struct str numbered(struct arena *arena, const struct sql_side *side)
{
    struct output out = { .arena = arena };
    size_t count = side->keys.count + side->values.count;
    for (size_t i = 0; i < count; i++) {
        struct str item = i < side->keys.count ? side->keys.items[i]
                                               : side->values.items[i - side->keys.count];
        output_format(&out, "%s%.*s AS belay_%zu", i ? ", " : "", STR_ARGS(item), i + 1);
    }
    return output_get(&out);
}

static struct str sample_of(struct writer *writer, const struct sql_side *side)
{
    struct arena *arena = writer->arena;
    struct str keys = joined(arena, &side->keys);
    struct output hash = { .arena = arena }, out = { .arena = arena };
    double wanted = writer->verify->sample.amount;
    if (side->is_postgresql)
        sql_verify_hash_postgresql(&hash, keys);
    else if (side->is_mysql)
        sql_verify_mysql_hash(&hash, keys);
    else
        sql_verify_hash_sqlite(&hash, keys);
    sql_verify_sample(&out, side->relation, whole(&hash), keys,
                      wanted < 1 ? 1 : wanted > SAMPLE_MAX ? SAMPLE_MAX : (long)wanted);
    return whole(&out);
}

// ---- one store

static const char *key_missing = "the key of the table is not declared: `table … { key … }`";

static struct str highest_of_old(const struct writer *writer)
{
    const struct sql_side *old = &writer->sides.old, *new = &writer->sides.new;
    struct arena *arena = writer->arena;
    if (!old->keys.count)
        return STR("1 = 1");
    return arena_format(arena,
                        "NOT EXISTS (SELECT 1 FROM %.*s)\n         OR (%.*s) <= (SELECT %.*s FROM "
                        "%.*s ORDER BY %.*s LIMIT 1)",
                        STR_ARGS(old->relation), STR_ARGS(joined(arena, &new->keys)),
                        STR_ARGS(joined(arena, &old->keys)), STR_ARGS(old->relation),
                        STR_ARGS(backwards(arena, old)));
}

static void write_rows(struct writer *writer)
{
    const struct sql_sides *sides = &writer->sides;
    struct output *out = add_part(writer, sides->new.store, "");
    writer->check.kind = TYPED_ROWS;
    if (sides->is_same_table) {
        writer->check.explained = STR("compared: how many values are not NULL");
        sql_verify_filled(out, (struct program){ sides->old.values.items[0] },
                          sides->new.values.items[0], sides->new.relation);
    } else {
        writer->check.explained =
            sides->old.keys.count ? STR("compared: the rows up to the highest key of the old side")
                                  : STR("compared: all rows");
        sql_verify_rows(out, sides->old.relation, sides->new.relation, highest_of_old(writer));
    }
    end_part(writer, out);
}

static void write_columns(struct writer *writer, bool is_sample)
{
    const struct sql_side *old = &writer->sides.old, *new = &writer->sides.new;
    struct output *out = add_part(writer, new->store, "");
    struct str from = new->relation;
    if (is_sample)
        from = arena_format(writer->arena, "%.*s AS %.*s", STR_ARGS(sample_of(writer, new)),
                            STR_ARGS(new->alias));
    struct str expression = old->values.items[0], column = new->values.items[0];
    if (new->is_mysql)
        sql_verify_mysql_columns(
            out, (struct program){ mysql_differs(writer->arena, expression, column) }, from);
    else
        sql_verify_columns(out, (struct program){ expression }, column,
                           new->is_postgresql ? STR("IS DISTINCT FROM") : STR("IS NOT"), from);
    end_part(writer, out);
}

static void write_tables(struct writer *writer, bool is_sample)
{
    const struct sql_side *old = &writer->sides.old, *new = &writer->sides.new;
    struct arena *arena = writer->arena;
    struct output *out = add_part(writer, new->store, "");
    struct str head = STR(""), old_from = old->relation, bound = highest_of_old(writer);
    bool has_all = writer->sides.has_all;
    if (is_sample) {
        struct str chosen = sample_of(writer, old);
        head = arena_format(arena, "belay_chosen AS %.*s, ", STR_ARGS(chosen));
        old_from = arena_format(arena, "%.*s AS %.*s",
                                STR_ARGS(old->is_mysql ? chosen : STR("belay_chosen")),
                                STR_ARGS(old->alias));
        bound = arena_format(arena, "(%.*s) IN (SELECT %.*s FROM %.*s)",
                             STR_ARGS(joined(arena, &new->keys)),
                             STR_ARGS(joined(arena, &old->keys)), STR_ARGS(old_from));
    }
    if (new->is_mysql)
        mysql_write_tables(out, &writer->sides, old_from, bound);
    else
        sql_verify_tables(out, head, (struct program){ has_all ? STR("*") : numbered(arena, old) },
                      old_from, has_all ? STR("*") : numbered(arena, new), new->relation, bound);
    end_part(writer, out);
}

static struct str explain_values(const struct writer *writer, bool is_sample)
{
    const struct sql_sides *sides = &writer->sides;
    const char *rows = is_sample               ? "the rows chosen by a hash of their key"
                       : sides->is_same_table ? "all rows"
                                              : "the rows up to the highest key of the old side";
    if (sides->has_all)
        return arena_format(writer->arena,
                            "compared: %s, by all columns in the order in which the tables have"
                            " them (`columns` of the move names them one by one)",
                            rows);
    return arena_format(writer->arena, "compared: %s, by %.*s", rows,
                        STR_ARGS(joined(writer->arena, &sides->new.values)));
}

static void write_values(struct writer *writer, bool is_sample)
{
    const struct sql_sides *sides = &writer->sides;
    bool needs_key = is_sample || !sides->is_same_table;
    if (needs_key && !sides->old.keys.count) {
        writer->check = by_person(str_of(key_missing));
        return;
    }
    struct str obstacle = sides->new.is_mysql && !sides->is_same_table
                              ? mysql_tables_obstacle(sides)
                              : STR_NONE;
    if (obstacle.data) {
        writer->check = by_person(obstacle);
        return;
    }
    writer->check.kind = TYPED_VALUES;
    writer->check.explained = explain_values(writer, is_sample);
    if (sides->is_same_table)
        write_columns(writer, is_sample);
    else
        write_tables(writer, is_sample);
}

// ---- two stores

static struct str given_of_sqlite(struct writer *writer, const char *source)
{
    struct output out = { .arena = writer->arena };
    for (size_t i = 0; i < writer->sides.old.keys.count; i++)
        output_format(&out, "%sjson_extract(%s, '$[%zu]')", i ? ", " : "", source, i);
    return output_get(&out);
}

// The members of an object of the table's own types, from what is given.
static struct str typed_members(struct writer *writer, const struct sql_side *side, bool is_sample)
{
    struct output out = { .arena = writer->arena };
    for (size_t i = 0; i < side->names.count; i++) {
        struct output value = { .arena = writer->arena };
        if (is_sample)
            output_format(&value, "belay_key -> %zu", i);
        else
            sql_verify_given_postgresql(&value, (long)i);
        output_format(&out, "%s%.*s, %.*s", i ? ", " : "",
                      STR_ARGS(sql_identifier_literal(writer->arena, side->names.items[i])),
                      STR_ARGS(whole(&value)));
    }
    return output_get(&out);
}

static struct str bound_by_given(struct writer *writer, const struct sql_side *side,
                                 bool is_sample)
{
    struct arena *arena = writer->arena;
    struct output out = { .arena = arena };
    struct str keys = joined(arena, &side->keys);
    struct str names = sql_list_join(arena, &side->names, "belay_typed.", "");
    if (!side->keys.count)
        return STR("1 = 1");
    if (side->is_postgresql && is_sample)
        sql_verify_among_postgresql(&out, keys, names, side->table,
                                    typed_members(writer, side, true));
    else if (side->is_postgresql)
        sql_verify_up_to_postgresql(&out, keys, names, side->table,
                                    typed_members(writer, side, false));
    else if (is_sample)
        sql_verify_among_sqlite(&out, keys, given_of_sqlite(writer, "value"));
    else
        sql_verify_up_to_sqlite(&out, keys, given_of_sqlite(writer, ":belay_given"));
    return whole(&out);
}

// The line of text that stands for a row of numbered().
static struct str line_of(struct writer *writer, const struct sql_side *side)
{
    struct output out = { .arena = writer->arena };
    for (size_t i = 0; i < side->keys.count + side->values.count; i++) {
        struct str column = arena_format(writer->arena, "belay_%zu", i + 1);
        struct output text = { .arena = writer->arena };
        if (!side->is_postgresql)
            sql_verify_text_sqlite(&text, column);
        else if (writer->check.answer == ANSWER_SUM)
            sql_verify_text_exact(&text, column);
        else
            sql_verify_text_postgresql(&text, column);
        output_format(&out, "%s%.*s", i ? " || ' ' ||\n       " : "", STR_ARGS(whole(&text)));
    }
    return output_get(&out);
}

static void write_given(struct writer *writer, bool is_sample)
{
    const struct sql_side *old = &writer->sides.old;
    struct arena *arena = writer->arena;
    struct str keys = joined(arena, &old->keys);
    struct output *out = add_part(writer, old->store,
                                  is_sample ? "which rows" : "the highest key of the old side");
    writer->check.has_given = true;
    if (is_sample && old->is_postgresql)
        sql_verify_chosen_postgresql(out, keys, sample_of(writer, old), old->alias);
    else if (is_sample)
        sql_verify_chosen_sqlite(out, keys, sample_of(writer, old), old->alias);
    else if (old->is_postgresql)
        sql_verify_highest_postgresql(out, keys, old->relation, backwards(arena, old));
    else
        sql_verify_highest_sqlite(out, keys, old->relation, backwards(arena, old));
    end_part(writer, out);
}

static void write_answer(struct writer *writer, const struct sql_side *side, const char *purpose,
                         bool is_sample)
{
    struct output *out = add_part(writer, side->store, purpose);
    struct str bound = bound_by_given(writer, side, is_sample);
    struct program list = { numbered(writer->arena, side) };
    if (writer->check.answer == ANSWER_COUNT)
        sql_verify_counted(out, side->relation, bound);
    else if (writer->check.answer == ANSWER_SUM)
        sql_verify_summed(out, list, side->relation, bound, line_of(writer, side));
    else
        sql_verify_lines(out, list, side->relation, bound, line_of(writer, side));
    end_part(writer, out);
}

static void write_across(struct writer *writer, bool is_sample)
{
    const struct sql_sides *sides = &writer->sides;
    bool is_count = writer->verify->kind == VERIFY_ROWS;
    if (!is_count && sides->has_all)
        writer->check = by_person(STR("its columns are not named: `columns` of the move does"));
    else if (!is_count && !sides->old.keys.count)
        writer->check = by_person(str_of(key_missing));
    else if (sides->is_query)
        writer->check = by_person(STR("the move's `forward` is a SELECT, and it has two stores"));
    if (writer->check.kind == TYPED_PERSON)
        return;
    writer->check.kind = TYPED_ACROSS;
    writer->check.answer = is_count ? ANSWER_COUNT
                           : sides->old.is_postgresql && sides->new.is_postgresql
                               ? ANSWER_SUM
                               : ANSWER_LINES;
    writer->check.explained = is_count ? STR("compared: the rows up to the highest key of the old"
                                             " side")
                                       : explain_values(writer, is_sample);
    if (sides->old.keys.count)
        write_given(writer, is_sample);
    write_answer(writer, &sides->old, "the old side", is_sample);
    write_answer(writer, &sides->new, "the new side", is_sample);
}

// ---- nothing is written

static void write_counters(struct writer *writer, const struct sql_side *side)
{
    writer->check.kind = TYPED_COUNTERS;
    writer->check.explained = STR("measured: what the server counts as written, how many rows"
                                  " there are, and which are newer");
    struct output *out = add_part(writer, side->store, "what was written so far");
    sql_verify_counters(out, sql_literal(writer->arena, side->table));
    end_part(writer, out);
    out = add_part(writer, side->store, "the rows, and those that are newer");
    sql_verify_written(out, side->relation, side->alias);
    end_part(writer, out);
}

static void write_content(struct writer *writer, const struct sql_side *side)
{
    struct str list = side->values.count ? numbered(writer->arena, side) : STR("*");
    writer->check.kind = TYPED_CONTENT;
    writer->check.answer = side->is_postgresql || side->is_mysql ? ANSWER_SUM : ANSWER_ROWS;
    writer->check.explained = STR("compared: the content at the beginning and at the end; what is"
                                  " written and changes nothing, or is taken back, is not seen");
    struct output *out = add_part(writer, side->store, "");
    if (side->is_postgresql)
        sql_verify_summed(out, (struct program){ list }, side->relation, STR("1 = 1"),
                          line_of(writer, side));
    else if (side->is_mysql)
        mysql_write_sum(out, side);
    else
        sql_verify_content(out, list, side->relation);
    end_part(writer, out);
}

static void write_no_writes(struct writer *writer, const struct plan *plan)
{
    const struct verify *verify = writer->verify;
    struct sql_side side;
    writer->check.problem = sql_side_read(writer->arena, plan, &verify->object, &side);
    if (writer->check.problem.data)
        writer->check.kind = TYPED_PERSON;
    else if (side.is_postgresql && !side.values.count)
        write_counters(writer, &side);
    else
        write_content(writer, &side);
}

// ---- all of them

struct typed_check typed_check_read(struct arena *arena, const struct plan *plan,
                                    const struct carried_move *moves,
                                    const struct verify *verify)
{
    struct writer writer = { .arena = arena, .verify = verify };
    bool is_sample = verify->kind == VERIFY_SAMPLE;
    if (verify->kind == VERIFY_NO_WRITES)
        write_no_writes(&writer, plan);
    if (verify->kind != VERIFY_ROWS && verify->kind != VERIFY_CHECKSUM && !is_sample)
        return writer.check;
    writer.sides = sql_sides_read(arena, plan, moves, verify);
    if (writer.sides.problem.data)
        return by_person(writer.sides.problem);
    if (writer.sides.old.store != writer.sides.new.store)
        write_across(&writer, is_sample);
    else if (verify->kind == VERIFY_ROWS)
        write_rows(&writer);
    else
        write_values(&writer, is_sample);
    return writer.check;
}
