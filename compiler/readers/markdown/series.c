// Finds the series of a document's phases.

#include "readers/markdown/series.h"

#include "readers/markdown/words.h"

void series_add_run(struct series *series, struct run *run)
{
    list_add(&series->runs, run);
}

bool series_is_rollback(const struct series *series, uint32_t index)
{
    if (series->is_rollback_document)
        return false;
    const struct passage *passage = &series->passages->list.items[index];
    if (passage->kind == PASSAGE_HEADING && passage->level > 1
        && (passage->section == SECTION_TRIGGERS || passage->section == SECTION_ROLLBACK)) {
        struct phrase phrase;
        if (!phrase_parse(passage->text, &phrase))
            return true;
    }
    for (uint32_t at = passage->heading; at != NO_PASSAGE;) {
        const struct passage *heading = &series->passages->list.items[at];
        struct phrase phrase;
        bool is_rollback =
            heading->section == SECTION_ROLLBACK || heading->section == SECTION_TRIGGERS;
        if (heading->level > 1 && is_rollback && !phrase_parse(heading->text, &phrase))
            return true;
        at = heading->heading;
    }
    return false;
}

static void find_title(struct series *series)
{
    for (uint32_t i = 0; i < series->passages->list.count; i++) {
        const struct passage *passage = &series->passages->list.items[i];
        if (passage->kind != PASSAGE_HEADING || passage->level > 1 || passage->is_plain_heading)
            continue;
        series->title = passage->text;
        series->is_rollback_document = passage->section == SECTION_ROLLBACK;
        return;
    }
}

void series_find(struct series *series, struct arena *arena, const struct passages *passages)
{
    *series = (struct series){.arena = arena, .passages = passages};
    if (!passages->list.count)
        return;
    find_title(series);
    series_add_keyed(series);
    series_add_unkeyed(series);
    series_score(series);
}
