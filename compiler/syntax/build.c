//! diagnostic  unexpected-text
//! code        SYN001
//! level       error
//! since       0.1
//!
//! Text that does not fit where it stands.
//!
//! ## Why
//!
//! A plan that cannot be read cannot be proved. The finding says what was expected there.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   phase expand "Add" { rollback maybe }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   phase expand "Add" { rollback none "nothing uses it yet" }
//! }
//! ````

//! diagnostic  too-large
//! code        SYN008
//! level       error
//! since       0.1
//!
//! A file passes one of the limits: 32 blocks inside each other, 100,000 statements, 1,000,000
//! words, 1000 mistakes in single words.
//!
//! ## Why
//!
//! Plans come from strangers. A bound that is said aloud is better than a tool that hangs.
//!
//! ## Fails
//!
//! More than 32 blocks inside each other.
//!
//! ## Passes
//!
//! ````belay
//! plan "p" { phase expand "Add" { rollback { run "undo it" } } }
//! ````

#include "syntax/build.h"

#include "base/check.h"
#include "base/utf8.h"
#include "generated/plan.tab.h"
#include "generated/kinds.h"

void build_advance(struct scan *scan, struct span *span, uint32_t length)
{
    span->start = scan->address;
    scan->address += length;
    span->end = scan->address;
}

static struct str text_at(const struct scan *scan, struct span span)
{
    if (scan->view)
        return str_slice(scan->view->str, span.start, span.end);
    return source_text(scan->unit->sources, span);
}

static struct text view_at(const struct scan *scan, struct span span)
{
    if (scan->view)
        return text_slice(*scan->view, span.start, span.end);
    return text_of_span(scan->arena, scan->unit->sources, span);
}

void build_comment(struct scan *scan, struct span span)
{
    if (scan->view) {
        scan->view_has_other = true;
        return;
    }
    struct comment *comment = arena_new(scan->arena, struct comment);
    *comment = (struct comment){
        .span = span,
        .text = str_trim(str_from(text_at(scan, span), 1)),
        .has_own_line = !scan->line_has_token,
    };
    list_add(&scan->document->comments, comment);
}

void build_line_end(struct scan *scan)
{
    if (!scan->line_has_token)
        scan->blank_lines++;
    scan->line_has_token = false;
}

static struct word *word_new(struct scan *scan, struct span span, enum word_kind kind,
                             struct text text)
{
    struct word *word = arena_new(scan->arena, struct word);
    if (scan->view)
        span = text_span(*scan->view, span.start, span.end);
    *word = (struct word){ .kind = kind, .span = span, .text = text };
    scan->line_has_token = true;
    return word;
}

// ---- text in quotes

// The code point of "\u{1F600}" behind `at`, and the offset behind its brace.
static bool read_unicode_escape(struct str text, size_t at, uint32_t *code_point, size_t *end)
{
    size_t close = str_find_char(text, '}', at);
    if (at >= text.length || text.data[at] != '{' || close == STR_NOT_FOUND || close - at < 2
        || close - at > 7)
        return false;
    *code_point = 0;
    for (size_t i = at + 1; i < close; i++) {
        char c = char_lower(text.data[i]);
        if (!char_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        *code_point = *code_point * 16 + (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *end = close + 1;
    return *code_point > 0 && *code_point <= 0x10FFFF
           && (*code_point < 0xD800 || *code_point > 0xDFFF);
}

// Resolves the escape at `at` (a backslash); returns the offset behind it, or 0 if it is none.
static size_t add_escape(struct text_builder *builder, struct text inside, size_t at)
{
    struct str text = inside.str;
    char bytes[4] = { text.data[at + 1] };
    size_t end = at + 2, length = 1;
    uint32_t code_point;
    switch (text.data[at + 1]) {
    case '"':
    case '\\': break;
    case 'n': bytes[0] = '\n'; break;
    case 't': bytes[0] = '\t'; break;
    case 'u':
        if (!read_unicode_escape(text, at + 2, &code_point, &end))
            return 0;
        length = utf8_encode(code_point, bytes);
        break;
    default: return 0;
    }
    text_builder_replace(builder, (struct str){ bytes, length }, text_span(inside, at, end));
    return end;
}

// What is behind the place where a limit is passed is not read.
static void give_up(struct scan *scan, struct span span, const char *what, unsigned limit)
{
    diagnose(&scan->unit->diagnostics, &kind_too_large, span, "more than %u %s", limit, what);
    scan->has_given_up = true;
}

static struct diagnostic *report_mistake(struct scan *scan, struct span span, const char *what)
{
    struct diagnostic *mistake =
        diagnose(&scan->unit->diagnostics, &kind_unexpected_text, span, "%s", what);
    if (++scan->mistake_count == MAX_MISTAKES)
        give_up(scan, span, "mistakes", MAX_MISTAKES);
    return mistake;
}

static void report_escape(struct scan *scan, struct span span)
{
    if (scan->view) {
        scan->view_has_other = true;
        return;
    }
    diagnostic_help(report_mistake(scan, span, "an escape that is none"),
                    "the escapes are \\\" \\\\ \\n \\t and \\u{1F600}");
}

static struct text unescape(struct scan *scan, struct span span)
{
    struct text inside = view_at(scan, span);
    struct str text = inside.str;
    if (str_find_char(text, '\\', 0) == STR_NOT_FOUND)
        return inside;
    struct text_builder builder = { .arena = scan->arena };
    for (size_t at = 0; at < text.length && !scan->has_given_up;) {
        size_t next = str_find_char(text, '\\', at);
        if (next == STR_NOT_FOUND)
            next = text.length;
        text_builder_append(&builder, text_slice(inside, at, next));
        if (next == text.length)
            break;
        at = add_escape(&builder, inside, next);
        if (at == 0) {
            report_escape(scan, text_span(inside, next, next + 2));
            at = next + 2;
        }
    }
    return text_builder_finish(&builder);
}

int build_word(struct scan *scan, struct span span, enum word_kind kind, union PLAN_STYPE *value)
{
    struct text text;
    if (kind == WORD_TEXT)
        text = unescape(scan, (struct span){ span.start + 1, span.end - 1 });
    else
        text = view_at(scan, span);
    if (scan->word_count++ == MAX_WORDS)
        give_up(scan, span, "words", MAX_WORDS);
    value->TOKEN_WORD = word_new(scan, span, kind, text);
    return TOKEN_WORD;
}

int build_bad_word(struct scan *scan, struct span span, const char *what, union PLAN_STYPE *value)
{
    if (!scan->view)
        report_mistake(scan, span, what);
    value->TOKEN_WORD = NULL; // makes its statement broken
    scan->line_has_token = true;
    return TOKEN_WORD;
}

// ---- braces

int build_open(struct scan *scan, struct span span, union PLAN_STYPE *value)
{
    scan->line_has_token = true;
    if (scan->depth == MAX_DEPTH) {
        give_up(scan, span, "blocks inside each other", MAX_DEPTH);
        struct span end = span;
        return build_end(scan, &end);
    }
    scan->depth++;
    value->TOKEN_OPEN = arena_new(scan->arena, struct block);
    return TOKEN_OPEN;
}

int build_close(struct scan *scan, struct span span)
{
    scan->line_has_token = true;
    scan->view_has_other = true;
    if (scan->depth == 0 && scan->view)
        return 0;
    if (scan->depth == 0) {
        report_mistake(scan, span, "a '}' that closes nothing");
        return 0;
    }
    scan->depth--;
    return TOKEN_CLOSE;
}

int build_end(struct scan *scan, struct span *span)
{
    *span = (struct span){ scan->address, scan->address };
    scan->is_ending = true;
    if (scan->depth == 0)
        return TOKEN_END;
    scan->depth--;
    return TOKEN_CLOSE;
}

// ---- fences

static uint32_t count_backticks(struct str text)
{
    uint32_t count = 0;
    while (count < text.length && text.data[count] == '`')
        count++;
    return count;
}

bool build_fence_open(struct scan *scan, struct span span)
{
    struct str line = text_at(scan, span);
    scan->fence_ticks = count_backticks(line);
    scan->fence_open = span;
    struct str tag = str_trim(str_from(line, scan->fence_ticks));
    for (size_t i = 0; i < tag.length; i++)
        if (!char_is_word(tag.data[i]) && !strchr("+#.-", tag.data[i]))
            return false;
    return true;
}

static size_t indentation(struct str line)
{
    size_t width = 0;
    while (width < line.length && (line.data[width] == ' ' || line.data[width] == '\t'))
        width++;
    return width;
}

// The lines of `body` less the closing fence's indentation, CR LF as LF.
static struct text dedent(struct scan *scan, struct span body, size_t width)
{
    struct text_builder builder = { .arena = scan->arena };
    struct str rest = text_at(scan, body), line;
    const char *start = rest.data;
    while (str_next_line(&rest, &line)) {
        size_t cut = indentation(line) < width ? indentation(line) : width;
        uint32_t address = body.start + (uint32_t)(line.data - start);
        if (line.length && line.data[line.length - 1] == '\r')
            line.length--;
        if (cut > line.length)
            cut = line.length;
        text_builder_copy(&builder, str_from(line, cut), address + (uint32_t)cut);
        text_builder_replace(&builder, STR("\n"),
                             (struct span){ address + (uint32_t)line.length,
                                            address + (uint32_t)line.length + 1 });
    }
    return text_builder_finish(&builder);
}

static void finish_fence(struct scan *scan, struct span close, size_t width,
                         union PLAN_STYPE *value)
{
    uint32_t start = scan->fence_open.end + 1;
    struct span body = { start, close.start > start ? close.start : start };
    struct span whole = { scan->fence_open.start, close.end };
    struct word *word = word_new(scan, whole, WORD_CODE, dedent(scan, body, width));
    word->language = str_trim(str_from(text_at(scan, scan->fence_open), scan->fence_ticks));
    value->TOKEN_WORD = word;
}

// `}` and `;` behind a closing fence, and nothing else: that they stand there is the only mistake.
static bool closes_blocks(struct str behind)
{
    for (size_t i = 0; i < behind.length; i++)
        if (!memchr("}; \t\r", behind.data[i], 5))
            return false;
    return behind.length > 0;
}

bool build_fence_line(struct scan *scan, struct span span, union PLAN_STYPE *value,
                      uint32_t *left)
{
    struct span line = { span.start + 1, span.end }; // without the LF before it
    struct str text = text_at(scan, line);
    size_t width = indentation(text);
    uint32_t ticks = count_backticks(str_from(text, width));
    if (ticks < scan->fence_ticks)
        return false;
    struct str behind = str_trim(str_from(text, width + ticks));
    if (behind.length) {
        uint32_t at = line.start + (uint32_t)(behind.data - text.data);
        diagnostic_help(
            diagnostic_also(diagnose(&scan->unit->diagnostics, &kind_unexpected_text,
                                     (struct span){ at, at + (uint32_t)behind.length },
                                     "text behind a closing fence"),
                            scan->fence_open, "the fence begins here"),
            "a closing fence stands alone on its line; a fence inside code needs one backtick less "
            "than the fence around it");
    }
    if (closes_blocks(behind)) {
        *left = line.end - line.start - (uint32_t)(behind.data - text.data);
        scan->address -= *left;
        line.end -= *left;
    }
    finish_fence(scan, line, width, value);
    if (behind.length && !closes_blocks(behind))
        value->TOKEN_WORD = NULL;
    return true;
}

int build_fence_unclosed(struct scan *scan, struct span *span, union PLAN_STYPE *value)
{
    *span = (struct span){ scan->address, scan->address };
    diagnostic_label(diagnose(&scan->unit->diagnostics, &kind_unexpected_text, scan->fence_open,
                              "a fence that is never closed"),
                     "expected a line of %u backticks before the end of the file",
                     scan->fence_ticks);
    value->TOKEN_WORD = NULL;
    return TOKEN_WORD;
}

// ---- statements

static void add_word(struct statement *statement, struct word *word)
{
    if (!word) {
        statement->is_broken = true;
        return;
    }
    list_add(&statement->words, word);
    if (statement->span.end == 0)
        statement->span = word->span;
    statement->span.end = word->span.end;
}

static struct statement *statement_begin(struct scan *scan)
{
    struct statement *statement = arena_new(scan->arena, struct statement);
    statement->blank_lines_before = scan->blank_lines;
    scan->blank_lines = 0;
    scan->statement_count++;
    return statement;
}

struct statement *build_statement(struct scan *scan, struct word *first)
{
    struct statement *statement = statement_begin(scan);
    add_word(statement, first);
    if (scan->statement_count == MAX_STATEMENTS + 1 && !scan->has_given_up)
        give_up(scan, statement->span, "statements", MAX_STATEMENTS);
    statement->is_broken |= scan->has_given_up;
    return statement;
}

struct statement *build_headless(struct scan *scan, struct block *block)
{
    struct statement *statement = statement_begin(scan);
    statement->span = (struct span){ block->span.start, block->span.start + 1 };
    statement->block = block;
    statement->is_broken = true;
    diagnose(&scan->unit->diagnostics, &kind_unexpected_text, statement->span,
             "a block without a statement before it");
    return statement;
}

static struct statement *report_behind_block(struct scan *scan, struct statement *statement,
                                             struct span span)
{
    if (!statement->is_broken)
        diagnostic_help(diagnose(&scan->unit->diagnostics, &kind_unexpected_text, span,
                                 "text behind a block"),
                        "a new line or ';' comes before the next statement");
    statement->is_broken = true;
    return statement;
}

struct statement *build_more_words(struct scan *scan, struct statement *statement,
                                   struct word *word)
{
    if (statement->block && word)
        return report_behind_block(scan, statement, word->span);
    add_word(statement, word);
    statement->is_broken |= scan->has_given_up;
    return statement;
}

struct statement *build_statement_block(struct scan *scan, struct statement *statement,
                                        struct block *block)
{
    if (statement->block)
        return report_behind_block(scan, statement, block->span);
    statement->block = block;
    return statement;
}

struct statement_list build_list(struct statement_list list, struct statement *statement)
{
    if (statement)
        list_add(&list, statement);
    return list;
}

struct block *build_block(struct scan *scan, struct block *block, struct statement_list statements,
                          struct span span)
{
    block->statements = statements;
    block->span = span;
    block->is_unclosed = scan->is_ending && !scan->has_given_up;
    return block;
}

void build_file(struct scan *scan, struct statement_list statements)
{
    scan->document->statements = statements;
}
