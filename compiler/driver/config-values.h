// Reading the values of a configuration file.
#ifndef DRIVER_CONFIG_VALUES_H
#define DRIVER_CONFIG_VALUES_H

#include "driver/config.h"
#include "syntax/yaml.h"

struct config_reading {
    struct configs *configs;
    struct config *config; // what is filled
    struct str folder;     // of the file; absolute
};

// Sets what the entry says, or says what is wrong with it.
void config_read_entry(struct config_reading *reading, const struct tree_entry *entry);

// Says "PATH:LINE:COLUMN: ..." on standard error; the configuration cannot be used.
void config_fail(struct config_reading *reading, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Whether a value is of this kind; says so where it is not.
bool config_expect(struct config_reading *reading, const struct tree_node *value,
                   enum tree_kind kind);

#endif
