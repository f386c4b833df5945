#include "rules/support/yaml-lines.h"

#include "rules/support/file-lines.h"

struct str yaml_file_text(const struct unit *unit)
{
    return unit->file->text;
}

size_t yaml_offset(const struct unit *unit, uint32_t address)
{
    return address - unit->file->base;
}

bool yaml_is_blank(struct str text, size_t from, size_t to)
{
    return str_trim(str_slice(text, from, to)).length == 0;
}

// Without a byte order mark.
size_t yaml_column(struct str text, size_t offset)
{
    size_t start = line_start(text, offset);
    bool has_mark = start == 0 && str_starts_with(text, STR("\xEF\xBB\xBF"));
    return offset - start - (has_mark ? 3 : 0);
}

// Up to the end of the line on which something ends; false where another thing follows on it.
static bool find_end(struct str text, size_t offset, size_t *end)
{
    *end = line_end(text, offset);
    struct str rest = str_trim(str_slice(text, offset, *end));
    return rest.length == 0 || rest.data[0] == '#';
}

// The '-' before the item of a list; false where another thing stands before that.
bool yaml_find_dash(const struct unit *unit, const struct tree_node *item, size_t *dash)
{
    struct str text = yaml_file_text(unit);
    size_t at = yaml_offset(unit, item->span.start);
    while (at > 0 && text.data[at - 1] == ' ')
        at--;
    if (at == 0 || text.data[at - 1] != '-')
        return false;
    *dash = at - 1;
    return yaml_is_blank(text, line_start(text, *dash), *dash);
}

bool yaml_find_item(const struct unit *unit, const struct tree_node *item, size_t *dash,
                      struct yaml_lines *lines)
{
    struct str text = yaml_file_text(unit);
    if (!yaml_find_dash(unit, item, dash))
        return false;
    lines->start = line_comments_start(text, line_start(text, *dash));
    return find_end(text, yaml_offset(unit, item->span.end), &lines->end);
}

// `has_own_start`: whether nothing stands before the key on its line, as the '-' of a list.
bool yaml_find_entry(const struct unit *unit, const struct tree_entry *entry,
                       struct yaml_lines *lines, bool *has_own_start)
{
    struct str text = yaml_file_text(unit);
    size_t key = yaml_offset(unit, entry->key->span.start);
    lines->start = line_start(text, key);
    *has_own_start = yaml_is_blank(text, lines->start, key);
    if (*has_own_start)
        lines->start = line_comments_start(text, lines->start);
    return find_end(text, yaml_offset(unit, entry->value->span.end), &lines->end);
}
