// The way back that is derived for a phase with `rollback auto`.
#include "tests/unit/check.h"

#include "base/output.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"

static const char *side(enum side side)
{
    static const char *const names[] = {
        [SIDE_NONE] = "?", [SIDE_OLD] = "old", [SIDE_NEW] = "new", [SIDE_BOTH] = "both"
    };
    return names[side];
}

static void write_action(struct output *out, const struct action *action)
{
    static const char *const kinds[] = {
        [ACTION_BACKUP] = "backup", [ACTION_STEP] = "step",     [ACTION_DEPLOY] = "deploy",
        [ACTION_RETIRE] = "retire", [ACTION_RAMP] = "ramp",     [ACTION_FLAG] = "flag",
        [ACTION_BACKFILL] = "fill", [ACTION_WRITES] = "writes", [ACTION_READS] = "reads",
        [ACTION_FILL] = "fill",
    };
    output_format(out, "%s", kinds[action->kind]);
    if (action->kind == ACTION_STEP)
        output_format(out, " %.*s", STR_ARGS(str_trim(action->code.text.str)));
    if (action->version)
        output_format(out, " %.*s", STR_ARGS(action->version->name));
    if (action->kind == ACTION_READS || action->kind == ACTION_WRITES)
        output_format(out, " %s", side(action->side));
    if (action->percents.count)
        output_format(out, " %g%%", action->percents.percents[0]);
    if (action->is_beside)
        output_str(out, STR(" beside"));
    CHECK(action->undoes && span_is_set(action->span));
}

// The actions of the last phase's rollback, or what is refused as "! reason"; " | " between.
static struct str undo(struct arena *arena, const char *text)
{
    struct source_map sources = { .arena = arena };
    struct unit unit;
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), str_of(text)));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    struct output out = { .arena = arena };
    const struct undo *undo = undo_of(model_of(&unit), unit.plan->phases.last);
    if (!undo)
        output_str(&out, STR("none"));
    else if (undo->refusals.first) {
        CHECK(!undo->actions.first);
        list_each(undo_refusal, refusal, undo->refusals)
            output_format(&out, "%s! %.*s", out.bytes.count ? " | " : "",
                          STR_ARGS(refusal->reason));
    } else
        list_each(action, action, undo->actions) {
            output_str(&out, out.bytes.count ? STR(" | ") : STR(""));
            write_action(&out, action);
        }
    arena_release(&unit.arena);
    return output_get(&out);
}

#define CHECK_UNDO(text, want)               \
    do {                                     \
        struct arena arena = { 0 };          \
        CHECK_STR(undo(&arena, (text)), want); \
        arena_release(&arena);               \
    } while (0)

#define HEAD                                                                             \
    "plan \"p\" {\n"                                                                     \
    "  store main { engine postgresql 15 }\n"                                            \
    "  store other { engine sqlite }\n"                                                  \
    "  app a { version v1 { }; version v2 { }; version v3 { }; live v1 }\n"              \
    "  flag f\n  flag g\n"                                                               \
    "  move m from t.x to t.y\n"
#define LAST "  phase other \"last\" {\n    rollback auto\n"
#define END "  }\n}\n"

void test_undo__actions_go_back_from_the_last(void)
{
    CHECK_UNDO(HEAD LAST "deploy a v2; flag f 10%; writes m old, new; reads m new" END,
               "reads old | writes old | flag 0% | deploy v1");
    CHECK_UNDO(HEAD LAST "deploy a v2; deploy a v3" END, "deploy v2 | deploy v1");
    CHECK_UNDO(HEAD LAST "deploy a v2 beside; retire a v1" END, "deploy v1 beside | retire v2");
    CHECK_UNDO(HEAD LAST "ramp m 1% 100% flag f" END, "flag 0%");
    CHECK_UNDO(HEAD LAST "ramp m 1% 100%" END, "reads old");
    CHECK_UNDO(HEAD LAST "backup b on main; backfill m { batch 10 }" END, "");
}

void test_undo__what_stood_before_comes_from_the_phases_before(void)
{
    CHECK_UNDO(HEAD "phase ramp \"a\" { ramp m 1% 10%; flag g on; deploy a v2; writes m new }\n"
               LAST "ramp m 50% 100%; flag g 0%; deploy a v3; writes m old, new" END,
               "writes new | deploy v2 | flag 100% | reads new 10%");
    CHECK_UNDO(HEAD "phase other \"a\" { reads m old shadow new }\n" LAST "reads m new" END,
               "reads old");
}

void test_undo__a_phase_has_nothing_of_the_phase_before(void)
{
    CHECK_UNDO(HEAD "phase other \"a\" { writes m old, new; rollback auto }\n"
               LAST "step on main ```sql\nALTER TABLE t ADD COLUMN z int;\n```\n" END,
               "step ALTER TABLE t DROP COLUMN IF EXISTS z;");
}

void test_undo__what_is_not_known_is_refused(void)
{
    CHECK_UNDO(HEAD LAST "flag f 0%" END, "! what flag 'f' was before is not known to belay");
    CHECK_UNDO(HEAD LAST "flag f removed" END, "! flag 'f' does not come back");
    CHECK_UNDO(HEAD LAST "reads m old" END, "! which side was read before is not known to belay");
    CHECK_UNDO(HEAD LAST "writes m old" END,
               "! which side was written before is not known to belay");
    CHECK_UNDO(HEAD LAST "deploy a v2 beside; deploy a v3" END,
               "! which version of 'a' ran before is not known to belay");
    CHECK_UNDO(HEAD LAST "step \"By hand\"" END,
               "! a person does this, and what undoes it is not known to belay");
    CHECK_UNDO(HEAD LAST "step \"Copy\" ```sh\n  cp a b\n```\n" END,
               "! what undoes a command is not known to belay");
    CHECK_UNDO(HEAD LAST "step \"Run\" on main ```sql\n  \\i file.sql\n```\n" END,
               "! what a command of psql's did is not known to belay");
    CHECK_UNDO(HEAD "phase other \"last\" { rollback none \"x\" } }\n", "none");
}

void test_undo__sql_goes_back_store_by_store(void)
{
    CHECK_UNDO(HEAD LAST
               "step on main ```sql\n  ALTER TABLE t ADD y int;\n  ALTER TABLE t ADD z int;\n```\n"
               "step on other ```sql\n  CREATE TABLE u (a);\n```\n"
               "deploy a v2\n"
               "step on main ```sql\n  CREATE INDEX CONCURRENTLY i ON t (y);\n```\n"
               "step on other ```sql\n  INSERT INTO u VALUES (1);\n```\n" END,
               "step DROP INDEX CONCURRENTLY IF EXISTS i; | deploy v1 | "
               "step DROP TABLE IF EXISTS u; | "
               "step ALTER TABLE t DROP COLUMN IF EXISTS z;\n"
               "ALTER TABLE t DROP COLUMN IF EXISTS y;");
}

void test_undo__a_statement_that_stands_alone_has_its_own_step(void)
{
    CHECK_UNDO("plan \"p\" {\n  store main { engine mysql 8 }\n" LAST
               "step ```sql\n  ALTER TABLE t ADD y int, ADD z int;\n```\n" END,
               "step ALTER TABLE t DROP COLUMN z; | step ALTER TABLE t DROP COLUMN y;");
}

void test_undo__the_history_is_that_of_the_whole_plan(void)
{
    CHECK_UNDO(HEAD "phase expand \"a\" {\n"
               "step on main ```sql\n  ALTER TABLE t ADD y int;\n```\n  }\n" LAST
               "step on main ```sql\n  ALTER TABLE t ALTER y SET NOT NULL;\n```\n" END,
               "step ALTER TABLE t ALTER COLUMN y DROP NOT NULL;");
}
