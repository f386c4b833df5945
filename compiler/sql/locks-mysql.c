// How MySQL and MariaDB carry out changes: the form of each, and what a statement of several
// forms comes to. The forms are in mysql-online-ddl.def.
#include "sql/locks-mysql.h"

// ---- the table of forms

enum { WORK_0 = 0, WORK_B = SQL_BUILDS, WORK_R = SQL_REWRITES };

enum online { U, X, I, IX, NC, NCS, N, NR, NS, NX, CN, CS };

enum { COLUMNS = 5 };

struct online_row {
    unsigned work;
    enum online cells[COLUMNS];
};

#define ONLINE(form, work, v57, v80, v8029, m106, m112) \
    [FORM_##form] = { WORK_##work, { v57, v80, v8029, m106, m112 } },

static const struct online_row rows[] = {
#include "sql/mysql-online-ddl.def"
};

#undef ONLINE

static unsigned column_of(const struct sql_lock_setting *setting)
{
    if (setting->engine == SQL_ENGINE_MARIADB)
        return setting->version < 110200 ? 3 : 4;
    return setting->version < 80000 ? 0 : setting->version < 80029 ? 1 : 2;
}

struct cell {
    enum sql_algorithm algorithm;
    enum sql_lock mode;
    bool rebuilds;
};

static struct cell cell_of(enum online online)
{
    static const struct cell cells[] = {
        [U] = { SQL_ALGORITHM_NONE, SQL_LOCK_NONE, false },
        [X] = { SQL_ALGORITHM_NONE, SQL_LOCK_NONE, false },
        [I] = { SQL_ALGORITHM_INSTANT, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, false },
        [IX] = { SQL_ALGORITHM_INSTANT, SQL_LOCK_ACCESS_EXCLUSIVE, false },
        [NX] = { SQL_ALGORITHM_INPLACE, SQL_LOCK_ACCESS_EXCLUSIVE, false },
        [NC] = { SQL_ALGORITHM_NOCOPY, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, false },
        [NCS] = { SQL_ALGORITHM_NOCOPY, SQL_LOCK_SHARE, false },
        [N] = { SQL_ALGORITHM_INPLACE, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, false },
        [NR] = { SQL_ALGORITHM_INPLACE, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, true },
        [NS] = { SQL_ALGORITHM_INPLACE, SQL_LOCK_SHARE, false },
        [CN] = { SQL_ALGORITHM_COPY, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE, true },
        [CS] = { SQL_ALGORITHM_COPY, SQL_LOCK_SHARE, true },
    };
    return cells[online];
}

// ---- what a statement comes to

// MariaDB copies such a table with its writers locked out: cascades write past its log.
static bool has_cascade(const struct online_sum *sum)
{
    const struct catalog_table *table = locker_table(sum->locker, sum->table);
    struct map_walk walk = map_walk(table ? table->constraints : (struct map){ NULL });
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && (each->definition.on_delete > SQL_RESTRICT
                || each->definition.on_update > SQL_RESTRICT))
            return true;
    return false;
}

// MySQL does it in an instant, and as 5.7 did where it cannot: by a rebuild in place, by a copy.
static bool is_instant_only(const struct online_sum *sum, enum online_form form,
                            enum online otherwise)
{
    const struct sql_lock_setting *setting = sum->locker->setting;
    return setting->engine == SQL_ENGINE_MYSQL && rows[form].cells[column_of(setting)] == I
           && rows[form].cells[0] == otherwise;
}

void online_form(struct online_sum *sum, enum online_form form)
{
    enum online online = rows[form].cells[column_of(sum->locker->setting)];
    if (online == CN && has_cascade(sum))
        online = CS;
    struct cell cell = cell_of(online);
    sum->forms++;
    sum->is_unknown |= online == U;
    sum->is_refused |= online == X;
    sum->has_column_change |= form <= FORM_DROP_VIRTUAL;
    sum->uses_row_version |= form <= FORM_DROP_COLUMN && form != FORM_ADD_VIRTUAL && online == I
                             && sum->locker->setting->version >= 80029
                             && sum->locker->setting->engine == SQL_ENGINE_MYSQL;
    sum->rebuilds_in_place |= is_instant_only(sum, form, NR);
    sum->copies_in_place |= is_instant_only(sum, form, CS);
    sum->algorithm = cell.algorithm > sum->algorithm ? cell.algorithm : sum->algorithm;
    sum->mode = cell.mode > sum->mode ? cell.mode : sum->mode;
    if (cell.algorithm != SQL_ALGORITHM_INSTANT)
        sum->work |= rows[form].work;
    sum->work |= cell.rebuilds ? SQL_REWRITES : 0;
}

// Neither of them mixes instant changes of columns with what is no rebuild, and rebuilds.
static void mix(struct online_sum *sum)
{
    if (sum->algorithm != SQL_ALGORITHM_INSTANT && sum->copies_in_place) {
        sum->algorithm = SQL_ALGORITHM_COPY;
        sum->mode = SQL_LOCK_SHARE;
    }
    if (sum->algorithm != SQL_ALGORITHM_INSTANT
        && (sum->rebuilds_in_place || sum->copies_in_place))
        sum->work |= SQL_REWRITES;
    if (sum->has_column_change && sum->algorithm == SQL_ALGORITHM_NOCOPY && sum->forms > 1) {
        sum->algorithm = SQL_ALGORITHM_INPLACE;
        sum->work |= SQL_REWRITES;
    }
}

static enum sql_algorithm asked_algorithm(const struct ddl_manner *manner)
{
    static const struct {
        const char *name;
        enum sql_algorithm algorithm;
    } algorithms[] = {
        { "INSTANT", SQL_ALGORITHM_INSTANT },
        { "NOCOPY", SQL_ALGORITHM_NOCOPY },
        { "INPLACE", SQL_ALGORITHM_INPLACE },
        { "COPY", SQL_ALGORITHM_COPY },
    };
    for (size_t i = 0; manner && i < sizeof algorithms / sizeof *algorithms; i++)
        if (str_equal_ignoring_case(manner->algorithm, str_of(algorithms[i].name)))
            return algorithms[i].algorithm;
    return SQL_ALGORITHM_NONE;
}

static enum sql_lock asked_lock(const struct ddl_manner *manner)
{
    if (!manner)
        return SQL_LOCK_NONE;
    if (str_equal_ignoring_case(manner->lock, STR("NONE")))
        return SQL_LOCK_SHARE_UPDATE_EXCLUSIVE;
    if (str_equal_ignoring_case(manner->lock, STR("SHARED")))
        return SQL_LOCK_SHARE;
    return str_equal_ignoring_case(manner->lock, STR("EXCLUSIVE")) ? SQL_LOCK_ACCESS_EXCLUSIVE
                                                                   : SQL_LOCK_NONE;
}

// An algorithm that is asked for is taken, where it can be; so is a stronger lock.
static void obey(struct online_sum *sum, const struct ddl_manner *manner)
{
    enum sql_algorithm algorithm = asked_algorithm(manner);
    enum sql_lock mode = asked_lock(manner);
    sum->is_refused |= algorithm != SQL_ALGORITHM_NONE && algorithm < sum->algorithm;
    sum->is_refused |= algorithm == SQL_ALGORITHM_INPLACE && sum->copies_in_place;
    if (algorithm == SQL_ALGORITHM_INPLACE && sum->rebuilds_in_place)
        sum->work |= SQL_REWRITES;
    if (algorithm == SQL_ALGORITHM_COPY && sum->algorithm < SQL_ALGORITHM_COPY) {
        bool is_online = sum->locker->setting->engine == SQL_ENGINE_MARIADB
                         && sum->locker->setting->version >= 110200 && !has_cascade(sum);
        sum->mode = is_online ? SQL_LOCK_SHARE_UPDATE_EXCLUSIVE : SQL_LOCK_SHARE;
        sum->work = SQL_REWRITES;
    }
    sum->algorithm = algorithm > sum->algorithm ? algorithm : sum->algorithm;
    sum->is_refused |= mode != SQL_LOCK_NONE && mode < sum->mode;
    sum->mode = mode > sum->mode ? mode : sum->mode;
}

static void take(struct online_sum *sum)
{
    struct sql_locks *locks = sum->locker->locks;
    if (sum->forms == 0)
        return;
    mix(sum);
    obey(sum, sum->locker->statement->manner);
    locks->is_algorithm_known = !sum->is_unknown;
    locks->is_refused = sum->is_refused;
    locks->algorithm = sum->algorithm;
    locks->uses_row_version = sum->uses_row_version && sum->algorithm == SQL_ALGORITHM_INSTANT;
    struct sql_table_lock *lock = locker_touch(sum->locker, sum->table, sum->mode);
    if (!sum->is_refused)
        lock->work |= sum->work;
    if (sum->is_unknown)
        lock->may_work |= SQL_REWRITES;
}

// ---- statements that are no change of one table

static bool takes_all(enum ddl_kind kind)
{
    return kind == DDL_DROP_TABLE || kind == DDL_CREATE_TRIGGER || kind == DDL_DROP_TRIGGER
           || kind == DDL_RENAME_TRIGGER;
}

static void by_head(struct locker *locker)
{
    enum sql_head head = locker->statement->head;
    bool writes = head == SQL_INSERT || head == SQL_INSERT_SELECT || head == SQL_UPDATE
                  || head == SQL_DELETE || head == SQL_COPY;
    enum sql_lock mode = writes                 ? SQL_LOCK_ROW_EXCLUSIVE
                         : head == SQL_TRUNCATE ? SQL_LOCK_ACCESS_EXCLUSIVE
                                                : SQL_LOCK_NONE;
    if (mode == SQL_LOCK_NONE && head != SQL_SELECT && head != SQL_SET && head != SQL_TRANSACTION)
        locker->locks->is_known = false;
    list_each(sql_operation, operation, locker->statement->operations)
        if (mode != SQL_LOCK_NONE && sql_name_is_set(operation->table))
            locker_touch(locker, operation->table, mode);
}

// Whether PRIMARY KEY is dropped and added is asked for each column.
static void begin(struct online_sum *sum, const struct ddl *first)
{
    bool is_dropped = false, is_added = false;
    sum->table = first->table;
    for (const struct ddl *each = first; each; each = each->next) {
        bool is_primary = each->constraint && each->constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY
                          && sql_name_equal(each->table, first->table);
        is_dropped |= is_primary && each->kind == DDL_DROP_CONSTRAINT;
        is_added |= is_primary && each->kind == DDL_ADD_CONSTRAINT;
    }
    sum->changes_primary = is_dropped && is_added;
}

static void change(struct online_sum *sum, const struct ddl *ddl)
{
    struct locker *locker = sum->locker;
    if (sum->forms == 0)
        begin(sum, ddl);
    if (takes_all(ddl->kind))
        locker_touch(locker, ddl->table, SQL_LOCK_ACCESS_EXCLUSIVE);
    else if (!online_change(sum, ddl)) // CREATE TABLE, views, routines: no table that is there
        locker->locks->is_known &= ddl->kind != DDL_OPAQUE;
}

// Changes of one table are summed up; RENAME TABLE a TO b, c TO d is about several.
void locker_mysql(struct locker *locker)
{
    const struct ddl *ddl = locker->only ? locker->only : locker->statement->changes;
    struct online_sum sum = { .locker = locker };
    if (!ddl)
        by_head(locker);
    for (; ddl; ddl = locker->only ? NULL : ddl->next) {
        change(&sum, ddl);
        bool is_last = locker->only || !ddl->next || !sql_name_equal(ddl->next->table, ddl->table);
        if (sum.forms > 0 && is_last) {
            take(&sum);
            sum = (struct online_sum){ .locker = locker };
        }
    }
}
