// reader markdown: the documents that teams already write
#include "readers/reader.h"

#include "readers/markdown/findings.h"
#include "readers/markdown/html-comments.h"
#include "readers/markdown/metadata.h"
#include "readers/markdown/prose-plan.h"
#include "readers/markdown/stated.h"
#include "readers/markdown/words.h"

// Headings that name a plan ("Cut-over plan: A to B"), and those that speak of a migration.
static bool names_plan(const struct passage *heading)
{
    static const char *const words[] = {"plan",     "plans",          "runbook", "playbook",
                                        "cut-over", "migrationsplan", "plano",   "план",
                                        "计划",     "計画",           NULL};
    return words_find_any(heading->text.str, words);
}

static bool speaks_of_migration(const struct passage *heading)
{
    static const char *const words[] = {"migration", "migrate", "migrating", "rollout",  "upgrade",
                                        "upgrading", "moving",  "migración", "migração", "миграция",
                                        "迁移",      "移行",    NULL};
    return words_find_any(heading->text.str, words);
}

// A heading that stands above the phases and says no more than that they follow.
static bool is_only_container(const struct passage *heading)
{
    return heading->section != SECTION_UNKNOWN
           && (heading->section != SECTION_PHASES
               || str_find_char(heading->text.str, ':', 0) == STR_NOT_FOUND)
           && heading->level > 1;
}

static uint32_t find_first_title(const struct passages *passages)
{
    for (uint32_t i = 0; i < passages->list.count; i++) {
        const struct passage *heading = &passages->list.items[i];
        if (heading->kind == PASSAGE_HEADING && heading->level == 1
            && heading->section != SECTION_OVERVIEW)
            return i;
    }
    return NO_PASSAGE;
}

// The heading that names the plan: the innermost one above the phases that says "Plan: …" or
// is of the first level, else the outermost that speaks of a migration, else the first of
// the first level.
static uint32_t find_title(const struct passages *passages, const struct run *run)
{
    uint32_t outermost = NO_PASSAGE;
    uint32_t at = passages->list.items[run->members.items[0].passage].heading;
    for (; at != NO_PASSAGE; at = passages->list.items[at].heading) {
        const struct passage *heading = &passages->list.items[at];
        if (is_only_container(heading))
            continue;
        bool is_titled =
            names_plan(heading) && str_find_char(heading->text.str, ':', 0) != STR_NOT_FOUND;
        if (is_titled || (heading->level == 1 && heading->section != SECTION_OVERVIEW))
            return at;
        if (speaks_of_migration(heading))
            outermost = at;
    }
    return outermost != NO_PASSAGE ? outermost : find_first_title(passages);
}

// Without emoji at its ends.
static struct text without_ornaments(struct text title)
{
    size_t start = words_skip_ornaments(title.str, 0), end = words_trim_ornaments(title.str);
    return end > start ? text_slice(title, start, end) : title;
}

// "moves/orders.md" is called "orders".
static struct text name_of_file(struct unit *unit)
{
    struct str path = unit->file->path;
    size_t start = path.length;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    size_t end = str_find_char(path, '.', start);
    struct str name = str_slice(path, start, end == STR_NOT_FOUND ? path.length : end);
    struct span place = {unit->file->base, unit->file->base};
    return text_for_span(&unit->arena, name.length ? name : STR("plan"), place);
}

static const struct markdown_block *front_matter_of(const struct markdown_block *document)
{
    const struct markdown_block *first = document->children.first;
    return first && first->kind == MARKDOWN_FRONT_MATTER ? first : NULL;
}

// `numbering 0`, where the first phase is number 0.
static void write_numbering(struct prose_plan *plan)
{
    const struct phase_draft *first = plan->phases.drafts.first;
    if (!first->has_number || first->number != 0)
        return;
    struct span place = first->statement->span;
    struct statement *statement = write_statement(&plan->writer, place, "numbering");
    add_word(&plan->writer, statement, WORD_NUMBER, STR("0"), place);
}

static void write_plan(struct unit *unit, struct document *document,
                       const struct markdown_block *tree, const struct series *series)
{
    struct writer file = {.arena = &unit->arena, .list = &document->statements};
    struct statement *statement = write_statement(&file, span_of_file(unit->file), "plan");
    struct prose_plan plan = {
        .unit = unit,
        .writer = write_block(&file, statement, span_of_file(unit->file)),
        .passages = series->passages,
        .series = series,
        .title_heading = find_title(series->passages, series->best),
    };
    const struct markdown_block *front_matter = front_matter_of(tree);
    struct text title = TEXT_NONE, name = TEXT_NONE;
    phases_read(&plan.phases, unit, series->passages, series->best);
    write_numbering(&plan);
    if (front_matter)
        metadata_write_front_matter(&plan.writer, front_matter, &title, &name);
    if (plan.title_heading != NO_PASSAGE)
        title = without_ornaments(series->passages->list.items[plan.title_heading].text);
    if (!title.str.length)
        title = name.str.length ? name : name_of_file(unit);
    add_text(&file, statement, title);
    statement->span = statement->words.first->span = text_place(title);
    prose_plan_read(&plan);
    phases_finish(&plan.phases);
    drop_what_is_stated(&statement->block->statements);
}

// A belay fence that holds a whole plan is the plan.
static bool take_stated_plan(struct document *document)
{
    struct statement *inferred = document->statements.first;
    for (struct statement *each = inferred->block->statements.first; each; each = each->next)
        if (!each->is_inferred && word_is(each->words.first, "plan")) {
            each->next = NULL;
            document->statements = (struct statement_list){each, each};
            return true;
        }
    return false;
}

static void read(struct unit *unit)
{
    struct document *document = arena_new(&unit->arena, struct document);
    document->file = unit->file;
    unit->document = document;
    struct markdown_repairs repairs;
    struct passages passages = {0};
    struct series series;
    const struct markdown_block *tree = markdown_parse(unit, &repairs);
    passages_collect(&passages, &unit->arena, tree);
    series_find(&series, &unit->arena, &passages);
    report_repairs(unit, &repairs);
    html_comments_read(unit, &passages);
    if (!series.best) {
        report_series(unit, &series);
        return;
    }
    write_plan(unit, document, tree, &series);
    if (!take_stated_plan(document))
        report_series(unit, &series);
}

const struct reader reader_markdown = {"markdown", ".md .markdown", read};
