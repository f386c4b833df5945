// Passages that begin with a phase's phrase, grouped into runs.

#include "readers/markdown/series.h"
#include "readers/markdown/words.h"

enum { MAX_PLAIN_BYTES = 120, MAX_TABLE_ROWS = 200, MAX_CODE_LINES = 200, LEVELS = 8 };

struct group { // candidates of one source, key and level, as one open run
    struct run *run;
};

struct grouping {
    struct series *series;
    struct group groups[SOURCE_COUNT][KEY_FAMILY_COUNT][LEVELS];
};

static int order_of(const struct member *member)
{
    return member->phrase.number;
}

static bool goes_on(const struct run *run, const struct member *member)
{
    const struct member *last = &run->members.items[run->members.count - 1];
    int before = last->phrase.last > last->phrase.number ? last->phrase.last : order_of(last);
    if (order_of(member) > before)
        return true;
    if (order_of(member) != order_of(last))
        return false;
    return key_is_time(run->family) || member->phrase.letter > last->phrase.letter
           || member->phrase.minor > last->phrase.minor
           || (member->phrase.letter && !last->phrase.letter);
}

static int level_of(const struct series *series, const struct member *member, enum source source)
{
    const struct passage *passage = &series->passages->list.items[member->passage];
    if (source == SOURCE_HEADING || source == SOURCE_LIST || source == SOURCE_LIST_BOLD)
        return passage->level < LEVELS ? passage->level : LEVELS - 1;
    return 0;
}

// The level at which a heading ends a member's body.
static int ending_level(const struct series *series, const struct member *member,
                        enum source source)
{
    const struct passage *passage = &series->passages->list.items[member->passage];
    if (source == SOURCE_HEADING)
        return passage->level;
    if (passage->heading == NO_PASSAGE)
        return 1;
    return series->passages->list.items[passage->heading].level + 1;
}

static void add_candidate(struct grouping *grouping, enum source source, struct member member)
{
    struct series *series = grouping->series;
    bool is_reference = phrase_is_reference(&member.phrase) && !key_is_time(member.phrase.family);
    if (is_reference || series_is_rollback(series, member.passage))
        return;
    int level = level_of(series, &member, source);
    struct group *group = &grouping->groups[source][member.phrase.family][level];
    bool is_one_block = source == SOURCE_TABLE || source == SOURCE_CODE;
    bool is_other_block =
        is_one_block && group->run && group->run->members.items[0].passage != member.passage;
    if (!group->run || is_other_block || !goes_on(group->run, &member)) {
        struct run *run = arena_new(series->arena, struct run);
        *run = (struct run){
            .kind = RUN_KEYED,
            .source = source,
            .family = member.phrase.family,
            .level = ending_level(series, &member, source),
            .container = NO_PASSAGE,
        };
        series_add_run(series, run);
        group->run = run;
    }
    array_add(series->arena, &group->run->members, member);
}

struct member member_of(const struct passages *passages, uint32_t index)
{
    const struct passage *passage = &passages->list.items[index];
    struct text rest = passage->text, line = passage->text;
    text_next_line(&rest, &line);
    return (struct member){
        .passage = index,
        .text = line,
        .phrase = { .family = KEY_NONE, .minor = -1, .title = line },
        .line = passage->line,
    };
}

// ---- sources

static void add_line(struct grouping *grouping, uint32_t index, enum source source)
{
    struct member member = member_of(grouping->series->passages, index);
    const struct label *label = &grouping->series->passages->list.items[index].label;
    struct phrase inner;
    if ((source == SOURCE_PLAIN && member.text.str.length > MAX_PLAIN_BYTES)
        || !phrase_parse(member.text, &member.phrase))
        return;
    if (source == SOURCE_PLAIN && !member.phrase.has_separator && !member.phrase.title.str.length)
        return;
    if (label->is_bold && phrase_parse(label->text, &inner) && inner.title.str.length)
        member.phrase.title = inner.title; // what follows the bold text is not of the title
    add_candidate(grouping, source, member);
}

static const char *const column_words[] = {
    "phases?", "stages?",     "steps?",   "#",        "no",    "no.",     "weeks?", "days?",
    "waves?",  "milestones?", "sprints?", "tasks?",   "order", "when",    "time",   "dates?",
    "t",       "fase",        "etapa",    "paso",     "étape", "schritt", "woche",  "этап",
    "шаг",     "阶段",        "步骤",     "フェーズ", NULL,
};
static const char *const phase_column_words[] = { "phases?", "stages?", "fase",     "etapa",
                                                  "étape",   "阶段",    "フェーズ", NULL };

static void add_row(struct grouping *grouping, uint32_t index, const struct markdown_block *row,
                    struct text head, int position)
{
    const struct markdown_block *cell = row->children.first;
    struct member member = { .passage = index, .row = row, .line = row->line };
    int number;
    if (!cell || !cell->text.str.length)
        return;
    member.text = text_trim(cell->text);
    bool is_bare = words_number(member.text.str, 0, &number) == member.text.str.length;
    bool is_named = words_find_any(head.str, phase_column_words);
    if (!is_bare && phrase_parse(member.text, &member.phrase)) {
        add_candidate(grouping, SOURCE_TABLE, member);
        return;
    }
    if (!is_bare && !is_named)
        return;
    member.phrase = (struct phrase){
        .family = is_named ? KEY_PHASE : KEY_STEP,
        .number = is_bare ? number : position,
        .last = is_bare ? number : position,
        .minor = -1,
        .is_numeric = is_bare,
        .has_separator = true,
        .title = is_bare && cell->next ? text_trim(cell->next->text) : member.text,
    };
    add_candidate(grouping, SOURCE_TABLE, member);
}

static void add_table(struct grouping *grouping, uint32_t index)
{
    const struct markdown_block *table = grouping->series->passages->list.items[index].block;
    const struct markdown_block *head = table->children.first;
    if (!head || !head->children.first)
        return;
    struct text first = head->children.first->text;
    if (first.str.length > 40
        || !(words_find_any(first.str, column_words) || str_is(first.str, "#")))
        return;
    int position = 0;
    for (const struct markdown_block *row = head->next; row && position < MAX_TABLE_ROWS;
         row = row->next)
        add_row(grouping, index, row, first, ++position);
}

static bool is_prose_code(struct str language)
{
    return language.length == 0 || str_equal_ignoring_case(language, STR("text"))
           || str_equal_ignoring_case(language, STR("txt"))
           || str_equal_ignoring_case(language, STR("plaintext"));
}

static void add_code(struct grouping *grouping, uint32_t index)
{
    const struct markdown_block *code = grouping->series->passages->list.items[index].block;
    struct text rest = code->text, line;
    if (!is_prose_code(code->language))
        return;
    uint32_t number = code->line;
    for (int i = 0; i < MAX_CODE_LINES && text_next_line(&rest, &line); i++) {
        number++;
        struct member member = { .passage = index, .text = text_trim(line), .line = number };
        if (line.str.length <= MAX_PLAIN_BYTES && phrase_parse(member.text, &member.phrase)
            && member.phrase.has_separator)
            add_candidate(grouping, SOURCE_CODE, member);
    }
}

static void add_passage(struct grouping *grouping, uint32_t index)
{
    const struct passage *passage = &grouping->series->passages->list.items[index];
    switch (passage->kind) {
    case PASSAGE_HEADING:
        if (!passage->is_plain_heading)
            add_line(grouping, index, SOURCE_HEADING);
        return;
    case PASSAGE_TEXT:
        add_line(grouping, index, passage->is_lead_bold ? SOURCE_BOLD : SOURCE_PLAIN);
        return;
    case PASSAGE_ITEM:
        if (!passage_is_link(passage))
            add_line(grouping, index, passage->is_lead_bold ? SOURCE_LIST_BOLD : SOURCE_LIST);
        return;
    case PASSAGE_TABLE: add_table(grouping, index); return;
    case PASSAGE_CODE: add_code(grouping, index); return;
    case PASSAGE_HTML: return;
    }
}

// ---- runs

// Dotted numbers are sub-steps where plain ones stand beside them.
static void drop_dotted(struct run *run)
{
    size_t kept = 0, plain = 0;
    for (size_t i = 0; i < run->members.count; i++)
        plain += run->members.items[i].phrase.minor < 0;
    if (plain < 2)
        return;
    for (size_t i = 0; i < run->members.count; i++)
        if (run->members.items[i].phrase.minor < 0 || i == 0)
            run->members.items[kept++] = run->members.items[i];
    run->members.count = kept;
}

// A run that is cut by a change of source goes on in the next run of its key.
static void join_runs(struct series *series)
{
    struct run *last[KEY_FAMILY_COUNT] = { NULL };
    list_each(run, run, series->runs) {
        struct run *before = last[run->family];
        last[run->family] = run;
        if (!before || before->source == run->source || before->source >= SOURCE_TABLE
            || run->source == SOURCE_CODE || run->source == SOURCE_TABLE)
            continue;
        const struct member *end = &before->members.items[before->members.count - 1];
        bool is_short = before->members.count <= 2 || run->members.count <= 2;
        if (!is_short || end->phrase.last + 1 != run->members.items[0].phrase.number
            || end->line >= run->members.items[0].line)
            continue;
        for (size_t i = 0; i < run->members.count; i++)
            array_add(series->arena, &before->members, run->members.items[i]);
        run->members.count = 0;
        last[run->family] = before;
    }
}

void series_add_keyed(struct series *series)
{
    struct grouping *grouping = arena_new(series->arena, struct grouping);
    grouping->series = series;
    for (uint32_t i = 0; i < series->passages->list.count; i++)
        add_passage(grouping, i);
    list_each(run, run, series->runs)
        drop_dotted(run);
    join_runs(series);
}
