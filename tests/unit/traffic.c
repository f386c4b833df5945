// Who reads and writes which side of a move, as a plan states it or its kinds imply it.
#include "base/output.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "tests/unit/check.h"

static const char *side(enum side side)
{
    static const char *const names[] = {
        [SIDE_NONE] = "?", [SIDE_OLD] = "old", [SIDE_NEW] = "new", [SIDE_BOTH] = "both"
    };
    return names[side];
}

static const char *fill(enum fill fill)
{
    static const char *const names[] = { [FILL_UNKNOWN] = "?",
                                         [FILL_EMPTY] = "empty",
                                         [FILL_PARTIAL] = "partial",
                                         [FILL_FULL] = "full" };
    return names[fill];
}

static void write_state(struct output *out, const struct traffic_state *state)
{
    output_format(out, "%s/%s/%s%s%s", side(state->writers), side(state->readers),
                  fill(state->fill), state->compared == COMPARED_YES ? "/compared" : "",
                  state->is_old_gone ? "/gone" : "");
}

// "WRITERS/READERS/FILL[/compared][/gone]" before the plan and at the end of each phase, of
// the plan's first move.
static struct str states(struct arena *arena, const char *text)
{
    struct source_map sources = { .arena = arena };
    struct unit unit;
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), str_of(text)));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    struct output out = { .arena = arena };
    const struct traffic *traffic = model_of(&unit)->traffic;
    if (traffic)
        write_state(&out, &traffic->start);
    for (const struct phase *phase = unit.plan->phases.first; traffic && phase; phase = phase->next) {
        output_str(&out, STR(" "));
        write_state(&out, traffic_at_end(traffic, phase));
    }
    arena_release(&unit.arena);
    return output_get(&out);
}

#define CHECK_STATES(text, want)                 \
    do {                                         \
        struct arena arena = { 0 };              \
        CHECK_STR(states(&arena, (text)), want); \
        arena_release(&arena);                   \
    } while (0)

void test_traffic__follows_live_versions_and_flags(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  flag f\n"
                 "  app a {\n"
                 "    version v1 { reads t(x); writes t(x) }\n"
                 "    version v2 { reads t(x) unless f; reads t(y) if f; writes t(x, y) }\n"
                 "    version v3 { reads t(y); writes t(y) }\n"
                 "    live v1\n"
                 "  }\n"
                 "  move m from t.x to t.y\n"
                 "  phase dual-write \"a\" { deploy a v2 }\n"
                 "  phase backfill \"b\" { backfill m { batch 10 }; verify sample m 100 }\n"
                 "  phase ramp \"c\" { flag f 10% }\n"
                 "  phase ramp as rest \"d\" { flag f on }\n"
                 "  phase promote \"e\" { deploy a v3 }\n"
                 "}\n",
                 "old/old/empty both/old/empty both/old/full/compared both/both/full/compared "
                 "both/new/full/compared new/new/full/compared");
}

void test_traffic__two_versions_side_by_side_are_both_live(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  app a {\n"
                 "    version v1 { writes t(x) }\n"
                 "    version v2 { writes t(x, y) }\n"
                 "    live v1\n"
                 "  }\n"
                 "  move m from t.x to t.y\n"
                 "  phase deploy \"a\" { deploy a v2 beside }\n"
                 "  phase other \"b\" { retire a v1 }\n"
                 "}\n",
                 "old/?/? old/?/? both/?/?");
}

void test_traffic__statements_count_where_no_version_says_anything(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  move m from t.x to t.y\n"
                 "  phase dual-write \"a\" { writes m old, new }\n"
                 "  phase shadow-read \"b\" { reads m old shadow new }\n"
                 "  phase ramp \"c\" { reads m 10% new }\n"
                 "  phase promote \"d\" { reads m new; writes m new }\n"
                 "}\n",
                 "old/?/? both/?/? both/old/? both/both/? new/new/?");
}

void test_traffic__kinds_imply_what_nothing_states(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  phase dual-write \"a\" { }\n"
                 "  phase backfill \"b\" { }\n"
                 "  phase ramp \"c\" { }\n"
                 "  phase promote \"d\" { }\n"
                 "  phase decommission \"e\" { }\n"
                 "}\n",
                 "old/old/empty both/old/empty both/old/full both/new/full new/new/full "
                 "new/new/full/gone");
}

void test_traffic__a_plan_that_copies_nothing_has_none(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  phase deploy \"a\" { }\n"
                 "  phase ramp \"b\" { }\n"
                 "  phase promote \"c\" { }\n"
                 "}\n",
                 "");
}

void test_traffic__sql_fills_and_drops(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  store main { engine postgresql 15 }\n"
                 "  move m from t.x to t.y\n"
                 "  phase backfill \"a\" { step \"s\" ```sql\n"
                 "    UPDATE t SET z = 1, y = x WHERE y IS NULL;\n"
                 "  ```\n"
                 "    verify \"v\" = 0 ```sql\n"
                 "    SELECT count(*) FROM t WHERE t.y IS DISTINCT FROM t.x\n"
                 "  ```\n"
                 "  }\n"
                 "  phase contract \"b\" { step \"s\" ```sql\n"
                 "    ALTER TABLE t DROP COLUMN z, DROP COLUMN x;\n"
                 "  ```\n"
                 "  }\n"
                 "}\n",
                 "?/?/empty ?/?/full/compared ?/?/full/compared/gone");
}

void test_traffic__a_trigger_writes_the_other_side(void)
{
    CHECK_STATES("plan \"p\" {\n"
                 "  app a { version v1 { writes t(x) }; live v1 }\n"
                 "  move m from t.x to t.y\n"
                 "  phase dual-write \"a\" { writes m old, new by trigger }\n"
                 "}\n",
                 "old/?/? both/?/?");
}
