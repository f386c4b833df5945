// The parts of what PostgreSQL locks: the forms of postgresql-locks.def, and a function for each
// kind of change.
#ifndef SQL_LOCKS_POSTGRESQL_H
#define SQL_LOCKS_POSTGRESQL_H

#include "sql/locker.h"

#define LOCK(form, since, table, indexes, other, work, other_work) FORM_##form,
#define FROM(form, since, table, indexes, other, work, other_work)

enum lock_form {
#include "sql/postgresql-locks.def"
};

#undef FROM
#undef LOCK

// Takes the locks of a form on a table and the other one.
void lock_form(struct locker *locker, enum lock_form form, struct sql_name table,
               struct sql_name other);

// Of a form that has no other table.
void lock_table(struct locker *locker, enum lock_form form, struct sql_name table);

// Takes the locks of `certain`; the work of `form` is done unless what is not known says no.
void lock_maybe(struct locker *locker, enum lock_form form, enum lock_form certain,
                struct sql_name table);

// The same on each partition and heir of the table that is known.
void lock_children(struct locker *locker, enum lock_form form, struct sql_name table);

// The tables whose foreign keys refer to this one.
void lock_referring(struct locker *locker, struct sql_name table, enum sql_lock mode);

// What a CASCADE drops or changes with it.
void lock_cascade(struct locker *locker, struct sql_name name);

// Takes a form on `table` with each table or view of the names as the other one.
void lock_read(struct locker *locker, enum lock_form form, const struct sql_names *names,
               struct sql_name table);

// Statements that change no catalog: DML, VACUUM, LOCK TABLE, …
void lock_by_head(struct locker *locker);

// ---- by the kind of change: locks-postgresql-columns.c

void lock_add_column(struct locker *locker, const struct ddl *ddl);
void lock_drop_column(struct locker *locker, const struct ddl *ddl);
void lock_set_type(struct locker *locker, const struct ddl *ddl);
void lock_set_not_null(struct locker *locker, const struct ddl *ddl);
void lock_change_column(struct locker *locker, const struct ddl *ddl);
void lock_column_option(struct locker *locker, const struct ddl *ddl);
void lock_add_constraint(struct locker *locker, const struct ddl *ddl);
void lock_drop_constraint(struct locker *locker, const struct ddl *ddl);
void lock_validate_constraint(struct locker *locker, const struct ddl *ddl);
void lock_alter_constraint(struct locker *locker, const struct ddl *ddl);

// locks-postgresql-tables.c

void lock_create_table(struct locker *locker, const struct ddl *ddl);
void lock_drop_table(struct locker *locker, const struct ddl *ddl);
void lock_rename_table(struct locker *locker, const struct ddl *ddl);
void lock_set_schema(struct locker *locker, const struct ddl *ddl);
void lock_inherit(struct locker *locker, const struct ddl *ddl);
void lock_attach_partition(struct locker *locker, const struct ddl *ddl);
void lock_detach_partition(struct locker *locker, const struct ddl *ddl);
void lock_table_option(struct locker *locker, const struct ddl *ddl);

// locks-postgresql-objects.c

void lock_create_index(struct locker *locker, const struct ddl *ddl);
void lock_drop_index(struct locker *locker, const struct ddl *ddl);
void lock_change_index(struct locker *locker, const struct ddl *ddl);
void lock_attach_index(struct locker *locker, const struct ddl *ddl);
void lock_reindex(struct locker *locker, const struct ddl *ddl);
void lock_create_view(struct locker *locker, const struct ddl *ddl);
void lock_refresh_view(struct locker *locker, const struct ddl *ddl);
void lock_drop_view(struct locker *locker, const struct ddl *ddl);
void lock_rename_object(struct locker *locker, const struct ddl *ddl);
void lock_change_trigger(struct locker *locker, const struct ddl *ddl);
void lock_change_sequence(struct locker *locker, const struct ddl *ddl);
void lock_alter_domain(struct locker *locker, const struct ddl *ddl);
void lock_drop_type(struct locker *locker, const struct ddl *ddl);
void lock_comment(struct locker *locker, const struct ddl *ddl);
void lock_other(struct locker *locker, const struct ddl *ddl);

#endif
