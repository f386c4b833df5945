#include "readers/reader.h"

const struct reader *reader_for(struct str path)
{
    for (const struct reader *const *reader = readers; *reader; reader++)
        for (const char *suffix = (*reader)->suffixes; *suffix;) {
            size_t length = strcspn(suffix, " ");
            if (str_ends_with(path, (struct str){ suffix, length }))
                return *reader;
            suffix += length + strspn(suffix + length, " ");
        }
    return NULL;
}

static const struct reader *reader_called(const char *name)
{
    for (const struct reader *const *reader = readers; *reader; reader++)
        if (strcmp((*reader)->name, name) == 0)
            return *reader;
    return NULL;
}

// `plan "`, with blanks between.
static bool opens_plan(struct str line)
{
    if (!str_starts_with(line, STR("plan")))
        return false;
    struct str rest = str_from(line, 4);
    return rest.length > 0 && char_is_blank(rest.data[0]) && str_starts_with(str_trim(rest), STR("\""));
}

// '#' opens a comment in the one and a heading in the other: what follows decides.
const struct reader *reader_for_text(struct str text)
{
    bool has_hash = false;
    for (struct str line; str_next_line(&text, &line);) {
        line = str_trim(line);
        if (opens_plan(line))
            return reader_called("belay");
        if (line.length == 0)
            continue;
        if (line.data[0] != '#')
            return has_hash || str_is(line, "---") ? reader_called("markdown") : NULL;
        has_hash = true;
    }
    return has_hash ? reader_called("markdown") : NULL;
}
