#include "driver/deliver.h"

#include "backends/printable.h"
#include "base/check.h"
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

void complain(const char *format, ...)
{
    struct arena arena = { 0 };
    va_list arguments;
    va_start(arguments, format);
    struct str text = arena_vformat(&arena, format, arguments);
    va_end(arguments);
    struct output line = { .arena = &arena };
    while (text.length > 0)
        output_str(&line, printable_next(&text));
    fprintf(stderr, "belay: %.*s\n", STR_ARGS(output_get(&line)));
    arena_release(&arena);
}

int write_fully(int file, struct str text)
{
    while (text.length) {
        ssize_t written = write(file, text.data, text.length);
        if (written >= 0)
            text = str_from(text, (size_t)written);
        else if (errno == EAGAIN) // a pipe that whoever shares it made non-blocking
            poll(&(struct pollfd){ .fd = file, .events = POLLOUT }, 1, -1);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

bool deliver(struct str text)
{
    int failure = write_fully(STDOUT_FILENO, text);
    if (failure == 0 || failure == EPIPE)
        return true;
    complain("cannot write standard output: %s", strerror(failure));
    return false;
}

void deliver_error(struct str text)
{
    write_fully(STDERR_FILENO, text);
}

static int write_in_place(const char *path, struct str text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return errno;
    int failure = write_fully(file, text);
    if (close(file) != 0 && failure == 0)
        failure = errno;
    return failure == EPIPE ? 0 : failure;
}

// The permissions of the file that is replaced, else those that a new file gets.
static mode_t mode_for(const struct stat *old)
{
    if (old)
        return old->st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int write_beside(const char *path, struct str text, const struct stat *old)
{
    struct arena arena = { 0 };
    char *beside = (char *)arena_format(&arena, "%s.XXXXXX", path).data;
    int file = mkstemp(beside);
    int failure = file < 0 ? errno : write_fully(file, text);
    if (file >= 0) {
        // Root alone may give a file away; where that fails it is the writer's own.
        if (failure == 0 && old && fchown(file, old->st_uid, old->st_gid) != 0 && geteuid() == 0)
            failure = errno;
        if (failure == 0 && (fchmod(file, mode_for(old)) != 0 || fsync(file) != 0))
            failure = errno;
        if (close(file) != 0 && failure == 0)
            failure = errno;
        if (failure == 0 && rename(beside, path) != 0)
            failure = errno;
        if (failure != 0)
            unlink(beside);
    }
    arena_release(&arena);
    return failure;
}

bool deliver_file(const char *path, struct str text)
{
    struct stat status;
    bool is_there = lstat(path, &status) == 0;
    bool is_regular = is_there && S_ISREG(status.st_mode);
    int failure = is_there && !is_regular ? write_in_place(path, text)
                                          : write_beside(path, text, is_regular ? &status : NULL);
    if (failure == 0)
        return true;
    complain("cannot write '%s': %s", path, strerror(failure));
    return false;
}
