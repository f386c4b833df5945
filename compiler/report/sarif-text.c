// Texts of a SARIF report.

#include "report/sarif-text.h"

enum { MOST_LINKS = 10 }; // in one message

struct str sarif_uri(struct arena *arena, struct str path)
{
    while (str_starts_with(path, STR("./")) || str_starts_with(path, STR("/")))
        path = str_from(path, path.data[0] == '/' ? 1 : 2);
    struct output out = { .arena = arena };
    for (size_t i = 0; i < path.length; i++) {
        char c = path.data[i];
        bool is_plain = char_is_letter(c) || char_is_digit(c) || (c && strchr("-._~/", c));
        if (is_plain)
            output_char(&out, c);
        else
            output_format(&out, "%%%02X", (unsigned char)c);
    }
    return output_get(&out);
}

// "{0}" stands for an argument; doubled braces stand for braces.
static bool is_placeholder(struct str text, size_t at)
{
    return text.data[at] == '{' && at + 1 < text.length && char_is_digit(text.data[at + 1]);
}

static void write_text(struct output *out, struct str text, bool escapes_brackets)
{
    bool is_in_placeholder = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        is_in_placeholder |= is_placeholder(text, i);
        if (is_in_placeholder && (c == '{' || c == '}'))
            output_char(out, c);
        is_in_placeholder &= c != '}';
        if (escapes_brackets && (c == '[' || c == ']' || c == '\\'))
            output_char(out, '\\');
        output_char(out, c);
    }
}

static void write_plain(struct output *out, struct str text)
{
    write_text(out, text, str_find(text, STR("]("), 0) != STR_NOT_FOUND);
}

struct str sarif_plain(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    write_plain(&out, text);
    return output_get(&out);
}

static void write_remarks(struct output *out, const char *heading,
                          const struct diagnostic_line *line)
{
    for (; line; line = line->next) {
        output_format(out, "\n%s: ", heading);
        write_plain(out, line->text);
    }
}

struct str sarif_message(struct arena *arena, const struct diagnostic *finding)
{
    struct output out = { .arena = arena };
    write_plain(&out, finding->message);
    unsigned id = 0;
    list_each(diagnostic_place, place, finding->places) {
        if (!span_is_set(place->span) || id == MOST_LINKS)
            continue;
        output_str(&out, id == 0 ? STR(" ([") : STR(", ["));
        write_text(&out, place_label(place), true);
        output_format(&out, "](%u)", ++id);
    }
    if (id > 0)
        output_char(&out, ')');
    write_remarks(&out, "note", finding->notes.first);
    write_remarks(&out, "help", finding->helps.first);
    return output_get(&out);
}
