#include "driver/manifest.h"

#include "base/digest.h"

#include <stdlib.h>

enum { DIGEST_LENGTH = 64 };

static bool is_digest(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_digit(text.data[i]) && !(text.data[i] >= 'a' && text.data[i] <= 'f'))
            return false;
    return text.length == DIGEST_LENGTH;
}

// Relative, without empty parts, '.' and '..', and nothing that ends earlier as a C string.
static bool stays_inside(struct str path)
{
    if (str_find_char(path, '\0', 0) != STR_NOT_FOUND)
        return false;
    while (path.length > 0) {
        size_t slash = str_find_char(path, '/', 0);
        struct str part = str_slice(path, 0, slash);
        if (part.length == 0 || str_is(part, ".") || str_is(part, ".."))
            return false;
        if (slash == STR_NOT_FOUND)
            return true;
        path = str_from(path, slash + 1);
    }
    return false;
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool manifest_parse(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct str line;
    for (bool is_plan = true; str_next_line(&text, &line); is_plan = false) {
        struct str path = str_from(line, DIGEST_LENGTH + 2);
        if (!is_digest(str_slice(line, 0, DIGEST_LENGTH)) || path.length == 0
            || !str_is(str_slice(line, DIGEST_LENGTH, DIGEST_LENGTH + 2), "  "))
            return false;
        if (is_plan)
            continue;
        if (!stays_inside(path))
            return false;
        array_add(arena, &manifest->paths, path);
    }
    if (manifest->paths.count)
        qsort(manifest->paths.items, manifest->paths.count, sizeof(struct str), compare_paths);
    return true;
}

bool manifest_has(const struct manifest *manifest, struct str path)
{
    return manifest->paths.count
           && bsearch(&path, manifest->paths.items, manifest->paths.count, sizeof path,
                      compare_paths);
}

struct str manifest_format(const struct artefacts *artefacts, struct artefact *const *files,
                           size_t count)
{
    struct arena *arena = artefacts->arena;
    struct output out = { .arena = arena };
    output_format(&out, "%.*s  %.*s\n", STR_ARGS(artefacts->plan_digest),
                  STR_ARGS(artefacts->plan_name));
    for (size_t i = 0; i < count; i++)
        output_format(&out, "%.*s  %.*s\n",
                      STR_ARGS(digest_sha256(arena, output_get(&files[i]->text))),
                      STR_ARGS(files[i]->path));
    return output_get(&out);
}
