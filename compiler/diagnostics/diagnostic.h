// What belay says about a plan: a kind, places, notes, help and fixes.
//
// diagnose() records; nothing is printed where it is found. The calls chain, so that a
// finding reads as one sentence at the place that makes it:
//
//     diagnostic_also(
//         diagnose(&unit->diagnostics, &kind_contract_before_migrate, step->span,
//                  "'%.*s' is dropped before anything replaces it", ...),
//         version->span, "still read by '%.*s' here", ...);
//
// Wording: lower case, no full stop, the problem first, names in 'single quotes', at most
// 90 characters; never "you", never "please". Advice is help, the page of the kind, or a fix.
#ifndef DIAGNOSTICS_DIAGNOSTIC_H
#define DIAGNOSTICS_DIAGNOSTIC_H

#include "base/list.h"
#include "source/source.h"

enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

// Whether belay may apply it unasked: a safe fix leaves what the plan does as it is.
enum fix_safety { FIX_NONE, FIX_SAFE, FIX_UNSAFE };

// One documented finding. The table is generated from the //! blocks; `name` and `code`
// are for ever.
struct diagnostic_kind {
    const char *code, *name; // "RBK001", "missing-rollback"
    const char *also;        // old names, separated by blanks, or ""
    const char *since;       // the version that had it first
    const char *breaks;      // the invariants of the model that are broken where it is found, by
                             // their words, separated by blanks, or ""
    const char *summary;     // the first sentence of the page
    const char *explanation; // the page, Markdown
    enum level level;        // in profile `recommended`
    enum fix_safety fix;     // what its fixes are, where it has any
    bool is_rule;            // false: reading and suppressions, which cannot be suppressed
};

// A second place that matters, with what is to be seen there.
struct diagnostic_place {
    struct diagnostic_place *next;
    struct span span;
    struct str label;
};

struct diagnostic_line { // a note or a help
    struct diagnostic_line *next;
    struct str text;
};

struct diagnostic_edit { // of the plan's own text; an empty span is an insertion
    struct diagnostic_edit *next;
    struct span span;
    struct str replacement;
};

struct diagnostic_fix {
    struct diagnostic_fix *next;
    enum fix_safety safety;
    struct str title; // "start 'contract' after 'web v1' is retired"
    LIST_OF(diagnostic_edit) edits;
    bool is_advice; // its edits cannot be said in the file's notation: its title becomes help
};

struct diagnostic;

// What findings have in common: a mistake of which they come, or a thing that they concern.
struct diagnostic_root {
    struct diagnostic *told;                   // of a mistake: the one that tells of it
    struct diagnostic *first[LEVEL_ERROR + 1]; // of a thing, by level: one of the least depth
    bool has_mistake;                          // of a thing: some finding of depth 0 concerns it
};

struct diagnostic {
    struct diagnostic *next;
    struct arena *arena;
    const struct diagnostic_kind *kind;
    enum level level;
    struct span span;
    struct str message, label; // label: the fact at this place; may be empty
    struct str object;         // what the finding is about: "phase contract, users.name"
    struct str plan, phase;    // where it lies: title and name, for its identity in reports
    LIST_OF(diagnostic_place) places;
    LIST_OF(diagnostic_line) notes;
    LIST_OF(diagnostic_line) helps;
    LIST_OF(diagnostic_fix) fixes;
    struct diagnostic_root *root; // NULL: it stands alone
    uint64_t order;               // among those of its root: the first one tells of it
    struct str retold;            // what its place says beneath another one; …
    bool is_consequence;          // … of which it follows: it is silent there
    struct diagnostic_root *subject; // NULL: it concerns nothing that others do
    unsigned depth;               // 0: a mistake; it may come of those about the same of less depth
    LIST_OF(diagnostic) beneath;  // those that it tells of too
    bool is_inferred; // rests on something read out of prose: never more than a warning
    bool is_admitted; // the plan itself says so: a price that is stated, and nothing broken
    bool is_suppressed;
    struct str suppression_reason;
};

enum { MAX_FINDINGS = 10000 }; // of one file; nobody reads more, and every report would hold them

struct diagnostics {
    struct arena *arena;
    LIST_OF(diagnostic) list;
    unsigned count;
    struct diagnostic dropped; // the last one behind the limit
};

// Records a finding at its kind's level; behind MAX_FINDINGS it is dropped, which is reported.
struct diagnostic *diagnose(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                            struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// What is to be seen at the finding's own place.
struct diagnostic *diagnostic_label(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Another place that matters.
struct diagnostic *diagnostic_also(struct diagnostic *diagnostic, struct span span,
                                   const char *format, ...) __attribute__((format(printf, 3, 4)));

// Why it follows.
struct diagnostic *diagnostic_note(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What to write instead.
struct diagnostic *diagnostic_help(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What the finding is about, for an identity that outlives line numbers.
struct diagnostic *diagnostic_about(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Caps the level at warning; the last note says what was inferred, from where.
struct diagnostic *diagnostic_inferred(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Sets the level; an inferred finding stays at most a warning.
struct diagnostic *diagnostic_level(struct diagnostic *diagnostic, enum level level);

// A new fix without edits; add them with diagnostic_edit(): none may overlap another of the
// same fix. The kind says in its //! block that it has fixes, and how safe they are.
struct diagnostic_fix *diagnostic_fix(struct diagnostic *diagnostic, enum fix_safety safety,
                                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diagnostic_edit(struct diagnostic *diagnostic, struct diagnostic_fix *fix, struct span span,
                     struct str replacement);

// It comes of this root, as others may. Where another one tells of it, its place says this.
struct diagnostic *diagnostic_rests_on(struct diagnostic *diagnostic,
                                       struct diagnostic_root *root, uint64_t order,
                                       const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// It concerns this thing. Another one that does and has less depth tells of it, where that weighs
// as much: a wrong price where a loss is told.
struct diagnostic *diagnostic_concerns(struct diagnostic *diagnostic,
                                       struct diagnostic_root *subject, unsigned depth);

// Findings of one root become one: the first of those that weigh most stays in the list, shows the
// places of the others and keeps them beneath it. What is suppressed stays by itself.
void diagnostics_fold(struct diagnostics *diagnostics);

// Puts the list in the order of place, code and message, and drops what is there twice.
void diagnostics_sort(struct diagnostics *diagnostics);

const char *level_name(enum level level); // "error"

// False when `name` is none of error, warning, note, off.
bool level_parse(struct str name, enum level *level);

#endif
