// Writes checks.

#include "readers/markdown/verify.h"

#include "readers/markdown/duration.h"
#include "readers/markdown/sql-split.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/words.h"

void verify_write_manual(struct writer *writer, struct text text)
{
    struct statement *statement = write_statement(writer, text_place(text), "verify");
    add_name(writer, statement, "manual", text_place(text));
    add_text(writer, statement, text);
}

// ---- code

static void write_query(struct writer *writer, struct text title, struct text code,
                        struct str language, const struct expectation *expectation)
{
    struct statement *statement = write_statement(writer, text_place(code), "verify");
    add_text(writer, statement, title);
    expectation_add_words(writer->arena, statement, expectation);
    add_code(writer, statement, code, language);
}

// A query that says 'PASS' where all is well.
static bool expects_pass(struct text code, struct expectation *expectation)
{
    size_t at = str_find(code.str, STR("'PASS'"), 0);
    if (at == STR_NOT_FOUND)
        return false;
    *expectation = (struct expectation){
        .kind = EXPECTS_VALUE,
        .comparison = text_slice(code, at, at + 6),
        .operator= "=",
        .value_kind = WORD_TEXT,
        .value = text_slice(code, at + 1, at + 5),
    };
    return true;
}

static bool is_query(struct str code)
{
    return words_match(code, 0, "select") || words_match(code, 0, "with");
}

// What stands in a comment on the line below belongs to the statement above it.
static bool expectation_below(struct arena *arena, struct text rest,
                              struct expectation *expectation)
{
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (!line.str.length)
            continue;
        return str_starts_with(line.str, STR("--"))
               && expectation_of_query(arena, text_slice(line, 2, line.str.length), expectation);
    }
    return false;
}

static bool expectation_of_piece(struct arena *arena, const struct sql_piece *piece,
                                 struct text rest, struct expectation *expectation)
{
    if (text_is_set(piece->comment) && expectation_of_query(arena, piece->comment, expectation))
        return true;
    return expects_pass(piece->code, expectation) || expectation_below(arena, rest, expectation)
           || (text_is_set(piece->title) && words_find(piece->title.str, "expected", NULL, NULL)
               && expectation_of_query(arena, piece->title, expectation));
}

// True where every statement is a query and one at least says what it shall give.
static bool says_expectations(struct arena *arena, struct text code)
{
    struct sql_piece piece;
    struct expectation expectation;
    bool is_said = false;
    while (sql_next(&code, &piece)) {
        if (!is_query(piece.code.str))
            return false;
        is_said = is_said || expectation_of_piece(arena, &piece, code, &expectation);
    }
    return is_said;
}

void verify_write_code(struct writer *writer, const struct markdown_block *code, struct text title)
{
    struct text rest = code->text;
    struct sql_piece piece;
    if (!title.str.length)
        title = text_for_span(writer->arena, STR("verification"), code->span);
    bool is_sql = code_class_of(code->language) == CODE_SQL;
    if (!is_sql || !says_expectations(writer->arena, rest)) {
        struct expectation nothing = {0};
        write_query(writer, title, code->text, code->language, &nothing);
        writer->list->last->span = code->span;
        return;
    }
    while (sql_next(&rest, &piece)) {
        struct expectation expectation = {0};
        if (!expectation_of_piece(writer->arena, &piece, rest, &expectation))
            expectation.kind = EXPECTS_NOTHING;
        write_query(writer,
                    text_is_set(piece.title) && piece.title.str.length ? piece.title : title,
                    piece.code, code->language, &expectation);
    }
}

// ---- text

static void write_metric(struct writer *writer, struct text subject,
                         const struct expectation *expectation, struct text over)
{
    struct statement *statement = write_statement(writer, text_place(subject), "verify");
    struct prose_time time;
    add_name(writer, statement, "metric", text_place(subject));
    add_text(writer, statement, subject);
    expectation_add_words(writer->arena, statement, expectation);
    if (!text_is_set(over) || !time_read(over, &time) || time.kind != TIME_LENGTH)
        return;
    add_name(writer, statement, "over", text_place(over));
    add_word(writer, statement, WORD_DURATION, time_word(writer->arena, &time), text_place(over));
}

static bool write_span(struct writer *writer, const struct passage *passage, size_t from,
                       struct text title)
{
    struct text code;
    struct expectation expectation;
    size_t end;
    if (!passage_code_span(passage, from, &code, &end) || !span_is_sql(code.str)
        || !is_query(code.str))
        return false;
    struct text tail = text_slice(passage->text, end, passage->text.str.length);
    struct text before = text_trim(text_slice(passage->text, from, end - code.str.length));
    while (before.str.length && strchr(":-(", before.str.data[before.str.length - 1]))
        before = text_trim(text_slice(before, 0, before.str.length - 1));
    bool is_said = expectation_of_query(writer->arena, tail, &expectation);
    if (!is_said && text_trim(tail).str.length > 1)
        return false;
    if (!is_said)
        expectation = (struct expectation){0};
    if (before.str.length)
        title = before;
    if (!title.str.length)
        title = code;
    write_query(writer, title, code, STR("sql"), &expectation);
    return true;
}

void verify_write_text(struct writer *writer, const struct passage *passage, size_t from,
                       struct text title)
{
    struct text text = text_trim(text_slice(passage->text, from, passage->text.str.length));
    struct prose_trigger trigger;
    struct expectation expectation;
    struct text subject, over;
    if (!text.str.length || write_span(writer, passage, from, title))
        return;
    if (trigger_read(writer->arena, text, NULL, &trigger)) {
        struct statement *statement = trigger_statement(writer->arena, &trigger);
        statement->is_inferred = true;
        list_add(writer->list, statement);
        return;
    }
    if (expectation_split(writer->arena, text, &subject, &expectation, &over)
        && (expectation.kind == EXPECTS_VALUE || expectation.kind == EXPECTS_UNCHANGED))
        write_metric(writer, subject, &expectation, over);
    else
        verify_write_manual(writer, text);
}
