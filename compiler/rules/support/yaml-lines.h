// The lines on which what a plan in YAML says stands.
#ifndef RULES_SUPPORT_YAML_LINES_H
#define RULES_SUPPORT_YAML_LINES_H

#include "syntax/tree.h"
#include "syntax/unit.h"

struct yaml_lines { // of a file, as offsets
    size_t start, end;
};

struct str yaml_file_text(const struct unit *unit);
size_t yaml_offset(const struct unit *unit, uint32_t address);
bool yaml_is_blank(struct str text, size_t from, size_t to);

// How far an offset is from the start of its line; a byte order mark counts as nothing.
size_t yaml_column(struct str text, size_t offset);

// The '-' before the item of a list; false where another thing stands before that.
bool yaml_find_dash(const struct unit *unit, const struct tree_node *item, size_t *dash);

// The lines of an item with its '-' and the comments above; false where it shares one.
bool yaml_find_item(const struct unit *unit, const struct tree_node *item, size_t *dash,
                    struct yaml_lines *lines);

// The lines of a key and its value with the comments above; false where another thing follows on
// the last. `has_own_start`: whether nothing stands before the key, as the '-' of a list.
bool yaml_find_entry(const struct unit *unit, const struct tree_entry *entry,
                     struct yaml_lines *lines, bool *has_own_start);

#endif
