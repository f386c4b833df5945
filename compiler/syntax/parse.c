#include "syntax/build.h"

#include "generated/plan.tab.h"
#include "generated/plan.lex.h"

#include "syntax/words.h"

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

void parse_statements(struct unit *unit, struct document *document, struct span span)
{
    // A mark at the start of the file would become the head of its first word.
    if (span.start == document->file->base
        && str_starts_with(document->file->text, BYTE_ORDER_MARK))
        span.start += (uint32_t)BYTE_ORDER_MARK.length;
    struct scan scan = { .arena = &unit->arena, .unit = unit, .document = document,
                         .address = span.start };
    struct str text = source_text(unit->sources, span);
    yyscan_t scanner;
    plan_lex_init_extra(&scan, &scanner);
    plan__scan_bytes(text.data ? text.data : "", (int)text.length, scanner);
    plan_parse(scanner, &scan);
    plan_lex_destroy(scanner);
}

// Comments, braces, separators and fences are no words.
static bool take_words(struct scan *scan, yyscan_t scanner, struct word_list *words)
{
    for (;;) {
        union PLAN_STYPE value = { 0 };
        struct span place;
        int token = plan_lex(&value, &place, scanner);
        if (token == TOKEN_END)
            return !scan->view_has_other && words->first;
        if (token != TOKEN_WORD || !value.TOKEN_WORD)
            return false;
        list_add(words, value.TOKEN_WORD);
    }
}

bool words_read(struct arena *arena, struct text text, struct word_list *words)
{
    *words = (struct word_list){ 0 };
    if (text.str.length > MAX_WORDS || str_find(text.str, STR("```"), 0) != STR_NOT_FOUND)
        return false;
    struct scan scan = { .arena = arena, .view = &text };
    yyscan_t scanner;
    plan_lex_init_extra(&scan, &scanner);
    plan__scan_bytes(text.str.data, (int)text.str.length, scanner);
    bool are_words = take_words(&scan, scanner, words);
    plan_lex_destroy(scanner);
    return are_words;
}
