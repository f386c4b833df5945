// Inside the catalog: one change on its way into a copy, and what all kinds of changes share.
#ifndef SQL_CATALOG_PARTS_H
#define SQL_CATALOG_PARTS_H

#include "sql/catalog.h"

struct applier {
    struct arena *arena;
    struct catalog *catalog; // the copy that is being made, of this applier alone
    const struct ddl *ddl;
    enum catalog_outcome outcome;
    struct str reason;
    struct catalog_absence absence; // for which it is refused
    bool depends_on_rows;
    struct map edits; // struct table_edit: the tables of the copy that are its own already
    const struct mysql_clauses *clauses; // that the change is one of; NULL: it stands alone
};

// What some things cost, measured against looking at a column.
enum { WORK_OF_USE = 20, WORK_OF_NAME = 50, WORK_OF_VIEW = 200 };

// Counts what a change looks at: a catalog that would take too long to be followed is given up
// (catalog.c).
static inline void applier_work(const struct applier *applier, size_t count)
{
    applier->catalog->work += count;
}

static inline void applier_work_on(const struct applier *applier,
                                   const struct catalog_table *table)
{
    applier_work(applier, map_count(table->columns) + map_count(table->constraints)
                              + map_count(table->indexes) + map_count(table->triggers));
}

#define CATALOG_PRINTF __attribute__((format(printf, 2, 3)))

// The engine refuses the change. Always false.
bool applier_refuse(struct applier *applier, const char *format, ...) CATALOG_PRINTF;

// The same, since a part of a table is not there, or an object: a `title` of this name.
bool applier_lacks(struct applier *applier, enum catalog_absence_kind kind,
                   struct sql_name table, struct str part);
bool applier_lacks_named(struct applier *applier, const char *title, struct sql_name name);

// Whether the engine takes the change is not known; the first reason stays. Always true.
bool applier_doubt(struct applier *applier, const char *format, ...) CATALOG_PRINTF;

static inline bool is_postgresql(const struct applier *applier)
{
    return applier->catalog->engine == SQL_ENGINE_POSTGRESQL;
}

static inline bool is_sqlite(const struct applier *applier)
{
    return applier->catalog->engine == SQL_ENGINE_SQLITE;
}

static inline bool is_mysql(const struct applier *applier)
{
    return applier->catalog->engine == SQL_ENGINE_MYSQL
           || applier->catalog->engine == SQL_ENGINE_MARIADB;
}

// ---- names (catalog-lookup.c)

struct str applier_fold(const struct applier *applier, enum catalog_kind kind, struct str name);
bool applier_same(const struct applier *applier, enum catalog_kind kind, struct str a,
                  struct str b);
bool applier_same_name(const struct applier *applier, enum catalog_kind kind, struct sql_name a,
                       struct sql_name b);

// "schema\0name", folded.
struct str applier_key(const struct applier *applier, enum catalog_kind kind,
                       struct sql_name name);

// The complete name of something that is to be created.
struct sql_name applier_new_name(const struct applier *applier, struct sql_name name,
                                 bool is_temporary);

// "users", "shop.users": for a reason.
struct str applier_say(const struct applier *applier, struct sql_name name);

struct catalog_found applier_find(const struct applier *applier, struct sql_name name);

// ---- objects

// A copy of the object that may be changed, in its place in the catalog.
struct catalog_object *applier_edit(struct applier *applier, const struct catalog_object *object);

uint32_t applier_new_id(struct applier *applier);

// Puts an object where its kind is kept.
void applier_put(struct applier *applier, const struct catalog_object *object);

// Takes it out; in a catalog that is not complete it is known not to be there.
void applier_remove(struct applier *applier, const struct catalog_object *object);

// False where something of this name is there already: refused, or left alone because the
// change is conditional. `*name` becomes complete.
bool applier_may_create(struct applier *applier, enum catalog_kind kind, struct sql_name *name,
                        bool is_temporary);

struct table_edit {
    struct catalog_object *object; // NULL: there is nothing to change
    struct catalog_table *table;
};

// The table of the change, to be changed; a table that may be there is there from now on.
struct table_edit applier_table(struct applier *applier, struct sql_name name,
                                bool is_conditional);
struct table_edit applier_edit_table(struct applier *applier, const struct catalog_object *object);

// The table that uses another one, to be changed; no object where it is none.
struct table_edit applier_user(struct applier *applier, const struct catalog_use *use);

// A table that the change makes itself is its own to change.
void applier_remember(struct applier *applier, struct table_edit edit);

// ---- columns (catalog-columns.c)

struct catalog_column *column_edit(struct applier *applier, struct table_edit edit,
                                   struct str name);
bool column_create(struct applier *applier, struct table_edit edit,
                   const struct sql_column *definition);
void column_put(struct applier *applier, struct table_edit edit,
                const struct catalog_column *column);
// PostgreSQL keeps no DEFAULT NULL, but where the type's length is applied to it.
void column_forget_null(const struct applier *applier, struct sql_column *column);
const struct catalog_column *column_find(const struct applier *applier,
                                         const struct catalog_table *table, struct str name);

// The place of an added or moved column.
bool column_place(struct applier *applier, struct table_edit edit,
                  const struct sql_column *definition, uint64_t *position);
bool column_rename(struct applier *applier, struct table_edit edit, struct str old,
                   struct str new);

// Whether a foreign key of the one type can refer to a key of the other.
enum catalog_presence types_compare(const struct applier *applier, const struct sql_type *from,
                                    const struct sql_type *to);

bool apply_add_column(struct applier *applier);
bool apply_drop_column(struct applier *applier);
bool apply_rename_column(struct applier *applier);
bool apply_change_column(struct applier *applier);
bool apply_set_type(struct applier *applier);
bool apply_not_null(struct applier *applier);
bool apply_default(struct applier *applier);
bool apply_identity(struct applier *applier);
bool apply_expression(struct applier *applier);
bool apply_column_option(struct applier *applier);

// ---- tables (catalog-tables.c)

bool apply_create_table(struct applier *applier);
bool apply_rename_table(struct applier *applier);
bool apply_set_schema(struct applier *applier);
// What a bound says.
const struct catalog_bound *bound_read(const struct applier *applier,
                                       const struct sql_expression *text);
// Refuses a partition that cannot be one of the table's.
bool bound_is_taken(struct applier *applier, const struct catalog_object *table,
                    const struct sql_expression *bound); // catalog-bounds.c
void table_add_parent(struct applier *applier, struct table_edit edit, struct sql_name parent);
// What a new table takes by LIKE, and as a child or partition (catalog-like.c).
bool table_take_like(struct applier *applier, struct table_edit edit,
                     const struct sql_table_definition *definition);
bool table_take_parents(struct applier *applier, struct table_edit edit,
                        const struct sql_table_definition *definition);

// Whether a parent has a column of this name (catalog-children.c).
bool column_has_parent(const struct applier *applier, const struct catalog_table *child,
                       struct str name);
bool apply_inherit(struct applier *applier); // catalog-children.c

// Changes the column in all children too, but for ALTER TABLE ONLY (PostgreSQL).
bool children_follow(struct applier *applier, struct table_edit parent, struct str name,
                     bool change(struct applier *applier, struct table_edit edit,
                                 struct catalog_column *column));
bool apply_table_option(struct applier *applier);

// ---- dropping (catalog-drop.c)

bool apply_drop_relation(struct applier *applier, enum catalog_kind kind);

// Takes the column and what is built on it; refuses where the engine does.
bool column_drop(struct applier *applier, struct table_edit edit,
                 const struct catalog_column *column);

// Under another name, with all that uses it.
bool object_rename(struct applier *applier, const struct catalog_object *object,
                   struct sql_name name);

// Takes the object, and with CASCADE what uses it.
bool object_drop(struct applier *applier, const struct catalog_object *object);

// ---- constraints (catalog-constraints.c), indexes (catalog-indexes.c)

bool constraint_create(struct applier *applier, struct table_edit edit,
                       const struct sql_constraint_definition *definition);
void constraint_put(struct applier *applier, struct table_edit edit,
                    const struct catalog_constraint *constraint);
// What the children of a table have of its constraints (PostgreSQL; catalog-inherited.c).
bool constraint_for_children(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *definition);
bool constraint_validate_children(struct applier *applier, struct table_edit edit,
                                  const struct catalog_constraint *constraint);
void constraint_leave_children(struct applier *applier, struct table_edit edit,
                               const struct catalog_constraint *constraint);
// The constraint is its table's parent's too from now on.
void constraint_inherit(struct applier *applier, struct table_edit edit,
                        const struct catalog_constraint *constraint);
void constraint_remove(struct applier *applier, struct table_edit edit,
                       const struct catalog_constraint *constraint);
bool foreign_key_create(struct applier *applier, struct table_edit edit,
                        struct catalog_constraint *constraint);

// The foreign keys that refer to a table, its own among them.
struct reference {
    struct catalog_use use;
    const struct catalog_constraint *key;
    bool is_own;
};
struct references {
    struct reference *items;
    size_t count, capacity;
};
struct references references_to(const struct applier *applier, const struct catalog_object *table);
// The table of such a key, to be changed; `edit` is that of the table that it refers to.
struct table_edit reference_edit(struct applier *applier, struct table_edit edit,
                                 const struct reference *reference);
bool apply_add_constraint(struct applier *applier);
bool apply_drop_constraint(struct applier *applier);
bool apply_alter_constraint(struct applier *applier);
bool apply_rename_constraint(struct applier *applier);

bool index_create(struct applier *applier, struct table_edit edit,
                  const struct sql_index *definition, const struct catalog_index *like);
void index_put(struct applier *applier, struct table_edit edit, const struct catalog_index *index);
void index_remove(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index);
// ---- of tables with partitions (catalog-partition-indexes.c)

// Refuses a unique index that lacks columns which choose the partition.
bool index_fits_partitions(struct applier *applier, struct table_edit edit,
                           const struct sql_index *index);
// On each partition, under a name of its own.
bool index_on_partitions(struct applier *applier, struct table_edit edit,
                         const struct catalog_index *parent);
// Those of the partitions that are attached to the index, with the keys that they are of.
void index_remove_from_children(struct applier *applier, struct table_edit edit,
                                const struct catalog_index *index);
bool index_rename(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index, struct str name);
bool index_may_go(struct applier *applier, struct table_edit edit,
                  const struct catalog_index *index);
bool apply_create_index(struct applier *applier);
bool apply_drop_index(struct applier *applier);
bool apply_rename_index(struct applier *applier);
bool apply_index_option(struct applier *applier);

// Refuses a key with a column that stands in it twice.
bool parts_have_none_twice(struct applier *applier, const struct sql_key_parts *parts);

// True where the parts name the column.
bool parts_have(const struct applier *applier, const struct sql_key_parts *parts,
                struct str column);
struct sql_key_parts parts_rename(const struct applier *applier, const struct sql_key_parts *parts,
                                  struct str column, struct str name);
bool parts_equal(const struct applier *applier, const struct sql_key_parts *a,
                 const struct sql_key_parts *b);

// True where the columns are the first of the parts, whole and in their order.
bool parts_begin_with(const struct applier *applier, const struct sql_key_parts *parts,
                      const struct sql_key_parts *columns);

// ---- names that the engine chooses (catalog-names.c)

struct str name_for_constraint(const struct applier *applier, struct table_edit edit,
                               const struct sql_constraint_definition *definition);
struct str name_for_index(const struct applier *applier, struct table_edit edit,
                          const struct sql_index *definition);
struct str name_for_sequence(const struct applier *applier, struct table_edit edit,
                             struct str column);

// ---- views, triggers, routines (catalog-views.c, catalog-triggers.c)

// Whether a view's tables have to be there when it is made.
static inline bool is_strict_about_views(const struct applier *applier)
{
    return !is_sqlite(applier);
}

// Refuses a query whose tables or columns are not there.
bool query_is_taken(struct applier *applier, const struct sql_view *view);

// The columns of a CREATE TABLE AS.
bool table_fill_from_query(struct applier *applier, struct table_edit edit,
                           const struct sql_view *view);
bool apply_create_view(struct applier *applier);
bool apply_rename_view(struct applier *applier);
bool apply_create_trigger(struct applier *applier);
bool apply_drop_trigger(struct applier *applier);
bool apply_rename_trigger(struct applier *applier);
bool apply_enable_trigger(struct applier *applier);
bool apply_create_routine(struct applier *applier);
bool apply_drop_routine(struct applier *applier);
bool apply_rename_routine(struct applier *applier);

// ---- sequences, types, schemas, comments (catalog-sequences.c, catalog-type-objects.c,
// catalog-others.c)

bool apply_create_sequence(struct applier *applier);
bool apply_alter_sequence(struct applier *applier);
bool apply_rename_sequence(struct applier *applier);
// Refuses a type that is not there (PostgreSQL), and leaves out a schema that needs not be said.
bool type_resolve(struct applier *applier, struct sql_type *type);
// Whether PostgreSQL brings a type of this name.
bool type_is_built_in(struct str name);
bool apply_create_type(struct applier *applier);
bool apply_label(struct applier *applier);
bool apply_alter_domain(struct applier *applier);
bool apply_drop_type(struct applier *applier);
bool apply_rename_type(struct applier *applier);
bool apply_create_schema(struct applier *applier);
bool apply_drop_schema(struct applier *applier);
bool apply_rename_schema(struct applier *applier);
bool apply_use(struct applier *applier);
bool apply_comment(struct applier *applier);
bool apply_opaque(struct applier *applier);

// The sequence that serial and identity bring.
bool sequence_for_column(struct applier *applier, struct table_edit edit,
                         const struct sql_column *column, struct sql_name *name);

// That of an identity column; NULL where there is none.
const struct catalog_object *sequence_of_identity(const struct applier *applier,
                                                  const struct catalog_object *table,
                                                  struct str column);

// What is said of an identity column is said of its sequence.
bool sequence_of_identity_change(struct applier *applier, struct table_edit edit,
                                 struct str column, const struct sql_sequence *said);

// The default that takes its next number.
struct str sequence_next(const struct applier *applier, struct sql_name name);

// ---- uses (catalog-uses.c)

enum uses_class { USES_RELATION = 'r', USES_TYPE = 't', USES_ROUTINE = 'f', USES_CONSTRAINT = 'c' };

void uses_add(struct applier *applier, enum uses_class class, struct sql_name used,
              struct catalog_use use);
void uses_remove(struct applier *applier, enum uses_class class, struct sql_name used,
                 struct catalog_use use);
struct catalog_uses uses_of(const struct applier *applier, enum uses_class class,
                            struct sql_name used);
struct catalog_uses uses_of_thing(const struct applier *applier,
                                  const struct catalog_object *object);

// The children and partitions of a table.
struct catalog_uses uses_by_children(const struct applier *applier, struct sql_name table);

// The same, each to be changed: those at the time of children_of(). No object behind the last one.
struct children {
    struct catalog_uses uses;
    size_t next;
};
struct children children_of(const struct applier *applier, struct sql_name table);
struct table_edit children_next(struct applier *applier, struct children *children);

// True where anything uses it.
bool uses_any(const struct applier *applier, enum uses_class class, struct sql_name used);

// Everything that the object uses, added or removed.
void uses_of_object(struct applier *applier, const struct catalog_object *object, bool is_added);
void uses_of_column(struct applier *applier, const struct catalog_object *table,
                    const struct catalog_column *column, bool is_added);
void uses_of_constraint(struct applier *applier, const struct catalog_object *table,
                        const struct catalog_constraint *constraint, bool is_added);
void uses_of_trigger(struct applier *applier, const struct catalog_object *table,
                     const struct catalog_trigger *trigger, bool is_added);

// ---- what MySQL and MariaDB alone ask for (catalog-mysql.c)

// RENAME TABLE, which puts a table into the current database, and ALTER TABLE … RENAME does not.
bool mysql_is_rename(const struct applier *applier);

// A CHECK that stands in a column's definition, and is part of it (MariaDB).
bool mysql_is_column_check(const struct applier *applier,
                           const struct sql_constraint_definition *definition);

// What it is kept under: it goes with its column, whatever its name was.
struct str mysql_column_check_key(const struct applier *applier, struct str column);

// False where a generated column uses what it may not; where a primary key has a generated one.
bool mysql_takes_expression(struct applier *applier, struct table_edit edit,
                            const struct catalog_column *column);
bool mysql_takes_primary_key(struct applier *applier, struct table_edit edit,
                             const struct sql_key_parts *columns);

bool mysql_takes_foreign_key(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *definition);

// The collation that a charset has where none is said; no data where belay does not know it.
struct str mysql_default_collation(const struct applier *applier, struct str charset);
bool mysql_has_charset(const struct sql_type *type);
// Of a character, at most; in bytes.
unsigned mysql_width(struct str collation);

// The partitions of a new table, from what stands behind its key; those of the change
// (catalog-mysql-partitions.c).
bool mysql_make_partitions(struct applier *applier, struct table_edit edit,
                           const struct sql_expression *text);
bool mysql_change_partitions(struct applier *applier, struct table_edit edit);

// CONVERT TO CHARACTER SET (catalog-mysql-convert.c).
bool mysql_convert_table(struct applier *applier, struct table_edit edit);

// What a column's new type makes of the keys over it.
bool mysql_change_indexes(struct applier *applier, struct table_edit edit, struct str column);

// Refuses the primary key, and a UNIQUE that the engine takes for it where there is none.
bool mysql_may_ignore(struct applier *applier, struct table_edit edit,
                      const struct catalog_index *index);

// Refuses a name that the table, or for a foreign key the database, has already.
bool mysql_is_name_free(struct applier *applier, struct table_edit edit,
                        const struct sql_constraint_definition *definition);

// MODIFY and CHANGE say all of a column: the CHECK that it had is gone (MariaDB).
void mysql_drop_column_check(struct applier *applier, struct table_edit edit, struct str column);

// The parts and the method of an index as the engine keeps them; false where it refuses them.
bool mysql_complete_index(struct applier *applier, struct table_edit edit,
                          struct sql_index *index, bool is_primary);

// ---- an ALTER TABLE of several clauses (catalog-mysql-clauses.c)

bool mysql_is_compound(struct arena *arena, const struct catalog *catalog,
                       const struct sql_statement *statement);

struct mysql_clauses {
    struct {
        struct ddl **items;
        size_t count, capacity;
    } changes; // in the order in which one after the other comes to the same
    struct str refusal, doubt; // no data: there is none
    bool is_state_unknown;     // with the doubt: what the statement leaves is not known either
    struct map dropped;        // columns, by folded name
};

struct mysql_clauses mysql_order_clauses(struct arena *arena, const struct catalog *before,
                                 const struct sql_statement *statement);

// ---- a table when a statement is over (catalog-mysql-table.c)

// What the engine has against the tables that the statement leaves so. Of several clauses each may
// have taken what a foreign key needs.
struct mysql_verdict {
    enum catalog_outcome outcome;
    struct str reason;
};
struct mysql_verdict mysql_judge(struct arena *arena, const struct catalog *catalog,
                                 const struct sql_statement *statement, bool is_compound);

bool mysql_takes_column(struct applier *applier, const struct sql_column *column);

// False where the engine refuses the definition as it reads it, before CREATE OR REPLACE drops and
// IF NOT EXISTS looks.
bool mysql_reads_column(const struct sql_column *column);
bool mysql_reads_table(const struct sql_table_definition *definition);

// A column's definition as the engine keeps it; false where it refuses it.
bool mysql_complete_column(struct applier *applier, const struct catalog_table *table,
                           struct sql_column *column);

// ---- expressions (catalog-expressions.c)

bool expression_mentions(const struct applier *applier, const struct sql_expression *expression,
                         struct str column);

// Refuses an expression that names a column which the table does not have.
bool expression_has_columns(struct applier *applier, struct table_edit edit,
                            const struct sql_expression *expression);

// Refuses what a generated column of PostgreSQL's cannot name: another one, or what is not there.
bool expression_may_generate(struct applier *applier, struct table_edit edit,
                             const struct sql_expression *expression);
struct sql_expression expression_rename(const struct applier *applier,
                                        const struct sql_expression *expression,
                                        struct str column, struct str name);

#endif
