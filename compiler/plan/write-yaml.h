// Statements as YAML, in the shape from which plan_spell() makes them.
#ifndef PLAN_WRITE_YAML_H
#define PLAN_WRITE_YAML_H

#include "plan/forms.h"

struct yaml_writer {
    struct arena *arena;
    struct pattern_cache patterns;
    size_t map_indent;  // how much deeper than their key the keys of a map stand
    size_t list_indent; // and the '-' of a list
};

// With the indentation that people mostly use: 2 and 2.
struct yaml_writer yaml_writer_start(struct arena *arena);

// The key under which the block's map holds a statement: its keyword, or `do`.
struct str yaml_key_of(enum block_id block, const struct statement *statement);

// One statement as the lines of a list's item, from column 0: "- title: …\n  on: main\n". False
// where it has no form.
bool yaml_write_item(struct yaml_writer *writer, enum block_id block,
                     const struct statement *statement, struct str *lines);

// What stands behind the key of a statement, as the lines "key: value\n", "key:\n  - …\n".
// Those of the same key are one entry, at the place of the first. False where one has no form.
bool yaml_write_entries(struct yaml_writer *writer, enum block_id block,
                        const struct statement_list *statements, struct str *lines);

#endif
