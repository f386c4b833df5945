#include "driver/selector.h"

#include "diagnostics/kind.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"

enum { FAMILY_LENGTH = 3 };

static struct str family_of(const struct diagnostic_kind *kind)
{
    return (struct str){ kind->code, FAMILY_LENGTH };
}

static bool is_family(struct str text)
{
    for (size_t i = 0; i < kind_count; i++)
        if (str_equal(text, family_of(kinds[i])))
            return true;
    return false;
}

static struct str no_such(struct arena *arena, struct str text)
{
    struct suggestion suggestion = suggestion_start(text);
    suggestion_offer(&suggestion, STR("ALL"));
    for (size_t i = 0; i < kind_count; i++) {
        suggestion_offer(&suggestion, str_of(kinds[i]->name));
        suggestion_offer(&suggestion, str_of(kinds[i]->code));
        suggestion_offer(&suggestion, family_of(kinds[i]));
    }
    return arena_format(arena, "no rule '%.*s'%.*s", STR_ARGS(text),
                        STR_ARGS(suggestion_text(arena, &suggestion)));
}

bool selector_parse(struct arena *arena, struct str text, struct selector *selector,
                    struct str *problem)
{
    *selector = (struct selector){ .width = SELECT_KIND, .kind = kind_find(text) };
    if (selector->kind)
        return true;
    if (str_is(text, "ALL")) {
        selector->width = SELECT_ALL;
        return true;
    }
    if (is_family(text)) {
        selector->width = SELECT_FAMILY;
        selector->family = text;
        return true;
    }
    *problem = no_such(arena, text);
    return false;
}

bool selector_is_adjustable(const struct selector *selector)
{
    return selector->width != SELECT_KIND || selector->kind->is_rule
           || selector->kind->level != LEVEL_ERROR;
}

bool selector_covers(const struct selector *selector, const struct diagnostic_kind *kind)
{
    switch (selector->width) {
    case SELECT_NONE: return false;
    case SELECT_ALL: return true;
    case SELECT_FAMILY: return str_equal(selector->family, family_of(kind));
    case SELECT_KIND: return selector->kind == kind;
    }
    return false;
}

enum selector_width selector_list_width(struct selector_list list,
                                        const struct diagnostic_kind *kind)
{
    enum selector_width width = SELECT_NONE;
    list_each(selector, selector, list)
        if (selector->width > width && selector_covers(selector, kind))
            width = selector->width;
    return width;
}
