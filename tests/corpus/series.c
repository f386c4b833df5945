// Prints the series of phases that a Markdown document is taken to hold, for tests/corpus/run:
// "plan LINE..." for the series that is judged, "other LINE..." for each other one.
#include "base/check.h"
#include "readers/markdown/series.h"

static void print_run(const struct run *run, bool is_plan)
{
    fputs(is_plan ? "plan" : "other", stdout);
    for (size_t i = 0; i < run->members.count; i++)
        printf(" %u", run->members.items[i].line);
    printf("\n");
}

static void print_file(struct source_map *sources, const struct source_file *file)
{
    struct unit unit;
    struct markdown_repairs repairs;
    struct passages passages = { 0 };
    struct series series;
    unit_init(&unit, sources, file);
    passages_collect(&passages, &unit.arena, markdown_parse(&unit, &repairs));
    series_find(&series, &unit.arena, &passages);
    list_each(run, run, series.runs)
        if (run->is_counted)
            print_run(run, run == series.best);
    arena_release(&unit.arena);
}

int main(int count, char **paths)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct str problem;
    for (int i = 1; i < count; i++) {
        const struct source_file *file =
            source_read(&sources, paths[i], str_of(paths[i]), (size_t)16 << 20, &problem);
        if (!file)
            return 2;
        print_file(&sources, file);
    }
    arena_release(&arena);
    return 0;
}
