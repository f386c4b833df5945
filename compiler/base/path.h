// Paths as text, and what stands at them.
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"

// All texts given and returned here are NUL-terminated, but for path_below() and path_name().

// "folder/name"; `name` alone where the folder is empty.
struct str path_join(struct arena *arena, struct str folder, struct str name);

// The absolute path of what is there, without links; no data where nothing is.
struct str path_resolve(struct arena *arena, struct str path);

// The folder around; "/" for the root. "." for a relative path of one name.
struct str path_parent_of(struct arena *arena, struct str path);

// The last name.
struct str path_name(struct str path);

// The path below a folder that it lies in, without a slash before it; both absolute.
struct str path_below(struct str folder, struct str path);

// Without "./" before it and slashes that say nothing.
struct str path_tidy(struct arena *arena, struct str path);

// One absolute path as seen from another, with ".." where it must go up.
struct str path_relative(struct arena *arena, struct str from, struct str path);

bool path_is_file(struct str path);   // a regular one, through links
bool path_is_folder(struct str path); // through links

// Whether a folder holds a repository.
bool path_is_repository(struct arena *arena, struct str folder);

#endif
