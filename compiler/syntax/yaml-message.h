// What libyaml says, in words that a person understands.
#ifndef SYNTAX_YAML_MESSAGE_H
#define SYNTAX_YAML_MESSAGE_H

#include "base/arena.h"

// `problem` is what yaml_parser_t says is wrong; words that are not known are given back.
struct str yaml_message(struct arena *arena, const char *problem);

// What libyaml was reading where that matters, as the label of its beginning; NULL elsewhere.
const char *yaml_context(const char *context);

#endif
