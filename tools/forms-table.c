// Prints the statements of one block, or the types of values, as a Markdown table: what
// docs/language.md holds between its marks. usage: forms-table BLOCK|types

#include "plan/forms.h"
#include "plan/type.h"

#include <stdio.h>

// The pattern as people read it: a value's name is not shown, only its type.
static void print_pattern(struct str pattern)
{
    printf("`");
    for (size_t at = 0; at < pattern.length;) {
        size_t end = at;
        while (end < pattern.length && !strchr(" []|", pattern.data[end]))
            end++;
        size_t colon = str_find_char(str_slice(pattern, at, end), ':', 0);
        size_t from = colon == STR_NOT_FOUND ? at : at + colon + 1;
        if (end == at)
            end = at + 1;
        if (pattern.data[at] == '|')
            printf("` · `");
        else if (pattern.data[at] != ' ' || (at > 0 && pattern.data[at - 1] != '|'
                                             && pattern.data[at + 1] != '|'))
            printf("%.*s", (int)(end - from), pattern.data + from);
        at = end;
    }
    printf("`");
}

static void print_forms(enum block_id block)
{
    puts("| statement | once | holds |\n| --- | --- | --- |");
    for (size_t i = 0; i < form_count; i++) {
        if (forms[i].block != block)
            continue;
        printf("| ");
        print_pattern(str_of(forms[i].pattern));
        printf(" | %s | %s |\n", forms[i].is_once ? "yes" : "", forms[i].holds);
    }
}

static void print_types(void)
{
    puts("| type | is |\n| --- | --- |");
    for (const struct type *type = types; type < types + type_count; type++) {
        printf("| `%s` | %s", type->name, type->expected ? type->expected : "");
        if (type->choices && !type->expected)
            printf("one of `%.*s`", STR_ARGS(str_trim(str_of(type->choices))));
        puts(" |");
    }
}

int main(int argc, char **argv)
{
    enum block_id block;
    if (argc == 2 && strcmp(argv[1], "types") == 0)
        print_types();
    else if (argc == 2 && block_parse(str_of(argv[1]), &block))
        print_forms(block);
    else {
        fputs("usage: forms-table BLOCK|types\n", stderr);
        return 2;
    }
    return 0;
}
