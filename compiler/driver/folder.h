// Files below one folder, reached part by part, so that no link leads out of it.
//
// Functions that can fail give false and leave the reason in errno.
#ifndef DRIVER_FOLDER_H
#define DRIVER_FOLDER_H

#include "base/arena.h"

#include <sys/stat.h>

// The folder of `path` below `root` as a descriptor, or -1; `*name` is its last part. A
// folder that is not there is made where `made` is not NULL, which then gets its path.
struct made_folders;
int folder_open_parent(struct arena *arena, int root, struct str path, const char **name,
                       struct made_folders *made);

struct made_folder {
    struct made_folder *older;
    const char *path;
};

struct made_folders {
    struct made_folder *newest;
};

// Removes what was made, the newest first; folders that hold something stay.
void folder_unmake(int root, const struct made_folders *made);

// Makes `path` and the folders above it, and opens it.
int folder_make(struct arena *arena, const char *path, struct made_folders *made);

// A whole file of at most `max_size` bytes; no data where it is not there, is no regular
// file, is larger, or cannot be read.
struct str folder_read(struct arena *arena, int root, struct str path, size_t max_size);

// False where nothing is there.
bool folder_stat(struct arena *arena, int root, struct str path, struct stat *status);

// Writes a new file, to the disk.
bool folder_write(int folder, const char *name, struct str text, mode_t mode);

// Removes the folders of `path` below `root` that are empty.
void folder_prune(struct arena *arena, int root, struct str path);

#endif
