// Inside the reader of MySQL's and MariaDB's SQL: what grammar/mysql.l and grammar/mysql.y call.
#ifndef SQL_MYSQL_H
#define SQL_MYSQL_H

#include "sql/ddl.h"

struct mysql_place { // bytes [from, to) of the text; no place: to is 0
    size_t from, to;
};

struct mysql_reader {
    struct arena *arena;
    const struct sql_tokens *tokens;
    enum sql_engine engine; // MySQL or MariaDB
    size_t at; // the scanner's offset
    struct mysql_place stopped; // the token that the grammar did not take
    LIST_OF(ddl) changes;
    struct ddl_manner manner;
    const struct sql_view *query; // of a CREATE TABLE AS
    struct mysql_place partition; // what stands behind PARTITION BY
    bool is_opaque;               // what it does is not known
    bool is_refused;              // the grammar reads it, but not its parts together
    bool is_ordered;              // an ORDER BY came before
};

enum mysql_modifier { // behind CREATE, ALTER and DROP; each is a bit
    MYSQL_REPLACE = 1,
    MYSQL_TEMPORARY = 2,
    MYSQL_UNIQUE = 4,
    MYSQL_FULLTEXT = 8,
    MYSQL_SPATIAL = 16,
    MYSQL_ONLINE = 32, // OFFLINE too
    MYSQL_IGNORE = 64,
    MYSQL_AGGREGATE = 128,
    MYSQL_OF_PROGRAM = 256, // DEFINER, SQL SECURITY
    MYSQL_OF_VIEW = 512,    // ALGORITHM
};

// A change, and where its parts stand: none, to is 0.
struct mysql_change {
    struct ddl ddl; // reader->changes has nothing else
    struct mysql_place definition; // of a column, behind its name
    struct mysql_place term;       // of a default
};

// A column with the constraints that stand in its definition.
struct mysql_column {
    struct sql_column *definition;
    struct sql_constraints constraints;
    struct str name;          // CONSTRAINT name, of what follows it
    struct mysql_place place; // of its name, from the column's first byte
    struct mysql_place term;  // of its default
};

struct mysql_element { // of a table: one of the three
    struct mysql_column *column;
    struct sql_constraint_definition *constraint;
    struct sql_index *index;
    bool is_conditional;
};

struct mysql_options {
    struct sql_option *first, *last;
};

struct mysql_key_options {
    struct str method, comment;
    bool is_invisible, is_fulltext, is_spatial;
};

enum mysql_sequence_number {
    MYSQL_START, MYSQL_INCREMENT, MYSQL_MINVALUE, MYSQL_MAXVALUE, MYSQL_CACHE, MYSQL_RESTART,
};

#define NO_NAME ((struct sql_name){ STR_NONE, STR_NONE })

// ---- for the scanner (mysql.c)

void mysql_advance(struct mysql_reader *reader, struct mysql_place *place, size_t length);

// Whether the version comment that begins at the place is code.
bool mysql_reads_comment(const struct mysql_reader *reader, struct mysql_place place);

// ---- for the grammar: texts (mysql.c)

void mysql_stop(struct mysql_reader *reader, struct mysql_place place);
void mysql_opaque(struct mysql_reader *reader);
struct span mysql_span(const struct mysql_reader *reader, struct mysql_place place);
struct sql_range mysql_tokens(const struct mysql_reader *reader, struct mysql_place place);
struct str mysql_text(const struct mysql_reader *reader, struct mysql_place place);

// Without quotes, as the engine stores it.
struct str mysql_name(const struct mysql_reader *reader, struct mysql_place place);

// What a string says, its escapes resolved.
struct str mysql_string(const struct mysql_reader *reader, struct mysql_place place);

// The tokens in lower case, one blank between each two.
struct str mysql_words(const struct mysql_reader *reader, struct mysql_place place);

struct sql_names *mysql_names(struct mysql_reader *reader, struct sql_names *names,
                              struct sql_name name);

// ---- expressions (mysql-expression.c)

struct sql_expression mysql_expression(const struct mysql_reader *reader,
                                       struct mysql_place place);

// Every name in the tokens, those in strings too where `in_strings`.
const struct sql_names *mysql_names_in(const struct mysql_reader *reader, struct sql_range range,
                                       bool in_strings);

// ---- columns (mysql-column.c, mysql-type.c)

struct sql_type *mysql_type(struct mysql_reader *reader, struct mysql_place words,
                            struct mysql_place arguments);

// Its width, where the engine chooses it, is another then.
void mysql_make_unsigned(const struct mysql_reader *reader, struct sql_type *type);

// The charset or collation as information_schema says it.
struct str mysql_charset_name(const struct mysql_reader *reader, struct str name);

struct mysql_column *mysql_column(struct mysql_reader *reader, struct mysql_place name,
                                  struct sql_type *type);
struct mysql_column *mysql_unsigned(struct mysql_reader *reader, struct mysql_column *column);
struct mysql_column *mysql_zerofill(struct mysql_reader *reader, struct mysql_column *column);
struct mysql_column *mysql_binary(struct mysql_reader *reader, struct mysql_column *column);
struct mysql_column *mysql_charset(struct mysql_reader *reader, struct mysql_column *column,
                                   struct str charset);
struct mysql_column *mysql_collate(struct mysql_reader *reader, struct mysql_column *column,
                                   struct str collation);
struct mysql_column *mysql_not_null(struct mysql_column *column);
struct mysql_column *mysql_null(struct mysql_column *column);
struct mysql_column *mysql_default(struct mysql_reader *reader, struct mysql_column *column,
                                   struct mysql_place term);
struct mysql_column *mysql_on_update(struct mysql_reader *reader, struct mysql_column *column,
                                     struct mysql_place term);
struct mysql_column *mysql_auto_increment(struct mysql_column *column);
struct mysql_column *mysql_serial(struct mysql_reader *reader, struct mysql_column *column);
struct mysql_column *mysql_column_comment(struct mysql_reader *reader, struct mysql_column *column,
                                          struct mysql_place text);
struct mysql_column *mysql_invisible(struct mysql_column *column);
struct mysql_column *mysql_generated(struct mysql_reader *reader, struct mysql_column *column,
                                     struct mysql_place expression);
struct mysql_column *mysql_generated_as(struct mysql_column *column, enum sql_generated kind);
struct mysql_column *mysql_row_time(struct mysql_reader *reader, struct mysql_column *column);
struct mysql_column *mysql_place_first(struct mysql_column *column);
struct mysql_column *mysql_place_after(struct mysql_column *column, struct str name);

// What a column's own constraints say.
struct mysql_column *mysql_column_name(struct mysql_column *column, struct str name);
struct mysql_column *mysql_column_key(struct mysql_reader *reader, struct mysql_column *column,
                                      enum sql_constraint kind, struct mysql_place place);
struct mysql_column *mysql_column_check(struct mysql_reader *reader, struct mysql_column *column,
                                        struct mysql_place place, struct mysql_place expression);
struct mysql_column *mysql_column_enforced(struct mysql_reader *reader,
                                           struct mysql_column *column, bool is_enforced);
struct mysql_column *mysql_column_reference(struct mysql_reader *reader,
                                            struct mysql_column *column, struct mysql_place place,
                                            struct sql_name table, struct sql_key_parts columns);
struct mysql_column *mysql_column_on_delete(struct mysql_reader *reader,
                                            struct mysql_column *column,
                                            enum sql_reference reaction);
struct mysql_column *mysql_column_on_update(struct mysql_reader *reader,
                                            struct mysql_column *column,
                                            enum sql_reference reaction);

// The whole column, up to the end of the place, with what the engine adds to it.
void mysql_column_end(struct mysql_reader *reader, struct mysql_column *column, size_t to);

// ---- keys and constraints (mysql-key.c)

struct sql_constraint_definition *mysql_new_constraint(struct mysql_reader *reader,
                                                       enum sql_constraint kind,
                                                       struct mysql_place place);

struct sql_key_part *mysql_part(struct mysql_reader *reader, struct str column,
                                struct mysql_place place, bool is_descending);
struct sql_key_parts mysql_parts(struct sql_key_parts parts, struct sql_key_part *part);
struct mysql_key_options mysql_more_options(struct mysql_key_options all,
                                            struct mysql_key_options one);
struct sql_index *mysql_index(struct mysql_reader *reader, struct str name,
                              struct sql_key_parts parts, struct mysql_key_options using,
                              struct mysql_key_options options);
struct mysql_element mysql_key(struct mysql_key_options kind, bool is_conditional,
                               struct sql_index *index);
struct mysql_element mysql_primary_key(struct mysql_reader *reader, struct mysql_place place,
                                       struct sql_index *index);
struct mysql_element mysql_unique(struct mysql_reader *reader, struct mysql_place place,
                                  bool is_conditional, struct sql_index *index);
struct sql_constraint_definition mysql_reference(struct sql_key_parts columns,
                                                 struct sql_name table,
                                                 struct sql_key_parts other_columns);
struct mysql_element mysql_foreign_key(struct mysql_reader *reader, struct mysql_place place,
                                       bool is_conditional, struct str index,
                                       struct sql_constraint_definition reference);
struct mysql_element mysql_on_delete(struct mysql_element element, enum sql_reference reaction);
struct mysql_element mysql_on_update_of(struct mysql_element element, enum sql_reference reaction);
struct mysql_element mysql_check(struct mysql_reader *reader, struct mysql_place place,
                                 struct mysql_place expression);
struct mysql_element mysql_enforced(struct mysql_element element, bool is_enforced);
struct mysql_element mysql_constraint(const struct mysql_reader *reader,
                                      struct mysql_element element, struct mysql_place place,
                                      bool is_conditional, struct str name);

// ---- tables (mysql-table.c)

struct ddl *mysql_change(struct mysql_reader *reader, enum ddl_kind kind,
                         struct mysql_place place);

// The column's change, and those of its constraints.
void mysql_change_of_column(struct mysql_reader *reader, enum ddl_kind kind,
                            struct mysql_place place, bool is_conditional, struct str name,
                            const struct mysql_column *column);

// Refuses the statement that has other modifiers than `allowed`.
void mysql_allow(struct mysql_reader *reader, unsigned modifiers, unsigned allowed);

struct sql_option *mysql_option(struct mysql_reader *reader, struct mysql_place place,
                                struct str name, struct mysql_place value);
struct sql_option *mysql_charset_option(struct mysql_reader *reader, struct mysql_place place,
                                        const char *name, struct str value);
struct mysql_options mysql_options(struct mysql_options options, struct sql_option *option);
struct sql_table_definition *mysql_add(struct mysql_reader *reader,
                                       struct sql_table_definition *table,
                                       struct mysql_element element, struct mysql_place place);
struct mysql_element mysql_period(struct mysql_reader *reader);
void mysql_partition_by(struct mysql_reader *reader, struct mysql_place words);
void mysql_query(struct mysql_reader *reader, struct mysql_place first, struct mysql_place rest);
struct sql_table_definition *mysql_define(struct mysql_reader *reader,
                                          struct sql_table_definition *table,
                                          struct mysql_options options);
void mysql_create_table(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name table, struct sql_table_definition *definition);
void mysql_create_like(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name table, struct sql_name like);
void mysql_create_index(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name table, struct sql_index *index);

// ---- ALTER TABLE (mysql-alter.c): clauses first, and then the table they are of

void mysql_set_options(struct mysql_reader *reader, struct mysql_options options);
void mysql_algorithm(struct mysql_reader *reader, struct mysql_place word);
void mysql_lock(struct mysql_reader *reader, struct mysql_place word);
void mysql_wait(struct mysql_reader *reader, struct mysql_place seconds);
void mysql_add_element(struct mysql_reader *reader, struct mysql_place place,
                       struct mysql_element element);
void mysql_add_elements(struct mysql_reader *reader, struct mysql_place place,
                        const struct sql_table_definition *elements);
void mysql_beyond(struct mysql_reader *reader, struct mysql_place place);
void mysql_set_default(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                       struct str column, struct mysql_place term);
void mysql_drop_default(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str column);
void mysql_column_option(struct mysql_reader *reader, struct mysql_place place, struct str column,
                         const char *name, const char *value);
void mysql_index_option(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str index, const char *visible);
void mysql_enforce(struct mysql_reader *reader, struct mysql_place place, struct str constraint,
                   bool is_enforced);
void mysql_change_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct str name, struct mysql_column *column);
void mysql_modify_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct mysql_column *column);
void mysql_convert(struct mysql_reader *reader, struct mysql_place place, struct str charset,
                   struct str collation);
void mysql_table_word(struct mysql_reader *reader, struct mysql_place place, const char *name,
                      const char *value);
void mysql_drop_column(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                       struct str column, bool is_cascade);
void mysql_drop_key(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                    struct str index);
void mysql_drop_constraint(struct mysql_reader *reader, struct mysql_place place,
                           enum sql_constraint kind, bool is_conditional, struct str name);
void mysql_rename_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct str name, struct str new_name);
void mysql_rename_index(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str name, struct str new_name);
void mysql_rename(struct mysql_reader *reader, struct mysql_place place, struct sql_name table,
                  struct sql_name new_name);
void mysql_order(struct mysql_reader *reader, bool is_first);
void mysql_partition(struct mysql_reader *reader, struct mysql_place place, const char *verb,
                     struct mysql_place rest);
void mysql_exchange(struct mysql_reader *reader, struct mysql_place place, struct sql_name table);
void mysql_alter_table(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name table);

// ---- everything else (mysql-object.c)

void mysql_use(struct mysql_reader *reader, struct str database);
void mysql_other(struct mysql_reader *reader);
void mysql_create_view(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name view, struct sql_key_parts columns,
                       struct mysql_place query);
void mysql_alter_view(struct mysql_reader *reader, unsigned modifiers, struct sql_name view,
                      struct sql_key_parts columns, struct mysql_place query);
struct sql_trigger *mysql_trigger(struct mysql_reader *reader, enum sql_timing timing,
                                  struct mysql_place event);
struct sql_trigger *mysql_trigger_body(struct mysql_reader *reader, struct sql_trigger *trigger,
                                       struct sql_name beside, struct mysql_place body);
void mysql_create_trigger(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_name table,
                          struct sql_trigger *trigger);
struct sql_routine *mysql_procedure(struct mysql_reader *reader, struct mysql_place rest);
struct sql_routine *mysql_function(struct mysql_reader *reader, struct mysql_place rest);
void mysql_create_routine(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_routine *routine);
void mysql_create_database(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                           struct str name, struct mysql_options options);
struct sql_sequence *mysql_sequence(struct mysql_reader *reader);
struct sql_sequence *mysql_sequence_type(struct mysql_reader *reader, struct sql_sequence *sequence,
                                         struct mysql_place type);
struct sql_sequence *mysql_sequence_number(struct mysql_reader *reader,
                                           struct sql_sequence *sequence,
                                           enum mysql_sequence_number which,
                                           struct mysql_place number);
struct sql_sequence *mysql_sequence_cycle(struct sql_sequence *sequence, bool is_cycle);
void mysql_create_sequence(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                           struct sql_name name, struct sql_sequence *sequence);
void mysql_alter_sequence(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_sequence *sequence);
void mysql_drop_tables(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       const struct sql_names *tables);
void mysql_drop_views(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                      const struct sql_names *views);
void mysql_drop_sequences(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          const struct sql_names *sequences);
void mysql_drop_index(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                      struct str index, struct sql_name table);
void mysql_drop(struct mysql_reader *reader, enum ddl_kind kind, unsigned modifiers,
                bool is_conditional, struct sql_name name);
void mysql_drop_routine(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name name, bool is_procedure);
void mysql_rename_tables(struct mysql_reader *reader, bool is_conditional);

// ---- the statement as rules see it (mysql-operations.c)

// Puts what the changes are in the place of what the statement's head says; where there are
// none, that stays.
void mysql_put_operations(const struct mysql_reader *reader, struct sql_statement *statement);

#endif
