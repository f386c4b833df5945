// What fixes do to the text of a plan in YAML. Each of these says what it does in the plan
// language, and returns false where the text cannot be edited safely: lists and maps in [ ] and
// { }, a key on the line of another one. Then the fix is advice.
#ifndef RULES_SUPPORT_YAML_EDITS_H
#define RULES_SUPPORT_YAML_EDITS_H

#include "rules/support/edits.h"

enum yaml_where { YAML_BEFORE, YAML_BEHIND };

// Statements, in the plan language, of the block in which `anchor` stands: in its list where they
// belong there, else under their own key.
bool yaml_insert(const struct edits *edits, const struct statement *anchor, struct str text,
                 enum yaml_where where);

// At the end of the statement's block.
bool yaml_append(const struct edits *edits, const struct statement *statement, struct str text);

// A statement that was made for it, in the list in which `anchor` stands. `map_indent` is how much
// deeper its arguments stand than its key.
bool yaml_insert_made(const struct edits *edits, const struct statement *anchor,
                      const struct statement *made, size_t map_indent, enum yaml_where where);

bool yaml_move_behind(const struct edits *edits, const struct statement *statement,
                      const struct statement *behind);

// What is written in the plan language, in the place of the statement.
bool yaml_rewrite(const struct edits *edits, const struct statement *statement, struct str text);

// Whether the text can stand in the place of the span: inside one scalar, or of all of it.
bool yaml_can_replace(const struct unit *unit, struct span span, struct str text);

// Whether the span stands in lines of SQL or a command that can be taken out.
bool yaml_can_delete(const struct unit *unit, struct span span);

// ---- steps

// The scalar that holds the step's SQL, where its lines can be edited and cut: as `|`, and the
// last of its map. NULL elsewhere.
const struct tree_node *yaml_code_of(const struct unit *unit, const struct statement *step);

// How much deeper than its key the arguments of a step stand.
size_t yaml_map_indent(const struct unit *unit, const struct statement *step);

// Ends the step at an offset in its SQL and begins another one with the words of `made`, but for
// its code.
bool yaml_split(const struct edits *edits, const struct statement *step,
                const struct statement *made, size_t offset);

#endif
