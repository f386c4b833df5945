// Behind which phases the verifications of the whole plan are made.
#include "base/output.h"
#include "model/holds.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "tests/unit/check.h"

static const char whole_plan[] =
    "plan \"Totals in cents\" {\n"
    "  store main { engine postgresql 15; table orders { key id } }\n"
    "  app web {\n"
    "    version v1 { writes orders(total) }\n"
    "    version v2 { writes orders(total, cents) }\n"
    "    version v3 { writes orders(cents) }\n"
    "    live v1\n"
    "  }\n"
    "  move cents from orders.total to orders.cents { forward \"total * 100\" }\n"
    "  verify VERIFICATION\n"
    "  phase expand \"Add\" {\n"
    "    step \"Add it\" ```sql\n"
    "      ALTER TABLE orders ADD COLUMN cents bigint;\n"
    "    ```\n"
    "    rollback auto\n"
    "  }\n"
    "  phase dual-write \"Both\" { deploy web v2; writes cents old, new; rollback deploy web v1 }\n"
    "  phase backfill \"Fill\" { backfill cents { batch 10 }; rollback none \"nothing reads it\" }\n"
    "  phase promote \"One\" { deploy web v3; writes cents new; rollback deploy web v2 }\n"
    "  phase contract \"Drop\" {\n"
    "    step \"Drop it\" ```sql\n"
    "      ALTER TABLE orders DROP COLUMN total;\n"
    "    ```\n"
    "    rollback impossible \"it is gone\"\n"
    "  }\n"
    "}\n";

// A digit for each phase behind which the first one is made, and '!' for the point of no return.
static struct str holds(struct arena *arena, const char *verification)
{
    struct source_map sources = { .arena = arena };
    struct unit unit;
    struct str text = str_of(whole_plan);
    size_t at = str_find(text, STR("VERIFICATION"), 0);
    struct str plan = arena_format(arena, "%.*s%s%.*s", STR_ARGS(str_slice(text, 0, at)),
                                   verification,
                                   STR_ARGS(str_from(text, at + strlen("VERIFICATION"))));
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), plan));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    model_of(&unit);
    struct plan_verifies verifies = plan_verifies_read(arena, &unit);
    struct output out = { .arena = arena };
    for (const struct phase *phase = unit.plan->phases.first; phase; phase = phase->next)
        if (verifies.all.first->after[phase->index])
            output_format(&out, "%u", phase->index + 1);
    if (verifies.all.first->is_before_return)
        output_char(&out, '!');
    arena_release(&unit.arena);
    return output_get(&out);
}

#define CHECK_HOLDS(verification, want)                 \
    do {                                                \
        struct arena arena = { 0 };                     \
        CHECK_STR(holds(&arena, (verification)), want); \
        arena_release(&arena);                          \
    } while (0)

void test_holds__says_that_sides_are_compared_while_both_are_written(void)
{
    CHECK_HOLDS("checksum cents(cents)", "3");
    CHECK_HOLDS("\"Both say the same\" on main is empty ```sql\n"
                "SELECT id FROM orders WHERE cents IS DISTINCT FROM total * 100\n```",
                "3");
}

void test_holds__says_that_what_names_one_side_holds_as_long_as_it_is_there(void)
{
    CHECK_HOLDS("\"No empty row\" on main is empty ```sql\n"
                "SELECT id FROM orders WHERE cents IS NULL\n```",
                "345!");
    CHECK_HOLDS("no-writes orders.total over 1h", "1234!");
}

void test_holds__says_that_the_schema_holds_behind_every_phase(void)
{
    CHECK_HOLDS("schema", "12345!");
}
