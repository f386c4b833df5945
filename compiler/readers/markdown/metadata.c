// What a document says about itself.

#include "readers/markdown/metadata.h"

#include "readers/markdown/downtime.h"
#include "readers/markdown/duration.h"
#include "readers/markdown/words.h"

enum { MAX_KEY_BYTES = 50, MAX_KEY_WORDS = 5, MAX_VALUE_BYTES = 400 };

enum key_kind {
    KEY_IS_WHAT,
    KEY_IS_WHY,
    KEY_IS_OWNER,
    KEY_IS_RISK,
    KEY_IS_TYPE,
    KEY_IS_DOWNTIME,
    KEY_IS_ESTIMATE,
    KEY_IS_START,
    KEY_IS_REVERSIBLE,
    KEY_IS_EFFORT,
    KEY_IS_PATTERN,
    KEY_IS_BUDGET,
    KEY_IS_META,
};

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

WORDS(what_words, "what", "objective", "goal", "was", "qué", "quoi", "что", "目标");
WORDS(why_words, "why", "reason", "motivation", "warum", "por qué", "pourquoi", "зачем", "原因");
WORDS(owner_words, "owner", "author", "lead", "team", "dri", "owners", "verantwortlich",
      "responsable", "ответственный", "负责人", "担当");
WORDS(risk_words, "risk", "risk level", "overall risk", "risiko", "risikostufe", "riesgo",
      "nivel de riesgo", "risque", "风险", "风险等级", "リスク");
WORDS(type_words, "type", "migration type", "art", "tipo", "类型");
WORDS(downtime_words, "downtime", "down time", "estimated downtime", "downtime required",
      "expected downtime", "ausfallzeit", "停机时间");
WORDS(estimate_words, "duration", "estimated duration", "estimated time", "timeline", "effort",
      "dauer", "duración", "durée", "工期", "total duration");
WORDS(start_words, "when", "start", "start date", "planned start", "beginn", "wann", "inicio",
      "début", "开始");
WORDS(reversible_words, "rollback possible", "reversible", "reversibility", "umkehrbar");
WORDS(effort_words, "rollback complexity", "rollback effort", "rollback difficulty");
WORDS(pattern_words, "pattern", "strategy", "migration pattern", "muster");
WORDS(budget_words, "budget");

static const struct {
    enum key_kind kind;
    const char *const *words;
} keys[] = {
    {KEY_IS_REVERSIBLE, reversible_words},
    {KEY_IS_EFFORT, effort_words},
    {KEY_IS_DOWNTIME, downtime_words},
    {KEY_IS_RISK, risk_words},
    {KEY_IS_TYPE, type_words},
    {KEY_IS_ESTIMATE, estimate_words},
    {KEY_IS_START, start_words},
    {KEY_IS_WHAT, what_words},
    {KEY_IS_WHY, why_words},
    {KEY_IS_OWNER, owner_words},
    {KEY_IS_PATTERN, pattern_words},
    {KEY_IS_BUDGET, budget_words},
};

struct choice {
    const char *word, *name;
};

static const struct choice levels[] = {
    {"low", "low"},           {"medium", "medium"},  {"moderate", "medium"}, {"high", "high"},
    {"critical", "critical"}, {"niedrig", "low"},    {"mittel", "medium"},   {"hoch", "high"},
    {"kritisch", "critical"}, {"bajo", "low"},       {"medio", "medium"},    {"alto", "high"},
    {"crítico", "critical"},  {"faible", "low"},     {"moyen", "medium"},    {"élevé", "high"},
    {"низкий", "low"},        {"средний", "medium"}, {"высокий", "high"},    {"低", "low"},
    {"中", "medium"},         {"高", "high"},        {NULL, NULL},
};
static const struct choice types[] = {
    {"schema", "schema"},
    {"data", "data"},
    {"code", "code"},
    {"infrastructure", "infrastructure"},
    {"database", "database"},
    {"framework", "framework"},
    {"hybrid", "hybrid"},
    {"datenbank", "database"},
    {NULL, NULL},
};
static const struct choice reversibles[] = {
    {"yes, automated", "automated"},
    {"automated", "automated"},
    {"automatic", "automated"},
    {"yes, manual", "manual"},
    {"manual", "manual"},
    {"limited", "limited"},
    {"partial", "limited"},
    {"partially", "limited"},
    {"no", "no"},
    {NULL, NULL},
};
static const struct choice efforts[] = {
    {"trivial", "trivial"},        {"easy", "easy"},       {"medium", "medium"}, {"hard", "hard"},
    {"manual restore", "restore"}, {"restore", "restore"}, {NULL, NULL},
};

static const struct choice patterns[] = {
    {"expand-contract", "expand-contract"},
    {"expand and contract", "expand-contract"},
    {"expand/contract", "expand-contract"},
    {"dual-write", "dual-write"},
    {"feature-flag", "feature-flag"},
    {"blue-green", "blue-green"},
    {"blue/green", "blue-green"},
    {"canary", "canary"},
    {"parallel-run", "parallel-run"},
    {"strangler-fig", "strangler-fig"},
    {"strangler", "strangler-fig"},
    {"big-bang", "big-bang"},
    {NULL, NULL},
};

// "[Low | High]", "Low / Medium / High", "<owner>": a form to be filled in.
static bool is_placeholder(struct str value)
{
    unsigned choices = 0;
    for (size_t at = 0; (at = str_find(value, STR(" / "), at)) != STR_NOT_FOUND; at++)
        choices++;
    for (size_t at = 0; (at = str_find(value, STR(" | "), at)) != STR_NOT_FOUND; at++)
        choices++;
    return choices >= 2 || (value.length && strchr("[<{", value.data[0]));
}

static const char *find_choice(const struct choice *choices, struct str value)
{
    size_t at = words_skip_ornaments(value, 0);
    for (; choices->word; choices++) {
        size_t end = words_match(value, at, choices->word);
        if (end && words_skip_ornaments(value, end) >= value.length)
            return choices->name;
    }
    return NULL;
}

static bool write_choice(struct writer *writer, const char *keyword, const struct choice *choices,
                         struct text value)
{
    const char *name = find_choice(choices, value.str);
    if (!name || !write_is_first(writer, keyword))
        return false;
    add_name(writer, write_statement(writer, text_place(value), keyword), name, text_place(value));
    return true;
}

static bool write_estimate(struct writer *writer, struct text value)
{
    struct prose_time time;
    if (!time_read_whole(value, &time) || time.kind != TIME_LENGTH
        || !write_is_first(writer, "estimate"))
        return false;
    struct statement *statement = write_statement(writer, text_place(value), "estimate");
    add_word(writer, statement, WORD_DURATION, time_word(writer->arena, &time),
             text_place(time.text));
    if (time.text.str.length < value.str.length || !time.is_exact)
        add_text(writer, statement, value);
    return true;
}

static bool write_start(struct writer *writer, struct text value)
{
    struct prose_time time;
    if (!write_is_first(writer, "start"))
        return false;
    struct statement *statement = write_statement(writer, text_place(value), "start");
    if (time_read_whole(value, &time) && time.kind == TIME_DATE
        && time.text.str.length == value.str.length)
        add_word(writer, statement, WORD_DATE, time_word(writer->arena, &time), text_place(value));
    else
        add_text(writer, statement, value);
    return true;
}

static bool write_once(struct writer *writer, const char *keyword, struct text value)
{
    if (!write_is_first(writer, keyword))
        return false;
    write_text(writer, keyword, value);
    return true;
}

static enum key_kind kind_of_key(struct str key)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t at = words_skip_ornaments(key, 0);
        size_t end = words_match_any(key, at, keys[i].words);
        if (end && words_skip_ornaments(key, end) >= key.length)
            return keys[i].kind;
    }
    return KEY_IS_META;
}

static bool write_known(struct writer *writer, enum key_kind kind, struct text value)
{
    switch (kind) {
    case KEY_IS_WHAT: return write_once(writer, "what", value);
    case KEY_IS_WHY: return write_once(writer, "why", value);
    case KEY_IS_OWNER: return write_once(writer, "owner", value);
    case KEY_IS_BUDGET: return write_once(writer, "budget", value);
    case KEY_IS_RISK: return write_choice(writer, "risk", levels, value);
    case KEY_IS_TYPE: return write_choice(writer, "type", types, value);
    case KEY_IS_DOWNTIME: return downtime_write(writer, value);
    case KEY_IS_ESTIMATE: return write_estimate(writer, value);
    case KEY_IS_START: return write_start(writer, value);
    case KEY_IS_REVERSIBLE: return write_choice(writer, "reversible", reversibles, value);
    case KEY_IS_EFFORT: return write_choice(writer, "rollback-effort", efforts, value);
    case KEY_IS_PATTERN: return write_choice(writer, "pattern", patterns, value);
    case KEY_IS_META: return false;
    }
    return false;
}

void metadata_write(struct writer *writer, struct text key, struct text value)
{
    value = text_trim(value);
    key = text_trim(key);
    if (!value.str.length)
        return;
    if (!is_placeholder(value.str) && write_known(writer, kind_of_key(key.str), value))
        return;
    struct statement *statement = write_statement(writer, text_place(key), "meta");
    add_word(writer, statement, WORD_NAME, name_from_prose(writer->arena, key.str),
             text_place(key));
    add_text(writer, statement, value);
}

bool metadata_split(const struct passage *passage, struct text *key, struct text *value)
{
    struct text text = passage->text;
    if (passage->label.is_bold && passage->label.tail.str.length) {
        *key = passage->label.text;
        *value = passage->label.tail;
        return key->str.length <= MAX_KEY_BYTES;
    }
    size_t colon = str_find(text.str, STR(": "), 0), length = 1;
    size_t wide = str_find(text.str, STR("："), 0);
    if (wide < colon) {
        colon = wide;
        length = strlen("：");
    }
    if (colon == STR_NOT_FOUND || colon == 0 || colon > MAX_KEY_BYTES
        || text.str.length > MAX_VALUE_BYTES)
        return false;
    unsigned words = 1;
    for (size_t i = 0; i < colon; i++) {
        words += text.str.data[i] == ' ';
        if (strchr(".!?,;`", text.str.data[i]))
            return false;
    }
    *key = text_trim(text_slice(text, 0, colon));
    *value = text_trim(text_slice(text, colon + length, text.str.length));
    return words <= MAX_KEY_WORDS && value->str.length > 0;
}

bool metadata_is_key(struct str key)
{
    static const char *const common[] = {
        "status",     "date",     "created", "updated",     "last updated", "version", "authors?",
        "reviewers?", "priority", "ticket",  "target date", "datum",        "fecha",   "日期",
        "状态",       "版本",     NULL};
    size_t end = words_match_any(key, 0, common);
    return kind_of_key(key) != KEY_IS_META || (end && end == key.length);
}

// ---- front matter

static struct text unquote(struct text value)
{
    value = text_trim(value);
    size_t length = value.str.length;
    bool is_quoted = length >= 2 && strchr("\"'", value.str.data[0])
                     && value.str.data[length - 1] == value.str.data[0];
    return is_quoted ? text_slice(value, 1, length - 1) : value;
}

static size_t key_end(struct str line)
{
    size_t end = 0;
    while (end < line.length && (char_is_word(line.data[end]) || line.data[end] == '-'))
        end++;
    return end > 0 && end < line.length && line.data[end] == ':' ? end : 0;
}

void metadata_write_front_matter(struct writer *writer, const struct markdown_block *block,
                                 struct text *title, struct text *name)
{
    struct text all = block->text, rest = all, line;
    while (text_next_line(&rest, &line)) {
        size_t colon = key_end(line.str);
        if (!colon)
            continue;
        size_t from = (size_t)(line.str.data - all.str.data), to = from + line.str.length;
        struct text after = rest, next;
        while (text_next_line(&after, &next) && !key_end(next.str)) {
            to = (size_t)(next.str.data - all.str.data) + next.str.length;
            rest = after;
        }
        struct text key = text_slice(line, 0, colon);
        struct text value = unquote(text_slice(all, from + colon + 1, to));
        if (str_is(key.str, "title"))
            *title = value;
        if (str_is(key.str, "name"))
            *name = value;
        metadata_write(writer, key, value);
    }
}
