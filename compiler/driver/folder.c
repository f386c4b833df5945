#include "driver/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int open_folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

static void note_made(struct arena *arena, struct made_folders *made, struct str path)
{
    struct made_folder *folder = arena_new(arena, struct made_folder);
    folder->path = arena_copy(arena, path).data;
    folder->older = made->newest;
    made->newest = folder;
}

int folder_open_parent(struct arena *arena, int root, struct str path, const char **name,
                       struct made_folders *made)
{
    int folder = fcntl(root, F_DUPFD_CLOEXEC, 0);
    size_t from = 0;
    for (size_t slash; folder >= 0 && (slash = str_find_char(path, '/', from)) != STR_NOT_FOUND;
         from = slash + 1) {
        const char *part = arena_copy(arena, str_slice(path, from, slash)).data;
        if (made && mkdirat(folder, part, 0777) == 0)
            note_made(arena, made, str_slice(path, 0, slash));
        int inner = openat(folder, part, open_folder_flags);
        int reason = errno;
        close(folder);
        errno = reason;
        folder = inner;
    }
    *name = arena_copy(arena, str_from(path, from)).data;
    return folder;
}

void folder_unmake(int root, const struct made_folders *made)
{
    for (const struct made_folder *folder = made->newest; folder; folder = folder->older)
        unlinkat(root, folder->path, AT_REMOVEDIR);
}

int folder_make(struct arena *arena, const char *path, struct made_folders *made)
{
    struct str whole = str_of(path);
    int reason = 0;
    for (size_t end = 1; end <= whole.length; end++) {
        if (end < whole.length && whole.data[end] != '/')
            continue;
        struct str part = str_slice(whole, 0, end);
        if (mkdir(arena_copy(arena, part).data, 0777) == 0)
            note_made(arena, made, part);
        else if (errno != EEXIST)
            reason = errno;
    }
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 && reason)
        errno = reason;
    return folder;
}

static struct str read_whole(struct arena *arena, int file, size_t size)
{
    char *text = arena_alloc(arena, size + 1);
    size_t length = 0;
    for (ssize_t got; length < size && (got = read(file, text + length, size - length)) != 0;)
        if (got > 0)
            length += (size_t)got;
        else if (errno != EINTR)
            return STR_NONE;
    return (struct str){ text, length };
}

struct str folder_read(struct arena *arena, int root, struct str path, size_t max_size)
{
    const char *name;
    struct stat status;
    struct str text = STR_NONE;
    int folder = folder_open_parent(arena, root, path, &name, NULL);
    if (folder < 0)
        return STR_NONE;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)
        && (uintmax_t)status.st_size <= max_size)
        text = read_whole(arena, file, (size_t)status.st_size);
    if (file >= 0)
        close(file);
    close(folder);
    return text;
}

bool folder_stat(struct arena *arena, int root, struct str path, struct stat *status)
{
    const char *name;
    int folder = folder_open_parent(arena, root, path, &name, NULL);
    if (folder < 0)
        return false;
    bool is_there = fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW) == 0;
    int reason = errno;
    close(folder);
    errno = reason;
    return is_there;
}

static bool write_whole(int file, struct str text)
{
    while (text.length > 0) {
        ssize_t written = write(file, text.data, text.length);
        if (written >= 0)
            text = str_from(text, (size_t)written);
        else if (errno != EINTR)
            return false;
    }
    return fsync(file) == 0;
}

bool folder_write(int folder, const char *name, struct str text, mode_t mode)
{
    int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0)
        return false;
    bool is_written = write_whole(file, text);
    int reason = errno;
    bool is_closed = close(file) == 0;
    if (!is_written)
        errno = reason;
    return is_written && is_closed;
}

void folder_prune(struct arena *arena, int root, struct str path)
{
    for (size_t end = path.length; end > 0; end--) {
        if (path.data[end - 1] != '/')
            continue;
        struct str folder = arena_copy(arena, str_slice(path, 0, end - 1));
        if (unlinkat(root, folder.data, AT_REMOVEDIR) != 0)
            return;
    }
}
