// Checksums over rows: what is between rows and columns, in which order, of which table.
#include "sql/checksum.h"
#include "tests/unit/check.h"

static struct arena arena;

static const struct checksum *read(struct str sql)
{
    const struct sql_script *script =
        sql_read(&arena, text_for_span(&arena, sql, (struct span){ 1, 2 }));
    CHECK(script->statements.first != NULL);
    return script->statements.first ? sql_checksum(&arena, script->statements.first) : NULL;
}

void test_checksum__reads_separators_and_order(void)
{
    const struct checksum *found =
        read(STR("SELECT MD5(GROUP_CONCAT(id, total)) FROM shop.orders"));
    CHECK(found->kind == CHECKSUM_TEXT && !found->is_ordered && found->drops_null_rows);
    CHECK_STR(found->separator, ",");
    CHECK_STR(found->hash, "MD5");
    CHECK_STR(found->table.schema, "shop");
    found = read(STR("SELECT md5(group_concat(id ORDER BY id SEPARATOR '')) FROM orders"));
    CHECK(found->is_ordered && found->has_separator && !found->drops_null_rows);
    CHECK_STR(found->separator, "");
    found = read(STR("SELECT md5(string_agg(id::text || ':' || n, $1 ORDER BY id)) FROM orders"));
    CHECK(found->is_ordered && !found->has_separator);
    found = read(STR("SELECT md5(listagg(id, ';') WITHIN GROUP (ORDER BY id)) FROM orders"));
    CHECK(found->is_ordered && str_is(found->separator, ";"));
    found = read(STR("SELECT md5(string_agg(t, ',')) FROM (SELECT id AS t FROM o ORDER BY id) s"));
    CHECK(found->is_ordered);
    arena_release(&arena);
}

void test_checksum__reads_what_a_row_is_made_of(void)
{
    CHECK_STR(read(STR("SELECT md5(string_agg(id::text || '|' || n, ',')) FROM t"))->shape,
              "\1|\1");
    CHECK_STR(read(STR("SELECT md5(string_agg(concat_ws('|', id, t.n), ',')) FROM t"))->shape,
              "\1|\1");
    CHECK_STR(read(STR("SELECT md5(group_concat(id, '|', n)) FROM t"))->shape, "\1|\1");
    const struct checksum *found =
        read(STR("SELECT md5(string_agg(id || coalesce(cast(n AS text), '-'), ',')) FROM t"));
    CHECK(found->has_shape && found->columns == 2 && str_is(found->shape, "\1\1"));
    CHECK(!read(STR("SELECT md5(string_agg(to_char(d, 'YYYY'), ',')) FROM t"))->has_shape);
    CHECK(!read(STR("SELECT md5(string_agg(t::text, ',')) FROM orders t"))->has_shape);
    CHECK(!read(STR("SELECT md5(array_agg(id)::text) FROM t"))->has_shape);
    arena_release(&arena);
}

void test_checksum__knows_sums_of_hashes_from_other_sums(void)
{
    const struct checksum *found =
        read(STR("SELECT count(*), BIT_XOR(CRC32(CONCAT(id, n))) FROM t"));
    CHECK(found->kind == CHECKSUM_SUM && str_is(found->hash, "CRC32"));
    CHECK(!read(STR("SELECT SUM(total) FROM t")) && !read(STR("SELECT string_agg(n, ',') FROM t")));
    found =
        read(STR("SELECT (SELECT md5(string_agg(a, ',')) FROM t) = (SELECT md5(array_agg(b)::text)"
                 " FROM u)"));
    CHECK_STR(found->table.name, "t");
    found = sql_next_checksum(&arena, found);
    CHECK(found->kind == CHECKSUM_ARRAY && str_is(found->table.name, "u"));
    CHECK(!sql_next_checksum(&arena, found));
    arena_release(&arena);
}

void test_checksum__survives_what_is_cut_anywhere(void)
{
    struct str sql =
        STR("SELECT MD5(STRING_AGG(DISTINCT CONCAT_WS('|', a, COALESCE(b::varchar(9), '')) || (c),"
            " ',' ORDER BY a)) , SUM(CRC32(d)) FROM t GROUP_CONCAT(x SEPARATOR");
    for (size_t i = 7; i <= sql.length; i++)
        read(str_slice(sql, 0, i));
    CHECK(read(sql) != NULL);
    arena_release(&arena);
}
