// The steps of SQL among what fixes edit.

#include "rules/support/edits.h"
#include "rules/support/file-lines.h"
#include "rules/support/yaml-edits.h"

static bool find_parts(struct step_text *step, struct str text, uint32_t base)
{
    const struct word *code = NULL;
    list_each(word, word, step->statement->words)
        if (word->kind == WORD_CODE)
            code = word;
        else if (word->kind == WORD_TEXT && word == step->statement->words.first->next)
            step->title = word->span;
    if (step->unit->document->has_keys)
        return yaml_code_of(step->unit, step->statement) != NULL;
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
    step->indent = line_indent(text, statement->span.start - unit->file->base);
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

// The same step with another title and other SQL, for plans in YAML.
static const struct statement *make_step(const struct step_text *step, struct str title,
                                         struct str sql)
{
    struct arena *arena = &step->unit->arena;
    const struct word *first = step->statement->words.first;
    struct statement *made = arena_new(arena, struct statement);
    statement_add_word(arena, made, WORD_NAME, first->text);
    statement_add_word(arena, made, WORD_TEXT, text_for_span(arena, title, first->span));
    for (const struct word *word = first->next; word; word = word->next) {
        if (word->kind == WORD_TEXT && word == first->next)
            continue;
        struct text text = word->kind == WORD_CODE ? text_for_span(arena, sql, word->span)
                                                   : word->text;
        statement_add_word(arena, made, word->kind, text)->language = word->language;
    }
    return made;
}

static struct str without_cr(struct str text)
{
    return str_ends_with(text, STR("\r")) ? str_slice(text, 0, text.length - 1) : text;
}

// Ends the step and begins another at the address, which is behind the end of a line or not.
static void split_at(const struct edits *edits, const struct step_text *step, size_t offset,
                     struct str title)
{
    if (edits_have_keys(edits)) {
        const struct statement *made = make_step(step, title, STR("code\n"));
        edits_expect(edits, yaml_split(edits, step->statement, made, offset));
        return;
    }
    struct str text = edits->unit->file->text;
    bool is_at_line = offset == 0 || text.data[offset - 1] == '\n';
    edits_insert(edits, offset,
           arena_format(&edits->unit->arena, "%s%.*s\n%.*s%.*s\n%.*s", is_at_line ? "" : "\n",
                        STR_ARGS(step->closing), STR_ARGS(step->indent),
                        STR_ARGS(without_cr(head_with(step, title))),
                        STR_ARGS(is_at_line ? STR("") : line_indent(text, offset))));
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
    struct str indent = line_indent(edits->unit->file->text,
                                  statement->span.start - edits->unit->file->base);
    edits_replace(edits, (struct span){ end, end },
                  arena_format(&edits->unit->arena, "%s\n%.*s%.*s", has_end ? "" : ";",
                               STR_ARGS(indent), STR_ARGS(sql)));
}

static void insert_made(const struct edits *edits, const struct step_text *step, struct str title,
                        struct str sql, enum yaml_where where)
{
    const struct statement *made =
        make_step(step, title, arena_format(&step->unit->arena, "%.*s\n", STR_ARGS(sql)));
    size_t map_indent = yaml_map_indent(edits->unit, step->statement);
    edits_expect(edits, yaml_insert_made(edits, step->statement, made, map_indent, where));
}

static struct str step_of(const struct step_text *step, struct str title, struct str sql)
{
    struct arena *arena = &step->unit->arena;
    struct str closing = step->closing;
    while (closing.length > 0 && char_is_blank(closing.data[0]))
        closing = str_from(closing, 1);
    return arena_format(arena, "%.*s\n%.*s%.*s\n", STR_ARGS(without_cr(head_with(step, title))),
                        STR_ARGS(lines_indented(arena, sql, STR("  "))), STR_ARGS(closing));
}

void edits_step_behind(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql)
{
    if (edits_have_keys(edits))
        insert_made(edits, step, title, sql, YAML_BEHIND);
    else
        edits_insert_behind(edits, step->statement, step_of(step, title, sql));
}

void edits_step_before(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql)
{
    if (edits_have_keys(edits))
        insert_made(edits, step, title, sql, YAML_BEFORE);
    else
        edits_insert_before(edits, step->statement, step_of(step, title, sql));
}
