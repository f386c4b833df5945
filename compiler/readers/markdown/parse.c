// Makes the tree of blocks; the only file that knows cmark-gfm.
#include "readers/markdown/html.h"
#include "readers/markdown/lines.h"
#include "readers/markdown/prose.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

enum { MAX_DEPTH = 64, MAX_NUMBER = 1000000, MAX_HEADING_LEVEL = 6 };

struct tree {
    struct unit *unit;
    struct markdown_lines lines;
    struct markdown_block *current; // where blocks are added
    unsigned depth;
    struct markdown_block *leaf; // whose text is being read
    struct prose prose;
    int heading_level; // of the last heading
    size_t reached;    // the text up to here has been read
};

static struct str literal_of(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    return literal ? str_of(literal) : STR("");
}

static bool is_named(cmark_node *node, const char *name)
{
    return strcmp(cmark_node_get_type_string(node), name) == 0;
}

static size_t offset_at(const struct tree *tree, int line, int column)
{
    return markdown_lines_offset(&tree->lines, line, column);
}

static size_t start_of(const struct tree *tree, cmark_node *node)
{
    if (cmark_node_get_start_line(node) == 0)
        return tree->reached;
    return offset_at(tree, cmark_node_get_start_line(node), cmark_node_get_start_column(node));
}

// Where the line behind the node begins.
static size_t limit_of(const struct tree *tree, cmark_node *node)
{
    int start = cmark_node_get_start_line(node), end = cmark_node_get_end_line(node);
    // A paragraph that cmark split off a table has no place.
    if (start == 0)
        return cmark_node_next(node) ? start_of(tree, cmark_node_next(node)) : tree->reached;
    return offset_at(tree, (end > start ? end : start) + 1, 1);
}

// Blank lines belong to no block.
static size_t trim_end(const struct tree *tree, size_t from, size_t to)
{
    while (to > from && char_is_blank(tree->lines.text.str.data[to - 1]))
        to--;
    return to > from ? to : from;
}

static void set_span(const struct tree *tree, struct markdown_block *block, struct span span)
{
    block->span = span;
    block->line = source_locate(tree->unit->sources, span.start).line_number;
}

static void set_place(const struct tree *tree, struct markdown_block *block, size_t from, size_t to)
{
    set_span(tree, block, text_span(tree->lines.text, from, trim_end(tree, from, to)));
}

static struct markdown_block *add_block(struct tree *tree, enum markdown_kind kind,
                                        cmark_node *node)
{
    struct markdown_block *block = arena_new(&tree->unit->arena, struct markdown_block);
    int line = cmark_node_get_start_line(node);
    block->kind = kind;
    block->parent = tree->current;
    block->is_in_template = line > 0 && (size_t)line <= tree->lines.lines.count
                            && tree->lines.lines.items[line - 1].is_in_template;
    set_place(tree, block, start_of(tree, node), limit_of(tree, node));
    if (tree->current)
        list_add(&tree->current->children, block);
    return block;
}

static struct markdown_block *open_block(struct tree *tree, enum markdown_kind kind,
                                         cmark_node *node)
{
    if (tree->depth == MAX_DEPTH)
        return NULL;
    struct markdown_block *block = add_block(tree, kind, node);
    cmark_node_set_user_data(node, block);
    tree->current = block;
    tree->depth++;
    return block;
}

// A container ends with its last child: cmark counts blank lines in.
static void close_block(struct tree *tree, cmark_node *node)
{
    struct markdown_block *block = cmark_node_get_user_data(node);
    if (!block || block != tree->current)
        return;
    if (block->children.last && block->children.last->span.end > block->span.end)
        block->span.end = block->children.last->span.end;
    tree->current = block->parent;
    tree->depth--;
}

static int item_number(const struct tree *tree, cmark_node *node)
{
    struct str text = tree->lines.text.str;
    size_t at = start_of(tree, node);
    int number = 0;
    for (; at < text.length && char_is_digit(text.data[at]) && number < MAX_NUMBER; at++)
        number = number * 10 + (text.data[at] - '0');
    return number;
}

static void open_item(struct tree *tree, cmark_node *node)
{
    struct markdown_block *item = open_block(tree, MARKDOWN_ITEM, node);
    if (!item)
        return;
    item->is_ordered = cmark_node_get_list_type(cmark_node_parent(node)) == CMARK_ORDERED_LIST;
    item->number = item->is_ordered ? item_number(tree, node) : 0;
    if (is_named(node, "tasklist"))
        item->box = cmark_gfm_extensions_get_tasklist_item_checked(node) ? BOX_TICKED : BOX_OPEN;
    item->level = 1;
    for (const struct markdown_block *outer = item->parent; outer; outer = outer->parent)
        item->level += outer->kind == MARKDOWN_ITEM;
}

static void open_list(struct tree *tree, cmark_node *node)
{
    struct markdown_block *list = open_block(tree, MARKDOWN_LIST, node);
    if (list)
        list->is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
}

static size_t skip(const struct tree *tree, size_t from, const char *characters)
{
    struct str text = tree->lines.text.str;
    while (from < text.length && text.data[from] && strchr(characters, text.data[from]))
        from++;
    return from;
}

static void open_leaf(struct tree *tree, struct markdown_block *leaf, size_t from, size_t to)
{
    tree->leaf = leaf;
    tree->prose = prose_begin(&tree->unit->arena, tree->lines.text, from, to);
}

static void close_leaf(struct tree *tree, cmark_node *node)
{
    tree->leaf->text = prose_finish(&tree->prose);
    tree->reached = tree->prose.at;
    if (cmark_node_get_start_line(node) == 0 && tree->leaf->text.str.length)
        set_span(tree, tree->leaf, text_place(tree->leaf->text));
    tree->leaf->marks.first = tree->prose.marks.first;
    tree->leaf->marks.last = tree->prose.marks.last;
    tree->leaf = NULL;
}

static void open_heading(struct tree *tree, cmark_node *node)
{
    struct markdown_block *heading = add_block(tree, MARKDOWN_HEADING, node);
    heading->level = tree->heading_level = cmark_node_get_heading_level(node);
    size_t from = skip(tree, skip(tree, start_of(tree, node), "#"), " \t");
    open_leaf(tree, heading, from, limit_of(tree, node));
}

// The first paragraph of an item is the item's text.
static void open_paragraph(struct tree *tree, cmark_node *node)
{
    cmark_node *parent = cmark_node_parent(node);
    bool is_head = cmark_node_get_type(parent) == CMARK_NODE_ITEM && !cmark_node_previous(node)
                   && cmark_node_get_user_data(parent);
    struct markdown_block *block =
        is_head ? tree->current : add_block(tree, MARKDOWN_PARAGRAPH, node);
    open_leaf(tree, block, start_of(tree, node), limit_of(tree, node));
}

static void open_cell(struct tree *tree, cmark_node *node)
{
    struct markdown_block *cell = add_block(tree, MARKDOWN_CELL, node);
    size_t from = start_of(tree, node), to = limit_of(tree, node);
    // A cell that the row lacks stands at its end.
    from = cmark_node_get_start_column(node) ? skip(tree, from, " \t") : trim_end(tree, from, to);
    set_place(tree, cell, from, to);
    open_leaf(tree, cell, from, to);
}

static void add_code(struct tree *tree, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    struct markdown_block *block = add_block(tree, MARKDOWN_CODE, node);
    uint32_t index = tree->lines.lines.items[line - 1].code;
    if (index) {
        const struct markdown_code *code = &tree->lines.codes.items[index - 1];
        block->language = code->language;
        block->text = code->body;
        set_span(tree, block, text_span(tree->lines.text, code->from, code->to));
        return;
    }
    size_t from = start_of(tree, node);
    block->text = markdown_indented_code(&tree->unit->arena, tree->lines.text, from,
                                         trim_end(tree, from, limit_of(tree, node)));
}

// What folds up stands below the last heading.
static void add_html_headings(struct tree *tree, cmark_node *node, struct text html)
{
    struct html_heading found;
    while (html_next_heading(&tree->unit->arena, &html, &found)) {
        struct markdown_block *block = add_block(tree, MARKDOWN_HEADING, node);
        block->text = found.title;
        set_span(tree, block, text_place(found.title));
        if (found.level == HTML_SUMMARY) {
            int below = tree->heading_level + 1;
            block->level = below < MAX_HEADING_LEVEL ? below : MAX_HEADING_LEVEL;
            continue;
        }
        block->level = tree->heading_level = found.level;
    }
}

// cmark gives no end for HTML.
static void add_html(struct tree *tree, cmark_node *node)
{
    struct markdown_block *block = add_block(tree, MARKDOWN_HTML, node);
    struct str literal = literal_of(node);
    int lines = 0;
    for (size_t i = 0; i < literal.length; i++)
        lines += literal.data[i] == '\n';
    size_t from = start_of(tree, node);
    size_t to = offset_at(tree, cmark_node_get_start_line(node) + (lines ? lines : 1), 1);
    set_place(tree, block, from, to);
    block->text = text_trim(text_slice(tree->lines.text, from, to));
    add_html_headings(tree, node, block->text);
}

static bool enter_inline(struct tree *tree, cmark_node *node)
{
    struct prose *prose = &tree->prose;
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: prose_text(prose, literal_of(node)); return true;
    case CMARK_NODE_CODE: prose_code(prose, literal_of(node)); return true;
    case CMARK_NODE_HTML_INLINE: prose_tag(prose, literal_of(node)); return true;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: prose_break(prose); return true;
    case CMARK_NODE_STRONG:
        cmark_node_set_user_data(node, prose_enter(prose, MARK_STRONG));
        return true;
    case CMARK_NODE_EMPH:
        cmark_node_set_user_data(node, prose_enter(prose, MARK_EMPHASIS));
        return true;
    case CMARK_NODE_LINK:
        cmark_node_set_user_data(node, prose_enter(prose, MARK_LINK));
        return true;
    case CMARK_NODE_IMAGE: prose_enter_image(prose); return true;
    }
    return false;
}

static void enter_extension(struct tree *tree, cmark_node *node)
{
    if (is_named(node, "table"))
        open_block(tree, MARKDOWN_TABLE, node);
    else if (is_named(node, "table_header") || is_named(node, "table_row"))
        open_block(tree, MARKDOWN_ROW, node);
    else if (is_named(node, "table_cell"))
        open_cell(tree, node);
}

static void enter(struct tree *tree, cmark_node *node)
{
    if (tree->leaf && enter_inline(tree, node))
        return;
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_LIST: open_list(tree, node); return;
    case CMARK_NODE_ITEM: open_item(tree, node); return;
    case CMARK_NODE_HEADING: open_heading(tree, node); return;
    case CMARK_NODE_PARAGRAPH: open_paragraph(tree, node); return;
    case CMARK_NODE_CODE_BLOCK: add_code(tree, node); return;
    case CMARK_NODE_HTML_BLOCK: add_html(tree, node); return;
    case CMARK_NODE_THEMATIC_BREAK: add_block(tree, MARKDOWN_RULE, node); return;
    }
    enter_extension(tree, node);
}

static void leave(struct tree *tree, cmark_node *node)
{
    int type = (int)cmark_node_get_type(node);
    if (type == CMARK_NODE_STRONG || type == CMARK_NODE_EMPH || type == CMARK_NODE_LINK) {
        prose_leave(&tree->prose, cmark_node_get_user_data(node));
        return;
    }
    if (type == CMARK_NODE_IMAGE) {
        prose_leave_image(&tree->prose);
        return;
    }
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || is_named(node, "table_cell"))
        close_leaf(tree, node);
    close_block(tree, node);
}

static cmark_node *parse(struct str bytes)
{
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("tasklist"));
    cmark_parser_feed(parser, bytes.data, bytes.length);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

static void add_front_matter(struct tree *tree)
{
    if (!text_is_set(tree->lines.front_matter))
        return;
    struct markdown_block *block = arena_new(&tree->unit->arena, struct markdown_block);
    *block = (struct markdown_block){
        .kind = MARKDOWN_FRONT_MATTER,
        .parent = tree->current,
        .text = tree->lines.front_matter,
        .span = text_place(tree->lines.front_matter),
    };
    set_span(tree, block, block->span);
    list_add(&tree->current->children, block);
}

struct markdown_block *markdown_parse(struct unit *unit, struct markdown_repairs *repairs)
{
    struct tree tree = { .unit = unit };
    *repairs = (struct markdown_repairs){ 0 };
    markdown_lines_read(&tree.lines, unit, repairs);
    struct markdown_block *document = arena_new(&unit->arena, struct markdown_block);
    *document = (struct markdown_block){ .span = span_of_file(unit->file), .line = 1 };
    tree.current = document;
    add_front_matter(&tree);
    struct str bytes = { tree.lines.bytes.items ? tree.lines.bytes.items : "",
                         tree.lines.bytes.count };
    cmark_node *root = parse(bytes);
    cmark_iter *walk = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(walk);
        if (event == CMARK_EVENT_ENTER)
            enter(&tree, node);
        else
            leave(&tree, node);
    }
    cmark_iter_free(walk);
    cmark_node_free(root);
    return document;
}
