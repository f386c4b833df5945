// Knows tables by their heads.

#include "readers/markdown/table.h"

#include "readers/markdown/words.h"

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

WORDS(phase_words, "phases?", "steps?", "stages?", "fase", "etapa", "étape", "schritt", "этап",
      "шаг", "阶段", "步骤", "フェーズ");
WORDS(event_words, "phases?", "steps?", "stages?", "tasks?", "activity", "action", "milestones?",
      "event", "fase", "etapa", "étape", "schritt", "этап", "阶段", "步骤", "フェーズ");
WORDS(rollback_words, "roll-back", "revert", "how to * back", "undo", "recovery", "rücknahme",
      "откат", "回滚", "回滾", "ロールバック");
WORDS(loss_words, "data loss", "loss", "loses", "datenverlust", "pérdida", "perte", "数据丢失",
      "データ損失");
WORDS(effort_words, "difficulty", "complexity", "effort", "aufwand", "dificultad", "难度");
WORDS(time_words, "time", "durations?", "dauer", "duración", "durée", "estimates?", "estimated",
      "timeline", "when", "dates?", "weeks?", "schedule", "zeitraum", "时间", "所要時間");
WORDS(metric_words, "metrics?", "trigger", "condition", "kpi", "signal", "indicator", "metrik",
      "auslöser", "métrica", "métrique", "指标", "指標");
WORDS(threshold_words, "thresholds?", "value", "limit", "schwelle", "schwellwert", "umbral",
      "seuil", "阈值", "閾値");
WORDS(action_words, "action", "response", "reaction", "aktion", "maßnahme", "acción", "操作",
      "対応");
WORDS(risk_words, "risks?", "riesgo", "risiko", "risque", "риск", "风险", "リスク");
WORDS(probability_words, "probability", "likelihood", "chance", "wahrscheinlichkeit",
      "probabilidad", "probabilité", "вероятность", "概率", "可能性", "確率");
WORDS(impact_words, "impact", "severity", "auswirkung", "impacto", "влияние", "影响", "影響");
WORDS(mitigation_words, "mitigation", "mitigations", "contingency", "response", "gegenmaßnahme",
      "mitigación", "atténuation", "меры", "缓解", "対策");
WORDS(aspect_words, "aspect", "component", "area", "item", "bereich", "aspecto", "方面", "項目");
WORDS(current_words, "current", "before", "old", "from", "as-is", "source", "ist", "aktuell",
      "bisher", "actual", "当前", "現状");
WORDS(target_words, "target", "after", "new", "to", "to-be", "proposed", "future", "soll", "neu",
      "objetivo", "cible", "目标", "目標");
WORDS(needs_words, "changes required", "changes?", "required", "action", "effort", "änderungen",
      "notes?");
WORDS(file_words, "files?", "component", "path", "module", "datei", "fichero", "文件");
WORDS(change_words, "changes?", "action", "reason", "purpose", "description", "änderung", "cambio",
      "变更");
WORDS(deploy_words, "deploy phase", "phases?", "deploy", "when", "fase", "阶段");
WORDS(message_words, "message", "content", "what", "update", "nachricht", "mensaje", "内容");
WORDS(audience_words, "audience", "stakeholders?", "who", "recipients?", "zielgruppe", "público",
      "对象");
WORDS(channel_words, "channel", "medium", "method", "kanal", "canal", "渠道");
WORDS(goal_words, "target", "goal", "ziel", "objetivo", "目标", "目標");

WORDS(key_words, "field", "key", "property", "attribute", "item", "eigenschaft", "campo", "champ",
      "字段", "项目", "項目");

struct column {
    const char *const *words;
    bool is_needed;
};

static const struct shape {
    enum table_kind kind;
    struct column columns[MAX_COLUMNS];
    int least; // columns that there must be
} shapes[] = {
    {TABLE_ROLLBACK,
     {{phase_words, true},
      {rollback_words, true},
      {loss_words, false},
      {effort_words, false},
      {time_words, false}},
     2},
    {TABLE_TRIGGERS, {{metric_words, true}, {threshold_words, true}, {action_words, true}}, 3},
    {TABLE_RISKS,
     {{risk_words, true},
      {probability_words, false},
      {impact_words, false},
      {mitigation_words, false}},
     2},
    {TABLE_COMPARISON,
     {{aspect_words, false}, {current_words, true}, {target_words, true}, {needs_words, false}},
     2},
    {TABLE_CHANGES, {{file_words, true}, {change_words, true}, {deploy_words, false}}, 2},
    {TABLE_COMMUNICATION,
     {{message_words, false}, {audience_words, true}, {time_words, false}, {channel_words, false}},
     2},
    {TABLE_SUCCESS, {{metric_words, true}, {goal_words, true}}, 2},
    {TABLE_TIMELINE, {{event_words, true}, {time_words, true}}, 2},
};

static int count_cells(const struct markdown_block *row, struct text cells[MAX_CELLS])
{
    int count = 0;
    list_each(markdown_block, cell, row->children)
        if (count < MAX_CELLS)
            cells[count++] = text_trim(cell->text);
    return count;
}

static bool try_shape(const struct shape *shape, const struct text *cells, int count,
                      struct table *table)
{
    bool is_taken[MAX_CELLS] = {false};
    int found = 0;
    for (int i = 0; i < MAX_COLUMNS; i++) {
        table->columns[i] = -1;
        if (!shape->columns[i].words)
            continue;
        for (int k = 0; k < count && table->columns[i] < 0; k++)
            if (!is_taken[k] && words_find_any(cells[k].str, shape->columns[i].words))
                table->columns[i] = k;
        if (table->columns[i] < 0 && shape->columns[i].is_needed)
            return false;
        if (table->columns[i] >= 0) {
            is_taken[table->columns[i]] = true;
            found++;
        }
    }
    table->kind = shape->kind;
    return found >= shape->least;
}

struct table table_read(const struct markdown_block *block, bool is_overview)
{
    struct text cells[MAX_CELLS];
    struct table table = {.kind = TABLE_OTHER};
    if (!block->children.first)
        return table;
    int count = count_cells(block->children.first, cells);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (try_shape(&shapes[i], cells, count, &table)) {
            // What is compared is in the first column, whatever that is called.
            if (table.kind == TABLE_COMPARISON && table.columns[0] < 0)
                table.columns[0] = table.columns[1] == 0 || table.columns[2] == 0 ? -1 : 0;
            if (table.kind != TABLE_RISKS || table.columns[0] <= 1)
                return table;
        }
    bool has_keys = count == 2 && (!cells[0].str.length || words_find_any(cells[0].str, key_words));
    table = (struct table){.kind = is_overview && has_keys ? TABLE_METADATA : TABLE_OTHER};
    table.columns[1] = 1;
    return table;
}

struct text table_cell(const struct table *table, const struct markdown_block *row, int column)
{
    int at = column < MAX_COLUMNS ? table->columns[column] : -1;
    if (at < 0)
        return TEXT_NONE;
    list_each(markdown_block, cell, row->children)
        if (at-- == 0)
            return text_trim(cell->text);
    return TEXT_NONE;
}
