// The parts of how MySQL and MariaDB carry out changes.
#ifndef SQL_LOCKS_MYSQL_H
#define SQL_LOCKS_MYSQL_H

#include "sql/locker.h"

#define ONLINE(form, work, v57, v80, v8029, m106, m112) FORM_##form,

enum online_form {
#include "sql/mysql-online-ddl.def"
};

#undef ONLINE

// All changes of a statement to one table: it runs at the worst algorithm of them.
struct online_sum {
    struct locker *locker;
    struct sql_name table;
    unsigned forms;
    enum sql_algorithm algorithm;
    enum sql_lock mode;
    unsigned work;
    bool changes_primary; // PRIMARY KEY is dropped and added
    bool is_unknown, is_refused, has_column_change, uses_row_version;
    bool rebuilds_in_place, copies_in_place; // what MySQL does where it cannot be instant
};

// Adds a form to the sum.
void online_form(struct online_sum *sum, enum online_form form);

// Adds the forms of a change; false where it is none of a table that belay knows.
bool online_change(struct online_sum *sum, const struct ddl *ddl);

// The parts of it: locks-mysql-columns.c
void online_add_column(struct online_sum *sum, const struct ddl *ddl);
void online_drop_column(struct online_sum *sum, const struct ddl *ddl);
void online_rename_column(struct online_sum *sum, const struct ddl *ddl);
void online_change_column(struct online_sum *sum, const struct ddl *ddl);

// A change of this kind in the same statement; NULL where there is none.
const struct ddl *online_beside(const struct online_sum *sum, const struct ddl *ddl,
                                enum ddl_kind kind);

#endif
