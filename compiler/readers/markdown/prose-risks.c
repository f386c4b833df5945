// Risks: headings, labels, items and rows.

#include "readers/markdown/prose-plan.h"
#include "readers/markdown/words.h"

static const struct {
    const char *word, *level;
} levels[] = {
    {"very low", "low"},
    {"low", "low"},
    {"medium", "medium"},
    {"med", "medium"},
    {"moderate", "medium"},
    {"high", "high"},
    {"very high", "critical"},
    {"critical", "critical"},
    {"severe", "critical"},
    {"niedrig", "low"},
    {"gering", "low"},
    {"mittel", "medium"},
    {"hoch", "high"},
    {"kritisch", "critical"},
    {"bajo", "low"},
    {"baja", "low"},
    {"medio", "medium"},
    {"media", "medium"},
    {"alto", "high"},
    {"alta", "high"},
    {"crítico", "critical"},
    {"faible", "low"},
    {"moyen", "medium"},
    {"élevé", "high"},
    {"низкий", "low"},
    {"низкая", "low"},
    {"средний", "medium"},
    {"средняя", "medium"},
    {"высокий", "high"},
    {"высокая", "high"},
    {"低", "low"},
    {"中", "medium"},
    {"高", "high"},
};

static const char *level_of(struct str text)
{
    size_t at = words_skip_ornaments(text, 0), longest = 0;
    const char *level = NULL;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t end = words_match(text, at, levels[i].word);
        if (end <= longest)
            continue;
        longest = end;
        level = levels[i].level;
    }
    return level;
}

// "Risk 2: Slow queries": the title behind the number.
static struct text title_of(struct text heading)
{
    static const char *const leads[] = {"risk #", "risiko #", "riesgo #", "risque #",
                                        "r#",     "risk",     NULL};
    size_t start = words_skip_ornaments(heading.str, 0);
    size_t end = words_match_any(heading.str, start, leads);
    size_t at = words_skip_blanks(heading.str, end);
    bool is_marked = at < heading.str.length
                     && (strchr(":.", heading.str.data[at]) || words_dash(heading.str, at));
    if (!end || !is_marked)
        return heading_core(heading);
    at += words_dash(heading.str, at) ? words_dash(heading.str, at) : 1;
    struct text title = text_trim(text_slice(heading, at, heading.str.length));
    return title.str.length ? title : heading;
}

void plan_open_risk(struct prose_plan *plan, struct text title)
{
    title = title_of(title);
    plan->risk_statement = write_text(&plan->writer, "risk", title);
    plan->risk = write_block(&plan->writer, plan->risk_statement, text_place(title));
}

static void add_level(struct prose_plan *plan, const char *keyword, struct text text)
{
    const char *level = level_of(text.str);
    list_each(statement, statement, *plan->risk.list)
        if (word_is(statement->words.first, keyword))
            level = NULL;
    if (!level) {
        plan_note(plan, text);
        return;
    }
    struct statement *statement = write_statement(&plan->risk, text_place(text), keyword);
    add_name(&plan->risk, statement, level, text_place(text));
}

void plan_write_risk(struct prose_plan *plan, const struct text cells[4])
{
    if (!cells[0].str.length)
        return;
    plan_open_risk(plan, cells[0]);
    if (cells[1].str.length)
        add_level(plan, "probability", cells[1]);
    if (cells[2].str.length)
        add_level(plan, "impact", cells[2]);
    if (cells[3].str.length)
        write_text(&plan->risk, "mitigation", cells[3]);
    plan->risk.list = NULL;
}

bool plan_read_risk_label(struct prose_plan *plan, const struct label *label)
{
    static const char *const mitigations[] = {"mitigations?",
                                              "mitigation strategy",
                                              "response",
                                              "gegenmaßnahmen?",
                                              "mitigación",
                                              "atténuation",
                                              "缓解",
                                              "対策",
                                              NULL};
    static const char *const probabilities[] = {
        "probability", "likelihood", "wahrscheinlichkeit", "probabilidad", "probabilité",
        "概率",        NULL};
    static const char *const impacts[] = {"impact",  "severity", "auswirkung",
                                          "impacto", "影响",     NULL};
    struct str text = label->text.str;
    bool is_open = plan->risk.list != NULL;
    if (words_match(text, 0, "risk") == text.length && label->tail.str.length) {
        if (is_open && !plan->risk.list->first) // a name was all that is known of it
            plan_note(plan, label->tail);
        else
            plan_open_risk(plan, label->tail);
        return true;
    }
    if (is_open && words_match_any(text, 0, mitigations)) {
        if (label->tail.str.length)
            write_text(&plan->risk, "mitigation", label->tail);
        return true;
    }
    if (is_open && words_match_any(text, 0, probabilities) && label->tail.str.length) {
        add_level(plan, "probability", label->tail);
        return true;
    }
    if (is_open && words_match_any(text, 0, impacts) && label->tail.str.length) {
        add_level(plan, "impact", label->tail);
        return true;
    }
    return false;
}

// "URLs break → redirect them": what stands behind the arrow is the mitigation.
static void split_at_arrow(struct text *title, struct text *answer)
{
    static const char *const arrows[] = { "→", "⇒", "->", "=>" };
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
        size_t at = str_find(title->str, str_of(arrows[i]), 0);
        if (at == STR_NOT_FOUND || at == 0)
            continue;
        *answer = text_trim(text_slice(*title, at + strlen(arrows[i]), title->str.length));
        *title = text_trim(text_slice(*title, 0, at));
        return;
    }
}

// An item that is a risk, with its mitigations nested in it.
static uint32_t read_risk_item(struct prose_plan *plan, uint32_t index)
{
    const struct passage *item = plan_passage(plan, index);
    const struct label *label = &item->label;
    struct text title = item->text, answer = TEXT_NONE;
    bool is_split = label->is_bold && label->tail.str.length;
    if (is_split) {
        title = label->text;
        answer = label->tail;
    } else
        split_at_arrow(&title, &answer);
    plan_open_risk(plan, title);
    if (answer.str.length)
        write_text(&plan->risk, "mitigation", answer);
    for (uint32_t i = index + 1; i < item->end; i++) {
        const struct passage *part = plan_passage(plan, i);
        bool is_label = text_is_set(part->label.text) && plan_read_risk_label(plan, &part->label);
        if (!is_label && part->text.str.length && part->kind != PASSAGE_HTML)
            write_text(&plan->risk, "mitigation", part->text);
    }
    plan->risk.list = NULL;
    return item->end;
}

uint32_t plan_read_risk(struct prose_plan *plan, uint32_t index)
{
    const struct passage *passage = plan_passage(plan, index);
    if (text_is_set(passage->label.text) && plan_read_risk_label(plan, &passage->label))
        return index + 1;
    if (passage->box != BOX_NONE) {
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
        return index + 1;
    }
    if (passage->kind == PASSAGE_ITEM && plan->risk.list)
        write_text(&plan->risk, "mitigation", passage->text);
    else if (passage->kind == PASSAGE_ITEM && passage->level == 1)
        return read_risk_item(plan, index);
    else if (passage->label.is_bold && !passage->label.tail.str.length)
        plan_open_risk(plan, passage->label.text);
    else
        plan_note(plan, passage->text);
    return index + 1;
}
