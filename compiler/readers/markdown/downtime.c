// Downtime in prose.

#include "readers/markdown/downtime.h"

#include "readers/markdown/duration.h"
#include "readers/markdown/words.h"

bool downtime_write(struct writer *writer, struct text text)
{
    static const char *const none[] = {
        "none",  "no",  "zero", "0",    "no downtime", "zero downtime", "keine", "ninguno",
        "aucun", "нет", "无",   "なし", NULL};
    struct prose_time time;
    size_t start = words_skip_ornaments(text.str, 0);
    bool is_none = words_match_any(text.str, start, none) == text.str.length;
    bool is_length = !is_none && time_find(text, &time) && time.kind == TIME_LENGTH;
    if ((!is_none && !is_length) || !write_is_first(writer, "downtime"))
        return false;
    struct statement *statement = write_statement(writer, text_place(text), "downtime");
    if (is_none) {
        add_name(writer, statement, "none", text_place(text));
        return true;
    }
    if (words_find(text.str, "window", NULL, NULL))
        add_name(writer, statement, "window", text_place(text));
    add_word(writer, statement, WORD_DURATION, time_word(writer->arena, &time),
             text_place(time.text));
    return true;
}
