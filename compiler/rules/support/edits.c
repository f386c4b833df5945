#include "rules/support/edits.h"

#include "base/output.h"
#include "diagnostics/fix.h"

struct edits edits_begin(struct unit *unit, struct diagnostic *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str title = arena_vformat(&unit->arena, format, arguments);
    va_end(arguments);
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_UNSAFE, "%.*s", STR_ARGS(title));
    return (struct edits){ unit, finding, fix };
}

void edits_replace(const struct edits *edits, struct span span, struct str replacement)
{
    diagnostic_edit(edits->finding, edits->fix, span, replacement);
}

static void insert(const struct edits *edits, size_t offset, struct str text)
{
    uint32_t address = edits->unit->file->base + (uint32_t)offset;
    edits_replace(edits, (struct span){ address, address }, text);
}

// ---- the lines of a file, by offsets in it

static size_t line_start(struct str text, size_t at)
{
    while (at > 0 && text.data[at - 1] != '\n')
        at--;
    return at;
}

// Behind the line's LF, or at the end of the text.
static size_t line_end(struct str text, size_t at)
{
    size_t end = str_find_char(text, '\n', at);
    return end == STR_NOT_FOUND ? text.length : end + 1;
}

static bool is_blank_up_to(struct str text, size_t from, size_t to)
{
    return str_trim(str_slice(text, from, to)).length == 0;
}

static struct str indent_at(struct str text, size_t at)
{
    size_t start = line_start(text, at), end = start;
    while (end < at && (text.data[end] == ' ' || text.data[end] == '\t'))
        end++;
    return str_slice(text, start, end);
}

// Each line but the empty ones behind `indent`, the last one ended.
static struct str indented(struct arena *arena, struct str text, struct str indent)
{
    struct output out = { .arena = arena };
    for (struct str line; str_next_line(&text, &line);) {
        if (line.length > 0)
            output_str(&out, indent);
        output_str(&out, line);
        output_char(&out, '\n');
    }
    return output_get(&out);
}

// ---- statements

struct extent { // of a statement, as offsets
    struct str text; // of the file
    size_t start, end;
};

static struct extent extent_of(const struct unit *unit, const struct statement *statement)
{
    uint32_t end = statement->block ? statement->block->span.end : statement->span.end;
    uint32_t base = unit->file->base;
    return (struct extent){ unit->file->text, statement->span.start - base, end - base };
}

// The first of the comments that stand on lines of their own directly above.
static size_t start_with_comments(const struct extent *extent)
{
    size_t start = line_start(extent->text, extent->start);
    if (!is_blank_up_to(extent->text, start, extent->start))
        return extent->start;
    for (size_t above; start > 0; start = above) {
        above = line_start(extent->text, start - 1);
        struct str line = str_trim(str_slice(extent->text, above, start));
        if (!str_starts_with(line, STR("#")))
            break;
    }
    return start;
}

// Behind the blanks and the semicolon that may follow it.
static size_t place_of_next(const struct extent *extent)
{
    const char *text = extent->text.data;
    size_t next = extent->end + strspn(text + extent->end, " \t");
    next += text[next] == ';';
    return next + strspn(text + next, " \t");
}

// Whether nothing but a comment stands behind it on its last line.
static bool ends_line(const struct extent *extent)
{
    size_t end = line_end(extent->text, extent->end);
    struct str rest = str_trim(str_slice(extent->text, place_of_next(extent), end));
    return rest.length == 0 || rest.data[0] == '#';
}

static bool begins_line(const struct extent *extent)
{
    return is_blank_up_to(extent->text, line_start(extent->text, extent->start), extent->start);
}

static bool is_one_line(struct str text)
{
    return str_find_char(str_trim(text), '\n', 0) == STR_NOT_FOUND;
}

void edits_insert_before(const struct edits *edits, const struct statement *statement,
                         struct str text)
{
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    struct str indent = indent_at(extent.text, extent.start);
    if (begins_line(&extent)) {
        insert(edits, start_with_comments(&extent), indented(arena, text, indent));
        return;
    }
    if (is_one_line(text))
        insert(edits, extent.start, arena_format(arena, "%.*s; ", STR_ARGS(str_trim(text))));
    else
        insert(edits, extent.start,
               arena_format(arena, "\n%.*s%.*s", STR_ARGS(indented(arena, text, indent)),
                            STR_ARGS(indent)));
}

// Where something else follows on the line, which then gets a line of its own.
static void insert_inside(const struct edits *edits, const struct extent *extent, struct str text)
{
    struct arena *arena = &edits->unit->arena;
    struct str indent = indent_at(extent->text, extent->start);
    struct str inner = begins_line(extent) ? indent
                                           : arena_format(arena, "%.*s  ", STR_ARGS(indent));
    size_t next = place_of_next(extent);
    struct str behind = extent->text.data[next] == '}' ? indent : inner;
    uint32_t base = edits->unit->file->base;
    edits_replace(edits, (struct span){ base + (uint32_t)extent->end, base + (uint32_t)next },
                  arena_format(arena, "\n%.*s%.*s", STR_ARGS(indented(arena, text, inner)),
                               STR_ARGS(behind)));
}

void edits_insert_behind(const struct edits *edits, const struct statement *statement,
                         struct str text)
{
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    size_t end = line_end(extent.text, extent.end);
    bool is_last_line = end == 0 || extent.text.data[end - 1] != '\n';
    if (ends_line(&extent) && !is_last_line)
        insert(edits, end, indented(arena, text, indent_at(extent.text, extent.start)));
    else if (is_one_line(text))
        insert(edits, extent.end, arena_format(arena, "; %.*s", STR_ARGS(str_trim(text))));
    else
        insert_inside(edits, &extent, text);
}

void edits_append(const struct edits *edits, const struct statement *statement, struct str text)
{
    struct arena *arena = &edits->unit->arena;
    struct extent extent = extent_of(edits->unit, statement);
    struct str indent = indent_at(extent.text, extent.start);
    if (statement->block && statement->block->statements.last) {
        edits_insert_behind(edits, statement->block->statements.last, text);
        return;
    }
    struct str inner = arena_format(arena, "%.*s  ", STR_ARGS(indent));
    struct str lines = arena_format(arena, "\n%.*s%.*s", STR_ARGS(indented(arena, text, inner)),
                                    STR_ARGS(indent));
    if (statement->block)
        insert(edits, statement->block->span.start - edits->unit->file->base + 1, lines);
    else
        insert(edits, extent.end, arena_format(arena, " {%.*s}", STR_ARGS(lines)));
}

void edits_remove(const struct edits *edits, const struct statement *statement)
{
    struct extent extent = extent_of(edits->unit, statement);
    uint32_t base = edits->unit->file->base;
    size_t start = start_with_comments(&extent);
    size_t end = extent.end;
    if (begins_line(&extent) && ends_line(&extent)) {
        end = line_end(extent.text, extent.end);
        size_t above = line_start(extent.text, start > 0 ? start - 1 : 0);
        if (statement->blank_lines_before > 0 && is_blank_up_to(extent.text, above, start))
            start = above;
    } else
        end = place_of_next(&extent);
    edits_replace(edits, (struct span){ base + (uint32_t)start, base + (uint32_t)end }, STR(""));
}

// With its comments, as insertions take it.
static struct str copy(struct unit *unit, const struct statement *statement)
{
    struct extent extent = extent_of(unit, statement);
    size_t start = start_with_comments(&extent);
    size_t end = ends_line(&extent) ? line_end(extent.text, extent.end) : extent.end;
    struct str indent = indent_at(extent.text, extent.start);
    struct str rest = str_slice(extent.text, start, end);
    struct output out = { .arena = &unit->arena };
    for (struct str line; str_next_line(&rest, &line);) {
        bool is_deeper = str_starts_with(line, indent);
        output_str(&out, is_deeper ? str_from(line, indent.length) : line);
        output_char(&out, '\n');
    }
    return output_get(&out);
}

void edits_move_behind(const struct edits *edits, const struct statement *statement,
                       const struct statement *behind)
{
    struct unit *unit = edits->unit;
    struct str text = copy(unit, statement);
    if (statement->blank_lines_before > 0 && behind->blank_lines_before > 0)
        text = arena_format(&unit->arena, "\n%.*s", STR_ARGS(text));
    edits_remove(edits, statement);
    edits_insert_behind(edits, behind, text);
}

struct str edits_quote(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    output_char(&out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c == 0x7F)
            output_format(&out, "\\u{%X}", c);
        else
            output_format(&out, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
    }
    output_char(&out, '"');
    return output_get(&out);
}

// ---- steps of SQL

static bool find_parts(struct step_text *step, struct str text, uint32_t base)
{
    const struct word *code = NULL;
    list_each(word, word, step->statement->words)
        if (word->kind == WORD_CODE)
            code = word;
        else if (word->kind == WORD_TEXT && word == step->statement->words.first->next)
            step->title = word->span;
    if (!code)
        return false;
    size_t fence_end = str_find_char(text, '\n', code->span.start - base);
    size_t closing = line_start(text, code->span.end - base);
    if (fence_end == STR_NOT_FOUND || fence_end >= closing)
        return false;
    step->head = (struct span){ step->statement->span.start, base + (uint32_t)fence_end };
    step->closing = str_slice(text, closing, code->span.end - base);
    return true;
}

bool step_text_of(struct step_text *step, struct unit *unit, const struct site *site)
{
    const struct statement *statement = site->action ? site->action->statement : NULL;
    if (!unit->takes_fixes || !statement || statement->is_inferred || site->host
        || !code_is_sql(site->code) || site->action->undoes || !statement->words.first)
        return false;
    if (!word_is(statement->words.first, "step") && !word_is(statement->words.first, "run"))
        return false;
    *step = (struct step_text){ .unit = unit, .statement = statement };
    struct str text = unit->file->text;
    step->indent = indent_at(text, statement->span.start - unit->file->base);
    return find_parts(step, text, unit->file->base);
}

bool step_may_stop(const struct site *site)
{
    return site->role != SITE_RUNS || !site->phase
           || site->phase->rollback.kind != ROLLBACK_ACTIONS;
}

bool step_can_split(const struct site *site, const struct sql_statement *statement)
{
    bool is_alone = step_script(site)->statements.first == step_script(site)->statements.last;
    return is_alone || (step_is_plain(site, statement) && step_may_stop(site));
}

bool step_is_plain(const struct site *site, const struct sql_statement *statement)
{
    const struct sql_script *script = step_script(site);
    list_each(sql_statement, other, script->statements)
        if (other != statement && (other->head == SQL_SET || other->head == SQL_TRANSACTION))
            return false;
    list_each(sql_comment, comment, script->tokens->comments)
        if (str_find_char(comment->text, '\n', 0) != STR_NOT_FOUND)
            return false; // where it ends, and to which statement it belongs, is not clear
    return true;
}

// "step "Title" on main ```sql", with another title.
static struct str head_with(const struct step_text *step, struct str title)
{
    struct arena *arena = &step->unit->arena;
    const struct source_map *sources = step->unit->sources;
    struct span first = step->statement->words.first->span;
    struct span before = { first.start, first.end }, behind = { first.end, step->head.end };
    if (span_is_set(step->title))
        behind.start = step->title.end;
    return arena_format(arena, "%.*s %.*s%.*s", STR_ARGS(source_text(sources, before)),
                        STR_ARGS(edits_quote(arena, title)),
                        STR_ARGS(str_trim(source_text(sources, behind)).length > 0
                                     ? source_text(sources, behind)
                                     : STR("")));
}

static struct str without_cr(struct str text)
{
    return str_ends_with(text, STR("\r")) ? str_slice(text, 0, text.length - 1) : text;
}

// Ends the step and begins another at the address, which is behind the end of a line or not.
static void split_at(const struct edits *edits, const struct step_text *step, size_t offset,
                     struct str title)
{
    struct str text = edits->unit->file->text;
    bool is_at_line = offset == 0 || text.data[offset - 1] == '\n';
    insert(edits, offset,
           arena_format(&edits->unit->arena, "%s%.*s\n%.*s%.*s\n%.*s", is_at_line ? "" : "\n",
                        STR_ARGS(step->closing), STR_ARGS(step->indent),
                        STR_ARGS(without_cr(head_with(step, title))),
                        STR_ARGS(is_at_line ? STR("") : indent_at(text, offset))));
}

// The place behind the statement, its semicolon and what else stands on that line; before what
// follows where that is on the same line.
static size_t place_behind(const struct unit *unit, const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    uint32_t next = statement->range.to;
    if (sql_token_at(tokens, next)->kind == SQL_TOKEN_SEMICOLON)
        next++;
    uint32_t from = sql_tokens_span(tokens, statement->range.from, next).end - unit->file->base;
    uint32_t to = statement->next ? statement->next->span.start - unit->file->base
                                  : (uint32_t)unit->file->text.length;
    size_t end = line_end(unit->file->text, from);
    return end <= to ? end : to;
}

void edits_split_behind(const struct edits *edits, const struct step_text *step,
                        const struct sql_statement *statement, struct str title)
{
    if (statement->next)
        split_at(edits, step, place_behind(edits->unit, statement), title);
}

void edits_split_before(const struct edits *edits, const struct step_text *step,
                        const struct site *site, const struct sql_statement *statement,
                        struct str title)
{
    list_each(sql_statement, before, step_script(site)->statements)
        if (before->next == statement)
            edits_split_behind(edits, step, before, title);
}

struct str step_title(const struct step_text *step)
{
    list_each(word, word, step->statement->words)
        if (word->kind == WORD_TEXT && span_is_set(step->title))
            return arena_format(&step->unit->arena, "%.*s, part 2", STR_ARGS(word->text.str));
    return STR("Part 2");
}

void edits_isolate(const struct edits *edits, const struct step_text *step,
                   const struct site *site, const struct sql_statement *statement,
                   struct str title)
{
    edits_split_before(edits, step, site, statement, title);
    edits_split_behind(edits, step, statement, step_title(step));
}

bool edits_insert_behind_word(const struct edits *edits, const struct sql_statement *statement,
                              const char *word, struct str text)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), word)) {
            uint32_t end = sql_tokens_span(statement->tokens, i, i + 1).end;
            edits_replace(edits, (struct span){ end, end }, text);
            return true;
        }
    return false;
}

void edits_sql_behind(const struct edits *edits, const struct sql_statement *statement,
                      struct str sql)
{
    const struct sql_tokens *tokens = statement->tokens;
    bool has_end = sql_token_at(tokens, statement->range.to)->kind == SQL_TOKEN_SEMICOLON;
    uint32_t end =
        sql_tokens_span(tokens, statement->range.from, statement->range.to + has_end).end;
    struct str indent = indent_at(edits->unit->file->text,
                                  statement->span.start - edits->unit->file->base);
    edits_replace(edits, (struct span){ end, end },
                  arena_format(&edits->unit->arena, "%s\n%.*s%.*s", has_end ? "" : ";",
                               STR_ARGS(indent), STR_ARGS(sql)));
}

static struct str step_of(const struct step_text *step, struct str title, struct str sql)
{
    struct arena *arena = &step->unit->arena;
    struct str closing = step->closing;
    while (closing.length > 0 && char_is_blank(closing.data[0]))
        closing = str_from(closing, 1);
    return arena_format(arena, "%.*s\n%.*s%.*s\n", STR_ARGS(without_cr(head_with(step, title))),
                        STR_ARGS(indented(arena, sql, STR("  "))), STR_ARGS(closing));
}

void edits_step_behind(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql)
{
    edits_insert_behind(edits, step->statement, step_of(step, title, sql));
}

void edits_step_before(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql)
{
    edits_insert_before(edits, step->statement, step_of(step, title, sql));
}
