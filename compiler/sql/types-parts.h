// What the parts of types.h share.
#ifndef SQL_TYPES_PARTS_H
#define SQL_TYPES_PARTS_H

#include "sql/types.h"

#define TYPES_COUNT(array) (sizeof(array) / sizeof *(array))

enum { NO_NUMBER = -1 };

struct type_arguments { // NO_NUMBER where they are not said
    long first, second;
    bool are_numbers; // nothing else stands there
};

struct type_arguments type_arguments_read(struct str text);

// With what the engine takes where nothing is said.
struct type_arguments type_arguments_of(enum sql_engine engine, struct str name, struct str text);

bool type_arguments_equal(enum sql_engine engine, struct str name, struct str a, struct str b);

// The engine's own name for a name that people write.
struct str type_canonical(enum sql_engine engine, struct str name);

static inline enum sql_type_change type_kept_if(bool is_kept)
{
    return is_kept ? SQL_TYPE_KEPT : SQL_TYPE_REWRITTEN;
}

enum sql_type_change type_change_postgresql(const struct sql_type_setting *setting,
                                            const struct sql_column *from,
                                            const struct sql_column *to);
enum sql_type_change type_change_mysql(const struct sql_type_setting *setting,
                                       const struct sql_type *from, const struct sql_type *to);

#endif
