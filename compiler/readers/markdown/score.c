// Scores the runs and chooses the plan.

#include "readers/markdown/series.h"

#include <stdlib.h>

#include "readers/markdown/words.h"

enum { MAX_COMPARED_RUNS = 60, MAX_COMPARED_MEMBERS = 60, LEVELS = 16 };

// What is asked about ranges of passages, as sums from the start.
struct sums {
    uint32_t *labels, *codes, *items;
    uint32_t *next_heading[LEVELS]; // the first heading of this level or above, at or behind
};

static void sum_up(struct series *series, struct sums *sums)
{
    uint32_t count = (uint32_t)series->passages->list.count;
    sums->labels = arena_new_many(series->arena, uint32_t, count + 1);
    sums->codes = arena_new_many(series->arena, uint32_t, count + 1);
    sums->items = arena_new_many(series->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct passage *passage = &series->passages->list.items[i];
        bool is_label =
            text_is_set(passage->label.text) && passage->label.section != SECTION_UNKNOWN;
        bool is_section = passage->kind == PASSAGE_HEADING && passage->section != SECTION_UNKNOWN;
        sums->labels[i + 1] = sums->labels[i] + (is_label || is_section);
        sums->codes[i + 1] = sums->codes[i] + (passage->kind == PASSAGE_CODE);
        sums->items[i + 1] = sums->items[i] + (passage->kind == PASSAGE_ITEM);
    }
    for (int level = 0; level < LEVELS; level++) {
        uint32_t *next = sums->next_heading[level] =
            arena_new_many(series->arena, uint32_t, count + 1);
        next[count] = count;
        for (uint32_t i = count; i-- > 0;) {
            const struct passage *passage = &series->passages->list.items[i];
            bool ends = passage->kind == PASSAGE_HEADING && passage->level <= level;
            next[i] = ends ? i : next[i + 1];
        }
    }
}

// ---- bodies

static void set_bodies(const struct series *series, struct run *run, const struct sums *sums)
{
    int level = run->level < LEVELS ? run->level : LEVELS - 1;
    for (size_t i = 0; i < run->members.count; i++) {
        struct member *member = &run->members.items[i];
        const struct passage *passage = &series->passages->list.items[member->passage];
        uint32_t end = sums->next_heading[level][member->passage + 1];
        if (passage->kind == PASSAGE_TABLE || passage->kind == PASSAGE_CODE) {
            member->body_end = member->passage + 1;
            continue;
        }
        bool is_last = i + 1 == run->members.count;
        if (!is_last && run->members.items[i + 1].passage < end)
            end = run->members.items[i + 1].passage;
        if (is_last && passage->kind == PASSAGE_ITEM)
            end = passage->end;
        member->body_end = end;
    }
}

static int richness(const struct run *run, const struct sums *sums)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < run->members.count; i++) {
        const struct member *member = &run->members.items[i];
        uint32_t from = member->passage + 1, to = member->body_end;
        sum += sums->labels[to] - sums->labels[from] + sums->codes[to] - sums->codes[from]
               + (sums->items[to] > sums->items[from]);
    }
    return run->members.count ? (int)(sum / run->members.count) : 0;
}

// ---- scores

static int at_most(size_t value, int limit)
{
    return value < (size_t)limit ? (int)value : limit;
}

static bool is_beside_plan(const struct series *series, const struct run *run)
{
    for (size_t i = 0; i < run->members.count && i < MAX_COMPARED_MEMBERS; i++) {
        enum section section = passage_section(series->passages, run->members.items[i].passage);
        const struct passage *passage =
            &series->passages->list.items[run->members.items[i].passage];
        if (passage->kind == PASSAGE_HEADING)
            section = passage->heading == NO_PASSAGE
                              || series->passages->list.items[passage->heading].level == 1
                          ? SECTION_UNKNOWN
                          : passage_section(series->passages, passage->heading);
        if (section != SECTION_RISK && section != SECTION_COMMUNICATION && section != SECTION_OTHER
            && section != SECTION_POST_MIGRATION && section != SECTION_TESTING)
            return false;
    }
    return true;
}

static bool is_under_container(const struct series *series, const struct run *run)
{
    const struct passage *passage = &series->passages->list.items[run->members.items[0].passage];
    return passage->heading != NO_PASSAGE
           && series->passages->list.items[passage->heading].section == SECTION_PHASES;
}

static int score_keyed(const struct series *series, const struct run *run, const struct sums *sums)
{
    static const int source_ranks[] = { 0, 2, 4, 5, 5, 6, 8 };
    static const int key_ranks[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    bool is_flat = key_is_time(run->family) || run->family == KEY_NONE;
    int score = -10 * source_ranks[run->source];
    score -= key_is_time(run->family) ? 22 : is_flat ? 28 : 8 * key_ranks[run->family];
    if (run->source == SOURCE_HEADING)
        score -= 4 * (run->level - 2);
    score += 14 * at_most(run->members.count, 7);
    score += 8 * at_most((size_t)richness(run, sums), 4);
    if (is_beside_plan(series, run))
        score -= 40;
    if (run->source == SOURCE_CODE && is_under_container(series, run))
        score += 45;
    return score;
}

static int score_unkeyed(const struct series *series, const struct run *run)
{
    static const char *const runbook[] = { "runbook", "playbook", "cut-over", "procedure", NULL };
    int count = at_most(run->members.count, 7);
    const struct passage *container =
        run->container == NO_PASSAGE ? NULL : &series->passages->list.items[run->container];
    switch (run->kind) {
    case RUN_CONTAINED: {
        int base = run->source == SOURCE_HEADING ? -25 : run->source == SOURCE_LIST ? -45 : -48;
        return base + (run->is_strong ? 14 : 0) + 10 * count;
    }
    case RUN_NUMBERED: {
        bool is_runbook = run->level == 2 && run->source == SOURCE_HEADING
                          && words_find_any(series->title.str, runbook);
        bool is_inside =
            run->source == SOURCE_BOLD && container && container->section == SECTION_PHASES;
        return -50 + 9 * (int)at_most(run->members.count, 8) + (is_runbook ? 45 : 0)
               + (is_inside ? 30 : 0);
    }
    case RUN_NAMED: {
        bool is_inside = container && container->section == SECTION_PHASES;
        return -30 + 12 * count + (is_inside ? 30 : 0);
    }
    case RUN_RUNBOOK: return 14 + 3 * count;
    case RUN_KEYED: break;
    }
    return 0;
}

// ---- runs and runs

static int by_score(const void *first, const void *second)
{
    const struct run *a = *(struct run *const *)first, *b = *(struct run *const *)second;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->members.items[0].line < b->members.items[0].line ? -1 : 1;
}

static bool lies_inside(const struct run *inner, const struct run *outer)
{
    size_t k = 0;
    if (outer->members.count < 2 || outer->kind != RUN_KEYED)
        return false;
    for (size_t i = 0; i < inner->members.count && i < MAX_COMPARED_MEMBERS; i++) {
        uint32_t passage = inner->members.items[i].passage;
        while (k < outer->members.count && outer->members.items[k].body_end <= passage)
            k++;
        if (k == outer->members.count || outer->members.items[k].passage >= passage)
            return false;
    }
    return true;
}

static int inside_penalty(const struct run *inner, const struct run *outer)
{
    if (key_is_time(inner->family) && key_is_time(outer->family))
        return 35;
    return inner->source == SOURCE_HEADING ? 25 : 30;
}

// The second telling of the same phases.
static bool restates(const struct run *run, const struct run *plan)
{
    size_t same = 0, compared = 0;
    for (size_t i = 0, k = 0; i < run->members.count && i < MAX_COMPARED_MEMBERS; i++) {
        const struct member *member = &run->members.items[i];
        while (k < plan->members.count
               && plan->members.items[k].phrase.number < member->phrase.number)
            k++;
        if (k == plan->members.count
            || plan->members.items[k].phrase.number != member->phrase.number)
            continue;
        struct str other = plan->members.items[k].phrase.title.str;
        compared++;
        same += words_contain(other, member->phrase.title.str)
                || words_contain(member->phrase.title.str, other);
    }
    return compared == 0 || 2 * same >= compared;
}

// What is taken where nothing better is there: a list of some length that a heading calls the
// steps of a migration, or that stands in a document which is about one.
static bool is_last_resort(const struct series *series, const struct run *run)
{
    static const char *const words[] = { "migration", "migrating", "migrate", "runbook", "cut-over",
                                         "rollout",   "upgrade",   "迁移",    "移行",    NULL };
    return run->kind == RUN_CONTAINED && run->members.count >= 3
           && (run->is_strong || words_find_any(series->title.str, words));
}

// `runs` in the order of their scores.
static void choose_plan(struct series *series, struct run **runs, size_t count)
{
    struct run *best = NULL;
    for (size_t i = 0; i < count && !best; i++)
        best = runs[i]->is_counted ? runs[i] : NULL;
    for (size_t i = 0; i < count && !best; i++)
        best = is_last_resort(series, runs[i]) ? runs[i] : NULL;
    if (!best)
        return;
    best->is_counted = true;
    series->best = best;
    best->is_plan = true;
    series->plan_count = 1;
    for (size_t i = 0; i < count; i++) {
        struct run *run = runs[i];
        bool is_sibling = run != best && run->is_counted && best->kind == RUN_KEYED
                          && run->kind == RUN_KEYED && run->source == best->source
                          && run->family == best->family && run->level == best->level
                          && run->members.count >= 2 && !restates(run, best);
        if (!is_sibling || (run->source != SOURCE_HEADING && run->source != SOURCE_BOLD))
            continue;
        run->is_plan = true;
        series->plan_count++;
    }
}

static bool is_accepted(const struct run *run)
{
    if (run->members.count >= 2)
        return run->score >= (run->kind == RUN_KEYED ? -60 : 0);
    return run->kind == RUN_KEYED && run->source == SOURCE_HEADING && run->level > 1
           && run->score >= 20;
}

void series_score(struct series *series)
{
    struct sums sums;
    size_t count = 0;
    sum_up(series, &sums);
    list_each (run, run, series->runs)
        count++;
    struct run **runs = arena_new_many(series->arena, struct run *, count + 1);
    count = 0;
    list_each (run, run, series->runs) {
        if (!run->members.count)
            continue;
        set_bodies(series, run, &sums);
        run->score =
            run->kind == RUN_KEYED ? score_keyed(series, run, &sums) : score_unkeyed(series, run);
        runs[count++] = run;
    }
    qsort(runs, count, sizeof *runs, by_score);
    size_t compared = count < MAX_COMPARED_RUNS ? count : MAX_COMPARED_RUNS;
    for (size_t i = 0; i < compared; i++) {
        int penalty = 0;
        for (size_t k = 0; k < compared; k++)
            if (i != k && lies_inside(runs[i], runs[k])
                && inside_penalty(runs[i], runs[k]) > penalty)
                penalty = inside_penalty(runs[i], runs[k]);
        runs[i]->score -= penalty;
    }
    qsort(runs, compared, sizeof *runs, by_score);
    for (size_t i = 0; i < count; i++)
        runs[i]->is_counted = is_accepted(runs[i]);
    choose_plan(series, runs, compared);
}
