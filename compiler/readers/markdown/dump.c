// The tree of blocks as lines of text.
#include "base/check.h"
#include "base/output.h"
#include "readers/markdown/block.h"

enum { INDENT = 2 };

static const char *kind_name(enum markdown_kind kind)
{
    switch (kind) {
    case MARKDOWN_DOCUMENT: return "document";
    case MARKDOWN_HEADING: return "heading";
    case MARKDOWN_PARAGRAPH: return "paragraph";
    case MARKDOWN_LIST: return "list";
    case MARKDOWN_ITEM: return "item";
    case MARKDOWN_CODE: return "code";
    case MARKDOWN_TABLE: return "table";
    case MARKDOWN_ROW: return "row";
    case MARKDOWN_CELL: return "cell";
    case MARKDOWN_RULE: return "rule";
    case MARKDOWN_HTML: return "html";
    case MARKDOWN_FRONT_MATTER: return "front-matter";
    }
    BUG("no such kind of block");
}

static const char *mark_name(enum markdown_mark_kind kind)
{
    switch (kind) {
    case MARK_STRONG: return "strong";
    case MARK_EMPHASIS: return "emphasis";
    case MARK_CODE: return "code";
    case MARK_LINK: return "link";
    }
    BUG("no such kind of mark");
}

static void dump_text(struct output *out, struct str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n')
            output_text(out, "\\n", 2);
        else
            output_char(out, text.data[i]);
    }
}

static void dump_head(struct output *out, const struct markdown_block *block)
{
    output_format(out, "%u %s", block->line, kind_name(block->kind));
    if (block->level)
        output_format(out, " %d", block->level);
    if (block->kind == MARKDOWN_ITEM && block->is_ordered)
        output_format(out, " #%d", block->number);
    if (block->box != BOX_NONE)
        output_format(out, " [%c]", block->box == BOX_TICKED ? 'x' : ' ');
    if (block->language.length)
        output_format(out, " <%.*s>", STR_ARGS(block->language));
    if (block->is_in_template)
        output_format(out, " template");
}

void markdown_dump(struct output *out, const struct markdown_block *block, unsigned depth)
{
    output_repeat(out, ' ', (size_t)depth * INDENT);
    dump_head(out, block);
    if (text_is_set(block->text)) {
        output_format(out, " '");
        dump_text(out, block->text.str);
        output_char(out, '\'');
    }
    list_each(markdown_mark, mark, block->marks)
        output_format(out, " %s[%zu,%zu)", mark_name(mark->kind), mark->from, mark->to);
    output_char(out, '\n');
    list_each(markdown_block, child, block->children)
        markdown_dump(out, child, depth + 1);
}
