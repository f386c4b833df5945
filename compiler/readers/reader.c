#include "readers/reader.h"

const struct reader *reader_for(struct str path)
{
    for (const struct reader *const *reader = readers; *reader; reader++)
        for (const char *suffix = (*reader)->suffixes; *suffix;) {
            size_t length = strcspn(suffix, " ");
            if (str_ends_with(path, (struct str){ suffix, length }))
                return *reader;
            suffix += length + strspn(suffix + length, " ");
        }
    return NULL;
}
