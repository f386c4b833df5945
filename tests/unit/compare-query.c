// Which queries compare both sides of a move, so that they fail where the sides differ.
#include "tests/unit/check.h"

#include "model/compare.h"
#include "plan/bind.h"
#include "readers/reader.h"

static enum comparison_state compare(const char *move, const char *bound, const char *query)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct unit unit;
    struct str text = arena_format(&arena,
                                   "plan \"It\" {\n  store s { engine postgresql 15 }\n"
                                   "  move m from %s\n"
                                   "  verify \"It holds\" on s %s ```sql\n%s\n```\n}\n",
                                   move, bound, query);
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), text));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    enum comparison_state state =
        verify_compares(unit.plan->verifies.first, unit.plan->moves.first, NULL);
    arena_release(&unit.arena);
    arena_release(&arena);
    return state;
}

#define COLUMNS "crates.colour to crates.paint"
#define COUNTS(where) compare(COLUMNS, "= 0", "SELECT count(*) FROM crates WHERE " where)

void test_compare_query__compares_where_it_finds_each_difference(void)
{
    CHECK(COUNTS("paint IS DISTINCT FROM colour") == COMPARED_YES);
    CHECK(COUNTS("(Colour IS DISTINCT FROM Paint)") == COMPARED_YES);
    CHECK(COUNTS("paint <> colour OR paint IS NULL") == COMPARED_YES);
    CHECK(COUNTS("coalesce(paint, '') IS DISTINCT FROM coalesce(colour, '')") == COMPARED_YES);
    CHECK(compare(COLUMNS, "is empty",
                  "SELECT id FROM crates WHERE paint IS DISTINCT FROM colour LIMIT 1")
          == COMPARED_YES);
    CHECK(compare(COLUMNS, "< 1",
                  "SELECT count(*) FILTER (WHERE paint IS DISTINCT FROM colour) FROM crates")
          == COMPARED_YES);
    CHECK(compare("crates to boxes", "= 0",
                  "SELECT (SELECT count(*) FROM crates) - (SELECT count(*) FROM boxes)")
          == COMPARED_YES);
}

void test_compare_query__is_unsure_where_it_may_pass_whatever_rows_hold(void)
{
    CHECK(COUNTS("paint <> colour") == COMPARED_PERHAPS); // NULL is no difference
    CHECK(COUNTS("paint IS DISTINCT FROM colour AND id = 1") == COMPARED_PERHAPS);
    CHECK(COUNTS("paint IS DISTINCT FROM colour AND false") == COMPARED_PERHAPS);
    CHECK(COUNTS("paint IS NULL AND colour IS NOT NULL") == COMPARED_PERHAPS);
    CHECK(COUNTS("paint IS DISTINCT FROM paint OR colour IS NULL") == COMPARED_PERHAPS);
    CHECK(compare(COLUMNS, "= 0", "SELECT 0 FROM crates WHERE paint = colour") == COMPARED_PERHAPS);
    CHECK(compare(COLUMNS, "= 0",
                  "SELECT 0 * count(*) FROM crates WHERE paint IS DISTINCT FROM colour")
          == COMPARED_PERHAPS);
    CHECK(compare(COLUMNS, "> 0", "SELECT count(*) FROM crates WHERE paint IS DISTINCT FROM colour")
          == COMPARED_PERHAPS);
    CHECK(compare(COLUMNS, "is empty",
                  "SELECT id FROM crates WHERE paint IS DISTINCT FROM colour LIMIT 0")
          == COMPARED_PERHAPS);
    CHECK(compare("crates to boxes", "= 0", "SELECT count(*) FROM crates, boxes WHERE false")
          == COMPARED_PERHAPS);
}

void test_compare_query__does_not_compare_what_it_does_not_name(void)
{
    CHECK(COUNTS("paint IS NULL -- and colour") == COMPARED_NO);
    CHECK(COUNTS("paint = 'colour'") == COMPARED_NO);
    CHECK(compare(COLUMNS, "= 0",
                  "SELECT count(*) FROM old.crates WHERE paint IS DISTINCT FROM colour")
          == COMPARED_NO);
}
