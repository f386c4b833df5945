#include "sql/host-scan.h"

static const struct host_language languages[] = {
    { .tags = "python py python3 pycon",
      .interpolation = INTERPOLATE_BRACES,
      .has_hash_comments = true,
      .joins_adjacent = true },
    { .tags = "javascript js jsx mjs cjs node typescript ts tsx mts",
      .interpolation = INTERPOLATE_TEMPLATE,
      .has_slash_comments = true,
      .has_backquotes = true },
    { .tags = "go golang",
      .has_slash_comments = true,
      .has_backquotes = true,
      .has_characters = true },
    { .tags = "java scala swift c cpp c++ rust rs dart groovy",
      .has_slash_comments = true,
      .has_characters = true },
    { .tags = "kotlin kt kts",
      .interpolation = INTERPOLATE_DOLLAR,
      .has_slash_comments = true,
      .has_characters = true },
    { .tags = "csharp cs c#",
      .interpolation = INTERPOLATE_BRACES,
      .has_slash_comments = true,
      .has_characters = true },
    { .tags = "ruby rb rails",
      .interpolation = INTERPOLATE_HASH,
      .has_hash_comments = true,
      .has_heredocs = true },
    { .tags = "php",
      .interpolation = INTERPOLATE_DOLLAR,
      .has_hash_comments = true,
      .has_slash_comments = true,
      .has_heredocs = true },
    { .tags = "sh bash shell zsh console shell-session",
      .interpolation = INTERPOLATE_DOLLAR,
      .has_hash_comments = true,
      .has_heredocs = true,
      .is_shell = true },
};

static const struct host_language any_language = { .tags = "",
                                                   .has_hash_comments = true,
                                                   .has_slash_comments = true };

static bool has_tag(const char *tags, struct str tag)
{
    struct str rest = str_of(tags);
    while (rest.length > 0) {
        size_t end = str_find_char(rest, ' ', 0);
        if (str_equal_ignoring_case(str_slice(rest, 0, end), tag))
            return true;
        rest = end == STR_NOT_FOUND ? STR_NONE : str_from(rest, end + 1);
    }
    return false;
}

const struct host_language *host_language_of(struct str tag)
{
    if (has_tag(
            "sql postgresql postgres pgsql psql plpgsql mysql mariadb sqlite tsql prql text txt "
            "plaintext plain markdown md json json5 jsonc yaml yml toml ini xml html css scss csv "
            "diff patch mermaid plantuml dot graphql http dockerfile docker nginx hcl terraform tf "
            "env properties output log prisma proto protobuf belay makefile",
            tag))
        return NULL;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (has_tag(languages[i].tags, tag))
            return &languages[i];
    return &any_language;
}

bool host_is_shell(const struct host_language *language)
{
    return language->is_shell;
}
