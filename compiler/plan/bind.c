// Walks the document: which form a statement has, and in which block it belongs.

#include "plan/bind-report.h"

#include "generated/kinds.h"
#include "plan/schema-file.h"
#include "plan/spell.h"

struct seen { // a statement that may stand once
    struct seen *next;
    const struct form *form;
    struct span span;
};

struct scope {
    struct scope *outer;
    enum block_id block;
    void *owner;
    const struct statement *statement; // whose block it is; NULL for the file
    LIST_OF(seen) seen;
    bool lacks_brace; // a statement of an enclosing block was found in it
};

static void bind_statement(struct binder *binder, struct scope *scope,
                           const struct statement *statement);

// ---- blocks

static void bind_texts_block(struct binder *binder, struct text_list *texts,
                             const struct statement_list *statements)
{
    list_each(statement, statement, *statements) {
        if (statement->is_broken)
            continue;
        const struct word *word = statement->words.first;
        if (word->kind != WORD_TEXT || word->next || statement->block) {
            diagnose(&binder->unit->diagnostics, &kind_unexpected_text, statement->span,
                     "expected text in double quotes, one a line");
            continue;
        }
        struct text_item *item = arena_new(&binder->unit->arena, struct text_item);
        item->text = word->text;
        list_add(texts, item);
    }
}

static bool is_reported(const struct scope *scope)
{
    for (; scope; scope = scope->outer)
        if (scope->lacks_brace)
            return true;
    return false;
}

static void bind_block(struct binder *binder, struct scope *outer, enum block_id id, void *owner,
                       const struct statement *statement)
{
    if (id == BLOCK_TEXTS) {
        bind_texts_block(binder, owner, &statement->block->statements);
        return;
    }
    struct scope scope = { .outer = outer, .block = id, .owner = owner, .statement = statement };
    list_each(statement, inner, statement->block->statements)
        bind_statement(binder, &scope, inner);
    if (statement->block->is_unclosed && !is_reported(&scope)) {
        report_unclosed_block(binder, statement);
        scope.lacks_brace = true;
    }
    if (scope.lacks_brace && outer)
        outer->lacks_brace = true; // one brace too few leaves every block around it open
}

// A block whose own statement could not be read is read into nothing, for its mistakes.
static void bind_block_of(struct binder *binder, struct scope *scope, struct str keyword,
                          const struct statement *statement)
{
    enum block_id inner;
    if (!statement->block || !forms_block_of(scope->block, keyword, &inner))
        return;
    if (str_is(keyword, "rollback") && statement->words.first->next)
        inner = BLOCK_CLAIMS;
    // Large enough for the largest owner.
    void *nowhere = arena_alloc(&binder->unit->arena, sizeof(struct plan) + sizeof(struct phase));
    bind_block(binder, scope, inner, nowhere, statement);
}

// ---- statements

static bool is_second(struct binder *binder, struct scope *scope, const struct form *form,
                      const struct statement *statement)
{
    if (!form->is_once)
        return false;
    list_each(seen, seen, scope->seen)
        if (seen->form == form) {
            diagnostic_also(diagnose(&binder->unit->diagnostics, &kind_duplicate_statement,
                                     statement->span, "a second '%.*s' in %.*s",
                                     STR_ARGS(form_keyword(form)),
                                     STR_ARGS(block_phrase(&binder->unit->arena, scope->block))),
                            seen->span, "the first one is here");
            return true;
        }
    struct seen *seen = arena_new(&binder->unit->arena, struct seen);
    *seen = (struct seen){ .form = form, .span = statement->span };
    list_add(&scope->seen, seen);
    return false;
}

static void bind_known(struct binder *binder, struct scope *scope, struct str keyword,
                       const struct statement *statement)
{
    struct match match;
    struct mismatch mismatch;
    bool fits = !statement->is_broken
                && forms_match(&binder->patterns, scope->block, keyword, statement, &match,
                               &mismatch);
    if (!fits) {
        if (!statement->is_broken)
            report_mismatch(binder, scope->block, statement, keyword, &mismatch);
        bind_block_of(binder, scope, keyword, statement);
        return;
    }
    if (is_second(binder, scope, match.form, statement)) {
        bind_block_of(binder, scope, keyword, statement);
        return;
    }
    void *owner = match.form->bind(binder, scope->owner, match.form->offset, &match);
    if (match.has_block)
        bind_block(binder, scope, match.block, owner, statement);
}

static struct scope *enclosing_scope_with(struct scope *scope, struct str keyword)
{
    for (scope = scope->outer; scope; scope = scope->outer)
        if (scope->block != BLOCK_FILE && forms_have(scope->block, keyword))
            return scope;
    return NULL;
}

static void bind_statement(struct binder *binder, struct scope *scope,
                           const struct statement *statement)
{
    if (!statement->words.first)
        return; // broken from its first word on
    struct str keyword = statement_keyword(statement);
    if (forms_have(scope->block, keyword)) {
        bind_known(binder, scope, keyword, statement);
        return;
    }
    struct scope *enclosing = enclosing_scope_with(scope, keyword);
    if (enclosing) {
        if (!is_reported(scope))
            report_missing_brace(binder, scope->statement, statement->span);
        for (struct scope *each = scope; each != enclosing; each = each->outer)
            each->lacks_brace = true;
        bind_known(binder, enclosing, keyword, statement);
        return;
    }
    struct str nearest = STR_NONE;
    bool is_near = keyword.length && nearest_keyword(scope->block, keyword, &nearest);
    report_unknown_statement(binder, scope->block, statement, nearest);
    if (is_near)
        bind_known(binder, scope, nearest, statement);
}

// Readers warn about what they repaired; that is no reason to keep quiet about the rest.
static bool has_errors(const struct unit *unit)
{
    list_each(diagnostic, diagnostic, unit->diagnostics.list)
        if (diagnostic->level == LEVEL_ERROR)
            return true;
    return false;
}

void plan_bind(struct unit *unit)
{
    plan_spell(unit);
    struct binder binder = { .unit = unit, .patterns = { .arena = &unit->arena } };
    binder.plan = arena_new(&unit->arena, struct plan);
    binder.plan->numbering = 1;
    struct scope scope = { .block = BLOCK_FILE, .owner = binder.plan };
    list_each(statement, statement, unit->document->statements)
        bind_statement(&binder, &scope, statement);
    if (!binder.plan->statement) {
        if (!has_errors(unit))
            diagnostic_help(diagnose(&unit->diagnostics, &kind_no_plan, span_of_file(unit->file),
                                     "there is no plan in this file"),
                            "a plan begins with: plan \"what it does\" {");
        return;
    }
    plan_resolve(&binder, !has_errors(unit));
    schema_files_read(unit, binder.plan);
    unit->plan = binder.plan;
}
