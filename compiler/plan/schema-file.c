//! diagnostic  schema-not-readable
//! code        SYN026
//! level       error
//! since       0.1
//!
//! The file that a store's `schema` names cannot be read, or must not be.
//!
//! ## Why
//!
//! What a plan proves rests on the schema from which it starts. The file stands beside the plan
//! or in a folder below it: a plan that is sent for review must not make belay read anything
//! else.
//!
//! ## Fails
//!
//! ````belay
//! plan "p" {
//!   store main { engine postgresql 15; schema "nowhere.sql" }
//! }
//! ````
//!
//! ````belay
//! plan "p" {
//!   store main { engine postgresql 15; schema "../schema.sql" }
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay
//! plan "p" {
//!   store main {
//!     engine postgresql 15
//!     schema ```sql
//!       CREATE TABLE users (id bigint PRIMARY KEY);
//!     ```
//!   }
//! }
//! ````

#include "plan/schema-file.h"

#include "base/path.h"
#include "generated/kinds.h"

#include <errno.h>
#include <string.h>

enum { SCHEMA_SIZE_MAX = 16 * 1024 * 1024 };

static bool leads_outside(struct str path)
{
    if (path.length == 0 || path.data[0] == '/' || memchr(path.data, '\0', path.length))
        return true;
    while (path.length > 0) {
        size_t end = str_find_char(path, '/', 0);
        if (str_is(str_slice(path, 0, end), ".."))
            return true;
        path = end == STR_NOT_FOUND ? STR_NONE : str_from(path, end + 1);
    }
    return false;
}

static bool lies_in(struct str path, struct str folder)
{
    if (str_is(folder, "/"))
        return true;
    return str_starts_with(path, folder) && path.length > folder.length
           && path.data[folder.length] == '/';
}

// Its text; no data where it cannot be read, and then the problem in words.
static struct str read_beside(struct unit *unit, struct str path, struct str *problem)
{
    struct arena *arena = &unit->arena;
    struct str folder = path_parent_of(arena, unit->file->opened);
    if (leads_outside(path)) {
        *problem = STR("it is not in the plan's folder");
        return STR_NONE;
    }
    struct str file = path_resolve(arena, path_join(arena, folder, path));
    if (!file.data) {
        *problem = arena_copy(arena, str_of(strerror(errno)));
        return STR_NONE;
    }
    if (!lies_in(file, path_resolve(arena, folder))) {
        *problem = STR("it is a link that leads out of the plan's folder");
        return STR_NONE;
    }
    struct source_map alone = { .arena = arena };
    const struct source_file *read =
        source_read(&alone, file.data, path, SCHEMA_SIZE_MAX, problem);
    return read ? read->text : STR_NONE;
}

static void read_schema(struct unit *unit, struct store *store)
{
    struct text path = store->schema_file;
    struct str problem;
    struct str text = read_beside(unit, path.str, &problem);
    if (text.data) {
        store->schema.text = text_for_span(&unit->arena, text, text_place(path));
        store->schema.language = STR("sql");
        store->schema.span = text_place(path);
        return;
    }
    diagnostic_help(diagnose(&unit->diagnostics, &kind_schema_not_readable, text_place(path),
                             "cannot read schema '%.*s': %.*s", STR_ARGS(path.str),
                             STR_ARGS(problem)),
                    "expected a file beside the plan or below, without '..', of at most 16 MiB");
}

void schema_files_read(struct unit *unit, struct plan *plan)
{
    list_each(store, store, plan->stores)
        if (text_is_set(store->schema_file) && unit->file->opened.data)
            read_schema(unit, store);
}
