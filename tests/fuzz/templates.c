// Any bytes as templates: read, and rendered with texts in their holes.
#include "backends/escape-markdown.h"
#include "backends/template-read.h"
#include "tests/fuzz/compile.h"

static void write_hole(struct output *out, const void *value)
{
    markdown_text(out, *(const struct str *)value);
}

static void render(struct arena *arena, const struct template_block *block)
{
    struct str value = STR("a *value* | <b>");
    struct template_block own = *block;
    struct template_hole *holes = arena_new_many(arena, struct template_hole, own.hole_count + 1);
    const void **values = arena_new_many(arena, const void *, own.hole_count + 1);
    for (size_t i = 0; i < own.hole_count; i++) {
        holes[i] = (struct template_hole){ own.holes[i].name, own.holes[i].type, write_hole };
        values[i] = &value;
    }
    own.holes = holes;
    struct output out = { .arena = arena };
    template_render(&out, &own, NULL, values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct template template;
    struct template_mistake mistake;
    if (template_read(&arena, (struct str){ (const char *)data, size }, &template, &mistake))
        for (size_t i = 0; i < template.block_count; i++)
            render(&arena, &template.blocks[i]);
    arena_release(&arena);
    return 0;
}
