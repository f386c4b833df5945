#include "driver/replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static struct replace_step *add_step(struct replacement *replacement, struct str path)
{
    struct replace_step *step = array_grow(replacement->arena, &replacement->steps);
    *step = (struct replace_step){ .path = path };
    return step;
}

void replace_with(struct replacement *replacement, struct str path, struct str text, mode_t mode)
{
    struct replace_step *step = add_step(replacement, path);
    step->text = text;
    step->mode = mode;
}

void replace_remove(struct replacement *replacement, struct str path)
{
    add_step(replacement, path);
}

// ---- the scratch folder

static const char *new_name(struct replacement *replacement, size_t number)
{
    if (number + 1 == replacement->steps.count)
        return "MANIFEST"; // by its name, a later run knows what this one was to write
    return arena_format(replacement->arena, "new-%zu", number).data;
}

static const char *old_name(struct replacement *replacement, size_t number)
{
    return arena_format(replacement->arena, "old-%zu", number).data;
}

// Removes what belay may have put there, also in a run that was ended half-way.
static void empty_scratch(const struct replacement *replacement)
{
    int again = openat(replacement->folder, REPLACE_SCRATCH,
                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (!listing) {
        if (again >= 0)
            close(again);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(listing));) {
        struct str name = str_of(entry->d_name);
        if (str_is(name, "MANIFEST") || str_starts_with(name, STR("new-"))
            || str_starts_with(name, STR("old-")))
            unlinkat(replacement->scratch, entry->d_name, 0);
    }
    closedir(listing);
}

static bool open_scratch(struct replacement *replacement)
{
    if (mkdirat(replacement->folder, REPLACE_SCRATCH, 0700) != 0 && errno != EEXIST)
        return false;
    replacement->scratch = openat(replacement->folder, REPLACE_SCRATCH,
                                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (replacement->scratch >= 0)
        empty_scratch(replacement);
    return replacement->scratch >= 0;
}

static void close_scratch(struct replacement *replacement)
{
    int reason = errno;
    if (replacement->scratch >= 0) {
        empty_scratch(replacement);
        close(replacement->scratch);
    }
    unlinkat(replacement->folder, REPLACE_SCRATCH, AT_REMOVEDIR);
    errno = reason;
}

static bool write_new(struct replacement *replacement, size_t number)
{
    const struct replace_step *step = &replacement->steps.items[number];
    const char *name;
    if (!step->text.data)
        return true;
    if (!folder_write(replacement->scratch, new_name(replacement, number), step->text, step->mode))
        return false;
    int parent = folder_open_parent(replacement->arena, replacement->folder, step->path, &name,
                                    &replacement->made);
    if (parent >= 0)
        close(parent);
    return parent >= 0;
}

// ---- renames

// Where the file system has no links, the old file is moved away: for a moment it is gone.
static bool keep_old(struct replacement *replacement, size_t number, int parent, const char *name)
{
    struct replace_step *step = &replacement->steps.items[number];
    const char *kept = old_name(replacement, number);
    bool is_kept = (step->text.data && linkat(parent, name, replacement->scratch, kept, 0) == 0)
                   || renameat(parent, name, replacement->scratch, kept) == 0;
    if (is_kept)
        step->state = REPLACE_KEPT;
    return is_kept || errno == ENOENT;
}

static bool take_place(struct replacement *replacement, size_t number)
{
    struct replace_step *step = &replacement->steps.items[number];
    const char *name;
    int parent =
        folder_open_parent(replacement->arena, replacement->folder, step->path, &name, NULL);
    if (parent < 0) // what is to be removed may be gone already
        return !step->text.data;
    bool is_done = keep_old(replacement, number, parent, name);
    if (is_done && step->text.data) {
        is_done = renameat(replacement->scratch, new_name(replacement, number), parent, name) == 0;
        if (is_done && step->state == REPLACE_PLANNED)
            step->state = REPLACE_MADE;
    }
    int reason = errno;
    close(parent);
    errno = reason;
    return is_done;
}

static void sync_folder(const struct replacement *replacement, struct str path)
{
    const char *name;
    int folder = folder_open_parent(replacement->arena, replacement->folder, path, &name, NULL);
    if (folder < 0)
        return;
    fsync(folder);
    close(folder);
}

// Each folder below the first once: steps are in the order of their paths, so that a folder
// is a new one where the step before does not lie in it.
static void sync_folders(const struct replacement *replacement)
{
    struct str before = STR("");
    for (size_t i = 0; i < replacement->steps.count; i++) {
        struct str path = replacement->steps.items[i].path;
        for (size_t slash, from = 0; (slash = str_find_char(path, '/', from)) != STR_NOT_FOUND;
             from = slash + 1)
            if (!str_starts_with(before, str_slice(path, 0, slash + 1)))
                sync_folder(replacement, str_slice(path, 0, slash + 1));
        before = path;
    }
}

static void take_back(struct replacement *replacement, size_t number)
{
    const struct replace_step *step = &replacement->steps.items[number];
    const char *name;
    int parent =
        folder_open_parent(replacement->arena, replacement->folder, step->path, &name, NULL);
    if (parent < 0)
        return;
    if (step->state == REPLACE_KEPT)
        renameat(replacement->scratch, old_name(replacement, number), parent, name);
    else if (step->state == REPLACE_MADE)
        unlinkat(parent, name, 0);
    close(parent);
}

// `done` steps were begun.
static bool undo(struct replacement *replacement, size_t done, struct str *path)
{
    int reason = errno;
    *path = replacement->steps.items[done - 1].path;
    while (done-- > 0)
        take_back(replacement, done);
    close_scratch(replacement);
    folder_unmake(replacement->folder, &replacement->made);
    errno = reason;
    return false;
}

bool replace_commit(struct replacement *replacement, struct str *path)
{
    size_t count = replacement->steps.count;
    replacement->scratch = -1;
    if (!open_scratch(replacement)) {
        *path = STR(REPLACE_SCRATCH);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!write_new(replacement, i))
            return undo(replacement, i + 1, path);
    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count)
            sync_folders(replacement);
        if (!take_place(replacement, i))
            return undo(replacement, i + 1, path);
    }
    for (size_t i = 0; i < count; i++)
        if (!replacement->steps.items[i].text.data)
            folder_prune(replacement->arena, replacement->folder, replacement->steps.items[i].path);
    close_scratch(replacement);
    fsync(replacement->folder);
    return true;
}
