#include "rules/support/words.h"

// Begins of words; those of other scripts stand in both cases.
static const char *const checks[] = {
    "verif",  "valid",  "check",  "confirm", "compar", "test",  "reconcil", "vérif", "Vérif",
    "monitor", "watch", "observ", "surveil", "inspect", "beobacht",
    "prüf",   "Prüf",   "kontroll", "sanity", "smoke", "vergleich", "comprob", "controll",
    "провер", "Провер", "свер",   "Свер",    "验证",   "验证",   "校验",     "检查",  "確認", "検証",
};

static const char *const tellings[] = {
    "notify", "notifies", "notified", "notification", "notifications", "announce", "announced",
    "announcement", "announcements", "inform", "informed", "communicate", "communicated",
    "communication", "communications", "stakeholder", "stakeholders", "notificar", "avisar",
    "comunicar", "informer", "annoncer", "informieren", "benachrichtigen", "comunicação",
    "comunicación", "уведомить", "сообщить", "通知", "公告", "連絡",
};

static bool is_between_words(struct str text, size_t at)
{
    return at == text.length || !char_is_word(text.data[at]);
}

bool words_check_something(struct str text)
{
    size_t start = 0;
    while (start < text.length && !char_is_letter(text.data[start])
           && (unsigned char)text.data[start] < 0x80)
        start++;
    struct str head = str_from(text, start);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct str stem = str_of(checks[i]);
        if (head.length >= stem.length
            && str_equal_ignoring_case(str_slice(head, 0, stem.length), stem))
            return true;
    }
    return false;
}

// Words of other scripts have no blanks around them.
static bool has_any_word(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = str_of(words[i]);
        bool is_ascii = (unsigned char)word.data[0] < 0x80;
        if (is_ascii ? str_has_word(text, word) : str_find(text, word, 0) != STR_NOT_FOUND)
            return true;
    }
    return false;
}

#define HAS_ANY(text, words) has_any_word((text), (words), sizeof(words) / sizeof *(words))

bool words_mention_check(struct str text)
{
    static const char *const words[] = {
        "verify", "verifies", "verified", "verifying", "verification", "validate", "validates",
        "validated", "validating", "validation", "confirm", "confirms", "confirming", "compare",
        "compares", "comparing", "reconcile", "check that", "check for", "check if",
        "sanity check", "smoke test", "smoke tests", "health check", "pre check", "post check",
        "testing", "tests", "vérifier", "validieren", "prüfen", "überprüfen", "verificar",
        "validar", "проверить", "проверка", "验证", "校验", "检查", "確認", "検証",
    };
    return words_check_something(text) || HAS_ANY(text, words);
}

bool words_begin_way_back(struct str title)
{
    static const char *const words[] = {
        "rollback", "roll-back", "roll back", "rolling back", "downgrade", "back out", "backout",
        "fall back", "rücknahme", "retour arrière", "reversión", "reversão", "откат", "Откат",
        "回滚", "回退", "ロールバック", "切り戻し",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_of(words[i]);
        bool is_ascii = (unsigned char)words[i][0] < 0x80;
        if (title.length >= word.length
            && str_equal_ignoring_case(str_slice(title, 0, word.length), word)
            && (!is_ascii || is_between_words(title, word.length)))
            return true;
    }
    return false;
}

bool words_expect_something(struct str code)
{
    static const char *const words[] = { "should", "expected", "expect", "must be" };
    return HAS_ANY(code, words);
}

// That there is a communication plan tells nobody anything.
bool words_tell_somebody(struct str text)
{
    return HAS_ANY(text, tellings) && !str_has_word(text, STR("communication plan"));
}

bool words_name_test(struct str text)
{
    static const char *const words[] = { "test", "tested", "staging", "dry run", "dry-run",
                                         "rehearse", "rehearsed", "rehearsal", "load test" };
    return HAS_ANY(text, words);
}

bool words_exclude_downtime(struct str text)
{
    static const char *const words[] = { "no downtime", "zero downtime", "zero-downtime",
                                         "without downtime" };
    return HAS_ANY(text, words);
}

bool words_watch_something(struct str text)
{
    static const char *const words[] = { "monitor", "monitors", "monitored", "monitoring", "watch",
                                         "watching", "observe", "dashboard", "dashboards", "alert",
                                         "alerts", "monitorear", "surveiller", "überwachen", "监控" };
    return HAS_ANY(text, words);
}

bool words_name_batches(struct str text)
{
    static const char *const words[] = { "batch", "batches", "batched", "batch_size", "chunk",
                                         "chunks", "chunk_size", "limit", "batchsize", "chunksize",
                                         "lotes", "lots", "批" };
    return HAS_ANY(text, words);
}

bool words_name_production_copy(struct str text)
{
    static const char *const places[] = { "production", "prod", "producción", "produktion" };
    static const char *const copies[] = { "copy", "clone", "snapshot", "dump", "mirror", "restore",
                                          "restored", "anonymised", "anonymized", "sized", "data",
                                          "like", "replica", "copia", "kopie", "volume" };
    return HAS_ANY(text, places) && HAS_ANY(text, copies);
}

bool words_say_when(struct str text)
{
    enum { FEW_BYTES = 80 };
    static const char *const words[] = {
        "week", "weeks", "day", "days", "month", "months", "hour", "hours", "minute", "minutes",
        "min", "sprint", "sprints", "quarter", "weekend", "throughout", "ongoing", "continuous",
        "continuously", "immediately", "Q1", "Q2", "Q3", "Q4",
    };
    return text.length <= FEW_BYTES && HAS_ANY(text, words);
}

// The last word of what stands before the first colon, or of a whole heading.
static struct str label_word(struct str text)
{
    enum { LONGEST_LABEL = 40 };
    struct str label = str_trim(str_slice(text, 0, str_find_char(text, ':', 0)));
    if (label.length > LONGEST_LABEL)
        return STR("");
    size_t start = label.length;
    while (start > 0 && char_is_letter(label.data[start - 1]))
        start--;
    return str_from(label, start);
}

bool words_label_owner(struct str text)
{
    static const char *const labels[] = { "owner", "owners", "lead", "leads", "responsible", "dri",
                                          "assignee", "assignees", "author", "authors" };
    return HAS_ANY(label_word(text), labels);
}

bool words_label_risk(struct str text)
{
    static const char *const labels[] = { "risk", "risks" };
    return HAS_ANY(label_word(text), labels);
}

// Reads the number at `*at` and moves behind it; -1 where there is none.
static int read_number(struct str text, size_t *at)
{
    int number = -1;
    while (*at < text.length && char_is_digit(text.data[*at]) && number < 100000) {
        number = (number < 0 ? 0 : number * 10) + (text.data[*at] - '0');
        (*at)++;
    }
    return number;
}

// Behind the word "phase": "3", "s 2-4", " 2 and 3".
static bool numbers_name(struct str text, size_t at, int wanted)
{
    if (at < text.length && char_lower(text.data[at]) == 's')
        at++;
    if (at == text.length || text.data[at] != ' ')
        return false;
    at++;
    int first = read_number(text, &at);
    if (first < 0 || first == wanted)
        return first >= 0;
    static const char *const joints[] = { "-", "–", " - ", " – ", " to ",
                                          " and ", " & ", "/", ", " };
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct str joint = str_of(joints[i]);
        if (!str_starts_with(str_from(text, at), joint))
            continue;
        size_t behind = at + joint.length;
        int last = read_number(text, &behind);
        return last == wanted || (i < 5 && first < wanted && wanted < last);
    }
    return false;
}

bool words_name_phase(struct str text, int number)
{
    for (size_t at = 0; (at = str_find_ignoring_case(text, STR("phase"), at)) != STR_NOT_FOUND;) {
        bool is_word = at == 0 || is_between_words(text, at - 1);
        at += 5;
        if (is_word && numbers_name(text, at, number))
            return true;
    }
    return false;
}
