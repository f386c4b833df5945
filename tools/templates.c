// Turns templates into C: a block becomes data and a function, a hole an argument.
//
//   templates c|h templates/NAME.tmpl      NAME.c, NAME.h
//   templates table templates/*.tmpl       the list of all templates
//
// What is wrong in a template is said with its file and line, exit status 1.
#include "backends/template-read.h"

#include <stdio.h>
#include <stdlib.h>

enum { LARGEST_FILE = 1024 * 1024 };

static void give_up(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static struct str read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        give_up(path, "cannot be read");
    char *bytes = arena_alloc(arena, LARGEST_FILE);
    size_t length = fread(bytes, 1, LARGEST_FILE, file);
    if (length == LARGEST_FILE)
        give_up(path, "is too large");
    fclose(file);
    return (struct str){ bytes, length };
}

// "plan-document" of templates/plan-document.tmpl.
static struct str name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str name = str_of(slash ? slash + 1 : path);
    return str_ends_with(name, STR(".tmpl")) ? str_slice(name, 0, name.length - 5) : name;
}

// The name as C has it.
static struct str symbol_of(struct arena *arena, struct str name)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < name.length; i++)
        output_char(&out, name.data[i] == '-' ? '_' : name.data[i]);
    return output_get(&out);
}

static struct template read_template(struct arena *arena, const char *path)
{
    struct template template;
    struct template_mistake mistake;
    if (!template_read(arena, read_file(arena, path), &template, &mistake)) {
        fprintf(stderr, "%s:%u: %.*s\n", path, mistake.line, STR_ARGS(mistake.message));
        exit(1);
    }
    template.name = name_of(path);
    return template;
}

// ---- pieces of C

// The C type that the escaper of a hole takes. A program has one of its own, so that no other
// text can be put where a program belongs.
static const char *c_type(struct str type)
{
    if (str_is(type, "number") || str_is(type, "indent"))
        return "long";
    if (str_is(type, "program") || str_is(type, "script") || str_is(type, "inner"))
        return "struct program";
    return str_is(type, "listing") ? "struct listing" : "struct str";
}

// What a block is written to: a page carries the replacements.
static const char *target_of(const struct template *template)
{
    return template_is_replaceable(template) ? "struct page *page" : "struct output *out";
}

static void print_signature(const struct template *template, const struct template_block *block)
{
    struct arena arena = { 0 };
    printf("void %.*s_%.*s(%s", STR_ARGS(symbol_of(&arena, template->name)), STR_ARGS(block->name),
           target_of(template));
    for (size_t i = 0; i < block->hole_count; i++)
        printf(", %s %.*s", c_type(block->holes[i].type), STR_ARGS(block->holes[i].name));
    printf(")");
    arena_release(&arena);
}

static void print_literal(struct str text)
{
    putchar('"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '\n')
            printf("\\n");
        else if (c == '\t')
            printf("\\t");
        else if (c == '"' || c == '\\' || c == '?') // "??" would begin a trigraph
            printf("\\%c", c);
        else
            putchar(c);
    }
    putchar('"');
}

// ---- a template as C

static bool is_first_of_type(const struct template *template, size_t block, size_t hole)
{
    struct str type = template->blocks[block].holes[hole].type;
    for (size_t i = 0; i <= block; i++)
        for (size_t j = 0; j < (i < block ? template->blocks[i].hole_count : hole); j++)
            if (str_equal(template->blocks[i].holes[j].type, type))
                return false;
    return true;
}

static void print_escapers(const struct template *template)
{
    for (size_t i = 0; i < template->block_count; i++)
        for (size_t j = 0; j < template->blocks[i].hole_count; j++) {
            struct str type = template->blocks[i].holes[j].type;
            if (is_first_of_type(template, i, j))
                printf("static void write_%.*s(struct output *out, const void *value)\n{\n"
                       "    %.*s_%.*s(out, *(const %s *)value);\n}\n\n",
                       STR_ARGS(type), STR_ARGS(template->language), STR_ARGS(type), c_type(type));
        }
}

static void print_holes(const struct template_block *block)
{
    printf("static const struct template_hole %.*s_holes[] = {\n", STR_ARGS(block->name));
    for (size_t i = 0; i < block->hole_count; i++)
        printf("    { TEMPLATE_TEXT(\"%.*s\"), TEMPLATE_TEXT(\"%.*s\"), write_%.*s },\n",
               STR_ARGS(block->holes[i].name), STR_ARGS(block->holes[i].type),
               STR_ARGS(block->holes[i].type));
    printf("};\n");
}

// Texts that follow each other are one.
static void print_pieces(const struct template_block *block)
{
    bool is_in_text = false;
    printf("static const struct template_piece %.*s_pieces[] = {\n", STR_ARGS(block->name));
    for (size_t i = 0; i < block->piece_count; i++) {
        const struct template_piece *piece = &block->pieces[i];
        if (is_in_text && piece->hole >= 0)
            printf("), -1 },\n");
        if (piece->hole >= 0)
            printf("    { TEMPLATE_TEXT(\"\"), %d },\n", piece->hole);
        else {
            printf(is_in_text ? "\n                    " : "    { TEMPLATE_TEXT(");
            print_literal(piece->text);
        }
        is_in_text = piece->hole < 0;
    }
    printf("%s};\n\n", is_in_text ? "), -1 },\n" : "");
}

static void print_data(const struct template *template)
{
    for (size_t i = 0; i < template->block_count; i++) {
        print_holes(&template->blocks[i]);
        print_pieces(&template->blocks[i]);
    }
    printf("static const struct template_block blocks[] = {\n");
    for (size_t i = 0; i < template->block_count; i++)
        printf("    TEMPLATE_BLOCK(%.*s, %u),\n", STR_ARGS(template->blocks[i].name),
               template->blocks[i].line);
    printf("};\n\n");
}

static void print_function(const struct template *template, size_t index)
{
    const struct template_block *block = &template->blocks[index];
    const char *target = template_is_replaceable(template) ? "page->out" : "out";
    const char *replacements = template_is_replaceable(template) ? "page->replacements" : "NULL";
    printf("\n");
    print_signature(template, block);
    printf("\n{\n    const void *const values[] = {");
    for (size_t i = 0; i < block->hole_count; i++)
        printf("%s &%.*s", i ? "," : "", STR_ARGS(block->holes[i].name));
    printf(" };\n    template_render(%s, &blocks[%zu], %s, values);\n}\n", target, index,
           replacements);
}

// ---- files

static void print_source(struct arena *arena, const struct template *template)
{
    printf("// Generated by tools/templates. Do not edit.\n"
           "#include \"generated/templates/%.*s.h\"\n\n#include \"backends/template.h\"\n\n",
           STR_ARGS(template->name));
    print_escapers(template);
    print_data(template);
    printf("const struct template template_%.*s = {\n"
           "    TEMPLATE_TEXT(\"%.*s\"), TEMPLATE_TEXT(\"%.*s\"), blocks, sizeof blocks / sizeof *blocks,\n"
           "};\n",
           STR_ARGS(symbol_of(arena, template->name)), STR_ARGS(template->name),
           STR_ARGS(template->language));
    for (size_t i = 0; i < template->block_count; i++)
        print_function(template, i);
}

static void print_header(const struct template *template)
{
    printf("// Generated by tools/templates. Do not edit.\n#pragma once\n\n"
           "#include \"backends/escape-%.*s.h\"\n",
           STR_ARGS(template->language));
    if (template_is_replaceable(template))
        printf("#include \"backends/page.h\"\n");
    printf("\n");
    for (size_t i = 0; i < template->block_count; i++) {
        print_signature(template, &template->blocks[i]);
        printf(";\n");
    }
}

static void print_table(struct arena *arena, char **paths)
{
    printf("// Generated by tools/templates. Do not edit.\n#include \"backends/template.h\"\n\n");
    for (char **path = paths; *path; path++)
        printf("extern const struct template template_%.*s;\n",
               STR_ARGS(symbol_of(arena, name_of(*path))));
    printf("\nconst struct template *const templates[] = {\n");
    for (char **path = paths; *path; path++)
        printf("    &template_%.*s,\n", STR_ARGS(symbol_of(arena, name_of(*path))));
    printf("    NULL,\n};\n");
}

int main(int count, char **arguments)
{
    struct arena arena = { 0 };
    if (count < 3)
        give_up("templates", "usage: templates c|h|table FILE...");
    if (strcmp(arguments[1], "table") == 0) {
        print_table(&arena, arguments + 2);
    } else {
        struct template template = read_template(&arena, arguments[2]);
        if (strcmp(arguments[1], "h") == 0)
            print_header(&template);
        else
            print_source(&arena, &template);
    }
    arena_release(&arena);
    return 0;
}
