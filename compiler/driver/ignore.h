// Which files git would leave alone: .gitignore files, read without git.
//
// Only the files named .gitignore count, in the folders from the repository's root down; not
// .git/info/exclude, and not what the user configured for every repository.
#ifndef DRIVER_IGNORE_H
#define DRIVER_IGNORE_H

#include "source/source.h"

struct ignore;

// The rules that hold in `folder`, an absolute path: those of its .gitignore over `outer`,
// which is NULL at a repository's root.
const struct ignore *ignore_enter(struct source_map *sources, const struct ignore *outer,
                                  struct str folder);

// The rules that hold in a folder that is not reached from its repository's root.
const struct ignore *ignore_of(struct source_map *sources, struct str folder);

// Whether a path is ignored; `path` is absolute, and lies in the folder of the rules.
bool ignore_covers(const struct ignore *ignore, struct str path, bool is_folder);

#endif
