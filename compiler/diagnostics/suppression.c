//! diagnostic  unused-suppression
//! code        SUP001
//! level       warning
//! since       0.1
//! fix         safe
//!
//! A suppression takes no finding away.
//!
//! ## Why
//!
//! What it accepted was mended since, or it never stood in the right place. Left behind it
//! would hide the next finding of that name.
//!
//! ## Fails
//!
//! ````belay
//! # belay: ignore[missing-rollback] -- agreed in OPS-412
//! plan "p" { }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { }
//! ````

//! diagnostic  unknown-suppressed-rule
//! code        SUP002
//! level       error
//! since       0.1
//!
//! A suppression names a rule that does not exist, or cannot be read.
//!
//! ## Why
//!
//! It would accept nothing and look as if it did.
//!
//! ## Fails
//!
//! ````belay
//! # belay: ignore[mising-rollback] -- agreed in OPS-412
//! plan "p" { }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { }
//! ````

//! diagnostic  suppression-without-reason
//! code        SUP003
//! level       warning
//! since       0.1
//!
//! A suppression does not say why, and the configuration asks for it (`ignore-needs-reason`;
//! always in profile `strict`).
//!
//! ## Why
//!
//! Whoever meets the suppression in a year has nothing but its reason to judge it by.
//!
//! ## Fails
//!
//! ```
//! # belay: ignore[missing-rollback]
//! ```
//!
//! ## Passes
//!
//! ```
//! # belay: ignore[missing-rollback] -- agreed in OPS-412
//! ```

//! diagnostic  suppression-without-end
//! code        SUP004
//! level       warning
//! since       0.1
//!
//! A `disable` has no `enable` behind it, or an `enable` no `disable` before it.
//!
//! ## Why
//!
//! A range without an end governs the rest of the file, and whatever is added there later.
//! For the whole file there is `file-ignore`.
//!
//! ## Fails
//!
//! ````belay
//! # belay: disable[missing-rollback] -- until the reviewers agree
//! plan "p" { }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { }
//! ````

#include "diagnostics/suppression.h"

#include "diagnostics/fix.h"
#include "diagnostics/kind.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"

// ---- reading

// The text behind `prefix` and the blanks that follow it; false where it begins otherwise.
static bool skip(struct text *text, struct str prefix)
{
    if (!str_starts_with(text->str, prefix))
        return false;
    *text = text_trim(text_slice(*text, prefix.length, text->str.length));
    return true;
}

static bool read_verb(struct text *text, enum suppression_verb *verb)
{
    static const struct { const char *word; enum suppression_verb verb; } verbs[] = {
        { "ignore[", SUPPRESSION_IGNORE },   { "file-ignore[", SUPPRESSION_FILE },
        { "disable[", SUPPRESSION_DISABLE }, { "enable[", SUPPRESSION_ENABLE },
    };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (skip(text, str_of(verbs[i].word))) {
            *verb = verbs[i].verb;
            return true;
        }
    return false;
}

static void report_unknown(struct diagnostics *diagnostics, const struct suppressed_rule *rule)
{
    struct suggestion suggestion = suggestion_start(rule->name);
    for (size_t i = 0; i < kind_count; i++)
        if (kinds[i]->is_rule)
            suggestion_offer(&suggestion, str_of(kinds[i]->name));
    diagnose(diagnostics, &kind_unknown_suppressed_rule, rule->span, "no rule is called '%.*s'%.*s",
             STR_ARGS(rule->name), STR_ARGS(suggestion_text(diagnostics->arena, &suggestion)));
}

static void read_rules(struct suppressions *suppressions, struct diagnostics *diagnostics,
                       struct suppression *suppression, struct text list)
{
    while (list.str.length) {
        size_t comma = str_find_char(list.str, ',', 0);
        struct text name = text_trim(text_slice(list, 0, comma));
        if (suppressions->rule_count++ == MAX_SUPPRESSED_RULES)
            diagnose(diagnostics, &kind_too_large, text_place(name),
                     "more than %u suppressed rules", MAX_SUPPRESSED_RULES);
        if (suppressions->rule_count > MAX_SUPPRESSED_RULES)
            return;
        struct suppressed_rule *rule = arena_new(suppressions->arena, struct suppressed_rule);
        rule->name = name.str;
        rule->span = text_place(name);
        rule->kind = kind_find(name.str);
        if (!rule->kind)
            report_unknown(diagnostics, rule);
        else if (!rule->kind->is_rule)
            diagnose(diagnostics, &kind_unknown_suppressed_rule, rule->span,
                     "'%.*s' cannot be suppressed", STR_ARGS(rule->name));
        list_add(&suppression->rules, rule);
        list = comma == STR_NOT_FOUND ? TEXT_NONE : text_slice(list, comma + 1, list.str.length);
    }
}

void suppression_read(struct suppressions *suppressions, struct diagnostics *diagnostics,
                      struct text comment, struct span span, struct span scope)
{
    enum suppression_verb verb;
    struct text rest = text_trim(comment);
    if (!skip(&rest, STR("belay:")) || suppressions->rule_count > MAX_SUPPRESSED_RULES)
        return;
    size_t close = read_verb(&rest, &verb) ? str_find_char(rest.str, ']', 0) : STR_NOT_FOUND;
    struct text list = text_trim(text_slice(rest, 0, close));
    if (close == STR_NOT_FOUND || list.str.length == 0) {
        diagnostic_help(diagnose(diagnostics, &kind_unknown_suppressed_rule, span,
                                 "a belay comment that cannot be read"),
                        "expected ignore[RULE], file-ignore[RULE], disable[RULE] or enable[RULE], "
                        "then '-- reason'");
        return;
    }
    struct suppression *suppression = arena_new(suppressions->arena, struct suppression);
    suppression->verb = verb;
    suppression->span = span;
    suppression->scope = scope;
    read_rules(suppressions, diagnostics, suppression, list);
    struct text behind = text_trim(text_slice(rest, close + 1, rest.str.length));
    if (skip(&behind, STR("--")))
        suppression->reason = behind.str;
    list_add(&suppressions->list, suppression);
}

// ---- applying

static bool names_kind(const struct suppression *suppression, const struct diagnostic_kind *kind)
{
    list_each(suppressed_rule, rule, suppression->rules)
        if (rule->kind == kind)
            return true;
    return false;
}

// Gives each `disable` the scope up to the next `enable` of the same rule.
static void find_ranges(struct suppressions *suppressions, struct diagnostics *diagnostics,
                        const struct source_file *file)
{
    list_each(suppression, begin, suppressions->list) {
        if (begin->verb != SUPPRESSION_DISABLE)
            continue;
        begin->scope = (struct span){ begin->span.end, span_of_file(file).end };
        const struct suppression *end = begin->next;
        while (end && (end->verb != SUPPRESSION_ENABLE || !begin->rules.first
                       || !names_kind(end, begin->rules.first->kind)))
            end = end->next;
        begin->end = end;
        if (end)
            begin->scope.end = end->span.start;
        else
            diagnose(diagnostics, &kind_suppression_without_end, begin->span,
                     "a 'disable' without an 'enable' behind it");
    }
}

static bool touches(struct span scope, struct span span)
{
    uint32_t last = span.end > span.start ? span.end - 1 : span.end;
    return span.start < scope.end && scope.start <= last;
}

// At the finding's own place, or at any other that it shows.
static bool governs(const struct suppression *suppression, const struct diagnostic *diagnostic)
{
    if (suppression->verb == SUPPRESSION_ENABLE)
        return false;
    if (suppression->verb == SUPPRESSION_FILE || touches(suppression->scope, diagnostic->span))
        return true;
    list_each(diagnostic_place, place, diagnostic->places)
        if (touches(suppression->scope, place->span))
            return true;
    return false;
}

static void apply(struct suppression *suppression, struct diagnostic *diagnostic)
{
    list_each(suppressed_rule, rule, suppression->rules) {
        if (rule->kind != diagnostic->kind || !governs(suppression, diagnostic))
            continue;
        rule->is_used = true;
        diagnostic->is_suppressed = true;
        diagnostic->suppression_reason = suppression->reason;
    }
}

// Takes out the rule's name, and the comment where it names no other.
static void offer_removal(struct diagnostic *finding, const struct source_file *file,
                          const struct suppression *suppression,
                          const struct suppressed_rule *rule)
{
    const struct suppression *end = suppression->end;
    bool is_alone = suppression->rules.first == suppression->rules.last;
    bool ends_alone = end && end->rules.first == end->rules.last;
    if (suppression->verb == SUPPRESSION_DISABLE && (!is_alone || !ends_alone))
        return;
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_SAFE, "take '%.*s' out",
                                                STR_ARGS(rule->name));
    if (is_alone) {
        diagnostic_delete(finding, fix, file, suppression->span);
        if (end)
            diagnostic_delete(finding, fix, file, end->span);
        return;
    }
    struct span span = rule->span;
    if (rule->next)
        span.end = rule->next->span.start;
    else
        for (const struct suppressed_rule *before = suppression->rules.first; before != rule;
             before = before->next)
            span.start = before->span.end;
    diagnostic_edit(finding, fix, span, STR(""));
}

static void report_unused(struct diagnostics *diagnostics, const struct source_file *file,
                          const struct suppression *suppression,
                          const struct suppressed_rule *rule)
{
    struct diagnostic *finding =
        diagnose(diagnostics, &kind_unused_suppression, rule->span,
                 "no finding of '%s' to suppress here", rule->kind->name);
    offer_removal(finding, file, suppression, rule);
}

void suppressions_apply(struct suppressions *suppressions, struct diagnostics *diagnostics,
                        const struct source_file *file, bool needs_reason,
                        bool (*is_enabled)(const void *context, const struct diagnostic_kind *),
                        const void *context)
{
    find_ranges(suppressions, diagnostics, file);
    list_each(suppression, suppression, suppressions->list) {
        list_each(diagnostic, diagnostic, diagnostics->list)
            if (diagnostic->kind->is_rule)
                apply(suppression, diagnostic);
        if (needs_reason && suppression->reason.length == 0
            && suppression->verb != SUPPRESSION_ENABLE)
            diagnostic_help(diagnose(diagnostics, &kind_suppression_without_reason,
                                     suppression->span, "a suppression without a reason"),
                            "write it behind '--'");
        if (suppression->verb == SUPPRESSION_ENABLE)
            continue;
        list_each(suppressed_rule, rule, suppression->rules)
            if (rule->kind && rule->kind->is_rule && !rule->is_used
                && is_enabled(context, rule->kind))
                report_unused(diagnostics, file, suppression, rule);
    }
}
