// The comments of YAML, which libyaml steps over.
#ifndef SYNTAX_YAML_COMMENTS_H
#define SYNTAX_YAML_COMMENTS_H

#include "syntax/document.h"

// Adds those that begin at the offsets [from, to) of the file, where no scalar stands.
void yaml_comments(struct comment_list *comments, struct arena *arena,
                   const struct source_file *file, size_t from, size_t to);

#endif
