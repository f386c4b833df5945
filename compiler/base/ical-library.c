#include "base/ical-library.h"

#include <dlfcn.h>

// The name under which libical's major version is installed.
#define LIBRARY_NAME "libical.so.3"
_Static_assert(ICAL_MAJOR_VERSION == 3, "another version of libical has another name");

static bool find_functions(struct libical *library, void *handle)
{
#define USE(name)                                                                             \
    if (!(library->name = dlsym(handle, #name)))                                              \
        return false;
    ICAL_FUNCTIONS(USE)
#undef USE
    return true;
}

const struct libical *libical_load(struct arena *arena, struct str *problem)
{
    struct libical *library = arena_new(arena, struct libical);
    void *handle = dlopen(LIBRARY_NAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle || !find_functions(library, handle)) {
        *problem = arena_format(arena, "a calendar needs libical: %s", dlerror());
        return NULL;
    }
    library->icalerror_set_errors_are_fatal(0); // of what is read
    return library;
}
