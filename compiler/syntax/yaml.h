// YAML text as a tree of maps, lists and scalars, each with its place.
//
// It is the YAML that people write by hand: one document, keys that are words, no anchors,
// aliases and tags. Depth is at most 32, and a text holds at most 100,000 nodes.
#ifndef SYNTAX_YAML_H
#define SYNTAX_YAML_H

#include "source/text.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    struct yaml_node *next; // the next item of a list
    enum yaml_kind kind;
    struct span span;
    struct text text; // of a scalar: quotes and escapes are gone
    bool is_plain;    // a scalar without quotes: 5, true and ~ are values, not texts
    LIST_OF(yaml_node) items;
    LIST_OF(yaml_entry) entries; // no key twice
};

struct yaml_entry {
    struct yaml_entry *next;
    const struct yaml_node *key; // a scalar
    const struct yaml_node *value;
};

struct yaml_problem {
    struct str message;
    struct span span;
    struct span first; // of a second key: where the first one is
};

// The file's document; an empty scalar where the file holds none. NULL where the text is not
// YAML as described above; `*problem` then says what and where.
const struct yaml_node *yaml_read(struct arena *arena, const struct source_file *file,
                                  struct yaml_problem *problem);

// `null`, `~` or nothing at all.
bool yaml_is_null(const struct yaml_node *node);

#endif
