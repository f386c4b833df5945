// What rules read out of words: checks, messages, phases by number, placeholders.
#include "rules/support/words.h"
#include "rules/support/placeholder.h"
#include "tests/unit/check.h"

void test_words__name_a_phase_by_number_or_range(void)
{
    CHECK(words_name_phase(STR("Phase 3 is done"), 3));
    CHECK(words_name_phase(STR("after phases 2-4"), 3));
    CHECK(words_name_phase(STR("phases 2 and 3"), 3));
    CHECK(words_name_phase(STR("PHASE 3"), 3));
    CHECK(!words_name_phase(STR("phases 2 and 4"), 3));
    CHECK(!words_name_phase(STR("phase 30"), 3));
    CHECK(!words_name_phase(STR("metaphase 3"), 3));
    CHECK(!words_name_phase(STR("phase three, 3"), 3));
    CHECK(!words_name_phase(STR("phase"), 3));
    CHECK(!words_name_phase(STR("phase 99999999999999999999"), 3));
}

void test_words__a_check_begins_with_a_verb_of_checking(void)
{
    CHECK(words_check_something(STR("Verify the totals")));
    CHECK(words_check_something(STR("3. compare both sides")));
    CHECK(!words_check_something(STR("Überblick")));
    CHECK(words_check_something(STR("Prüfen der Summen")));
    CHECK(words_check_something(STR("Проверить суммы")));
    CHECK(!words_check_something(STR("Deploy, then verify")));
    CHECK(!words_check_something(STR("")));
}

void test_words__a_message_has_a_word_of_telling(void)
{
    CHECK(words_tell_somebody(STR("T-1: notify the shops")));
    CHECK(!words_tell_somebody(STR("Set notify_at to NULL")));
    CHECK(!words_tell_somebody(STR("Announcer app")));
}

void test_words__a_copy_of_production_is_both(void)
{
    CHECK(words_name_production_copy(STR("Rehearse on a copy of production")));
    CHECK(words_name_production_copy(STR("with production-like data")));
    CHECK(!words_name_production_copy(STR("Deploy to production")));
    CHECK(!words_name_production_copy(STR("Copy the table")));
}

// The placeholder in a text; empty where there is none.
static struct str found(const char *text, enum placeholder_care care)
{
    size_t from, to;
    struct str str = str_of(text);
    return placeholder_find(str, care, &from, &to) ? str_slice(str, from, to) : STR("");
}

void test_placeholder__finds_what_a_template_left(void)
{
    CHECK_STR(found("Owner: TBD (soon)", PLACEHOLDER_IN_VALUE), "TBD");
    CHECK_STR(found(" to be decided ", PLACEHOLDER_IN_VALUE), "to be decided");
    CHECK_STR(found("Ask [Your Name] first", PLACEHOLDER_IN_PROSE), "[Your Name]");
    CHECK_STR(found("[None | X minutes]", PLACEHOLDER_IN_METADATA), "[None | X minutes]");
    CHECK_STR(found("takes [X hours]", PLACEHOLDER_IN_PROSE), "[X hours]");
    CHECK_STR(found("<owner>", PLACEHOLDER_IN_VALUE), "<owner>");
    CHECK_STR(found("2027-XX-XX", PLACEHOLDER_IN_VALUE), "XX");
    CHECK_STR(found("Signed ____ by", PLACEHOLDER_IN_VALUE), "____");
    CHECK_STR(found("Plan: [description]", PLACEHOLDER_IN_VALUE), "[description]");
    CHECK_STR(found("Plano: [NOME DA TABELA]", PLACEHOLDER_IN_VALUE), "[NOME DA TABELA]");
    CHECK_STR(found("[Nome/Equipe]", PLACEHOLDER_IN_VALUE), "[Nome/Equipe]");
}

void test_placeholder__leaves_what_only_looks_like_one(void)
{
    CHECK_STR(found("TBDs are gone", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("TO" "DO app", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("[platform]", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("[BREAKING] Drop it", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("[Tables, views]", PLACEHOLDER_IN_METADATA), "");
    CHECK_STR(found("[database, team]", PLACEHOLDER_IN_METADATA), "");
    CHECK_STR(found("[x] [1] [ ] []", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("users[0] | users[1]", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("a < b and c > d", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("HTTP 5XX, __init__, 20XX", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("Signed ____ by", PLACEHOLDER_IN_PROSE), "");
    CHECK_STR(found("[", PLACEHOLDER_IN_VALUE), "");
    CHECK_STR(found("", PLACEHOLDER_IN_VALUE), "");
}
