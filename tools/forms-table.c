// Prints the statements of one block, how YAML says them, or the types of values, as a Markdown
// table: what docs/language.md holds between its marks. usage: forms-table BLOCK|yaml-BLOCK|types

#include "plan/shape.h"

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

// ---- YAML

static void print_argument(const struct argument *argument)
{
    const char *mark = argument->is_required ? "" : "?";
    const struct item *value = argument->value;
    if (argument_is_code(argument))
        printf("sql%s: CODE", mark);
    else if (!value)
        printf("%.*s%s: %.*s", STR_ARGS(argument->key), mark,
               STR_ARGS(argument->words.data ? argument->words : STR("true")));
    else
        printf(value->is_list ? "%.*s%s: [%s, …]" : "%.*s%s: %s", STR_ARGS(argument->key), mark,
               value->type->name);
}

static void print_block(const struct shape *shape)
{
    const char *comma = shape->argument_count > 0 ? ", " : "";
    const char *mark = shape->needs_block ? "" : "?";
    if (shape->has_block && shape->block == BLOCK_TEXTS)
        printf("%stexts%s: [TEXT, …]", comma, mark);
    else if (shape->has_block)
        printf("%s…%s%s", comma, block_name(shape->block), mark);
}

static void print_map(const struct shape *shape)
{
    printf("{");
    if (shape->nest.data)
        printf("%.*s: {", STR_ARGS(shape->nest));
    for (unsigned i = 0; i < shape->argument_count; i++) {
        printf("%s", i > 0 ? ", " : "");
        print_argument(&shape->arguments[i]);
    }
    printf("%s", shape->nest.data ? "}" : "");
    print_block(shape);
    printf("}");
}

// What stands behind the keyword: a value, a map, or a value that a map may hold as well.
static void print_shape(const struct shape *shape)
{
    const struct argument *only = shape_only_argument(shape);
    bool is_word = only && !only->value && !only->words.data;
    bool is_bare = only && argument_is_bare(only);
    printf("`");
    if (shape_is_texts(shape))
        printf("[TEXT, …]");
    else if (is_word)
        printf("%.*s", STR_ARGS(only->key));
    else if (is_bare)
        printf(only->value->is_list ? "[%s, …]" : "%s", only->value->type->name);
    if (shape->argument_count + shape->has_block > 1 || (!is_word && !is_bare && !shape_is_texts(shape))) {
        printf("%s", is_word || is_bare ? "` or `" : "");
        print_map(shape);
    }
    printf("`");
}

static void print_yaml(enum block_id block)
{
    struct arena arena = { 0 };
    struct pattern_cache cache = { .arena = &arena };
    puts("| key | holds |\n| --- | --- |");
    for (size_t i = 0; i < form_count; i++) {
        struct shape_list shapes;
        if (forms[i].block != block)
            continue;
        printf("| `%.*s` | ", STR_ARGS(form_keyword(&forms[i])));
        shapes_of(&shapes, &cache, block, form_keyword(&forms[i]));
        bool is_first = true;
        for (unsigned k = 0; k < shapes.count; k++) {
            if (shapes.items[k].form != &forms[i])
                continue;
            printf("%s", is_first ? "" : " · ");
            print_shape(&shapes.items[k]);
            is_first = false;
        }
        puts(" |");
    }
    arena_release(&arena);
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
    else if (argc == 2 && strncmp(argv[1], "yaml-", 5) == 0
             && block_parse(str_of(argv[1] + 5), &block))
        print_yaml(block);
    else if (argc == 2 && block_parse(str_of(argv[1]), &block))
        print_forms(block);
    else {
        fputs("usage: forms-table BLOCK|yaml-BLOCK|types\n", stderr);
        return 2;
    }
    return 0;
}
