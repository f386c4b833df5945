#include "driver/write.h"

#include "driver/deliver.h"
#include "driver/manifest.h"
#include "driver/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define MANIFEST_PATH STR("MANIFEST")
enum { LARGEST_MANIFEST = 16 * 1024 * 1024 };

struct writer {
    struct arena *arena;
    const struct write_request *request;
    const struct artefacts *artefacts;
    struct artefact **files; // in the order of their paths
    size_t file_count;
    struct manifest old;
    bool is_manifest_own; // there is none, or one that belay wrote
    int folder;
};

// ---- what there is

static int compare_artefacts(const void *a, const void *b)
{
    return str_compare((*(struct artefact *const *)a)->path, (*(struct artefact *const *)b)->path);
}

static void sort_files(struct writer *writer)
{
    list_each(artefact, artefact, writer->artefacts->list)
        writer->file_count++;
    writer->files = arena_new_many(writer->arena, struct artefact *, writer->file_count + 1);
    size_t count = 0;
    list_each(artefact, artefact, writer->artefacts->list)
        writer->files[count++] = artefact;
    qsort(writer->files, count, sizeof *writer->files, compare_artefacts);
}

// A run that was ended half-way may have put files in their places: what it was to write is
// belay's too.
static void read_manifest(struct writer *writer)
{
    struct stat status;
    struct str text = folder_read(writer->arena, writer->folder, MANIFEST_PATH, LARGEST_MANIFEST);
    writer->is_manifest_own =
        text.data ? manifest_parse(writer->arena, text, &writer->old)
                  : !folder_stat(writer->arena, writer->folder, MANIFEST_PATH, &status);
    if (!writer->is_manifest_own)
        writer->old = (struct manifest){ 0 };
    text = folder_read(writer->arena, writer->folder, STR(REPLACE_SCRATCH "/MANIFEST"),
                       LARGEST_MANIFEST);
    if (text.data)
        manifest_parse(writer->arena, text, &writer->old);
}

// A file that belay wrote, and would not write now.
static bool is_stale(const struct writer *writer, struct str path)
{
    struct stat status;
    const struct artefact key = { .path = path }, *pointer = &key;
    return !bsearch(&pointer, writer->files, writer->file_count, sizeof *writer->files,
                    compare_artefacts)
           && folder_stat(writer->arena, writer->folder, path, &status) && S_ISREG(status.st_mode);
}

// ---- what may be written

static bool fail(const struct writer *writer, struct str path, const char *why)
{
    complain("cannot write '%s/%.*s': %s", writer->request->folder, STR_ARGS(path), why);
    return false;
}

static bool fail_with_reason(const struct writer *writer, struct str path)
{
    bool is_link = errno == ELOOP || errno == ENOTDIR;
    return fail(writer, path, is_link ? "a link or a file stands where a folder should"
                                      : strerror(errno));
}

static bool is_plan(const struct writer *writer, const struct stat *status)
{
    struct stat plan;
    return writer->request->plan && stat(writer->request->plan, &plan) == 0
           && plan.st_dev == status->st_dev && plan.st_ino == status->st_ino;
}

static bool may_write_over(const struct writer *writer, struct str path, const struct stat *status,
                           bool is_own)
{
    if (S_ISDIR(status->st_mode))
        return fail(writer, path, "a folder is there");
    if (is_plan(writer, status))
        return fail(writer, path, "it is the plan itself");
    if (!is_own && !writer->request->is_forced)
        return fail(writer, path, "a file is there that belay did not write (--force)");
    return true;
}

// Where the folder is there, it can be written to.
static bool may_write_beside(struct writer *writer, struct str path)
{
    const char *name;
    int parent = folder_open_parent(writer->arena, writer->folder, path, &name, NULL);
    if (parent < 0)
        return errno == ENOENT || fail_with_reason(writer, path);
    bool may_write = faccessat(parent, ".", W_OK | X_OK, 0) == 0 || fail_with_reason(writer, path);
    close(parent);
    return may_write;
}

static bool may_write(struct writer *writer, struct str path, bool is_own)
{
    struct stat status;
    if (!may_write_beside(writer, path))
        return false;
    return !folder_stat(writer->arena, writer->folder, path, &status)
           || may_write_over(writer, path, &status, is_own);
}

static bool may_write_all(struct writer *writer)
{
    if (!may_write(writer, MANIFEST_PATH, writer->is_manifest_own))
        return false;
    for (size_t i = 0; i < writer->file_count; i++)
        if (!may_write(writer, writer->files[i]->path,
                       manifest_has(&writer->old, writer->files[i]->path)))
            return false;
    return true;
}

// ---- writing

static bool write_all(struct writer *writer)
{
    struct replacement replacement = { .arena = writer->arena, .folder = writer->folder };
    struct str failed;
    for (size_t i = 0; i < writer->file_count; i++)
        replace_with(&replacement, writer->files[i]->path, output_get(&writer->files[i]->text),
                     writer->files[i]->is_executable ? 0777 : 0666);
    for (size_t i = 0; i < writer->old.paths.count; i++)
        if (is_stale(writer, writer->old.paths.items[i]))
            replace_remove(&replacement, writer->old.paths.items[i]);
    replace_with(&replacement, MANIFEST_PATH,
                 manifest_format(writer->artefacts, writer->files, writer->file_count), 0666);
    return replace_commit(&replacement, &failed) || fail_with_reason(writer, failed);
}

static bool write_locked(struct writer *writer)
{
    if (flock(writer->folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        complain("another build writes to '%s'", writer->request->folder);
        return false;
    }
    read_manifest(writer);
    return may_write_all(writer) && write_all(writer);
}

bool write_artefacts(const struct write_request *request, const struct artefacts *artefacts)
{
    struct writer writer = {
        .arena = artefacts->arena, .request = request, .artefacts = artefacts
    };
    struct made_folders made = { 0 };
    sort_files(&writer);
    writer.folder = folder_make(writer.arena, request->folder, &made);
    if (writer.folder < 0)
        complain("cannot write '%s': %s", request->folder, strerror(errno));
    bool is_written = writer.folder >= 0 && write_locked(&writer);
    if (!is_written)
        folder_unmake(AT_FDCWD, &made);
    if (writer.folder >= 0)
        close(writer.folder);
    return is_written;
}

// ---- comparing

static void add_stale(struct output *out, const struct writer *writer, struct str path)
{
    output_format(out, "%s/%.*s\n", writer->request->folder, STR_ARGS(path));
}

static bool is_as_wanted(struct writer *writer, struct str path, struct str text,
                         bool is_executable)
{
    struct stat status;
    struct str there = folder_read(writer->arena, writer->folder, path, text.length);
    return there.data && str_equal(there, text)
           && folder_stat(writer->arena, writer->folder, path, &status)
           && ((status.st_mode & S_IXUSR) != 0) == is_executable;
}

struct str stale_artefacts(const struct write_request *request, const struct artefacts *artefacts)
{
    struct writer writer = {
        .arena = artefacts->arena, .request = request, .artefacts = artefacts
    };
    struct output out = { .arena = artefacts->arena };
    sort_files(&writer);
    writer.folder = open(request->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (writer.folder >= 0)
        read_manifest(&writer);
    struct str manifest = manifest_format(artefacts, writer.files, writer.file_count);
    if (!is_as_wanted(&writer, MANIFEST_PATH, manifest, false))
        add_stale(&out, &writer, MANIFEST_PATH);
    for (size_t i = 0; i < writer.file_count; i++)
        if (!is_as_wanted(&writer, writer.files[i]->path, output_get(&writer.files[i]->text),
                          writer.files[i]->is_executable))
            add_stale(&out, &writer, writer.files[i]->path);
    for (size_t i = 0; i < writer.old.paths.count; i++)
        if (is_stale(&writer, writer.old.paths.items[i]))
            add_stale(&out, &writer, writer.old.paths.items[i]);
    if (writer.folder >= 0)
        close(writer.folder);
    return output_get(&out);
}
