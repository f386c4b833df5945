#include "plan/forms.h"

#include "base/check.h"
#include "plan/bind.h"
#include "plan/pattern.h"

const struct form forms[] = {
#define FORM(block, count, pattern, holds, bind, type, field)                       \
    { BLOCK_##block, FORM_##count, pattern, holds, bind, offsetof(struct type, field) },
#define FORM_ONCE true
#define FORM_MANY false
#include "plan/forms.def"
#undef FORM
};
const size_t form_count = sizeof forms / sizeof *forms;

static const char *const block_names[BLOCK_COUNT] = {
    "file", "plan", "store", "table", "app", "version", "flag", "metric", "audience", "move",
    "risk", "phase", "backfill", "claims", "rollback", "texts",
};

const char *block_name(enum block_id block)
{
    return block_names[block];
}

bool block_parse(struct str name, enum block_id *block)
{
    for (int i = 0; i < BLOCK_COUNT; i++)
        if (str_is(name, block_names[i])) {
            *block = (enum block_id)i;
            return true;
        }
    return false;
}

struct str form_keyword(const struct form *form)
{
    struct str pattern = str_of(form->pattern);
    return str_slice(pattern, 0, str_find_char(pattern, ' ', 0));
}

bool form_is_action(const struct form *form)
{
    return (form->block == BLOCK_PHASE && form->offset == offsetof(struct phase, actions))
           || (form->block == BLOCK_ROLLBACK && form->offset == offsetof(struct rollback, actions));
}

const struct alternative *forms_alternatives(struct pattern_cache *cache, size_t index)
{
    if (!cache->alternatives)
        cache->alternatives = arena_new_many(cache->arena, const struct alternative *, form_count);
    if (!cache->alternatives[index])
        cache->alternatives[index] = form_pattern_parse(cache->arena, forms[index].pattern);
    return cache->alternatives[index];
}

bool forms_match(struct pattern_cache *cache, enum block_id block, struct str keyword,
                 const struct statement *statement, struct match *match, struct mismatch *mismatch)
{
    *mismatch = (struct mismatch){ 0 };
    for (size_t i = 0; i < form_count; i++) {
        if (forms[i].block != block || !str_equal(form_keyword(&forms[i]), keyword))
            continue;
        const struct alternative *alternative = forms_alternatives(cache, i);
        for (; alternative; alternative = alternative->next) {
            *match = (struct match){ .form = &forms[i], .statement = statement };
            if (form_pattern_match(alternative, match, mismatch))
                return true;
        }
    }
    return false;
}

bool forms_have(enum block_id block, struct str keyword)
{
    for (size_t i = 0; i < form_count; i++)
        if (forms[i].block == block && str_equal(form_keyword(&forms[i]), keyword))
            return true;
    return false;
}

bool forms_block_of(enum block_id block, struct str keyword, enum block_id *inner)
{
    for (size_t i = 0; i < form_count; i++) {
        struct str pattern = str_of(forms[i].pattern);
        size_t open = str_find_char(pattern, '{', 0);
        struct str name = str_slice(pattern, open + 1, str_find_char(pattern, '}', 0));
        if (forms[i].block == block && open != STR_NOT_FOUND
            && str_equal(form_keyword(&forms[i]), keyword))
            return block_parse(name, inner);
    }
    return false;
}

bool forms_keyword_at(enum block_id block, size_t index, struct str *keyword)
{
    for (size_t i = 0; i < form_count; i++)
        if (forms[i].block == block && index-- == 0) {
            *keyword = form_keyword(&forms[i]);
            return true;
        }
    return false;
}

const struct capture *match_find(const struct match *match, const char *name)
{
    for (unsigned i = 0; i < match->capture_count; i++)
        if (!match->captures[i].is_literal && str_is(match->captures[i].name, name))
            return &match->captures[i];
    return NULL;
}

const struct capture *match_first(const struct match *match)
{
    for (unsigned i = 0; i < match->capture_count; i++)
        if (!match->captures[i].is_literal)
            return &match->captures[i];
    BUG("a form without a value was asked for one");
}

bool match_has(const struct match *match, const char *literal)
{
    for (unsigned i = 1; i < match->capture_count; i++)
        if (match->captures[i].is_literal && str_is(match->captures[i].name, literal))
            return true;
    return false;
}
