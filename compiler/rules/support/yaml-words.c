// What can stand in the place of a few words of a plan in YAML.

#include "rules/support/yaml-edits.h"

#include "rules/support/file-lines.h"
#include "rules/support/yaml-lines.h"

static const struct tree_node *find_scalar(const struct tree_node *node, struct span span)
{
    if (node->kind == TREE_SCALAR)
        return span.start >= node->span.start && span.end <= node->span.end ? node : NULL;
    list_each(tree_node, item, node->items)
        if (item->span.start <= span.start && span.end <= item->span.end)
            return find_scalar(item, span);
    list_each(tree_entry, entry, node->entries) {
        if (entry->key->span.start <= span.start && span.end <= entry->key->span.end)
            return NULL;
        if (entry->value->span.start <= span.start && span.end <= entry->value->span.end)
            return find_scalar(entry->value, span);
    }
    return NULL;
}

// Characters that mean themselves in every scalar of one line.
static bool is_harmless(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_word(text.data[i]) && !strchr(" ().;=<>*+-/$|", text.data[i]))
            return false;
    return true;
}

// Lines that stand no less deep than those of the scalar.
static bool keeps_indent(const struct unit *unit, const struct tree_node *literal, struct str text)
{
    size_t column = 0;
    struct span first = text_span(literal->text, 0, 1);
    for (size_t i = 0; i < literal->text.str.length && literal->text.str.data[i] == '\n'; i++)
        first = text_span(literal->text, i + 1, i + 2);
    column = yaml_column(yaml_file_text(unit), yaml_offset(unit, first.start));
    struct str line;
    if (!str_next_line(&text, &line))
        return true;
    while (str_next_line(&text, &line))
        if (line_indent(line, line.length).length < column)
            return false;
    return true;
}

bool yaml_can_replace(const struct unit *unit, struct span span, struct str text)
{
    const struct tree_node *scalar = find_scalar(unit->document->tree, span);
    if (!scalar)
        return false;
    bool is_whole = scalar->span.start == span.start && scalar->span.end == span.end;
    if (is_whole && str_starts_with(text, STR("\""))) // the same in YAML, but for one escape
        return str_find(text, STR("\\u{"), 0) == STR_NOT_FOUND;
    if (scalar->is_literal)
        return keeps_indent(unit, scalar, text);
    bool is_head = scalar->is_plain && scalar->span.start == span.start && text.length > 0;
    return is_harmless(text)
           && (!is_head || char_is_word(text.data[0]) || strchr("(/$<=", text.data[0]));
}

bool yaml_can_delete(const struct unit *unit, struct span span)
{
    const struct tree_node *scalar = find_scalar(unit->document->tree, span);
    return scalar && scalar->is_literal;
}
