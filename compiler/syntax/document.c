#include "syntax/document.h"

#include "base/check.h"

const char *word_kind_name(enum word_kind kind)
{
    switch (kind) {
    case WORD_NAME: return "a name";
    case WORD_TEXT: return "text in double quotes";
    case WORD_NUMBER: return "a number";
    case WORD_PERCENT: return "a percentage such as 5%";
    case WORD_DURATION: return "a duration such as 30min";
    case WORD_SIZE: return "a size such as 12GB";
    case WORD_RATE: return "a rate such as 1000/min";
    case WORD_MULTIPLE: return "a multiple such as 2x";
    case WORD_RANGE: return "a range such as 1..2";
    case WORD_DATE: return "a date such as 2027-01-04";
    case WORD_TIME: return "a time such as 22:00";
    case WORD_OFFSET: return "an offset such as T-3d";
    case WORD_COMPARISON: return "a comparison such as <";
    case WORD_ARROW: return "'->'";
    case WORD_COMMA: return "','";
    case WORD_OPEN: return "'('";
    case WORD_CLOSE: return "')'";
    case WORD_STAR: return "'*'";
    case WORD_CODE: return "code in a fence";
    }
    BUG("a word kind that is none");
}

bool word_is(const struct word *word, const char *literal)
{
    return word && word->kind == WORD_NAME && str_is(word->text.str, literal);
}

struct statement *statement_new(struct arena *arena, struct span span, const char *keyword)
{
    struct statement *statement = arena_new(arena, struct statement);
    statement->span = span;
    statement_add_word(arena, statement, WORD_NAME, text_for_span(arena, str_of(keyword), span));
    return statement;
}

struct word *statement_add_word(struct arena *arena, struct statement *statement,
                                enum word_kind kind, struct text text)
{
    struct word *word = arena_new(arena, struct word);
    word->kind = kind;
    word->text = text;
    word->span = text_place(text);
    list_add(&statement->words, word);
    return word;
}

struct block *statement_add_block(struct arena *arena, struct statement *statement,
                                  struct span span)
{
    statement->block = arena_new(arena, struct block);
    statement->block->span = span;
    return statement->block;
}
