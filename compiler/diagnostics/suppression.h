// Suppressions: comments by which a plan's author accepts a finding.
//
//     # belay: ignore[drop-column-in-use, LCK004] -- agreed in OPS-412
//     # belay: file-ignore[DOC002] -- imported, never published
//     # belay: disable[LCK004] -- backfill window   ...   # belay: enable[LCK004]
//
// A reader hands over each comment with the span that it governs; what the comment says,
// and which findings it takes away, is decided here, once for all carriers.
#ifndef DIAGNOSTICS_SUPPRESSION_H
#define DIAGNOSTICS_SUPPRESSION_H

#include "diagnostics/diagnostic.h"
#include "source/text.h"

enum suppression_verb {
    SUPPRESSION_IGNORE,  // its scope
    SUPPRESSION_FILE,    // the whole file
    SUPPRESSION_DISABLE, // from here to the matching enable
    SUPPRESSION_ENABLE,
};

struct suppressed_rule {
    struct suppressed_rule *next;
    struct str name; // a code or a name
    struct span span;
    const struct diagnostic_kind *kind; // NULL where no rule is called so
    bool is_used;
};

struct suppression {
    struct suppression *next;
    enum suppression_verb verb;
    struct span span;  // the comment
    struct span scope; // what it governs
    const struct suppression *end; // of a range, the comment that ends it; else NULL
    struct str reason; // may be empty
    LIST_OF(suppressed_rule) rules;
};

enum { MAX_SUPPRESSED_RULES = 1000 }; // of a file: every one is held against every finding

struct suppressions {
    struct arena *arena;
    LIST_OF(suppression) list;
    unsigned rule_count;
};

// Reads `comment` (the text between the comment's own marks, trimmed). Does nothing where
// it does not begin with "belay:". `span` is the comment's place, `scope` what an `ignore`
// there governs. A comment that begins with "belay:" and cannot be read is reported.
void suppression_read(struct suppressions *suppressions, struct diagnostics *diagnostics,
                      struct text comment, struct span span, struct span scope);

// Marks the findings that are suppressed, and reports suppressions of unknown rules,
// without a reason (where `needs_reason`), without an end, and without effect. A rule of
// which `is_enabled` says no is not looked for, so a suppression of it is never reported
// as unused.
void suppressions_apply(struct suppressions *suppressions, struct diagnostics *diagnostics,
                        const struct source_file *file, bool needs_reason,
                        bool (*is_enabled)(const void *context, const struct diagnostic_kind *),
                        const void *context);

#endif
