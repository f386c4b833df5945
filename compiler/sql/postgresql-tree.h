// PostgreSQL's tree of a statement, and what its readers share.
//
// The only file that includes libpg_query; postgresql*.c alone include it. Nothing of a tree
// outlives the reading of its statement: names and numbers are copied, text is that of the
// tokens. Trees are walked by recursion: how deep they are is bounded before they are made.
#ifndef SQL_POSTGRESQL_TREE_H
#define SQL_POSTGRESQL_TREE_H

#include "sql/cursor.h"
#include "sql/ddl.h"
#include "sql/functions.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

struct tree_reader { // of one statement
    struct arena *arena;
    struct sql_statement *statement;
    struct ddl *last;  // of the statement's changes
    struct str schema; // that a CREATE SCHEMA puts its own CREATEs into
    struct sql_range rest; // of a list of clauses: those that are not read yet
    uint32_t found;    // the token in which the last name of an operation was found
    bool is_lost;      // the tree and the tokens do not agree
};

struct tree_list {
    PgQuery__Node *const *items;
    size_t count;
};

#define TREE_LIST(owner, member) ((struct tree_list){ (owner)->member, (owner)->n_##member })

// ---- postgresql.c

// Adds what one node does to the statement's changes; nothing where it changes no catalog.
void tree_read(struct tree_reader *reader, const PgQuery__Node *node);

// ---- postgresql-depth.c

// How deep the tree of the statement can be, in tokens; it is counted without recursion.
uint32_t tree_depth_max(struct arena *arena, const struct sql_statement *statement);

// ---- postgresql-operations.c

// Amends the operations that were read by heads.
void tree_amend(struct tree_reader *reader, const PgQuery__Node *node);

// ---- postgresql-tree.c

struct ddl *tree_change(struct tree_reader *reader, enum ddl_kind kind);

// The change becomes one that makes `name` unknown.
void tree_make_opaque(struct tree_reader *reader, struct ddl *change, struct sql_name name);

// A change that no catalog here holds: "policy", and what is done with it where that is said.
struct ddl *tree_other(struct tree_reader *reader, const char *what, struct str value);

struct sql_option *tree_option(struct tree_reader *reader, const char *name, struct str value);

// No data for the empty text.
struct str tree_str(const struct tree_reader *reader, const char *text);

// NULL where the node is no string.
const char *tree_string(const PgQuery__Node *node);

// The items of a list; none of any other node.
struct tree_list tree_items(const PgQuery__Node *node);

// Without its last `cut` items.
struct tree_list tree_cut(struct tree_list list, size_t cut);

// The last two of a list of strings, or of the names of a type or routine.
struct sql_name tree_name(const struct tree_reader *reader, struct tree_list names);
struct sql_name tree_object(const struct tree_reader *reader, const PgQuery__Node *node);
struct str tree_last_name(const struct tree_reader *reader, struct tree_list names);
struct sql_name tree_relation(const struct tree_reader *reader, const PgQuery__RangeVar *relation);

// A name that is to be made: of a CREATE SCHEMA's own CREATEs, in that schema.
struct sql_name tree_created(const struct tree_reader *reader, struct sql_name name);

// Each of a list of strings as a name without a schema; NULL for none.
const struct sql_names *tree_words(const struct tree_reader *reader, struct tree_list list);

// A number, word, string or qualified name as an option's value.
struct str tree_value(const struct tree_reader *reader, const PgQuery__Node *node);

// ---- postgresql-places.c: offsets of the tree as tokens

// The index of the token at a location, or behind it.
uint32_t tree_token(const struct tree_reader *reader, int32_t location);

// A cursor from the token on to the comma, closing parenthesis or end that ends its clause.
struct sql_cursor tree_clause(const struct tree_reader *reader, uint32_t at);

// The index of that end.
uint32_t tree_clause_end(const struct tree_reader *reader, uint32_t at);

// The next of the clauses that `reader->rest` holds.
struct sql_cursor tree_next_clause(struct tree_reader *reader);

struct span tree_span(const struct tree_reader *reader, struct sql_range range);

// Goes to the next '(' and returns what it holds; the cursor is then behind the ')'.
struct sql_range tree_group(struct sql_cursor *cursor);

// ---- postgresql-expression.c

struct sql_expression tree_expression(const struct tree_reader *reader, const PgQuery__Node *node,
                                      struct sql_range range);

// The names in a tree: of tables (without the names that its WITHs give), functions and
// columns. NULL for none.
enum tree_naming { TREE_ALL_NAMES, TREE_SOURCES, TREE_COLUMNS };
const struct sql_names *tree_names(const struct tree_reader *reader,
                                   const ProtobufCMessage *message, enum tree_naming naming);

// Calls `visit` with every message of the tree, the outer ones first.
void tree_walk(const ProtobufCMessage *message,
               void (*visit)(void *data, const ProtobufCMessage *message), void *data);

// ---- postgresql-access.c

void tree_read_accesses(struct tree_reader *reader, const PgQuery__Node *node);

// ---- postgresql-type.c

struct sql_type tree_type(const struct tree_reader *reader, const PgQuery__TypeName *type);

// serial, bigserial or smallserial: `type` becomes that of the column that it makes.
bool tree_type_is_serial(struct sql_type *type);

// "integer", "integer[]", "shop.state": as it tells routines apart.
struct str tree_type_text(const struct tree_reader *reader, const PgQuery__TypeName *type);

// "integer, text"
struct str tree_type_list(const struct tree_reader *reader, struct tree_list types);

// ---- postgresql-table.c, postgresql-constraint.c

// `at` is the column's first token; its constraints are added to `constraints`.
struct sql_column *tree_column(struct tree_reader *reader, const PgQuery__ColumnDef *definition,
                               struct sql_constraints *constraints);

// What the constraints at a column say of it; those of its own are added to `constraints`.
void tree_column_constraints(struct tree_reader *reader, struct sql_column *column,
                             struct tree_list list, uint32_t end,
                             struct sql_constraints *constraints);

// `range` is all that is written of it.
struct sql_constraint_definition *tree_constraint(struct tree_reader *reader,
                                                  const PgQuery__Constraint *constraint,
                                                  struct sql_range range);

// The parts of an index or partition key; `group` holds them, separated by commas.
struct sql_key_parts tree_key_parts(struct tree_reader *reader, struct tree_list elements,
                                    struct sql_range group);
struct sql_expression tree_bound(struct tree_reader *reader,
                                 const PgQuery__PartitionBoundSpec *bound);
void tree_options(struct tree_reader *reader, struct tree_list definitions,
                  struct sql_table_definition *table);

// ---- postgresql-order.c

// Leaves one of the keys that say the same: the primary one, else the first.
void tree_merge_keys(struct tree_reader *reader, struct sql_constraints *constraints);

// Puts the changes of an ALTER TABLE into the order in which they are made.
void tree_order_changes(struct tree_reader *reader);

// ---- what statements do, each of its kind

void tree_read_create_table(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_create_foreign_table(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_create_table_as(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_select(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_alter_table(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_rename(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_set_schema(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_drop(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_comment(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_index(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_reindex(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_view(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_refresh(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_trigger(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_routine(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_do(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_sequence(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_alter_sequence(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_enum(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_alter_enum(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_domain(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_alter_domain(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_define(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_type(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_schema(struct tree_reader *reader, const PgQuery__Node *node);
void tree_read_set(struct tree_reader *reader, const PgQuery__Node *node);

// The members of a sequence, out of its options.
struct sql_sequence *tree_sequence(struct tree_reader *reader, struct tree_list options);

#endif
