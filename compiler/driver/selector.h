// Selectors: how the command line and the configuration speak of rules.
#ifndef DRIVER_SELECTOR_H
#define DRIVER_SELECTOR_H

#include "diagnostics/diagnostic.h"

// From the widest to the narrowest: a narrower selector wins over a wider one.
enum selector_width { SELECT_NONE, SELECT_ALL, SELECT_FAMILY, SELECT_KIND };

struct selector {
    struct selector *next;
    enum selector_width width;
    struct str family;                  // "CMP"
    const struct diagnostic_kind *kind;
};

struct selector_list {
    struct selector *first, *last;
};

struct level_setting {
    struct level_setting *next;
    struct selector selector;
    enum level level;
};

struct level_setting_list {
    struct level_setting *first, *last;
};

// Reads a code, a name, a family or ALL. False where it is none of them; `*problem` then
// names the nearest.
bool selector_parse(struct arena *arena, struct str text, struct selector *selector,
                    struct str *problem);

// Whether the level of what this selects may be set: a kind that makes an input unreadable
// stays an error.
bool selector_is_adjustable(const struct selector *selector);

bool selector_covers(const struct selector *selector, const struct diagnostic_kind *kind);

// The width of the narrowest selector of the list that covers the kind.
enum selector_width selector_list_width(struct selector_list list,
                                        const struct diagnostic_kind *kind);

#endif
