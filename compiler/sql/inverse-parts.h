// Inside the derivation of what undoes statements: one change of a statement, and what its
// forms share.
#ifndef SQL_INVERSE_PARTS_H
#define SQL_INVERSE_PARTS_H

#include "base/output.h"
#include "sql/identifier.h"
#include "sql/inverse.h"

struct deriver {
    struct arena *arena;
    const struct sql_line *line;
    enum sql_engine engine;
    uint32_t start; // the last number before the phase: what has a larger one is the phase's own
    bool has_renames; // among the changes of the phase
    size_t from;      // the first change that is undone
    size_t index;     // of the change
    const struct sql_statement *statement;
    const struct ddl *ddl;
    const struct catalog *before, *after; // the ddl
    struct sql_inverse *inverse;
    LIST_OF(sql_undoing) block; // what undoes the ddl, in the order in which it runs
};

// Statements are put in the order in which they run.
void inverse_put(struct deriver *deriver, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void inverse_remark(struct deriver *deriver, struct str remark); // on the last one

// Changes are met from the last to the first.
void inverse_refuse(struct deriver *deriver, const char *help, struct str reason);

#define WRITE_IT "write the rollback, or restore a backup"
#define SAY_ENGINE "say so in the plan: store NAME { engine ENGINE VERSION }"
#define REFUSE(deriver, help, ...) \
    inverse_refuse(deriver, help, arena_format((deriver)->arena, __VA_ARGS__))

static inline bool in_mysql(const struct deriver *deriver)
{
    return deriver->engine == SQL_ENGINE_MYSQL || deriver->engine == SQL_ENGINE_MARIADB;
}

static inline bool in_postgresql(const struct deriver *deriver)
{
    return deriver->engine == SQL_ENGINE_POSTGRESQL;
}

static inline bool has_if_exists(const struct deriver *deriver)
{
    return in_postgresql(deriver) || deriver->engine == SQL_ENGINE_MARIADB;
}

// "IF EXISTS " where the engine can say so inside an ALTER TABLE.
static inline const char *if_exists(const struct deriver *deriver)
{
    return has_if_exists(deriver) ? "IF EXISTS " : "";
}

// The phase made it.
static inline bool is_own(const struct deriver *deriver, uint32_t id)
{
    return id > deriver->start;
}

// ---- what there is (inverse.c)

// Tables of the change before and after it; NULL where they are not known.
const struct catalog_object *table_before(const struct deriver *deriver, struct sql_name name);
const struct catalog_column *column_before(const struct deriver *deriver, struct sql_name table,
                                           struct str column);
bool is_own_table(const struct deriver *deriver, struct sql_name name);
bool is_own_column(const struct deriver *deriver, struct sql_name table, struct str column);

// "users.born", "users", "users_born_idx", for a message.
struct str inverse_subject(const struct deriver *deriver);

// ---- text (inverse-text.c)

struct str quoted(const struct deriver *deriver, struct str name);
struct str quoted_name(const struct deriver *deriver, struct sql_name name);
struct str object_name(const struct deriver *deriver, const struct catalog_object *object);
// The table of the change in a state; NULL where it is not there, or not known
// (inverse-constraints.c).
const struct catalog_table *table_in(const struct deriver *deriver, const struct catalog *catalog);

// " CHECK (…)" of the column's own, which MODIFY and CHANGE take away (MariaDB); else empty.
struct str column_check_text(const struct deriver *deriver, const struct catalog_column *column);

struct str column_text(const struct deriver *deriver, const struct sql_column *column);
struct str constraint_text(const struct deriver *deriver,
                           const struct catalog_constraint *constraint);
struct str index_text(const struct deriver *deriver, struct str table,
                      const struct catalog_index *index);
struct str view_text(const struct deriver *deriver, const struct catalog_object *view,
                     bool is_replacing);
struct str sequence_text(const struct deriver *deriver, const struct sql_sequence *sequence);
struct str statement_text(const struct sql_statement *statement);
struct str string_text(const struct deriver *deriver, struct str text);

// ---- forms: how the changes of each kind are undone

// What takes a change away as a whole, where the phase made it.
enum inverse_cover { NO_COVER, COVERED_BY_TABLE, COVERED_BY_COLUMN };

struct inverse_form {
    void (*undo)(struct deriver *deriver); // NULL: nothing but what leaves nothing
    enum inverse_cover cover;
};

struct inverse_form inverse_form_of(enum ddl_kind kind);

void undo_create_table(struct deriver *deriver);
void undo_drop_table(struct deriver *deriver);
void undo_rename(struct deriver *deriver);
void undo_set_schema(struct deriver *deriver);
void undo_inherit(struct deriver *deriver);
void undo_add_column(struct deriver *deriver);
void undo_drop_column(struct deriver *deriver);
void undo_rename_column(struct deriver *deriver);
void undo_change_column(struct deriver *deriver);
void undo_set_type(struct deriver *deriver);
void undo_not_null(struct deriver *deriver);
void undo_default(struct deriver *deriver);
void undo_identity(struct deriver *deriver);
void undo_expression(struct deriver *deriver);
void undo_add_constraint(struct deriver *deriver);
void undo_drop_constraint(struct deriver *deriver);
void undo_validate(struct deriver *deriver);
void undo_alter_constraint(struct deriver *deriver);
void undo_create_index(struct deriver *deriver);
void undo_drop_index(struct deriver *deriver);
void undo_index_option(struct deriver *deriver);
void undo_create_view(struct deriver *deriver);
void undo_drop_view(struct deriver *deriver);
void undo_create_trigger(struct deriver *deriver);
void undo_drop_trigger(struct deriver *deriver);
void undo_enable_trigger(struct deriver *deriver);
void undo_create_routine(struct deriver *deriver);
void undo_drop_routine(struct deriver *deriver);
void undo_create_object(struct deriver *deriver);
void undo_sequence(struct deriver *deriver);
void undo_label(struct deriver *deriver);
void undo_domain(struct deriver *deriver);
void undo_drop_type(struct deriver *deriver);
void undo_comment(struct deriver *deriver);

// What went with a change but for tables and columns comes back: keys, indexes, foreign keys,
// views, triggers. False where it cannot, which is then refused.
bool restore_vanished(struct deriver *deriver);

// True where it is refused because IF NOT EXISTS says not whether it was there.
bool may_be_older(struct deriver *deriver, enum catalog_presence presence);

#endif
