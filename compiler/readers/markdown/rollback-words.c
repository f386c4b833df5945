// What the lines of a rollback say.

#include "readers/markdown/rollback-words.h"

#include "readers/markdown/words.h"

static const char *const unavailable[] = {
    "not available",
    "unavailable",
    "not possible",
    "impossible",
    "not reversible",
    "irreversible",
    "cannot be undone",
    "cannot be rolled back",
    "cannot be reversed",
    "can't be undone",
    "can't be rolled back",
    "no way back",
    "point of no return",
    "one-way",
    "forward-fix only",
    "fix forward only",
    "nicht möglich",
    "nicht umkehrbar",
    "unumkehrbar",
    "irreversibel",
    "no disponible",
    "no es posible",
    "impossible à annuler",
    "не обратим",
    "необратимо",
    "不可逆",
    "无法回滚",
    "不可能",
    "ロールバック不可",
    NULL,
};

static const char *const not_needed[] = {
    "no roll-back needed",
    "no roll-back required",
    "no roll-back necessary",
    "roll-back not needed",
    "roll-back not required",
    "nothing to roll-back",
    "nothing to undo",
    "no changes to roll-back",
    "not necessary",
    "kein rollback nötig",
    "nicht nötig",
    "nicht erforderlich",
    "no es necesario",
    "pas nécessaire",
    "не требуется",
    "无需回滚",
    "不需要",
    "不要",
    NULL,
};

// Only at the head: further on, these words say something else.
static const char *const not_needed_heads[] = {
    "n/a",     "none",     "not needed", "not required", "not applicable",
    "nothing", "entfällt", "keine",      NULL,
};

static const char *const restores[] = {
    "restore * backup",
    "restore * snapshot",
    "restore * dump",
    "backup restore",
    "pg_restore",
    "from backup",
    "from the backup",
    "from snapshot",
    "from the snapshot",
    "point-in-time",
    "pitr",
    "restore database",
    "restore the database",
    "sicherung einspielen",
    "backup einspielen",
    "restaurar * respaldo",
    "从备份恢复",
    "恢复备份",
    "バックアップから復元",
    NULL,
};

enum rollback_value rollback_value(struct str text)
{
    size_t at = words_skip_ornaments(text, 0);
    if (words_find_any(text, not_needed))
        return ROLLBACK_NOT_NEEDED;
    if (words_find_any(text, unavailable))
        return ROLLBACK_UNAVAILABLE;
    if (words_match_any(text, at, not_needed_heads))
        return ROLLBACK_NOT_NEEDED;
    return words_find_any(text, restores) ? ROLLBACK_RESTORE : ROLLBACK_PROSE;
}

static const char *const no_losses[] = {
    "no data loss",
    "no data is lost",
    "without data loss",
    "no loss",
    "zero data loss",
    "data * still valid",
    "data * stays valid",
    "data * intact",
    "data * preserved",
    "data * unaffected",
    "data * safe",
    "data * untouched",
    "data in * intact",
    "still valid",
    "kein datenverlust",
    "ohne datenverlust",
    "sin pérdida de datos",
    "sans perte de données",
    "无数据丢失",
    "データ損失なし",
    NULL,
};
static const char *const losses[] = {
    "data loss", "lose",  "loses",  "lost",     "losing",     "datenverlust", "gehen verloren",
    "pérdida",   "perte", "потеря", "数据丢失", "データ損失", NULL,
};
static const char *const impacts[] = {
    "impact",       "impacts",  "user-facing", "users will", "users may",
    "users see",    "downtime", "unavailable", "disruption", "auswirkung",
    "auswirkungen", "impacto",  "影响",        "影響",       NULL,
};
static const char *const takes[] = {
    "takes # ",      "takes about #", "time to roll-back", "roll-back time",
    "recovery time", "rto",           "dauert #",          NULL,
};

enum rollback_line rollback_line(struct str text)
{
    if (words_find_any(text, no_losses))
        return ROLLBACK_LINE_LOSES_NOTHING;
    if (words_find_any(text, losses))
        return ROLLBACK_LINE_LOSES;
    if (words_find_any(text, takes))
        return ROLLBACK_LINE_TAKES;
    return words_find_any(text, impacts) ? ROLLBACK_LINE_IMPACT : ROLLBACK_LINE_STEP;
}

static const struct {
    const char *word, *effort;
} efforts[] = {
    {"trivial", "trivial"}, {"easy", "easy"},       {"simple", "easy"},     {"low", "easy"},
    {"medium", "medium"},   {"moderate", "medium"}, {"hard", "hard"},       {"difficult", "hard"},
    {"high", "hard"},       {"complex", "hard"},    {"restore", "restore"}, {"einfach", "easy"},
    {"leicht", "easy"},     {"mittel", "medium"},   {"schwer", "hard"},     {"schwierig", "hard"},
    {"fácil", "easy"},      {"media", "medium"},    {"difícil", "hard"},    {"facile", "easy"},
    {"moyen", "medium"},    {"difficile", "hard"},  {"简单", "easy"},       {"中等", "medium"},
    {"困难", "hard"},
};

static const char *effort_at(struct str text, size_t at, size_t *end)
{
    for (size_t i = 0; i < sizeof efforts / sizeof *efforts; i++)
        if ((*end = words_match(text, at, efforts[i].word)) > 0)
            return efforts[i].effort;
    return NULL;
}

const char *rollback_difficulty(struct text text, struct text *place)
{
    size_t end, at = words_skip_ornaments(text.str, 0);
    const char *effort = effort_at(text.str, at, &end);
    if (effort && words_skip_ornaments(text.str, end) >= text.str.length) {
        *place = text_slice(text, at, end);
        return effort;
    }
    for (size_t open = 0; (open = str_find_char(text.str, '(', open)) != STR_NOT_FOUND; open++) {
        effort = effort_at(text.str, open + 1, &end);
        if (effort && end < text.str.length && strchr("),;", text.str.data[end])) {
            *place = text_slice(text, open + 1, end);
            return effort;
        }
    }
    return NULL;
}

bool rollback_loss_cell(struct text cell, struct text *loss)
{
    static const char *const no[] = {"no",  "none", "nein", "keine", "non",
                                     "нет", "否",   "无",   "なし",  NULL};
    static const char *const yes[] = {"yes", "ja", "sí", "oui", "да", "是", "あり", NULL};
    struct text text = text_trim(cell);
    size_t at = words_skip_ornaments(text.str, 0), end;
    *loss = TEXT_NONE;
    if (at >= text.str.length || words_dash(text.str, at) == text.str.length - at)
        return false;
    if (words_match_any(text.str, at, no))
        return true;
    *loss = text_slice(text, at, text.str.length);
    if (!(end = words_match_any(text.str, at, yes)))
        return true;
    struct text rest = text_trim(text_slice(text, end, text.str.length));
    size_t length = rest.str.length;
    if (length > 2 && rest.str.data[0] == '(' && rest.str.data[length - 1] == ')')
        *loss = text_slice(rest, 1, length - 1);
    else if (length > 1 && strchr(":,-", rest.str.data[0]))
        *loss = text_trim(text_slice(rest, 1, length));
    return true;
}
