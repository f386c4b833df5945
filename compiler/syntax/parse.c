#include "syntax/build.h"

#include "generated/plan.tab.h"
#include "generated/plan.lex.h"

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

void parse_statements(struct unit *unit, struct document *document, struct span span)
{
    // A mark at the start of the file would become the head of its first word.
    if (span.start == document->file->base
        && str_starts_with(document->file->text, BYTE_ORDER_MARK))
        span.start += (uint32_t)BYTE_ORDER_MARK.length;
    struct scan scan = { .unit = unit, .document = document, .address = span.start };
    struct str text = source_text(unit->sources, span);
    yyscan_t scanner;
    plan_lex_init_extra(&scan, &scanner);
    plan__scan_bytes(text.data ? text.data : "", (int)text.length, scanner);
    plan_parse(scanner, &scan);
    plan_lex_destroy(scanner);
}
