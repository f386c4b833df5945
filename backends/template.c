#include "backends/template.h"

static const struct template_block *text_of(const struct template_block *block,
                                            const struct template_replacements *replacements)
{
    if (replacements)
        list_each(template_replacement, replacement, *replacements)
            if (replacement->block == block)
                return replacement->by;
    return block;
}

void template_render(struct output *out, const struct template_block *block,
                     const struct template_replacements *replacements, const void *const *values)
{
    const struct template_block *text = text_of(block, replacements);
    for (size_t i = 0; i < text->piece_count; i++) {
        const struct template_piece *piece = &text->pieces[i];
        if (piece->hole < 0)
            output_str(out, piece->text);
        else
            block->holes[piece->hole].write(out, values[piece->hole]);
    }
}
