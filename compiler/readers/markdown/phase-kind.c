// The kind of a phase, from its SQL or from the words of its title.

#include "readers/markdown/phase-kind.h"

#include "readers/markdown/words.h"

static const struct {
    const char *phrase;
    enum phase_kind kind;
} title_phrases[] = {
    { "preparation", KIND_PREPARE },       { "prepare", KIND_PREPARE },
    { "preparing", KIND_PREPARE },         { "pre-migration", KIND_PREPARE },
    { "backups?", KIND_PREPARE },          { "setup", KIND_PREPARE },
    { "set up", KIND_PREPARE },            { "foundations?", KIND_PREPARE },
    { "prerequisites", KIND_PREPARE },     { "pre-flight", KIND_PREPARE },
    { "preparación", KIND_PREPARE },       { "préparation", KIND_PREPARE },
    { "vorbereitung", KIND_PREPARE },      { "подготовка", KIND_PREPARE },
    { "准备", KIND_PREPARE },               { "準備", KIND_PREPARE },
    { "expand", KIND_EXPAND },             { "expansion", KIND_EXPAND },
    { "add columns?", KIND_EXPAND },       { "add new columns?", KIND_EXPAND },
    { "add the * columns?", KIND_EXPAND }, { "add * columns?", KIND_EXPAND },
    { "add new table", KIND_EXPAND },      { "add * tables?", KIND_EXPAND },
    { "create * tables?", KIND_EXPAND },   { "create schema", KIND_EXPAND },
    { "create * schema", KIND_EXPAND },    { "schema migration", KIND_EXPAND },
    { "schema changes?", KIND_EXPAND },    { "erweiterung", KIND_EXPAND },
    { "erweitern", KIND_EXPAND },          { "expandir", KIND_EXPAND },
    { "расширение", KIND_EXPAND },         { "扩展", KIND_EXPAND },
    { "拡張", KIND_EXPAND },
    { "deploy code", KIND_DEPLOY },        { "deploy new code", KIND_DEPLOY },
    { "deploy * code", KIND_DEPLOY },      { "application migration", KIND_DEPLOY },
    { "code changes?", KIND_DEPLOY },      { "code migration", KIND_DEPLOY },
    { "application changes?", KIND_DEPLOY }, { "dark launch", KIND_DEPLOY },
    { "部署代码", KIND_DEPLOY },
    { "dual-writes?", KIND_DUAL_WRITE },   { "double-writes?", KIND_DUAL_WRITE },
    { "dual-writing", KIND_DUAL_WRITE },   { "write to both", KIND_DUAL_WRITE },
    { "writes? both", KIND_DUAL_WRITE },   { "parallel writes?", KIND_DUAL_WRITE },
    { "replication", KIND_DUAL_WRITE },    { "doppeltes schreiben", KIND_DUAL_WRITE },
    { "paralleles schreiben", KIND_DUAL_WRITE }, { "escritura dual", KIND_DUAL_WRITE },
    { "escritura doble", KIND_DUAL_WRITE }, { "double écriture", KIND_DUAL_WRITE },
    { "двойная запись", KIND_DUAL_WRITE }, { "双写", KIND_DUAL_WRITE },
    { "雙寫", KIND_DUAL_WRITE },            { "二重書き込み", KIND_DUAL_WRITE },
    { "back-fill", KIND_BACKFILL },        { "back-filling", KIND_BACKFILL },
    { "data migration", KIND_BACKFILL },   { "migrate data", KIND_BACKFILL },
    { "migrate * data", KIND_BACKFILL },   { "copy data", KIND_BACKFILL },
    { "copy * data", KIND_BACKFILL },      { "copy history", KIND_BACKFILL },
    { "copy * rows", KIND_BACKFILL },      { "bulk load", KIND_BACKFILL },
    { "datenmigration", KIND_BACKFILL },   { "daten übernehmen", KIND_BACKFILL },
    { "nachbefüllung", KIND_BACKFILL },    { "migración de datos", KIND_BACKFILL },
    { "migration des données", KIND_BACKFILL }, { "миграция данных", KIND_BACKFILL },
    { "数据迁移", KIND_BACKFILL },          { "回填", KIND_BACKFILL },
    { "データ移行", KIND_BACKFILL },
    { "dual-reads?", KIND_SHADOW_READ },   { "shadow-reads?", KIND_SHADOW_READ },
    { "dark-reads?", KIND_SHADOW_READ },   { "shadow reading", KIND_SHADOW_READ },
    { "compare reads", KIND_SHADOW_READ }, { "schattenlesen", KIND_SHADOW_READ },
    { "影子读", KIND_SHADOW_READ },         { "双读", KIND_SHADOW_READ },
    { "validate", KIND_VERIFY },           { "validation", KIND_VERIFY },
    { "verify", KIND_VERIFY },             { "verification", KIND_VERIFY },
    { "reconcile", KIND_VERIFY },          { "reconciliation", KIND_VERIFY },
    { "parity", KIND_VERIFY },             { "testing", KIND_VERIFY },
    { "prüfung", KIND_VERIFY },            { "validierung", KIND_VERIFY },
    { "verificación", KIND_VERIFY },       { "vérification", KIND_VERIFY },
    { "проверка", KIND_VERIFY },           { "验证", KIND_VERIFY },
    { "検証", KIND_VERIFY },
    { "canary", KIND_ENABLE },             { "pilot", KIND_ENABLE },
    { "beta", KIND_ENABLE },               { "enable for #%", KIND_ENABLE },
    { "灰度", KIND_ENABLE },
    { "ramp", KIND_RAMP },                 { "ramp up", KIND_RAMP },
    { "gradual rollout", KIND_RAMP },      { "flip read traffic", KIND_RAMP },
    { "shift * traffic gradually", KIND_RAMP }, { "schrittweise umstellung", KIND_RAMP },
    { "逐步放量", KIND_RAMP },
    { "cut-over", KIND_CUTOVER },          { "switch", KIND_CUTOVER },
    { "switch-over", KIND_CUTOVER },       { "flip", KIND_CUTOVER },
    { "go-live", KIND_CUTOVER },           { "traffic shift", KIND_CUTOVER },
    { "read from new", KIND_CUTOVER },     { "read from the new", KIND_CUTOVER },
    { "switch reads", KIND_CUTOVER },      { "umschaltung", KIND_CUTOVER },
    { "umschalten", KIND_CUTOVER },        { "umstellung", KIND_CUTOVER },
    { "bascule", KIND_CUTOVER },           { "corte", KIND_CUTOVER },
    { "переключение", KIND_CUTOVER },      { "切换", KIND_CUTOVER },
    { "切替", KIND_CUTOVER },               { "切り替え", KIND_CUTOVER },
    { "stop writes", KIND_PROMOTE },       { "stop * writes", KIND_PROMOTE },
    { "stop writing", KIND_PROMOTE },      { "promote", KIND_PROMOTE },
    { "promotion", KIND_PROMOTE },         { "make * primary", KIND_PROMOTE },
    { "read-only old", KIND_PROMOTE },     { "停止双写", KIND_PROMOTE },
    { "soak", KIND_OBSERVE },              { "monitor", KIND_OBSERVE },
    { "monitoring", KIND_OBSERVE },        { "stabilise", KIND_OBSERVE },
    { "stabilize", KIND_OBSERVE },         { "stabilisation", KIND_OBSERVE },
    { "stabilization", KIND_OBSERVE },     { "stabilisierung", KIND_OBSERVE },
    { "hypercare", KIND_OBSERVE },         { "observe", KIND_OBSERVE },
    { "beobachtung", KIND_OBSERVE },       { "观察", KIND_OBSERVE },
    { "contract", KIND_CONTRACT },         { "contraction", KIND_CONTRACT },
    { "drop old", KIND_CONTRACT },         { "drop * old", KIND_CONTRACT },
    { "drop * columns?", KIND_CONTRACT },  { "drop * tables?", KIND_CONTRACT },
    { "remove old", KIND_CONTRACT },       { "remove * old", KIND_CONTRACT },
    { "remove * columns?", KIND_CONTRACT }, { "remove legacy", KIND_CONTRACT },
    { "alte spalten? entfernen", KIND_CONTRACT }, { "eliminar columna", KIND_CONTRACT },
    { "сжатие", KIND_CONTRACT },           { "删除旧", KIND_CONTRACT },
    { "decommission", KIND_DECOMMISSION }, { "decommissioning", KIND_DECOMMISSION },
    { "retire", KIND_DECOMMISSION },       { "shut-down", KIND_DECOMMISSION },
    { "sunset", KIND_DECOMMISSION },       { "abschaltung", KIND_DECOMMISSION },
    { "abschalten", KIND_DECOMMISSION },   { "desmantelamiento", KIND_DECOMMISSION },
    { "décommissionnement", KIND_DECOMMISSION }, { "вывод из эксплуатации", KIND_DECOMMISSION },
    { "下线", KIND_DECOMMISSION },          { "廃止", KIND_DECOMMISSION },
    { "clean-up", KIND_CLEANUP },          { "clean up", KIND_CLEANUP },
    { "cleaning up", KIND_CLEANUP },       { "tidy", KIND_CLEANUP },
    { "tidy up", KIND_CLEANUP },           { "remove flags?", KIND_CLEANUP },
    { "remove * flags?", KIND_CLEANUP },   { "aufräumen", KIND_CLEANUP },
    { "bereinigung", KIND_CLEANUP },       { "limpieza", KIND_CLEANUP },
    { "nettoyage", KIND_CLEANUP },         { "очистка", KIND_CLEANUP },
    { "清理", KIND_CLEANUP },               { "クリーンアップ", KIND_CLEANUP },
};

// ---- SQL

// The offset behind a comment or quoted text at `at`, or `at`.
static size_t skip_quoted(struct str code, size_t at)
{
    struct str rest = str_from(code, at);
    size_t end = at;
    if (str_starts_with(rest, STR("--")))
        end = str_find_char(code, '\n', at);
    else if (str_starts_with(rest, STR("/*")))
        end = str_find(code, STR("*/"), at + 2);
    else if (rest.data[0] == '\'' || rest.data[0] == '"')
        end = str_find_char(code, rest.data[0], at + 1);
    else
        return at;
    return end == STR_NOT_FOUND ? code.length : end + 1;
}

static void note_verb(struct sql_deeds *deeds, struct str code, size_t at, bool begins_statement)
{
    static const char *const adding[] = { "add column", "create * table", "create schema",
                                          "create unique index", "create index",
                                          "create * view", NULL };
    static const char *const filling[] = { "update", "insert into", "merge into", NULL };
    static const char *const removing[] = { "drop column", "drop table", "drop schema",
                                            "set not null", "truncate", NULL };
    if (words_match_any(code, at, removing))
        deeds->removes = true;
    else if (words_match_any(code, at, adding))
        deeds->adds = true;
    else if (begins_statement && words_match_any(code, at, filling))
        deeds->fills = true;
}

void sql_deeds_add(struct sql_deeds *deeds, struct str code)
{
    bool begins_statement = true; // UPDATE is a verb there, and not in ON UPDATE or FOR UPDATE
    for (size_t at = 0; at < code.length;) {
        size_t behind = skip_quoted(code, at);
        if (behind > at) {
            at = behind;
            continue;
        }
        if (char_is_letter(code.data[at]) && (at == 0 || !char_is_word(code.data[at - 1])))
            note_verb(deeds, code, at, begins_statement);
        if (!char_is_blank(code.data[at]))
            begins_statement = strchr(";)", code.data[at]) != NULL;
        at++;
    }
}

// ---- the kind

static enum phase_kind kind_of_title(struct str title)
{
    size_t longest = 0;
    enum phase_kind kind = KIND_OTHER;
    for (size_t i = 0; i < sizeof title_phrases / sizeof *title_phrases; i++) {
        size_t length = strlen(title_phrases[i].phrase);
        if (length <= longest || !words_find(title, title_phrases[i].phrase, NULL, NULL))
            continue;
        longest = length;
        kind = title_phrases[i].kind;
    }
    return kind;
}

enum phase_kind phase_kind_of(struct str title, const struct sql_deeds *deeds, bool has_expanded)
{
    enum phase_kind kind = kind_of_title(title);
    int count = deeds->adds + deeds->fills + deeds->removes;
    if (count == 1 || (count == 2 && deeds->removes && !deeds->adds))
        return deeds->removes ? KIND_CONTRACT : deeds->adds ? KIND_EXPAND : KIND_BACKFILL;
    if (kind == KIND_OTHER && deeds->adds)
        return KIND_EXPAND;
    bool is_of_data = kind == KIND_CLEANUP && words_find(title, "data clean-up", NULL, NULL);
    return is_of_data && !has_expanded ? KIND_OTHER : kind;
}
