#include "driver/templates.h"

#include "backends/template-read.h"
#include "base/utf8.h"
#include "diagnostics/suggest.h"
#include "driver/deliver.h"
#include "driver/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define SUFFIX STR(".tmpl")

// A file of the folder, and belay's template of the same name.
struct candidate {
    struct arena *arena;
    struct str folder, name, text;
    const struct template *ours;
};

static bool fail(const struct candidate *candidate, unsigned line, struct str message)
{
    complain("%.*s/%.*s:%u: %.*s", STR_ARGS(candidate->folder), STR_ARGS(candidate->name), line,
             STR_ARGS(message));
    return false;
}

static unsigned line_of(const struct candidate *candidate, const char *place)
{
    unsigned line = 1;
    for (const char *c = candidate->text.data; c < place; c++)
        line += *c == '\n';
    return line;
}

// ---- a block

// "(title: text, plan: text)"
static struct str describe_holes(struct arena *arena, const struct template_block *block)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < block->hole_count; i++)
        output_format(&out, "%s%.*s: %.*s", i ? ", " : "", STR_ARGS(block->holes[i].name),
                      STR_ARGS(block->holes[i].type));
    return arena_format(arena, "(%.*s)", STR_ARGS(output_get(&out)));
}

static bool check_holes(const struct candidate *candidate, const struct template_block *theirs,
                        const struct template_block *ours)
{
    struct str wanted = describe_holes(candidate->arena, ours);
    struct str found = describe_holes(candidate->arena, theirs);
    return str_equal(wanted, found)
           || fail(candidate, theirs->line,
                   arena_format(candidate->arena, "block '%.*s' has the holes %.*s, not %.*s",
                                STR_ARGS(ours->name), STR_ARGS(wanted), STR_ARGS(found)));
}

// Whether what follows the text is a part of an address: "[x](", "[x]: ".
static bool is_in_address(struct str text)
{
    for (size_t at = text.length; at > 1; at--) {
        char c = text.data[at - 1], before = text.data[at - 2];
        if (before == ']' && (c == '(' || c == ':'))
            return true;
        if (c == ')' || (c == '\n' && before == '\n'))
            return false;
    }
    return false;
}

// A value is escaped as text: in HTML and in addresses it would be something else.
static bool check_text(const struct candidate *candidate, const struct template_block *block)
{
    struct output before = { .arena = candidate->arena };
    for (size_t i = 0; i < block->piece_count; i++) {
        struct str text = block->pieces[i].text;
        size_t angle = str_find_char(text, '<', 0);
        if (block->pieces[i].hole >= 0 && is_in_address(output_get(&before)))
            return fail(candidate, block->line,
                        STR("a hole cannot stand in an address, where it is no text"));
        if (angle != STR_NOT_FOUND)
            return fail(candidate, line_of(candidate, text.data + angle),
                        STR("HTML cannot stand around holes (write &lt; for <)"));
        output_str(&before, text);
    }
    return true;
}

static const struct template_block *find_block(const struct candidate *candidate,
                                               const struct template_block *theirs)
{
    struct suggestion suggestion = suggestion_start(theirs->name);
    for (size_t i = 0; i < candidate->ours->block_count; i++) {
        const struct template_block *ours = &candidate->ours->blocks[i];
        if (str_equal(ours->name, theirs->name))
            return ours;
        suggestion_offer(&suggestion, ours->name);
    }
    fail(candidate, theirs->line,
         arena_format(candidate->arena, "belay's template has no block '%.*s'%.*s",
                      STR_ARGS(theirs->name),
                      STR_ARGS(suggestion_text(candidate->arena, &suggestion))));
    return NULL;
}

static bool add_block(const struct candidate *candidate, const struct template_block *theirs,
                      struct template_replacements *replacements)
{
    const struct template_block *ours = find_block(candidate, theirs);
    if (!ours || !check_holes(candidate, theirs, ours) || !check_text(candidate, theirs))
        return false;
    struct template_replacement *replacement =
        arena_new(candidate->arena, struct template_replacement);
    replacement->block = ours;
    replacement->by = theirs;
    list_add(replacements, replacement);
    return true;
}

// ---- a file

static bool find_template(struct candidate *candidate)
{
    struct str name = str_slice(candidate->name, 0, candidate->name.length - SUFFIX.length);
    struct suggestion suggestion = suggestion_start(name);
    for (const struct template *const *ours = templates; *ours; ours++) {
        if (str_equal((*ours)->name, name))
            candidate->ours = *ours;
        suggestion_offer(&suggestion, (*ours)->name);
    }
    struct str hint = suggestion_text(candidate->arena, &suggestion);
    if (!candidate->ours)
        return fail(candidate, 1, arena_format(candidate->arena, "belay has no template '%.*s'%.*s",
                                               STR_ARGS(name), STR_ARGS(hint)));
    if (!template_is_replaceable(candidate->ours))
        return fail(candidate, 1,
                    arena_format(candidate->arena, "no template of %.*s can be replaced",
                                 STR_ARGS(candidate->ours->language)));
    return true;
}

static bool read_blocks(struct candidate *candidate, struct template_replacements *replacements)
{
    struct template theirs;
    struct template_mistake mistake;
    size_t invalid = utf8_find_invalid(candidate->text);
    if (invalid != STR_NOT_FOUND)
        return fail(candidate, line_of(candidate, candidate->text.data + invalid),
                    STR("this is not UTF-8"));
    if (!template_read(candidate->arena, candidate->text, &theirs, &mistake))
        return fail(candidate, mistake.line, mistake.message);
    if (!str_equal(theirs.language, candidate->ours->language))
        return fail(candidate, 1, arena_format(candidate->arena, "expected `%%%% language %.*s`",
                                               STR_ARGS(candidate->ours->language)));
    for (size_t i = 0; i < theirs.block_count; i++)
        if (!add_block(candidate, &theirs.blocks[i], replacements))
            return false;
    return true;
}

// ---- the folder

static int compare_names(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

struct template_names {
    ARRAY_OF(struct str) all;
};

static void find_names(struct arena *arena, DIR *directory, struct template_names *names)
{
    for (const struct dirent *entry; (entry = readdir(directory));)
        if (str_ends_with(str_of(entry->d_name), SUFFIX))
            array_add(arena, &names->all, arena_copy(arena, str_of(entry->d_name)));
    if (names->all.count > 1)
        qsort(names->all.items, names->all.count, sizeof *names->all.items, compare_names);
}

bool templates_read(struct arena *arena, struct str folder,
                    struct template_replacements *replacements)
{
    enum { LARGEST_TEMPLATE = 1024 * 1024 };
    struct template_names names = { 0 };
    DIR *directory = opendir(folder.data);
    if (!directory) {
        complain("cannot read '%s': %s", folder.data, strerror(errno));
        return false;
    }
    find_names(arena, directory, &names);
    bool is_right = names.all.count > 0;
    if (!is_right)
        complain("no template in '%s': expected files such as markdown.tmpl", folder.data);
    for (size_t i = 0; i < names.all.count && is_right; i++) {
        struct candidate candidate = {
            .arena = arena, .folder = folder, .name = names.all.items[i]
        };
        candidate.text = folder_read(arena, dirfd(directory), candidate.name, LARGEST_TEMPLATE);
        is_right = find_template(&candidate)
                   && (candidate.text.data || fail(&candidate, 1, STR("cannot be read")))
                   && read_blocks(&candidate, replacements);
    }
    closedir(directory);
    return is_right;
}
