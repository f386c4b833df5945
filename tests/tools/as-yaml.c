// Writes plans in YAML that say the same: FOLDER/NAME.yaml for each FOLDER/NAME.belay, reads them
// back and holds the one document against the other. usage: as-yaml FILE...
//
// Comments are not carried, and what cannot be read is left out. Statements of one keyword stand
// together in YAML; but for that the order is the same.

#include "plan/spell.h"
#include "plan/write-yaml.h"
#include "readers/reader.h"
#include "syntax/yaml-scalar.h"

#include <stdio.h>

struct reading {
    struct arena arena;
    struct source_map sources;
    struct unit unit;
};

static bool read_plan(struct reading *reading, const char *path)
{
    struct str problem;
    *reading = (struct reading){ 0 };
    reading->sources.arena = &reading->arena;
    const struct source_file *file =
        source_read(&reading->sources, path, str_of(path), 1 << 24, &problem);
    if (!file)
        return false;
    unit_init(&reading->unit, &reading->sources, file);
    reader_read(reader_for(file->path), &reading->unit);
    plan_spell(&reading->unit);
    list_each(diagnostic, finding, reading->unit.diagnostics.list)
        if (finding->level == LEVEL_ERROR)
            return false;
    return true;
}

static void close_plan(struct reading *reading)
{
    arena_release(&reading->unit.arena);
    arena_release(&reading->arena);
}

// ---- equality

// A version or a means may be a text or another word: both mean what they read.
static bool is_kind_equal(const struct word *a, const struct word *b)
{
    return a->kind == b->kind || a->kind == WORD_TEXT || b->kind == WORD_TEXT;
}

static bool are_words_equal(const struct word *a, const struct word *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!is_kind_equal(a, b) || !str_equal(a->text.str, b->text.str)
            || !str_equal(a->language, b->language))
            return false;
    return !a && !b;
}

static bool are_blocks_equal(const struct statement_list *a, const struct statement_list *b,
                             enum block_id block);

static bool is_statement_equal(const struct statement *a, const struct statement *b,
                               enum block_id block)
{
    enum block_id inner = BLOCK_TEXTS;
    struct str keyword = a->words.first ? a->words.first->text.str : STR("");
    bool has_block = a->block && a->block->statements.first;
    if (!are_words_equal(a->words.first, b->words.first)
        || has_block != (b->block && b->block->statements.first))
        return false;
    if (!has_block)
        return true;
    if (block != BLOCK_TEXTS)
        forms_block_of(block, keyword, &inner);
    if (str_is(keyword, "rollback"))
        inner = BLOCK_ROLLBACK;
    return are_blocks_equal(&a->block->statements, &b->block->statements, inner);
}

// The next statement of this key, from `from` on.
static const struct statement *next_of(const struct statement *from, enum block_id block,
                                       struct str key)
{
    while (from && block != BLOCK_TEXTS && !str_equal(yaml_key_of(block, from), key))
        from = from->next;
    return from;
}

// Each statement equals the one of the same key that stands at the same place among those.
static bool are_blocks_equal(const struct statement_list *a, const struct statement_list *b,
                             enum block_id block)
{
    size_t count = 0, other = 0;
    list_each(statement, each, *b)
        other++;
    list_each(statement, each, *a) {
        struct str key = yaml_key_of(block, each);
        const struct statement *theirs = next_of(b->first, block, key);
        for (const struct statement *mine = next_of(a->first, block, key); mine != each && theirs;
             mine = next_of(mine->next, block, key))
            theirs = next_of(theirs->next, block, key);
        if (!theirs || !is_statement_equal(each, theirs, block))
            return false;
        count++;
    }
    return count == other;
}

// ---- writing

static bool write_yaml(struct reading *plan, FILE *out)
{
    struct arena *arena = &plan->arena;
    struct yaml_writer writer = yaml_writer_start(arena);
    const struct statement *root = plan->unit.document->statements.first;
    struct str lines;
    if (!root || root->next || !root->block || root->words.last->kind != WORD_TEXT
        || !yaml_write_entries(&writer, BLOCK_PLAN, &root->block->statements, &lines))
        return false;
    fprintf(out, "plan: %.*s\n%.*s", STR_ARGS(yaml_quote(arena, root->words.last->text.str)),
            STR_ARGS(lines));
    return true;
}

static bool convert(const char *path)
{
    struct reading plan, back = { 0 };
    char yaml[4096];
    bool is_same = true;
    size_t length = strlen(path) - strlen(".belay");
    if (length + sizeof ".yaml" > sizeof yaml)
        return false;
    memcpy(yaml, path, length);
    memcpy(yaml + length, ".yaml", sizeof ".yaml");
    if (read_plan(&plan, path)) {
        FILE *out = fopen(yaml, "wb");
        bool is_written = out && write_yaml(&plan, out);
        if (out)
            fclose(out);
        if (!is_written)
            remove(yaml);
        is_same = !is_written
                  || (read_plan(&back, yaml)
                      && are_blocks_equal(&plan.unit.document->statements,
                                          &back.unit.document->statements, BLOCK_FILE));
        if (is_written)
            close_plan(&back);
    }
    close_plan(&plan);
    if (!is_same)
        printf("%s\n", yaml);
    return is_same;
}

int main(int argc, char **argv)
{
    bool is_same = true;
    for (int i = 1; i < argc; i++)
        is_same &= convert(argv[i]);
    return !is_same;
}
