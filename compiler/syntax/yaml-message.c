// The messages of libyaml 0.2, as belay says them.

#include "syntax/yaml-message.h"

struct message {
    const char *theirs, *ours;
};

static const struct message messages[] = {
    { "found character that cannot start any token",
      "a character that cannot begin a value: a tab, '@', '`' or '%' needs quotes" },
    { "could not find expected ':'", "a line that is no key with ':' behind it" },
    { "mapping values are not allowed in this context",
      "a ':' where no key can stand: text with ': ' in it needs quotes" },
    { "mapping keys are not allowed in this context", "a '?' where no key can stand" },
    { "block sequence entries are not allowed in this context",
      "a '-' where no list can begin: it stands on a line of its own" },
    { "did not find expected key", "a line that does not stand in the column of the keys above" },
    { "did not find expected '-' indicator",
      "a line that does not stand in the column of the list's '-'" },
    { "did not find expected ',' or ']'", "expected ',' or ']'" },
    { "did not find expected ',' or '}'", "expected ',' or '}'" },
    { "did not find expected node content", "expected a value" },
    { "did not find expected <document start>", "text behind the end of the document" },
    { "did not find expected comment or line break", "text behind '|' or '>'" },
    { "found a tab character where an indentation space is expected",
      "a tab in the indentation: YAML takes blanks only" },
    { "found a tab character that violates indentation",
      "a tab in the indentation: YAML takes blanks only" },
    { "found unexpected end of stream", "a quoted text that is never closed" },
    { "found unexpected document indicator", "a document that ends inside a quoted text" },
    { "found unknown escape character", "an escape that is none" },
    { "did not find expected hexdecimal number", "an escape without its hexadecimal digits" },
    { "found invalid Unicode character escape code", "an escape that is no character" },
    { "found unexpected ':'", "a ':' inside [ ] or { } that belongs to no key" },
    { "found an indentation indicator equal to 0", "an indentation of 0 behind '|' or '>'" },
    { "control characters are not allowed", "a control character" },
    { "found undefined tag handle", "a tag, which is not read here" },
    { "did not find expected alphabetic or numeric character",
      "a '&' or '*' without a name: text that begins so needs quotes" },
};

static const struct message contexts[] = {
    { "while scanning a quoted scalar", "the text begins here" },
    { "while parsing a flow sequence", "the list begins here" },
    { "while parsing a flow mapping", "the map begins here" },
    { "while parsing a block collection", "the list begins here" },
    { "while parsing a block mapping", "the keys begin here" },
};

static const char *find(const struct message *list, size_t count, const char *theirs)
{
    for (size_t i = 0; theirs && i < count; i++)
        if (strcmp(list[i].theirs, theirs) == 0)
            return list[i].ours;
    return NULL;
}

struct str yaml_message(struct arena *arena, const char *problem)
{
    const char *ours = find(messages, sizeof messages / sizeof *messages, problem);
    return ours ? str_of(ours) : arena_copy(arena, str_of(problem ? problem : "no YAML"));
}

const char *yaml_context(const char *context)
{
    return find(contexts, sizeof contexts / sizeof *contexts, context);
}
