#include "syntax/build.h"

#include "generated/plan.tab.h"
#include "generated/plan.lex.h"

void parse_statements(struct unit *unit, struct document *document, struct span span)
{
    struct scan scan = { .unit = unit, .document = document, .address = span.start };
    struct str text = source_text(unit->sources, span);
    yyscan_t scanner;
    plan_lex_init_extra(&scan, &scanner);
    plan__scan_bytes(text.data ? text.data : "", (int)text.length, scanner);
    plan_parse(scanner, &scan);
    plan_lex_destroy(scanner);
}
