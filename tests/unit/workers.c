// Judging by processes: the same for every number, and a dead worker costs one input.
#include "diagnostics/kind.h"
#include "driver/workers.h"
#include "tests/unit/check.h"

#include <signal.h>
#include <stdlib.h>

enum { INPUT_COUNT = 23 };

static void read_nothing(struct unit *unit)
{
    unit->document = arena_new(&unit->arena, struct document);
}

static void die(struct unit *unit)
{
    (void)unit;
    raise(SIGKILL);
}

static void report_much(struct unit *unit)
{
    read_nothing(unit);
    for (unsigned i = 0; i < 3000; i++) { // more than a pipe holds
        struct span span = { unit->file->base + i, unit->file->base + i };
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, kind_find(STR("not-text")), span, "finding %u of %.*s", i,
                     STR_ARGS(unit->file->path));
        diagnostic_also(finding, span_of_file(unit->file), "its file");
        diagnostic_note(finding, "a note");
    }
}

static const struct reader silent = { "silent", "", read_nothing };
static const struct reader deadly = { "deadly", "", die };
static const struct reader talkative = { "talkative", "", report_much };

struct fixture {
    struct arena arena;
    struct options options;
    struct settings settings;
    struct inputs inputs;
};

static void prepare(struct fixture *fixture, size_t jobs)
{
    struct arena *arena = &fixture->arena;
    *fixture = (struct fixture){ .options.jobs = { jobs, true } };
    fixture->inputs = (struct inputs){ .arena = arena, .options = &fixture->options };
    fixture->inputs.sources.arena = arena;
    fixture->inputs.items = arena_new_many(arena, struct input, INPUT_COUNT);
    fixture->inputs.count = INPUT_COUNT;
    for (size_t i = 0; i < INPUT_COUNT; i++)
        fixture->inputs.items[i] = (struct input){
            .is_named = true,
            .settings = &fixture->settings,
            .reader = &silent,
            .file = source_add(&fixture->inputs.sources,
                               arena_format(arena, "%zu", i), STR("text")),
        };
}

static unsigned finding_count(const struct verdict *verdict)
{
    unsigned count = 0;
    list_each(diagnostic, finding, verdict->diagnostics.list)
        count++;
    return count;
}

void test_workers__give_the_same_for_every_number(void)
{
    static const size_t jobs[] = { 1, 2, 5, 100 };
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct fixture fixture;
        prepare(&fixture, jobs[i]);
        fixture.inputs.items[3].reader = fixture.inputs.items[4].reader = &talkative;
        const struct verdict *verdicts = workers_judge(&fixture.inputs);
        CHECK(verdicts != NULL);
        CHECK(finding_count(&verdicts[3]) == 3000 && finding_count(&verdicts[4]) == 3000);
        const struct diagnostic *finding = verdicts[4].diagnostics.list.first->next;
        CHECK_STR(finding->message, "finding 1 of 4");
        CHECK_STR(finding->notes.first->text, "a note");
        CHECK_STR(finding->places.first->label, "its file");
        CHECK(finding->places.first->span.end == span_of_file(fixture.inputs.items[4].file).end);
        CHECK(verdicts[4].is_unreadable && finding->kind == kind_find(STR("SYN009")));
        CHECK(finding_count(&verdicts[22]) == 1); // no plan
        arena_release(&fixture.arena);
    }
}

void test_workers__a_dead_one_costs_one_input(void)
{
    static const size_t jobs[] = { 1, 2, 23 };
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct fixture fixture;
        prepare(&fixture, jobs[i]);
        fixture.inputs.items[0].reader = fixture.inputs.items[7].reader = &deadly;
        fixture.inputs.items[9].reader = fixture.inputs.items[22].reader = &deadly;
        fixture.inputs.items[8].reader = &talkative;
        const struct verdict *verdicts = workers_judge(&fixture.inputs);
        CHECK(verdicts != NULL);
        for (size_t k = 0; k < INPUT_COUNT; k++)
            CHECK(verdicts[k].has_crashed == (k == 0 || k == 7 || k == 9 || k == 22));
        CHECK_STR(str_of(verdicts[7].diagnostics.list.first->kind->name), "internal-error");
        CHECK(verdicts[7].diagnostics.list.first->span.start == fixture.inputs.items[7].file->base);
        CHECK(finding_count(&verdicts[8]) == 3000);
        arena_release(&fixture.arena);
    }
}

void test_workers__are_few_for_few_inputs(void)
{
    struct options options = { 0 };
    CHECK(workers_count(&options, 1) == 1 && workers_count(&options, 16) == 1);
    options.jobs = (struct option_number){ 4, true };
    CHECK(workers_count(&options, 100) == 4 && workers_count(&options, 3) == 3);
}
