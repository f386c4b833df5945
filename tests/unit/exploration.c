// The walk over the states of a plan: what an event concerns, and how far the walk goes.
#include "tests/unit/check.h"

#include "base/output.h"
#include "model/model.h"
#include "model/seen.h"
#include "plan/bind.h"
#include "readers/reader.h"

static void read_plan(struct unit *unit, struct source_map *sources, struct str text)
{
    unit_init(unit, sources, source_add(sources, STR("plan.belay"), text));
    reader_for(STR("plan.belay"))->read(unit);
    plan_bind(unit);
    CHECK(!unit->diagnostics.list.first);
}

static const char two_moves[] =
    "plan \"p\" {\n"
    "  store main { engine postgresql 15 }\n"
    "  app web {\n"
    "    version v1 { reads parcels(weight); writes parcels(weight) }\n"
    "    version v2 { reads parcels(weight) unless fresh; reads parcels(grams) if fresh\n"
    "      writes parcels(weight, grams) }\n"
    "    live v1\n"
    "  }\n"
    "  app desk { version d1 { reads people(name) }; version d2 { reads people(name) }; live d1 }\n"
    "  flag fresh\n"
    "  move grams from parcels.weight to parcels.grams\n"
    "  move names from people.name to people.full_name\n"
    "  phase dual-write \"Both\" {\n"
    "    deploy web v2\n"
    "    backfill names { batch 10 }\n"
    "    flag fresh 100%\n"
    "    step \"Say so\" on main ```sql\n"
    "      COMMENT ON TABLE people IS 'they';\n"
    "    ```\n"
    "    step \"Another\" on main ```sql\n"
    "      UPDATE parcels SET grams = 0;\n"
    "    ```\n"
    "    step \"By hand\"\n"
    "    verify manual \"It looks right\"\n"
    "    rollback deploy web v1\n"
    "  }\n"
    "}\n";

void test_reach__of_an_event_are_the_moves_that_it_can_change(void)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct unit unit;
    read_plan(&unit, &sources, str_of(two_moves));
    const struct model *model = model_of(&unit);
    struct reach *reach = reach_new(&arena, unit.plan, &model->line, model->moved);
    const struct events *events = &model->line.forward[0];
    struct output out = { .arena = &arena };
    for (size_t i = 0; i < events->count; i++) {
        const struct move_list *moves = reach_of(reach, &events->items[i]);
        output_format(&out, "%s%zu", i ? " " : "", moves->count);
        for (size_t k = 0; k < moves->count; k++)
            output_format(&out, ",%.*s", STR_ARGS(moves->items[k]->name));
    }
    CHECK(str_is(output_get(&out), "1,grams 1,names 1,grams 0 1,grams 0 2,grams,names"));
    CHECK(reach_users(reach, unit.plan->moves.first)->count == 2);
    CHECK(reach_users(reach, unit.plan->moves.last)->count == 2);
    arena_release(&unit.arena);
    arena_release(&arena);
}

void test_seen__knows_an_equal_state_at_the_same_place(void)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct unit unit;
    read_plan(&unit, &sources, str_of(two_moves));
    const struct model *model = model_of(&unit);
    struct seen seen = { .arena = &arena, .world = model->world };
    const struct state *start = world_start(model->world);
    const struct state *end = model->exploration->ends[0];
    struct state copy = *start;
    const struct seen_place here = { SEEN_ON_THE_WAY_BACK, 0, false, false };
    const struct seen_place there = { SEEN_ON_THE_WAY_BACK, 1, false, false };
    const struct seen_place unsure = { SEEN_ON_THE_WAY_BACK, 1, false, true };
    CHECK(seen_add(&seen, &here, start));
    CHECK(!seen_add(&seen, &here, &copy));
    CHECK(seen_add(&seen, &here, end));
    CHECK(seen_add(&seen, &unsure, start)); // what is sure is still to be looked at
    CHECK(seen_add(&seen, &there, start));
    CHECK(!seen_add(&seen, &unsure, &copy));
    arena_release(&unit.arena);
    arena_release(&arena);
}

// How many states has a phase of so many steps, which belay undoes?
static size_t states_of(unsigned steps, bool is_auto)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct unit unit;
    struct output out = { .arena = &arena };
    output_str(&out, STR("plan \"p\" {\n  store main { engine postgresql 15; schema ```sql\n"
                         "    CREATE TABLE parcels (id bigint PRIMARY KEY);\n  ```\n  }\n"
                         "  phase expand \"Add\" {\n"));
    for (unsigned i = 0; i < steps; i++)
        output_format(&out,
                      "    step \"Add one\" on main ```sql\n"
                      "      ALTER TABLE parcels ADD COLUMN c%u int;\n    ```\n",
                      i);
    output_str(&out, is_auto ? STR("    rollback auto\n") : STR("    rollback {\n"));
    for (unsigned i = steps; !is_auto && i-- > 0;)
        output_format(&out,
                      "      run ```sql\n"
                      "        ALTER TABLE parcels DROP COLUMN IF EXISTS c%u;\n      ```\n",
                      i);
    output_str(&out, is_auto ? STR("  }\n}\n") : STR("    }\n  }\n}\n"));
    read_plan(&unit, &sources, output_get(&out));
    const struct exploration *exploration = model_of(&unit)->exploration;
    size_t states = exploration->states;
    CHECK(!exploration->is_cut && !exploration->breaches.first);
    arena_release(&unit.arena);
    arena_release(&arena);
    return states;
}

void test_exploration__of_a_derived_rollback_is_linear(void)
{
    size_t few = states_of(20, true), many = states_of(80, true);
    CHECK(few >= 40);
    CHECK(many <= 4 * few + 4);
}

void test_exploration__is_the_same_each_time(void)
{
    CHECK(states_of(7, true) == states_of(7, true));
    CHECK(states_of(7, false) == states_of(7, false));
}
