#include "diagnostics/kind.h"

#include "base/check.h"
#include "generated/kinds.h"

static bool has_old_name(const struct diagnostic_kind *kind, struct str name)
{
    for (const char *word = kind->also; *word;) {
        size_t length = strcspn(word, " ");
        if (str_equal(name, (struct str){ word, length }))
            return true;
        word += length + strspn(word + length, " ");
    }
    return false;
}

const struct diagnostic_kind *kind_find(struct str name)
{
    for (size_t i = 0; i < kind_count; i++)
        if (str_is(name, kinds[i]->name) || str_is(name, kinds[i]->code)
            || has_old_name(kinds[i], name))
            return kinds[i];
    return NULL;
}

const char *kind_category(const struct diagnostic_kind *kind)
{
    static const char *const families[][2] = {
        { "SYN", "reading" },       { "DOC", "document" },     { "ORD", "ordering" },
        { "RBK", "rollback" },      { "CMP", "compatibility" }, { "LCK", "locks" },
        { "SQL", "statements" },    { "BKF", "backfill" },     { "VER", "verification" },
        { "FLG", "flags" },         { "SCH", "schedule" },     { "COM", "communication" },
        { "RSK", "risk" },          { "SEC", "security" },     { "SUP", "suppressions" },
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strncmp(kind->code, families[i][0], 3) == 0)
            return families[i][1];
    BUG("a code of no family");
}

size_t kind_index(const struct diagnostic_kind *kind)
{
    for (size_t low = 0, high = kind_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(kinds[middle]->code, kind->code);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    BUG("a kind that is not in the table");
}

const char *kind_fix(const struct diagnostic_kind *kind)
{
    switch (kind->fix) {
    case FIX_NONE: return "none";
    case FIX_SAFE: return "safe";
    case FIX_UNSAFE: break;
    }
    return "unsafe";
}
