// YAML text as a tree of maps, lists and scalars, each with its place.
//
// It is the YAML that people write by hand: one document, keys that are words, no anchors,
// aliases and tags. Depth is at most 32, and a text holds at most 100,000 nodes.
#ifndef SYNTAX_YAML_H
#define SYNTAX_YAML_H

#include "syntax/document.h"
#include "syntax/tree.h"

struct yaml_problem {
    struct yaml_problem *next;
    struct str message;
    struct span span;
    struct span first;       // the place that matters besides: of a second key, the first one
    const char *first_label; // what is to be seen there
};

struct yaml {
    // The file's document; an empty scalar where the file holds none. NULL where there are
    // problems.
    const struct tree_node *root;
    LIST_OF(yaml_problem) problems; // in the order of the file; at most MAX_YAML_PROBLEMS
    struct comment_list comments;
};

enum { MAX_YAML_PROBLEMS = 100 };

// Reads all that can be read; `*yaml` need not be initialized.
void yaml_read(struct arena *arena, const struct source_file *file, struct yaml *yaml);

#endif
