// The words of phase phrases, language by language.

#include "readers/markdown/phrase.h"

const struct key_word key_words[] = {
    {"phases?", KEY_PHASE},    {"sub-phases?", KEY_PHASE},  {"fases?", KEY_PHASE},
    {"subfases?", KEY_PHASE},  {"faza", KEY_PHASE},         {"fazy", KEY_PHASE},
    {"fasi", KEY_PHASE},       {"фаза", KEY_PHASE},         {"aşama", KEY_PHASE},
    {"giai đoạn", KEY_PHASE},  {"阶段", KEY_PHASE},         {"階段", KEY_PHASE},
    {"段階", KEY_PHASE},       {"フェーズ", KEY_PHASE},     {"단계", KEY_PHASE},
    {"stages?", KEY_STAGE},    {"etapas?", KEY_STAGE},      {"étapes?", KEY_STAGE},
    {"etappen?", KEY_STAGE},   {"stufen?", KEY_STAGE},      {"etap", KEY_STAGE},
    {"этап", KEY_STAGE},       {"tahap", KEY_STAGE},        {"waves?", KEY_WAVE},
    {"milestones?", KEY_WAVE}, {"meilenstein", KEY_WAVE},   {"jalon", KEY_WAVE},
    {"sprints?", KEY_SPRINT},  {"iterations?", KEY_SPRINT}, {"increment", KEY_SPRINT},
    {"спринт", KEY_SPRINT},    {"steps?", KEY_STEP},        {"pasos?", KEY_STEP},
    {"passos?", KEY_STEP},     {"schritte?", KEY_STEP},     {"krok", KEY_STEP},
    {"шаг", KEY_STEP},         {"langkah", KEY_STEP},       {"bước", KEY_STEP},
    {"adım", KEY_STEP},        {"步骤", KEY_STEP},          {"步驟", KEY_STEP},
    {"手順", KEY_STEP},        {"ステップ", KEY_STEP},      {"parts?", KEY_PART},
    {"rounds?", KEY_PART},     {"deploy", KEY_PART},        {"deployment", KEY_PART},
    {"release", KEY_PART},     {"pull request", KEY_PART},  {"prs?", KEY_PART},
    {"components?", KEY_PART}, {"tasks?", KEY_TASK},        {"task groups?", KEY_TASK},
    {"changes?", KEY_TASK},    {"batch", KEY_BATCH},        {"track", KEY_TRACK},
    {"gate", KEY_GATE},        {"tier", KEY_TIER},          {"weeks?", KEY_WEEK},
    {"semanas?", KEY_WEEK},    {"semaines?", KEY_WEEK},     {"wochen?", KEY_WEEK},
    {"неделя", KEY_WEEK},      {"tuần", KEY_WEEK},          {"tydzień", KEY_WEEK},
    {"minggu", KEY_WEEK},      {"days?", KEY_DAY},          {"días?", KEY_DAY},
    {"dias?", KEY_DAY},        {"jours?", KEY_DAY},         {"tage?", KEY_DAY},
    {"день", KEY_DAY},         {"ngày", KEY_DAY},           {"hari", KEY_DAY},
    {"dzień", KEY_DAY},        {"months?", KEY_MONTH},      {"monate?", KEY_MONTH},
    {"mois", KEY_MONTH},       {"mês", KEY_MONTH},          {"mes", KEY_MONTH},
    {"quarters?", KEY_MONTH},  {"hours?", KEY_HOUR},        {"stunden?", KEY_HOUR},
    {NULL, KEY_NONE},
};

const struct key_word counter_words[] = {
    {"阶段", KEY_PHASE}, {"階段", KEY_PHASE}, {"段階", KEY_PHASE}, {"フェーズ", KEY_PHASE},
    {"步骤", KEY_STEP},  {"步", KEY_STEP},    {"章", KEY_PART},    {"周", KEY_WEEK},
    {"週", KEY_WEEK},    {"天", KEY_DAY},     {"日", KEY_DAY},     {"月", KEY_MONTH},
    {NULL, KEY_NONE},
};

const char *const key_qualifiers[] = {
    "migration",  "rollout",     "deployment", "implementation", "cut-over", "execution",
    "upgrade",    "refactoring", "clean-up",   "release",        "data",     "db",
    "production", "sub",         NULL,
};

const char *const number_words[] = {
    "one",  "two",   "three", "four", "five", "six",    "seven",  "eight",  "nine",
    "ten",  "eins",  "zwei",  "drei", "vier", "fünf",   "sechs",  "sieben", "acht",
    "neun", "zehn",  "uno",   "dos",  "tres", "cuatro", "cinco",  "seis",   "siete",
    "ocho", "nueve", "diez",  "un",   "deux", "trois",  "quatre", "cinq",   "six",
    "sept", "huit",  "neuf",  "dix",  "一",   "二",     "三",     "四",     "五",
    "六",   "七",    "八",    "九",   "十",   NULL,
};

const char *const named_phase_words[] = {
    "fase final",   "fase inicial",   "fase actual",
    "final phase",  "initial phase",  "current phase",
    "phase finale", "phase initiale", "letzte phase",
    "erste phase",  "最终阶段",       "最終フェーズ",
    NULL,
};

const char *const phase_reference_words[] = {
    "rollback",   "roll-back",    "validation", "verification", "success",      "checklist",
    "checklists", "deliverables", "timeline",   "testing",      "risks?",       "results?",
    "summary",    "completed?",   "status",     "criteria",     "metrics",      "tasks",
    "rücknahme",  "откат",        "回滚",       "回滾",         "ロールバック", NULL,
};
