//! rule        verification-without-expectation
//! code        VER002
//! level       warning
//! since       0.1
//! source      X60
//!
//! A verification does not say which result is right.
//!
//! ## Why
//!
//! A query that returns 41,873 passes every review and proves nothing: whoever runs it at
//! night must know what to expect. The same holds where all that a phase checks is that it
//! "works as expected".
//!
//! A command needs no expectation: it passes by its exit status.
//!
//! ## Fails
//!
//! ````belay phase
//! verify "Rows without a value" ```sql
//!   SELECT count(*) FROM users WHERE email_verified IS NULL
//! ```
//! ````
//!
//! ````belay phase
//! verify manual "Everything works as expected"
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! verify "Rows without a value" = 0 ```sql
//!   SELECT count(*) FROM users WHERE email_verified IS NULL
//! ```
//! ````
//!
//! ````belay phase
//! verify "Both sides agree" ```sh
//!   ./compare.sh
//! ```
//! verify manual "Everything works as expected"
//! verify manual "Nobody has written to support"
//! ````

#include "rules/support/several.h"

static bool has_any(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_has_word(text, str_of(words[i])))
            return true;
    return false;
}

#define HAS_ANY(text, words) has_any((text), (words), sizeof(words) / sizeof *(words))

// A promise that nobody can measure: "works as expected", "everything is fine".
static bool is_vague(const struct verify *verify)
{
    static const char *const vague[] = { "as expected", "acceptable", "acceptably", "correctly",
                                         "properly", "no issues", "no problems", "looks good",
                                         "works fine", "all good" };
    static const char *const everything[] = { "everything", "all" };
    static const char *const works[] = { "works", "work", "working", "fine" };
    struct str text = verify->title.str;
    if (verify->kind != VERIFY_MANUAL)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (char_is_digit(text.data[i]))
            return false;
    return HAS_ANY(text, vague) || (HAS_ANY(text, everything) && HAS_ANY(text, works));
}

// A query whose result nobody compares. Other statements pass when they run.
static bool is_uncompared(const struct verify *verify)
{
    static const char *const queries[] = { "select", "with", "values", "table", "show" };
    if (verify->kind != VERIFY_CODE || bound_is_set(&verify->bound) || !code_is_sql(&verify->code))
        return false;
    struct str code = verify->code.text.str, line;
    while (str_next_line(&code, &line)) {
        line = str_trim(line);
        if (line.length == 0 || str_starts_with(line, STR("--")))
            continue;
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
            struct str word = str_of(queries[i]);
            if (str_equal_ignoring_case(str_slice(line, 0, word.length), word))
                return true;
        }
        return false;
    }
    return false;
}

static void look_at_phase(struct places *places, const struct phase *phase)
{
    bool is_only_vague = phase->verifies.first && !phase->success.first;
    list_each(verify, verify, phase->verifies) {
        is_only_vague = is_only_vague && is_vague(verify);
        if (is_uncompared(verify))
            places_add(places, verify->span, "its result is compared with nothing");
    }
    if (is_only_vague)
        places_add(places, phase->verifies.first->span,
                   "all that phase %d checks; no value to meet", phase->number);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    list_each(phase, phase, plan->phases)
        look_at_phase(&places, phase);
    list_each(verify, verify, plan->verifies)
        if (is_uncompared(verify))
            places_add(&places, verify->span, "its result is compared with nothing");
    struct diagnostic *diagnostic = report_places(
        unit, &kind_verification_without_expectation, &places,
        "a verification does not say which result is right",
        "verifications do not say which result is right");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "whoever runs it cannot tell a good result from a bad one");
    diagnostic_help_in(diagnostic, plan,
                       "verify \"...\" = 0 compares the one value that the query returns",
                       "'= 0' behind the query, or a comment '-- should be 0' at its end");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_verification_without_expectation = { .check_plan = check_plan };
