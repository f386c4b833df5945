// What going back costs, phase by phase.
#include "tests/unit/check.h"

#include "base/output.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"

// "easy, nothing | hard, what was written since phase 2 began": of each phase alone, or of the
// whole way from its end to the start.
static struct str prices(struct arena *arena, const char *text, bool is_chain)
{
    struct source_map sources = { .arena = arena };
    struct unit unit;
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), str_of(text)));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    struct output out = { .arena = arena };
    const struct model *model = model_of(&unit);
    list_each(phase, phase, unit.plan->phases) {
        const struct price *price =
            is_chain ? price_of_chain(model, phase) : price_of(model, phase);
        output_format(&out, "%s%s, %.*s", out.bytes.count ? " | " : "", price_difficulty(price),
                      STR_ARGS(price_loss(arena, price)));
    }
    struct str result = output_get(&out);
    arena_release(&unit.arena);
    return result;
}

static const char plan[] =
    "plan \"p\" {\n"
    "  store main { engine postgresql 15 }\n"
    "  move grams from parcels.weight to parcels.grams\n"
    "  phase prepare \"Back it up\" { backup first on main; rollback none \"nothing\" }\n"
    "  phase dual-write \"Both\" { writes grams old, new; rollback writes grams old }\n"
    "  phase cutover \"Read\" { reads grams new; rollback reads grams old }\n"
    "  phase promote \"Write new\" { writes grams new; rollback writes grams old, new }\n"
    "  phase contract \"Drop\" {\n"
    "    step \"Drop\" on main ```sql\n"
    "      ALTER TABLE parcels DROP COLUMN weight;\n"
    "    ```\n"
    "    rollback restore first\n"
    "  }\n"
    "  phase cleanup \"Forget\" { rollback impossible \"the code is gone\" }\n"
    "}\n";

void test_price__of_each_phase(void)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena, plan, false),
                 "easy, nothing | easy, nothing | medium, nothing | "
                 "hard, what was written since phase 4 began | "
                 "restore, what was written since backup 'first' | not available, no way back"));
    arena_release(&arena);
}

void test_price__of_the_whole_way_is_that_of_its_dearest_phase(void)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena, plan, true),
                 "easy, nothing | easy, nothing | medium, nothing | "
                 "hard, what was written since phase 4 began | "
                 "restore, what was written since backup 'first' | not available, no way back"));
    arena_release(&arena);
}

void test_price__of_a_column_that_comes_back_empty(void)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena,
                        "plan \"p\" {\n"
                        "  store main { engine postgresql 15 }\n"
                        "  phase contract \"Drop\" {\n"
                        "    step \"Drop\" on main ```sql\n"
                        "      ALTER TABLE parcels DROP COLUMN weight;\n"
                        "    ```\n"
                        "    rollback ```sql\n"
                        "      ALTER TABLE parcels ADD COLUMN weight integer;\n"
                        "    ```\n"
                        "  }\n"
                        "  phase observe \"Look\" { rollback \"Somebody undoes it\" }\n"
                        "}\n",
                        false),
                 "not available, no way back | , "));
    arena_release(&arena);
}

// The rollback of phase 3 leaves a gap; that of phase 2, further on the way, closes it.
static const char mended[] =
    "plan \"p\" {\n"
    "  store main { engine postgresql 15 }\n"
    "  move grams from parcels.weight to parcels.grams { forward \"weight\"; backward \"grams\" }\n"
    "  phase dual-write \"Both\" { writes grams old, new; rollback writes grams old }\n"
    "  phase cutover \"Read\" {\n"
    "    reads grams new\n"
    "    rollback { fill grams backward; reads grams old }\n"
    "  }\n"
    "  phase promote \"Write new\" { writes grams new; rollback writes grams old, new }\n"
    "}\n";

void test_price__of_the_whole_way_sees_what_a_later_rollback_brings_back(void)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena, mended, false),
                 "easy, nothing | medium, nothing | hard, what was written since phase 3 began"));
    CHECK(str_is(prices(&arena, mended, true),
                 "easy, nothing | medium, nothing | medium, nothing"));
    arena_release(&arena);
}

// Versions alone say who writes: the old side falls behind while both are in service already.
static const char deployed[] =
    "plan \"p\" {\n"
    "  store main { engine postgresql 15 }\n"
    "  app scale {\n"
    "    version v2 { reads parcels(grams); writes parcels(weight, grams) }\n"
    "    version v3 { reads parcels(grams); writes parcels(grams) }\n"
    "    live v2\n"
    "  }\n"
    "  move grams from parcels.weight to parcels.grams { forward \"weight\"; backward \"grams\" }\n"
    "  phase enable \"A few\" { deploy scale v3 10% hold 1h; rollback deploy scale v2 }\n"
    "  phase promote \"All\" {\n"
    "    deploy scale v3\n"
    "    rollback { deploy scale v2; fill grams backward }\n"
    "  }\n"
    "}\n";

void test_price__counts_from_the_first_write_that_is_missed(void)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena, deployed, false),
                 "hard, what was written since phase 1 began | medium, nothing"));
    arena_release(&arena);
}
