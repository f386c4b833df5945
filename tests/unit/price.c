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

// ---- what was written without a move

#define AUDITED                                                                            \
    "plan \"p\" {\n"                                                                        \
    "  store main {\n"                                                                     \
    "    engine postgresql 15\n"                                                           \
    "    schema ```sql\n"                                                                  \
    "      CREATE TABLE parcels (id bigint PRIMARY KEY, weight integer);\n"                \
    "    ```\n"                                                                            \
    "  }\n"                                                                                \
    "  app scale {\n"                                                                      \
    "    version v1 { reads parcels(id, weight); writes parcels(weight) }\n"               \
    "    version v2 {\n"                                                                   \
    "      reads parcels(id, weight)\n"                                                    \
    "      writes parcels(weight)\n"                                                       \
    "      upserts notes(words) on (words)\n"                                              \
    "    }\n"                                                                              \
    "    version v3 {\n"                                                                   \
    "      reads parcels(id, weight)\n"                                                    \
    "      writes parcels(weight)\n"                                                       \
    "      inserts notes(words)\n"                                                         \
    "    }\n"                                                                              \
    "    live v1\n"                                                                        \
    "  }\n"
#define MAKES_NOTES                                                                        \
    "    step \"Make it\" on main ```sql\n"                                                \
    "      CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, words text);\n"     \
    "    ```\n"
#define DROPS_NOTES " on main ```sql\n      DROP TABLE notes;\n    ```\n"

static void check_prices(const char *text, const char *single, const char *chain)
{
    struct arena arena = { 0 };
    CHECK(str_is(prices(&arena, text, false), single));
    CHECK(str_is(prices(&arena, text, true), chain));
    arena_release(&arena);
}

void test_price__of_a_new_table_that_versions_have_written(void)
{
    check_prices(AUDITED "  phase expand \"Room\" {\n" MAKES_NOTES "    rollback auto\n  }\n"
                         "  phase deploy \"Use it\" { deploy scale v3; rollback auto }\n"
                         "}\n",
                 "easy, nothing | easy, nothing",
                 "easy, nothing | hard, rows of 'notes' written by scale v3 since phase 2 began");
}

void test_price__of_a_new_table_in_the_phase_that_begins_to_write_it(void)
{
    check_prices(AUDITED "  phase deploy \"Use it\" {\n" MAKES_NOTES
                         "    deploy scale v3\n"
                         "    rollback { deploy scale v1; run" DROPS_NOTES "    }\n  }\n}\n",
                 "hard, rows of 'notes' written by scale v3 since phase 1 began",
                 "hard, rows of 'notes' written by scale v3 since phase 1 began");
}

void test_price__counts_from_the_first_of_several_versions(void)
{
    check_prices(AUDITED "  phase expand \"Room\" {\n" MAKES_NOTES "    rollback" DROPS_NOTES
                         "  }\n"
                         "  phase enable \"A few\" { deploy scale v2 5% hold 1h; rollback auto }\n"
                         "  phase deploy \"Use it\" { deploy scale v3; rollback auto }\n"
                         "}\n",
                 "easy, nothing | easy, nothing | easy, nothing",
                 "easy, nothing | hard, rows of 'notes' written by scale v2 since phase 2 began | "
                 "hard, rows of 'notes' written by scale v2 since phase 2 began");
}

void test_price__of_a_new_column_that_no_move_fills(void)
{
    check_prices("plan \"p\" {\n"
                 "  store main { engine postgresql 15 }\n"
                 "  app scale {\n"
                 "    version v1 { writes parcels(weight) }\n"
                 "    version v2 { writes parcels(weight, colour) }\n"
                 "    live v1\n"
                 "  }\n"
                 "  phase expand \"Room\" {\n"
                 "    step \"Add it\" on main ```sql\n"
                 "      ALTER TABLE parcels ADD COLUMN colour text;\n"
                 "    ```\n"
                 "    deploy scale v2\n"
                 "    rollback auto\n"
                 "  }\n"
                 "}\n",
                 "hard, values of 'parcels.colour' written by scale v2 since phase 1 began",
                 "hard, values of 'parcels.colour' written by scale v2 since phase 1 began");
}

void test_price__of_a_new_table_that_the_plan_alone_fills(void)
{
    check_prices(AUDITED "  phase expand \"Room\" {\n" MAKES_NOTES
                         "    step \"Some words\" on main ```sql\n"
                         "      INSERT INTO notes (words) VALUES ('fragile');\n"
                         "    ```\n"
                         "    rollback" DROPS_NOTES "  }\n"
                         "  phase observe \"Look\" { rollback none \"nothing\" }\n"
                         "}\n",
                 "easy, nothing | easy, nothing", "easy, nothing | easy, nothing");
}

void test_price__of_rows_that_a_rollback_deletes(void)
{
    check_prices(AUDITED "  phase expand \"Room\" {\n" MAKES_NOTES "    rollback auto\n  }\n"
                         "  phase deploy \"Use it\" {\n"
                         "    deploy scale v3\n"
                         "    rollback {\n"
                         "      deploy scale v1\n"
                         "      run on main ```sql\n"
                         "        DELETE FROM notes;\n"
                         "      ```\n"
                         "    }\n"
                         "  }\n"
                         "}\n",
                 "easy, nothing | hard, rows of 'notes' written by scale v3 since phase 2 began",
                 "easy, nothing | hard, rows of 'notes' written by scale v3 since phase 2 began");
}

void test_price__of_rows_that_a_rollback_copies_first_is_not_known(void)
{
    check_prices(AUDITED "  phase deploy \"Use it\" {\n" MAKES_NOTES
                         "    deploy scale v3\n"
                         "    rollback {\n"
                         "      deploy scale v1\n"
                         "      run on main ```sql\n"
                         "        CREATE TABLE notes_kept AS SELECT * FROM notes;\n"
                         "        DROP TABLE notes;\n"
                         "      ```\n"
                         "    }\n"
                         "  }\n"
                         "}\n",
                 ", ", ", ");
}

void test_price__of_both_sides_of_a_move_and_a_column_beside_them(void)
{
    check_prices("plan \"p\" {\n"
                 "  store main {\n"
                 "    engine postgresql 15\n"
                 "    schema ```sql\n"
                 "      CREATE TABLE parcels (id bigint PRIMARY KEY, weight integer);\n"
                 "    ```\n"
                 "  }\n"
                 "  app scale {\n"
                 "    version v1 { writes parcels(weight) }\n"
                 "    version v2 { writes parcels(weight), boxes(weight) }\n"
                 "    version v3 { writes parcels(weight), boxes(weight, colour) }\n"
                 "    live v1\n"
                 "  }\n"
                 "  move boxes from parcels to boxes { columns id -> id, weight -> weight }\n"
                 "  phase expand \"Room\" {\n"
                 "    step \"Add it\" on main ```sql\n"
                 "      CREATE TABLE boxes (id bigint PRIMARY KEY, weight integer, colour text);\n"
                 "    ```\n"
                 "    rollback auto\n"
                 "  }\n"
                 "  phase dual-write \"Both\" { deploy scale v2; rollback auto }\n"
                 "  phase deploy \"More\" { deploy scale v3; rollback auto }\n"
                 "}\n",
                 "easy, nothing | easy, nothing | easy, nothing",
                 "easy, nothing | easy, nothing | "
                 "hard, values of 'boxes.colour' written by scale v3 since phase 3 began");
}

void test_price__of_a_restore_and_what_a_rollback_behind_it_drops(void)
{
    check_prices(AUDITED "  phase expand \"Room\" {\n" MAKES_NOTES "    rollback auto\n  }\n"
                         "  phase deploy \"Use it\" { deploy scale v3; rollback auto }\n"
                         "  phase contract \"Drop\" {\n"
                         "    backup last on main\n"
                         "    step \"Drop\" on main ```sql\n"
                         "      ALTER TABLE parcels DROP COLUMN weight;\n"
                         "    ```\n"
                         "    rollback restore last\n"
                         "  }\n"
                         "}\n",
                 "easy, nothing | easy, nothing | restore, what was written since backup 'last'",
                 "easy, nothing | hard, rows of 'notes' written by scale v3 since phase 2 began | "
                 "restore, what was written since backup 'last'; "
                 "rows of 'notes' written by scale v3 since phase 2 began");
}

// ---- what a fill backward brings back

#define FILLED_BACK(types, move)                                                           \
    "plan \"p\" {\n"                                                                        \
    "  store main {\n"                                                                     \
    "    engine postgresql 15\n"                                                           \
    "    schema ```sql\n"                                                                  \
    "      CREATE TABLE parcels (id bigint PRIMARY KEY, " types ");\n"                     \
    "    ```\n"                                                                            \
    "  }\n"                                                                                \
    "  app scale {\n"                                                                      \
    "    version v2 { reads parcels(b); writes parcels(a, b) }\n"                          \
    "    version v3 { reads parcels(b); writes parcels(b) }\n"                             \
    "    live v2\n"                                                                        \
    "  }\n"                                                                                \
    "  move it from parcels.a to parcels.b { " move " }\n"                                 \
    "  phase promote \"All\" {\n"                                                          \
    "    deploy scale v3\n"                                                                \
    "    rollback { deploy scale v2; fill it backward }\n"                                 \
    "  }\n"                                                                                \
    "}\n"

static void check_back(const char *text, const char *price)
{
    check_prices(text, price, price);
}

void test_price__of_a_fill_backward_that_undoes_the_move(void)
{
    check_back(FILLED_BACK("a integer, b integer", "forward \"a\"; backward \"b\""),
               "medium, nothing");
    check_back(FILLED_BACK("a integer, b bigint", "forward \"a::bigint\"; backward \"(b)\""),
               "medium, nothing");
    check_back(FILLED_BACK("a integer, b integer", "forward \"a * 1000\"; backward \"b / 1000\""),
               "medium, nothing");
    check_back(FILLED_BACK("a text, b bigint",
                           "forward \"(SELECT t.id FROM towns AS t WHERE t.name = a)\"; "
                           "backward \"(SELECT t.name FROM towns AS t WHERE t.id = b)\""),
               "medium, nothing");
}

void test_price__of_a_fill_backward_of_what_the_move_folds(void)
{
    check_back(FILLED_BACK("a date, b boolean",
                           "forward \"a IS NOT NULL\"; "
                           "backward \"CASE WHEN b THEN coalesce(a, now()) END\""),
               "hard, what 'b' does not tell of what was written since phase 1 began");
    check_back(FILLED_BACK("a integer, b boolean",
                           "forward \"a > 20\"; backward \"CASE WHEN b THEN 30 ELSE 10 END\""),
               "hard, what 'b' does not tell of 'a', in every row");
    check_back(FILLED_BACK("a text, b text", "forward \"lower(a)\"; backward \"b\""),
               "hard, what 'b' does not tell of 'a', in every row");
    check_back(FILLED_BACK("a varchar(20), b varchar(5)", "forward \"a\"; backward \"b\""),
               "hard, what 'b' does not tell of 'a', in every row");
}

void test_price__of_a_fill_backward_where_nothing_leads_back(void)
{
    check_back(FILLED_BACK("a text, b text", "forward \"lower(a)\"; backward none"),
               "hard, what was written since phase 1 began");
}

void test_price__of_a_fill_backward_that_cannot_be_told_is_not_known(void)
{
    static const char *const moves[] = {
        FILLED_BACK("a text, b text", "forward \"recode(a)\"; backward \"b\""),
        FILLED_BACK("a integer, b integer", "forward \"a * 1000\"; backward \"b / 100\""),
        FILLED_BACK("a integer, b integer", "forward \"a + 1\"; backward \"b + 1\""),
        FILLED_BACK("a varchar(5), b text", "forward \"a\"; backward \"b\""),
        FILLED_BACK("a text, b bigint",
                    "forward \"(SELECT t.id FROM towns AS t WHERE t.name = a)\"; "
                    "backward \"(SELECT t.name FROM towns AS t WHERE t.name = b)\""),
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        check_back(moves[i], ", ");
}
