// Which rules break which invariants: the `breaks` lines of the rules' headers.
#include "check.h"

#include "rules/violations.h"

#include <stdio.h>

static bool is_known(struct str word)
{
    struct diagnostic_kind kind = { .breaks = word.data };
    for (enum invariant each = 0; each < INVARIANT_COUNT; each++)
        if (rule_breaks(&kind, each))
            return true;
    return false;
}

void test_breaks__names_invariants_alone(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        char words[128];
        CHECK(strlen(rules[i].kind->breaks) < sizeof words);
        snprintf(words, sizeof words, "%s", rules[i].kind->breaks);
        char *rest = words;
        for (char *word; (word = strtok_r(rest, " ", &rest));)
            CHECK(is_known(str_of(word)));
    }
    CHECK(!is_known(STR("nothing")));
}

void test_breaks__has_a_rule_for_each_invariant(void)
{
    for (enum invariant each = 0; each < INVARIANT_COUNT; each++) {
        unsigned count = 0;
        for (size_t i = 0; i < rule_count; i++)
            count += rule_breaks(rules[i].kind, each);
        CHECK(count > 0);
    }
}
