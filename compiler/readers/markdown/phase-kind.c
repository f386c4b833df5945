// The kind of a phase, from its SQL or from the words of its title.

#include "readers/markdown/phase-kind.h"

#include "readers/markdown/words.h"

static const struct {
    const char *phrase, *kind;
} title_phrases[] = {
    {"preparation", "prepare"},
    {"prepare", "prepare"},
    {"preparing", "prepare"},
    {"pre-migration", "prepare"},
    {"backups?", "prepare"},
    {"setup", "prepare"},
    {"set up", "prepare"},
    {"foundations?", "prepare"},
    {"prerequisites", "prepare"},
    {"pre-flight", "prepare"},
    {"preparación", "prepare"},
    {"préparation", "prepare"},
    {"vorbereitung", "prepare"},
    {"подготовка", "prepare"},
    {"准备", "prepare"},
    {"準備", "prepare"},
    {"expand", "expand"},
    {"expansion", "expand"},
    {"add columns?", "expand"},
    {"add new columns?", "expand"},
    {"add the * columns?", "expand"},
    {"add * columns?", "expand"},
    {"add new table", "expand"},
    {"add * tables?", "expand"},
    {"create * tables?", "expand"},
    {"create schema", "expand"},
    {"create * schema", "expand"},
    {"schema migration", "expand"},
    {"schema changes?", "expand"},
    {"erweiterung", "expand"},
    {"erweitern", "expand"},
    {"expandir", "expand"},
    {"расширение", "expand"},
    {"扩展", "expand"},
    {"拡張", "expand"},
    {"deploy code", "deploy"},
    {"deploy new code", "deploy"},
    {"deploy * code", "deploy"},
    {"application migration", "deploy"},
    {"code changes?", "deploy"},
    {"code migration", "deploy"},
    {"application changes?", "deploy"},
    {"dark launch", "deploy"},
    {"部署代码", "deploy"},
    {"dual-writes?", "dual-write"},
    {"double-writes?", "dual-write"},
    {"dual-writing", "dual-write"},
    {"write to both", "dual-write"},
    {"writes? both", "dual-write"},
    {"parallel writes?", "dual-write"},
    {"replication", "dual-write"},
    {"doppeltes schreiben", "dual-write"},
    {"paralleles schreiben", "dual-write"},
    {"escritura dual", "dual-write"},
    {"escritura doble", "dual-write"},
    {"double écriture", "dual-write"},
    {"двойная запись", "dual-write"},
    {"双写", "dual-write"},
    {"雙寫", "dual-write"},
    {"二重書き込み", "dual-write"},
    {"back-fill", "backfill"},
    {"back-filling", "backfill"},
    {"data migration", "backfill"},
    {"migrate data", "backfill"},
    {"migrate * data", "backfill"},
    {"copy data", "backfill"},
    {"copy * data", "backfill"},
    {"copy history", "backfill"},
    {"copy * rows", "backfill"},
    {"bulk load", "backfill"},
    {"fill", "backfill"},
    {"datenmigration", "backfill"},
    {"daten übernehmen", "backfill"},
    {"nachbefüllung", "backfill"},
    {"migración de datos", "backfill"},
    {"migration des données", "backfill"},
    {"миграция данных", "backfill"},
    {"数据迁移", "backfill"},
    {"回填", "backfill"},
    {"データ移行", "backfill"},
    {"dual-reads?", "shadow-read"},
    {"shadow-reads?", "shadow-read"},
    {"dark-reads?", "shadow-read"},
    {"shadow reading", "shadow-read"},
    {"compare reads", "shadow-read"},
    {"schattenlesen", "shadow-read"},
    {"影子读", "shadow-read"},
    {"双读", "shadow-read"},
    {"validate", "verify"},
    {"validation", "verify"},
    {"verify", "verify"},
    {"verification", "verify"},
    {"reconcile", "verify"},
    {"reconciliation", "verify"},
    {"parity", "verify"},
    {"testing", "verify"},
    {"prüfung", "verify"},
    {"validierung", "verify"},
    {"verificación", "verify"},
    {"vérification", "verify"},
    {"проверка", "verify"},
    {"验证", "verify"},
    {"検証", "verify"},
    {"canary", "enable"},
    {"pilot", "enable"},
    {"beta", "enable"},
    {"enable for #%", "enable"},
    {"灰度", "enable"},
    {"ramp", "ramp"},
    {"ramp up", "ramp"},
    {"gradual rollout", "ramp"},
    {"flip read traffic", "ramp"},
    {"shift * traffic gradually", "ramp"},
    {"schrittweise umstellung", "ramp"},
    {"逐步放量", "ramp"},
    {"cut-over", "cutover"},
    {"switch", "cutover"},
    {"switch-over", "cutover"},
    {"flip", "cutover"},
    {"go-live", "cutover"},
    {"traffic shift", "cutover"},
    {"read from new", "cutover"},
    {"read from the new", "cutover"},
    {"switch reads", "cutover"},
    {"umschaltung", "cutover"},
    {"umschalten", "cutover"},
    {"umstellung", "cutover"},
    {"bascule", "cutover"},
    {"corte", "cutover"},
    {"переключение", "cutover"},
    {"切换", "cutover"},
    {"切替", "cutover"},
    {"切り替え", "cutover"},
    {"stop writes", "promote"},
    {"stop * writes", "promote"},
    {"stop writing", "promote"},
    {"promote", "promote"},
    {"promotion", "promote"},
    {"make * primary", "promote"},
    {"read-only old", "promote"},
    {"停止双写", "promote"},
    {"soak", "observe"},
    {"monitor", "observe"},
    {"monitoring", "observe"},
    {"stabilise", "observe"},
    {"stabilize", "observe"},
    {"stabilisation", "observe"},
    {"stabilization", "observe"},
    {"stabilisierung", "observe"},
    {"hypercare", "observe"},
    {"observe", "observe"},
    {"beobachtung", "observe"},
    {"观察", "observe"},
    {"contract", "contract"},
    {"contraction", "contract"},
    {"drop old", "contract"},
    {"drop * old", "contract"},
    {"drop * columns?", "contract"},
    {"drop * tables?", "contract"},
    {"remove old", "contract"},
    {"remove * old", "contract"},
    {"remove * columns?", "contract"},
    {"remove legacy", "contract"},
    {"alte spalten? entfernen", "contract"},
    {"eliminar columna", "contract"},
    {"сжатие", "contract"},
    {"删除旧", "contract"},
    {"decommission", "decommission"},
    {"decommissioning", "decommission"},
    {"retire", "decommission"},
    {"shut-down", "decommission"},
    {"sunset", "decommission"},
    {"abschaltung", "decommission"},
    {"abschalten", "decommission"},
    {"desmantelamiento", "decommission"},
    {"décommissionnement", "decommission"},
    {"вывод из эксплуатации", "decommission"},
    {"下线", "decommission"},
    {"廃止", "decommission"},
    {"clean-up", "cleanup"},
    {"clean up", "cleanup"},
    {"cleaning up", "cleanup"},
    {"tidy", "cleanup"},
    {"tidy up", "cleanup"},
    {"remove flags?", "cleanup"},
    {"remove * flags?", "cleanup"},
    {"aufräumen", "cleanup"},
    {"bereinigung", "cleanup"},
    {"limpieza", "cleanup"},
    {"nettoyage", "cleanup"},
    {"очистка", "cleanup"},
    {"清理", "cleanup"},
    {"クリーンアップ", "cleanup"},
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
    static const char *const adding[] = {"add column",
                                         "create * table",
                                         "create schema",
                                         "create unique index",
                                         "create index",
                                         "create * view",
                                         NULL};
    static const char *const filling[] = {"update", "insert into", "merge into", NULL};
    static const char *const removing[] = {"drop column",  "drop table", "drop schema",
                                           "set not null", "truncate",   NULL};
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

static const char *kind_of_title(struct str title)
{
    size_t longest = 0;
    const char *kind = "other";
    for (size_t i = 0; i < sizeof title_phrases / sizeof *title_phrases; i++) {
        size_t length = strlen(title_phrases[i].phrase);
        if (length <= longest || !words_find(title, title_phrases[i].phrase, NULL, NULL))
            continue;
        longest = length;
        kind = title_phrases[i].kind;
    }
    return kind;
}

const char *phase_kind_of(struct str title, const struct sql_deeds *deeds, bool has_expanded)
{
    const char *kind = kind_of_title(title);
    int count = deeds->adds + deeds->fills + deeds->removes;
    if (deeds->removes && !deeds->adds)
        return "contract";
    if (deeds->adds && (count == 1 || strcmp(kind, "other") == 0))
        return "expand";
    if (deeds->fills && strcmp(kind, "other") == 0) // an UPDATE may set a flag as well
        return "backfill";
    bool is_of_data = words_find(title, "data clean-up", NULL, NULL);
    return is_of_data && !has_expanded && strcmp(kind, "cleanup") == 0 ? "other" : kind;
}
