// What a heading or a label announces: the rollback, the risks, the steps of a phase.
#ifndef READERS_MARKDOWN_SECTIONS_H
#define READERS_MARKDOWN_SECTIONS_H

#include "source/text.h"

enum section {
    SECTION_UNKNOWN,
    SECTION_ROLLBACK, SECTION_TRIGGERS, SECTION_RISK, SECTION_COMMUNICATION, SECTION_SUCCESS,
    SECTION_VALIDATION, SECTION_TESTING, SECTION_MONITORING, SECTION_PREREQUISITES,
    SECTION_BACKUP, SECTION_TIMELINE, SECTION_COMPARISON, SECTION_CURRENT, SECTION_TARGET,
    SECTION_CODE_CHANGES, SECTION_CONSTRAINTS, SECTION_ASSESSMENT, SECTION_PHASES,
    SECTION_ROLES, SECTION_POST_MIGRATION, SECTION_CHECKLIST, SECTION_PRACTICES,
    SECTION_OVERVIEW, SECTION_OTHER, // known, and nothing of a plan
    // of a phase's labels alone
    SECTION_GOAL, SECTION_STEPS, SECTION_DELIVERABLES, SECTION_DURATION, SECTION_OWNER,
    SECTION_STATUS, SECTION_DEPENDENCIES, SECTION_CODE, SECTION_DOWNTIME, SECTION_NOTES,
};

// Phrases of one section; the first row of a table that matches wins. A phrase behind '=' is
// the whole heading or label.
struct section_words {
    enum section section;
    const char *const *phrases; // ends with NULL
    const char *const *except;  // phrases that rule the row out, or NULL
};

extern const struct section_words section_words[]; // of headings; ends with SECTION_UNKNOWN
extern const struct section_words label_words[];   // of labels in a phase

// The section that a heading of the document announces.
enum section section_of_heading(struct str heading);

// The section that a heading or label inside a phase announces.
enum section section_of_label(struct str label);

// A heading without its number, its ornaments, and what stands in parentheses, behind ':' or
// behind a dash.
struct text heading_core(struct text heading);

// True where a heading promises the plan's phases.
bool heading_is_container(struct str heading);

#endif
