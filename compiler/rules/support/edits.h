// What fixes do to the text of a plan: statements that come, go and move, steps of SQL that are
// split.
#ifndef RULES_SUPPORT_EDITS_H
#define RULES_SUPPORT_EDITS_H

#include "rules/rule.h"

// A fix while it is made.
struct edits {
    struct unit *unit;
    struct diagnostic *finding;
    struct diagnostic_fix *fix;
};

// An unsafe fix of the finding. What cannot be said in the plan's notation makes it advice. Only
// where unit->takes_fixes.
struct edits edits_begin(struct unit *unit, struct diagnostic *finding, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void edits_replace(const struct edits *edits, struct span span, struct str replacement);

// What stands there, with its lines where nothing else stands on them.
void edits_delete(const struct edits *edits, struct span span);

// Whether the plan is YAML, and what else has keys: each function is told in the plan language.
bool edits_have_keys(const struct edits *edits);

// The fix is advice unless it `is_done`.
void edits_expect(const struct edits *edits, bool is_done);

// At an offset in the file, whatever stands there.
void edits_insert(const struct edits *edits, size_t offset, struct str text);

// Puts `text`, one statement or several, each on lines of its own, where its place is; with the
// indentation that belongs there. Its own lines are indented as from 0.
void edits_insert_before(const struct edits *edits, const struct statement *statement,
                         struct str text);
void edits_insert_behind(const struct edits *edits, const struct statement *statement,
                         struct str text);

// At the end of the statement's block, which is made where there is none.
void edits_append(const struct edits *edits, const struct statement *statement, struct str text);

// Other words in the place of the statement and its block.
void edits_rewrite(const struct edits *edits, const struct statement *statement, struct str text);

// With its comments on the lines directly above.
void edits_remove(const struct edits *edits, const struct statement *statement);

// Takes the statement away and puts it behind the other one, which stands at another place, with
// its comments and the blank line before it.
void edits_move_behind(const struct edits *edits, const struct statement *statement,
                       const struct statement *behind);

// "text" as the plan language quotes it.
struct str edits_quote(struct arena *arena, struct str text);

// ---- steps of SQL

// A step, or a `run` of a rollback, whose SQL stands in a fence, or in YAML in a scalar of lines;
// there it has no head, indent and closing.
struct step_text {
    struct unit *unit;
    const struct statement *statement;
    struct span head, title; // up to and with the opening fence's line; the title unset for none
    struct str indent;       // of the statement
    struct str closing;      // the line of the closing fence
};

// False where the site's code has no text of that form, which can be edited.
bool step_text_of(struct step_text *step, struct unit *unit, const struct site *site);

// The SQL of such a step.
static inline const struct sql_script *step_script(const struct site *site)
{
    return site->queries.first->script;
}

// Whether no other statement of the step sets anything, or begins or ends a transaction.
bool step_is_plain(const struct site *site, const struct sql_statement *statement);

// Whether the phase may stop where it could not before: its rollback is not one that somebody
// wrote for the states that it has.
bool step_may_stop(const struct site *site);

// Whether the statement may get a step of its own; it may have one already.
bool step_can_split(const struct site *site, const struct sql_statement *statement);

// "Add it, part 2", for what is cut off a step.
struct str step_title(const struct step_text *step);

// Puts text behind the first token of the statement that reads `word`. False where none does.
bool edits_insert_behind_word(const struct edits *edits, const struct sql_statement *statement,
                              const char *word, struct str text);

// Gives the statement a step of its own: of this title, where another statement stands before it.
void edits_isolate(const struct edits *edits, const struct step_text *step,
                   const struct site *site, const struct sql_statement *statement,
                   struct str title);

// Cuts the step before the statement, or behind it, where something stands there; what comes
// then is a step of this title.
void edits_split_before(const struct edits *edits, const struct step_text *step,
                        const struct site *site, const struct sql_statement *statement,
                        struct str title);
void edits_split_behind(const struct edits *edits, const struct step_text *step,
                        const struct sql_statement *statement, struct str title);

// Another statement behind this one, in the same step.
void edits_sql_behind(const struct edits *edits, const struct sql_statement *statement,
                      struct str sql);

// Another step behind this one; or before it.
void edits_step_behind(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql);
void edits_step_before(const struct edits *edits, const struct step_text *step, struct str title,
                       struct str sql);

#endif
