//! diagnostic  unknown-statement
//! code        SYN002
//! level       error
//! since       0.1
//!
//! A statement begins with a word that means nothing where it stands.
//!
//! ## Why
//!
//! A statement that is not understood would silently be missing from the plan. Where a keyword
//! is near, its block is read as that keyword's, so that one mistake hides no other.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   onwer "database team"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   owner "database team"
//! }
//! ````

//! diagnostic  missing-brace
//! code        SYN003
//! level       error
//! since       0.1
//!
//! A block is never closed.
//!
//! ## Why
//!
//! The mistake is where the `}` should have stood, and is named there: before the first
//! statement that belongs to an enclosing block.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   phase expand "Add" {
//!     goal "Both shapes exist"
//!   phase contract "Drop" {
//!   }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   phase expand "Add" {
//!     goal "Both shapes exist"
//!   }
//!   phase contract "Drop" {
//!   }
//! }
//! ````

//! diagnostic  duplicate-statement
//! code        SYN004
//! level       error
//! since       0.1
//!
//! A statement that may stand once in its block stands there twice.
//!
//! ## Why
//!
//! With two owners or two rollbacks nobody knows which of them holds.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   owner "database team"
//!   owner "identity team"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   owner "database team"
//! }
//! ````

//! diagnostic  no-plan
//! code        SYN005
//! level       error
//! since       0.1
//!
//! A file that should hold a plan holds none.
//!
//! ## Why
//!
//! A check that found nothing to check must not look like a check that found nothing wrong.
//!
//! ## Fails
//!
//! ````belay
//! # nothing here
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { }
//! ````

// Walks the document: which form a statement has, in which block it belongs, what is wrong.

#include "plan/bind-report.h"

#include "base/output.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"

struct str statement_keyword(const struct statement *statement)
{
    const struct word *word = statement->words.first;
    return word && word->kind == WORD_NAME ? word->text.str : STR("");
}

enum {
    MAX_LIST_BYTES = 50, // of what a message lists; the help lists all
    LEAST_CHOICES = 3,   // that "one of 3 words" stands for
};

// A choice is one word; "a number" and "text in double quotes" are not.
static bool is_choice(struct str expected)
{
    return str_find_char(expected, ' ', 0) == STR_NOT_FOUND;
}

static struct str join_expected(struct arena *arena, const struct str *parts, unsigned count)
{
    struct output list = { .arena = arena };
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            output_str(&list, i + 1 < count ? STR(", ") : STR(" or "));
        output_str(&list, parts[i]);
    }
    return output_get(&list);
}

// The whole list, or "a number or one of 16 words" where it is long and `is_brief`.
static struct str expected_list(struct arena *arena, const struct mismatch *mismatch, bool is_brief)
{
    struct str parts[MAX_EXPECTED + 2];
    unsigned count = 0, choices = 0;
    for (unsigned i = 0; i < mismatch->expected_count; i++)
        choices += is_choice(mismatch->expected[i]);
    is_brief &= choices >= LEAST_CHOICES;
    for (unsigned i = 0; i < mismatch->expected_count; i++)
        if (!is_brief || !is_choice(mismatch->expected[i]))
            parts[count++] = mismatch->expected[i];
    if (is_brief)
        parts[count++] = arena_format(arena, "one of %u words", choices);
    if (mismatch->block_is_missing)
        parts[count++] = STR("a block in { }");
    return join_expected(arena, parts, count);
}

// The choice that was meant, where a name stands in the place of one.
static struct str nearest_expected(struct arena *arena, const struct mismatch *mismatch)
{
    struct suggestion suggestion = suggestion_start(mismatch->word->text.str);
    for (unsigned i = 0; i < mismatch->expected_count; i++)
        suggestion_offer(&suggestion, mismatch->expected[i]);
    return suggestion_text(arena, &suggestion);
}

static struct str describe(struct arena *arena, const struct word *word)
{
    if (word->kind == WORD_CODE)
        return STR("code");
    if (word->kind == WORD_TEXT)
        return STR("text");
    return arena_format(arena, "'%.*s'", STR_ARGS(word->text.str));
}

static struct diagnostic *report_wrong_word(struct binder *binder, struct str keyword,
                                            struct str expected, const struct mismatch *mismatch)
{
    struct arena *arena = &binder->unit->arena;
    struct diagnostics *diagnostics = &binder->unit->diagnostics;
    const struct word *word = mismatch->word;
    struct date date;
    if (word->kind == WORD_DATE && !date_parse(word->text.str, &date))
        return diagnose(diagnostics, &kind_unexpected_text, word->span,
                        "%.*s: there is no day '%.*s'", STR_ARGS(keyword),
                        STR_ARGS(word->text.str));
    struct str found = describe(arena, word);
    struct str nearest = word->kind == WORD_NAME ? nearest_expected(arena, mismatch) : STR("");
    return diagnose(diagnostics, &kind_unexpected_text, word->span,
                    "%.*s: expected %.*s, not %.*s%.*s", STR_ARGS(keyword), STR_ARGS(expected),
                    STR_ARGS(found), STR_ARGS(nearest));
}

void report_mismatch(struct binder *binder, enum block_id block,
                            const struct statement *statement, struct str keyword,
                            const struct mismatch *mismatch)
{
    struct arena *arena = &binder->unit->arena;
    struct diagnostics *diagnostics = &binder->unit->diagnostics;
    struct span end = { statement->span.end, statement->span.end };
    if (mismatch->block_is_unexpected) {
        diagnose(diagnostics, &kind_unexpected_text,
                 (struct span){ statement->block->span.start, statement->block->span.start + 1 },
                 "%.*s: expected the end of the statement, not a block", STR_ARGS(keyword));
        return;
    }
    struct str all = expected_list(arena, mismatch, false);
    struct str expected =
        all.length > MAX_LIST_BYTES ? expected_list(arena, mismatch, true) : all;
    struct diagnostic *diagnostic;
    if (!mismatch->word)
        diagnostic = diagnose(diagnostics, &kind_unexpected_text, end, "%.*s: expected %.*s",
                              STR_ARGS(keyword), STR_ARGS(expected));
    else
        diagnostic = report_wrong_word(binder, keyword, expected, mismatch);
    if (expected.length < all.length)
        diagnostic_help(diagnostic, "expected %.*s", STR_ARGS(all));
    if (mismatch->word && mismatch->word->kind == WORD_NAME && mismatch->end_was_expected
        && forms_have(block, mismatch->word->text.str))
        diagnostic_help(diagnostic, "a new line or ';' comes before the next statement");
}

struct str block_phrase(struct arena *arena, enum block_id block)
{
    const char *name = block_name(block);
    if (block == BLOCK_FILE)
        return STR("a file");
    if (block == BLOCK_TEXTS)
        return STR("a block of texts");
    if (block == BLOCK_CLAIMS)
        return STR("a rollback's claims");
    return arena_format(arena, "%s %s", strchr("aeiou", name[0]) ? "an" : "a", name);
}

bool nearest_keyword(enum block_id block, struct str word, struct str *keyword)
{
    struct suggestion suggestion = suggestion_start(word);
    struct str candidate;
    for (size_t i = 0; forms_keyword_at(block, i, &candidate); i++)
        suggestion_offer(&suggestion, candidate);
    *keyword = suggestion.best;
    return suggestion.best.data != NULL;
}

void report_unknown_statement(struct binder *binder, enum block_id block,
                           const struct statement *statement, struct str nearest)
{
    struct arena *arena = &binder->unit->arena;
    const struct word *word = statement->words.first;
    struct str hint = STR("");
    if (nearest.data)
        hint = arena_format(arena, "; did you mean '%.*s'?", STR_ARGS(nearest));
    if (word->kind != WORD_NAME)
        diagnose(&binder->unit->diagnostics, &kind_unknown_statement, word->span,
                 "expected a statement of %.*s, not %.*s",
                 STR_ARGS(block_phrase(arena, block)), STR_ARGS(describe(arena, word)));
    else
        diagnose(&binder->unit->diagnostics, &kind_unknown_statement, word->span,
                 "no statement '%.*s' in %.*s%.*s", STR_ARGS(word->text.str),
                 STR_ARGS(block_phrase(arena, block)), STR_ARGS(hint));
}

void report_missing_brace(struct binder *binder, const struct statement *open,
                                 struct span before)
{
    diagnostic_also(diagnose(&binder->unit->diagnostics, &kind_missing_brace, before,
                             "a '}' is missing before this line"),
                    open->span, "the block that begins here is still open");
}

static uint32_t column_of(struct binder *binder, const struct statement *statement)
{
    return source_locate(binder->unit->sources, statement->span.start).offset;
}

// The first statement inside `head` that stands no deeper than the statement whose block it
// is in: a '}' is missing before it. Sets `owner` to the latter.
static const struct statement *find_betrayal(struct binder *binder, const struct statement *head,
                                             const struct statement **owner)
{
    if (!head->block)
        return NULL;
    uint32_t column = column_of(binder, head);
    list_each(statement, inner, head->block->statements) {
        *owner = head;
        if (column_of(binder, inner) <= column)
            return inner;
        const struct statement *found = find_betrayal(binder, inner, owner);
        if (found)
            return found;
    }
    return NULL;
}

void report_unclosed_block(struct binder *binder, const struct statement *statement)
{
    const struct statement *owner;
    const struct statement *found = find_betrayal(binder, statement, &owner);
    if (found)
        report_missing_brace(binder, owner, found->span);
    else
        diagnostic_label(diagnose(&binder->unit->diagnostics, &kind_missing_brace,
                                  statement->span, "a block that is never closed"),
                         "expected a '}' before the end of the file");
}
