// Blocks of code as statements.

#include "readers/markdown/code-block.h"

#include "syntax/comments.h"
#include "syntax/build.h"

enum { LEAST_CODE_SHARE = 60 }; // percent of lines that look like code

// The comment on the first line of code that runs: "-- Add the column", "# Dump".
static struct text leading_comment(struct text code)
{
    struct text rest = code, line;
    if (!text_next_line(&rest, &line))
        return TEXT_NONE;
    line = text_trim(line);
    size_t marks = str_starts_with(line.str, STR("--")) ? 2 : 0;
    if (str_starts_with(line.str, STR("# ")))
        marks = 1;
    return marks ? text_trim(text_slice(line, marks, line.str.length)) : TEXT_NONE;
}

void code_block_splice(struct unit *unit, struct writer *writer, const struct markdown_block *code)
{
    struct document *inner = arena_new(&unit->arena, struct document);
    inner->file = unit->file;
    parse_statements(unit, inner, text_place(code->text));
    comments_read_suppressions(unit, inner);
    for (struct statement *statement = inner->statements.first; statement;) {
        struct statement *next = statement->next;
        statement->next = NULL;
        list_add(writer->list, statement);
        statement = next;
    }
}

static void write_titled(struct writer *writer, const char *keyword, struct text title,
                         const struct markdown_block *code)
{
    struct statement *statement =
        write_statement(writer, title.str.length ? text_place(title) : code->span, keyword);
    if (title.str.length)
        add_text(writer, statement, title);
    add_code(writer, statement, code->text, code->language);
}

void code_block_write(struct unit *unit, struct writer *writer, const struct markdown_block *code,
                 struct text title)
{
    enum code_class class = code_class_of(code->language);
    bool runs = class == CODE_SQL || class == CODE_SHELL;
    bool is_own_title = title.str.length > 0;
    if (runs && !is_own_title)
        title = leading_comment(code->text);
    switch (class) {
    case CODE_SQL:
    case CODE_SHELL:
        write_titled(writer, "step", title, code);
        if (!is_own_title)
            writer->list->last->span = code->span;
        writer->list->last->is_inferred = class != CODE_SQL;
        return;
    case CODE_DIFF:
        if (!title.str.length)
            title = text_for_span(writer->arena, STR("change"), code->span);
        write_titled(writer, "change", title, code);
        return;
    case CODE_DATA:
        write_titled(writer, "note", title, code);
        writer->list->last->span = code->span;
        return;
    case CODE_BELAY: code_block_splice(unit, writer, code); return;
    case CODE_OTHER: write_titled(writer, "code", TEXT_NONE, code); return;
    }
}

// ---- code without a fence

static bool looks_like_code(struct text text)
{
    unsigned lines = 0, signs = 0;
    struct text line;
    while (text_next_line(&text, &line)) {
        bool has_call = str_find_char(line.str, '(', 0) != STR_NOT_FOUND
                        && str_find_char(line.str, ' ', 0) != str_find_char(line.str, '(', 0) - 1;
        bool has_sign = str_find(line.str, STR(" = "), 0) != STR_NOT_FOUND
                        || str_find(line.str, STR(" == "), 0) != STR_NOT_FOUND
                        || str_find_char(line.str, '{', 0) != STR_NOT_FOUND
                        || str_find_char(line.str, ';', 0) != STR_NOT_FOUND
                        || str_starts_with(line.str, STR("#"))
                        || str_starts_with(line.str, STR("//"));
        lines++;
        signs += has_call || has_sign;
    }
    return lines >= 2 && signs * 100 >= lines * LEAST_CODE_SHARE;
}

static bool may_be_lost_code(const struct passage *passage)
{
    if (passage->kind == PASSAGE_CODE)
        return passage->block->language.length == 0;
    bool is_label = text_is_set(passage->label.text)
                    && (passage->label.is_bold || passage->label.section != SECTION_UNKNOWN);
    return passage->kind == PASSAGE_TEXT && passage->item == NO_PASSAGE && !is_label;
}

uint32_t code_block_find_lost(const struct passages *passages, uint32_t first, uint32_t end,
                         bool is_expected)
{
    const struct passage *passage = &passages->list.items[first];
    if (passage->kind != PASSAGE_TEXT || !may_be_lost_code(passage)
        || !(is_expected || looks_like_code(passage->text)))
        return first;
    uint32_t i = first + 1;
    while (i < end && may_be_lost_code(&passages->list.items[i]))
        i++;
    return i;
}

struct text code_block_source(struct unit *unit, struct span span)
{
    struct source_place place = source_locate(unit->sources, span.start);
    span.start -= place.offset;
    return text_of_span(&unit->arena, unit->sources, span);
}

struct markdown_block *code_block_of_lost(struct unit *unit, const struct passages *passages,
                                     uint32_t first, uint32_t end)
{
    struct markdown_block *code = arena_new(&unit->arena, struct markdown_block);
    struct span span = span_join(passages->list.items[first].block->span,
                                 passages->list.items[end - 1].block->span);
    *code = (struct markdown_block){
        .kind = MARKDOWN_CODE,
        .span = span,
        .line = passages->list.items[first].line,
        .text = code_block_source(unit, span),
    };
    return code;
}
