#include "model/compare.h"

#include "model/compare-query.h"
#include "model/mention.h"

static bool names_end(struct str sql, const struct object *end)
{
    return str_has_word(sql, end->table)
           && (end->column.length == 0 || str_has_word(sql, end->column));
}

static bool is_same_name(const struct move *move)
{
    return str_equal(move->from.table, move->to.table)
           && str_equal(move->from.column, move->to.column);
}

// The engine's own tables say nothing of rows.
static bool is_about_schema(struct str sql)
{
    return text_mentions(sql, "information_schema|pg_catalog|pg_constraint|pg_class|pg_attribute|"
                              "pg_index|pg_indexes|pg_trigger|pg_tables|pg_type|pg_proc|"
                              "sqlite_schema|sqlite_master|pragma_table_info|pragma_index_list");
}

bool verify_names_sides(const struct verify *verify, const struct move *move)
{
    struct str sql = verify->code.text.str;
    return verify->kind == VERIFY_CODE && code_is_sql(&verify->code)
           && names_end(sql, &move->from) && names_end(sql, &move->to);
}

// A query that names neither table may look at a view of both.
static enum comparison_state query_compares(const struct verify *verify, const struct move *move)
{
    struct str sql = verify->code.text.str;
    bool is_old = query_names_end(verify, &move->from), is_new = query_names_end(verify, &move->to);
    if (is_old && is_new)
        return is_same_name(move)
                       || (!verify->is_inferred && !query_finds_difference(verify, move))
                   ? COMPARED_PERHAPS
                   : COMPARED_YES;
    bool is_about = str_has_word(sql, move->from.table) || str_has_word(sql, move->to.table)
                    || is_about_schema(sql);
    return is_about ? COMPARED_NO : COMPARED_PERHAPS;
}

enum comparison_state verify_compares(const struct verify *verify, const struct move *move,
                                      const struct phase *phase)
{
    bool is_shadow = phase && phase->kind == KIND_SHADOW_READ;
    switch (verify->kind) {
    case VERIFY_ROWS:
    case VERIFY_CHECKSUM:
    case VERIFY_SAMPLE:
        if (verify->kind == VERIFY_SAMPLE && verify->sample.amount < 1)
            return COMPARED_NO;
        if (verify->move && verify->move != move)
            return COMPARED_NO;
        return verify->move ? COMPARED_YES : COMPARED_PERHAPS;
    case VERIFY_CODE:
        if (!move || !code_is_sql(&verify->code))
            return COMPARED_PERHAPS;
        return query_compares(verify, move);
    case VERIFY_METRIC:
        if (is_shadow)
            return COMPARED_YES;
        return verify->is_inferred ? COMPARED_PERHAPS : COMPARED_NO;
    case VERIFY_MANUAL: return COMPARED_PERHAPS;
    case VERIFY_SCHEMA:
    case VERIFY_NO_WRITES: return COMPARED_NO;
    }
    return COMPARED_PERHAPS;
}

bool verify_shows_full(const struct verify *verify, const struct move *move)
{
    return move && verify->kind == VERIFY_CODE && code_is_sql(&verify->code)
           && names_end(verify->code.text.str, &move->to);
}

bool phase_compares_in_words(const struct plan *plan, const struct phase *phase)
{
    if (!phase->is_inferred)
        return false;
    return plan->verifies.first || plan->tests.first || phase->kind == KIND_SHADOW_READ
           || phase->kind == KIND_VERIFY
           || phase_mentions(phase, "verif|valid|compar|reconcil|check|test|count|pari|match|"
                                    "consisten|integrity|audit|diff");
}
