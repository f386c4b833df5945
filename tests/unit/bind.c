// From text to the plan: what a statement becomes, and where a mistake is named.
#include "base/output.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "tests/unit/check.h"

#include <stdio.h>

struct compiled {
    struct arena arena;
    struct source_map sources;
    struct unit unit;
};

static void compile(struct compiled *compiled, const char *text)
{
    *compiled = (struct compiled){ 0 };
    compiled->sources.arena = &compiled->arena;
    unit_init(&compiled->unit, &compiled->sources,
              source_add(&compiled->sources, STR("plan.belay"), str_of(text)));
    reader_for(STR("plan.belay"))->read(&compiled->unit);
    plan_bind(&compiled->unit);
    diagnostics_sort(&compiled->unit.diagnostics);
}

static void release(struct compiled *compiled)
{
    arena_release(&compiled->unit.arena);
    arena_release(&compiled->arena);
}

// The findings as "LINE:COLUMN CODE" with commas between them.
static struct str findings(struct compiled *compiled)
{
    struct output out = { .arena = &compiled->arena };
    list_each(diagnostic, diagnostic, compiled->unit.diagnostics.list) {
        struct source_place place = source_locate(&compiled->sources, diagnostic->span.start);
        const char *comma = diagnostic == compiled->unit.diagnostics.list.first ? "" : ", ";
        output_format(&out, "%s%u:%u %s", comma,
                      place.line_number, place.offset + 1, diagnostic->kind->code);
    }
    return output_get(&out);
}

static const struct phase *phase_at(const struct compiled *compiled, unsigned index)
{
    const struct phase *phase = compiled->unit.plan->phases.first;
    while (index--)
        phase = phase->next;
    return phase;
}

void test_bind__reads_a_phase(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  store main { engine postgresql 15 }\n"
                       "  app web { version v1 { reads t(a, b) }; version v2 { writes t(*) } live v1 }\n"
                       "  move m from t.a to t.b\n"
                       "  phase 3 dual-write as both \"Write both\" {\n"
                       "    when week 1..2; goal \"g\"; deploy web v2 10% 100% hold 1h\n"
                       "    writes m old, new best-effort\n"
                       "    verify \"none\" = 0 ```sql\n"
                       "      SELECT count(*)\n"
                       "        FROM t\n"
                       "    ```\n"
                       "    rollback deploy web v1 { difficulty easy; loses nothing }\n"
                       "  }\n"
                       "}\n");
    CHECK_STR(findings(&compiled), "3:70 SYN001"); // a ';' is missing before 'live'
    release(&compiled);

    compile(&compiled, "plan \"p\" {\n"
                       "  app web { version v1 { reads t(a, b) }; version v2 { writes t(*) }; live v1 }\n"
                       "  move m from t.a to t.b\n"
                       "  phase 3 dual-write as both \"Write both\" {\n"
                       "    when week 1..2; goal \"g\"; deploy web v2 10% 100% hold 1h\n"
                       "    writes m old, new best-effort\n"
                       "    verify \"none\" = 0 ```sql\n"
                       "      SELECT count(*)\n"
                       "        FROM t\n"
                       "    ```\n"
                       "    rollback deploy web v1 { difficulty easy; loses nothing }\n"
                       "  }\n"
                       "}\n");
    CHECK_STR(findings(&compiled), "");
    const struct phase *phase = phase_at(&compiled, 0);
    CHECK(phase->number == 3 && phase->kind == KIND_DUAL_WRITE);
    CHECK_STR(phase->name, "both");
    CHECK(phase->when.kind == WHEN_WEEK && phase->when.first == 1 && phase->when.last == 2);
    const struct action *deploy = phase->actions.first, *writes = deploy->next;
    CHECK(deploy->kind == ACTION_DEPLOY && deploy->percents.count == 2);
    CHECK(deploy->percents.percents[1] == 100 && deploy->hold.amount == 3600e3);
    CHECK(deploy->version && str_is(deploy->version->name, "v2"));
    CHECK(writes->kind == ACTION_WRITES && writes->side == SIDE_BOTH && writes->is_best_effort);
    CHECK(writes->trusted == SIDE_OLD && writes->move == compiled.unit.plan->moves.first);
    const struct verify *verify = phase->verifies.first;
    CHECK_STR(verify->code.text.str, "  SELECT count(*)\n    FROM t\n");
    CHECK(verify->bound.comparison == COMPARE_EQUAL && verify->bound.quantity.amount == 0);
    CHECK(phase->rollback.kind == ROLLBACK_ACTIONS && phase->rollback.loses_nothing);
    CHECK_STR(phase->rollback.difficulty, "easy");
    release(&compiled);
}

void test_bind__code_leads_to_its_place(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  phase expand \"e\" {\n"
                       "    step \"s\" ```sql\n"
                       "      ALTER TABLE t\n"
                       "        ADD COLUMN c int;\n"
                       "      ```\n"
                       "  }\n"
                       "}\n");
    struct text code = phase_at(&compiled, 0)->actions.first->code.text;
    CHECK_STR(code.str, "ALTER TABLE t\n  ADD COLUMN c int;\n");
    size_t at = str_find(code.str, STR("COLUMN"), 0);
    struct source_place place =
        source_locate(&compiled.sources, text_span(code, at, at + 6).start);
    CHECK(place.line_number == 5 && place.offset == 12);
    release(&compiled);
}

void test_bind__a_column_of_a_store_or_a_schema(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  store a { engine mysql 8.0 }; store b { engine postgresql 15 }\n"
                       "  move m from a.users to b.users\n"
                       "  move n from a.users.x to s.users.y\n"
                       "}\n");
    CHECK_STR(findings(&compiled), "");
    const struct move *move = compiled.unit.plan->moves.first;
    CHECK(move->from.store && str_is(move->from.store->name, "a"));
    CHECK_STR(move->from.table, "users");
    CHECK(move->from.column.length == 0);
    CHECK_STR(move->next->from.column, "x");
    CHECK(move->next->to.store == NULL);
    CHECK_STR(move->next->to.schema, "s");
    release(&compiled);
}

void test_bind__names_every_mistake_in_its_place(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  phase expand \"a\" {\n"
                       "    goal one\n"
                       "    whn week 1\n"
                       "    step \"s\" on nowhere ```sql\n"
                       "    SELECT 1\n"
                       "    ```\n"
                       "  phase contract \"b\" {\n"
                       "    goal \"x\"; goal \"y\"\n"
                       "  }\n"
                       "}\n");
    CHECK_STR(findings(&compiled), "3:10 SYN001, 4:5 SYN002, 8:3 SYN003, 9:15 SYN004");
    release(&compiled);
}

void test_bind__a_missing_brace_is_named_where_indentation_betrays_it(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  phase expand \"a\" {\n"
                       "    goal \"one\"\n"
                       "  notify \"done\"\n"
                       "}\n");
    CHECK_STR(findings(&compiled), "4:3 SYN003");
    release(&compiled);
}

void test_bind__limits_are_said_once(void)
{
    struct compiled compiled;
    struct arena arena = { 0 };
    struct output deep = { .arena = &arena }, many = { .arena = &arena };
    for (int i = 0; i < 10000; i++)
        output_str(&deep, STR("plan \"p\" {\n"));
    output_str(&many, STR("plan \"p\" {\n"));
    for (int i = 0; i < 100001; i++)
        output_str(&many, STR("note \"x\"\n"));
    output_char(&deep, '\0');
    output_str(&many, STR("}\n"));
    output_char(&many, '\0');
    compile(&compiled, output_get(&deep).data);
    unsigned limits = 0;
    list_each(diagnostic, diagnostic, compiled.unit.diagnostics.list)
        limits += strcmp(diagnostic->kind->name, "too-large") == 0;
    CHECK(limits == 1);
    release(&compiled);
    compile(&compiled, output_get(&many).data);
    CHECK_STR(findings(&compiled), "100001:1 SYN008");
    release(&compiled);
    arena_release(&arena);
}

void test_bind__a_statement_that_is_reported_hides_no_other(void)
{
    struct compiled compiled;
    compile(&compiled, "plan \"p\" {\n"
                       "  phsae expand \"a\" {\n"
                       "    soak two weeks\n"
                       "    rollback maybe { loses 5 }\n"
                       "  }\n"
                       "  note \"x\n"
                       "  start 2027-02-30\n"
                       "}}\n");
    CHECK_STR(findings(&compiled), "2:3 SYN002, 3:10 SYN001, 4:14 SYN001, 4:28 SYN001, "
                                   "6:8 SYN001, 7:9 SYN001, 8:2 SYN001");
    release(&compiled);
}
