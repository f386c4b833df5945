// Series without a key: what stands under a heading that promises phases, numbered headings,
// headings with a migration's usual names, the sections of a runbook.

#include "readers/markdown/series.h"
#include "readers/markdown/words.h"

enum { LEAST_NUMBERED = 3, LEAST_NUMBERED_BOLD = 2, LEAST_NAMED = 2, LEAST_SECTIONS = 2 };

static const char *const strong_words[] = {
    "migration",
    "rollout",
    "implementation",
    "cut-over",
    "deployment",
    "execution",
    "migrations-",
    "migración",
    "migração",
    "phasen",
    "umsetzung",
    "迁移",
    "移行",
    "实施",
    "phases",
    "phased rollout",
    "graduation criteria",
    NULL,
};

static const char *const named_words[] = {
    "pre-migration",
    "pre-cutover",
    "pre-deployment",
    "pre-flight",
    "preparation",
    "expand",
    "dual-write",
    "backfill",
    "dual-read",
    "shadow-read",
    "data migration",
    "schema migration",
    "switch reads",
    "traffic shift",
    "traffic cutover",
    "cutover",
    "migration execution",
    "go-live",
    "canary",
    "ramp",
    "soak",
    "hypercare",
    "contract",
    "clean-up",
    "decommission",
    "post-migration",
    "post-cutover",
    "milestone",
    "alpha",
    "beta",
    "ga",
    "before migration",
    "during migration",
    "after migration",
    "jour j",
    "vorbereitung",
    "umschaltung",
    "nacharbeiten",
    NULL,
};

static const char *const named_ends[] = { " Phase", " Stage", " Period", " phase", " stage" };

static const char *const runbook_words[] = { "runbook", "playbook", "cut-over",    "procedure",
                                             "手順",    "bascule",  "switch-over", NULL };

// ---- members

static struct run *new_run(struct series *series, enum run_kind kind, enum source source, int level)
{
    struct run *run = arena_new(series->arena, struct run);
    *run = (struct run){
        .kind = kind,
        .source = source,
        .family = KEY_NONE,
        .level = level,
        .container = NO_PASSAGE,
    };
    return run;
}

// Adds the run where it has enough members.
static bool keep_run(struct series *series, struct run *run, size_t least)
{
    if (run->members.count < least)
        return false;
    series_add_run(series, run);
    return true;
}

static void add_member(struct series *series, struct run *run, uint32_t index)
{
    array_add(series->arena, &run->members, member_of(series->passages, index));
}

static const struct passage *at(const struct series *series, uint32_t index)
{
    return &series->passages->list.items[index];
}

static bool is_no_phase(enum section section)
{
    return section == SECTION_OVERVIEW || section == SECTION_OTHER || section == SECTION_ROLLBACK
           || section == SECTION_TRIGGERS || section == SECTION_RISK || section == SECTION_TIMELINE
           || section == SECTION_ROLES || section == SECTION_COMMUNICATION
           || section == SECTION_SUCCESS || section == SECTION_PRACTICES;
}

// "4. T", "4) T", "4 - T": true with the number.
static bool read_number(struct str text, int *number)
{
    size_t start = words_skip_ornaments(text, 0), end = words_number(text, start, number);
    if (end == start || end >= text.length)
        return false;
    bool is_marked =
        strchr(".)", text.data[end]) && end + 1 < text.length && char_is_blank(text.data[end + 1]);
    size_t blank = words_skip_blanks(text, end);
    return is_marked || (blank > end && words_dash(text, blank));
}

// ---- containers

static bool add_child_headings(struct series *series, struct run *run, uint32_t container)
{
    const struct passage *heading = at(series, container);
    for (uint32_t i = container + 1; i < heading->end;
         i = at(series, i)->kind == PASSAGE_HEADING ? at(series, i)->end : i + 1)
        if (at(series, i)->kind == PASSAGE_HEADING && !is_no_phase(at(series, i)->section))
            add_member(series, run, i);
    run->level = heading->level + 1;
    if (run->members.count)
        run->level = at(series, run->members.items[0].passage)->level;
    return keep_run(series, run, 2);
}

static bool add_items(struct series *series, struct run *run, uint32_t container)
{
    const struct passage *heading = at(series, container);
    for (uint32_t i = container + 1; i < heading->end; i++) {
        const struct passage *passage = at(series, i);
        if (passage->kind == PASSAGE_HEADING)
            break;
        if (passage->kind == PASSAGE_ITEM && passage->level == 1 && passage->block->is_ordered)
            add_member(series, run, i);
    }
    run->source = SOURCE_LIST;
    run->level = heading->level + 1;
    return keep_run(series, run, 2);
}

static bool add_bold_labels(struct series *series, struct run *run, uint32_t container)
{
    const struct passage *heading = at(series, container);
    for (uint32_t i = container + 1; i < heading->end; i++) {
        const struct passage *passage = at(series, i);
        if (passage->kind == PASSAGE_HEADING)
            break;
        bool is_label = passage->kind == PASSAGE_TEXT && passage->item == NO_PASSAGE
                        && passage->label.is_bold && passage->label.section == SECTION_UNKNOWN;
        if (is_label)
            add_member(series, run, i);
    }
    run->source = SOURCE_BOLD;
    run->level = heading->level + 1;
    return keep_run(series, run, 2);
}

static void add_container(struct series *series, uint32_t container)
{
    const struct passage *heading = at(series, container);
    static bool (*const fills[])(struct series *, struct run *, uint32_t) = {
        add_child_headings,
        add_items,
        add_bold_labels,
    };
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        struct run *run = new_run(series, RUN_CONTAINED, SOURCE_HEADING, heading->level + 1);
        run->container = container;
        run->is_strong = words_find_any(heading_core(heading->text).str, strong_words);
        if (fills[i](series, run, container))
            return;
    }
}

// How many passages before `i` begin with a phase's phrase.
static uint32_t *count_phrases(struct series *series)
{
    uint32_t count = (uint32_t)series->passages->list.count;
    uint32_t *before = arena_new_many(series->arena, uint32_t, count + 1);
    list_each(run, run, series->runs)
        for (size_t i = 0; i < run->members.count; i++)
            before[run->members.items[i].passage + 1] = 1;
    for (uint32_t i = 0; i < count; i++)
        before[i + 1] += before[i];
    return before;
}

static void add_containers(struct series *series)
{
    const uint32_t *before = count_phrases(series);
    for (uint32_t i = 0; i < series->passages->list.count; i++) {
        const struct passage *heading = at(series, i);
        if (heading->kind == PASSAGE_HEADING && heading->level >= 2
            && heading->section == SECTION_PHASES && before[heading->end] == before[i + 1]
            && !series_is_rollback(series, i))
            add_container(series, i);
    }
}

// ---- siblings

// The headings of each level under the same parent, as one open run for each level.
struct siblings {
    struct run *run;
    uint32_t parent;
    int number;
};

enum { LEVELS = 16 };

static void add_numbered(struct series *series)
{
    struct siblings open[LEVELS] = { { 0 } };
    struct run *bold = NULL;
    int bold_number = 0;
    for (uint32_t i = 0; i < series->passages->list.count; i++) {
        const struct passage *passage = at(series, i);
        int number;
        if (passage->kind == PASSAGE_TEXT && passage->is_lead_bold
            && read_number(passage->text.str, &number)) {
            if (!bold || number <= bold_number) {
                if (bold)
                    keep_run(series, bold, LEAST_NUMBERED_BOLD);
                bold = new_run(
                    series, RUN_NUMBERED, SOURCE_BOLD,
                    passage->heading == NO_PASSAGE ? 1 : at(series, passage->heading)->level + 1);
                bold->container = passage->heading;
            }
            bold_number = number;
            add_member(series, bold, i);
        }
        if (passage->kind != PASSAGE_HEADING || passage->level >= LEVELS
            || !read_number(passage->text.str, &number) || is_no_phase(passage->section)
            || series_is_rollback(series, i))
            continue;
        struct siblings *group = &open[passage->level];
        if (!group->run || group->parent != passage->heading || number <= group->number) {
            if (group->run)
                keep_run(series, group->run, LEAST_NUMBERED);
            group->run = new_run(series, RUN_NUMBERED, SOURCE_HEADING, passage->level);
            group->parent = group->run->container = passage->heading;
        }
        group->number = number;
        add_member(series, group->run, i);
    }
    for (int level = 0; level < LEVELS; level++)
        if (open[level].run)
            keep_run(series, open[level].run, LEAST_NUMBERED);
    if (bold)
        keep_run(series, bold, LEAST_NUMBERED_BOLD);
}

static bool is_named(struct str title)
{
    struct text core = heading_core((struct text){ .str = title });
    for (size_t i = 0; i < sizeof named_ends / sizeof *named_ends; i++)
        if (str_ends_with(core.str, str_of(named_ends[i])))
            return true;
    return words_match_any(core.str, 0, named_words) > 0
           || str_equal_ignoring_case(core.str, STR("migration"));
}

static void add_named(struct series *series)
{
    struct siblings open[LEVELS] = { { 0 } };
    for (uint32_t i = 0; i < series->passages->list.count; i++) {
        const struct passage *passage = at(series, i);
        if (passage->kind != PASSAGE_HEADING || passage->level >= LEVELS || passage->level < 2
            || !is_named(passage->text.str) || series_is_rollback(series, i)
            || passage->section == SECTION_TESTING)
            continue;
        struct siblings *group = &open[passage->level];
        if (!group->run || group->parent != passage->heading) {
            if (group->run)
                keep_run(series, group->run, LEAST_NAMED);
            group->run = new_run(series, RUN_NAMED, SOURCE_HEADING, passage->level);
            group->parent = group->run->container = passage->heading;
        }
        add_member(series, group->run, i);
    }
    for (int level = 0; level < LEVELS; level++)
        if (open[level].run)
            keep_run(series, open[level].run, LEAST_NAMED);
}

// ---- runbooks

static bool holds_work(const struct series *series, uint32_t heading)
{
    for (uint32_t i = heading + 1; i < at(series, heading)->end; i++) {
        const struct passage *passage = at(series, i);
        if (passage->kind == PASSAGE_CODE || passage->box != BOX_NONE
            || (passage->kind == PASSAGE_ITEM && passage->block->is_ordered))
            return true;
    }
    return false;
}

static bool is_runbook(const struct series *series)
{
    return words_find_any(series->title.str, runbook_words);
}

static void add_runbook(struct series *series)
{
    if (!is_runbook(series))
        return;
    struct run *run = new_run(series, RUN_RUNBOOK, SOURCE_HEADING, 2);
    for (uint32_t i = 0; i < series->passages->list.count; i++) {
        const struct passage *passage = at(series, i);
        enum section section = passage->section;
        bool is_known = is_no_phase(section) || section == SECTION_PREREQUISITES
                        || section == SECTION_VALIDATION || section == SECTION_MONITORING
                        || section == SECTION_CHECKLIST || section == SECTION_CONSTRAINTS
                        || section == SECTION_CURRENT || section == SECTION_TARGET;
        if (passage->kind == PASSAGE_HEADING && passage->level == 2 && !is_known
            && holds_work(series, i))
            add_member(series, run, i);
    }
    keep_run(series, run, LEAST_SECTIONS);
}

void series_add_unkeyed(struct series *series)
{
    add_containers(series);
    add_numbered(series);
    add_named(series);
    add_runbook(series);
}
