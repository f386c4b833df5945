// What a statement locks, and the work that it does while it holds the lock, as measured on
// real servers (postgresql-locks.def, mysql-online-ddl.def).
//
// What belay does not know is said to be unknown, and never guessed: `work` is done for
// certain, `may_work` depends on what is not known.
#ifndef SQL_LOCKS_H
#define SQL_LOCKS_H

#include "sql/catalog.h"

// PostgreSQL's modes, from the weakest. MySQL's LOCK=NONE stands as SHARE_UPDATE_EXCLUSIVE,
// SHARED as SHARE, EXCLUSIVE as ACCESS_EXCLUSIVE, SQLite's lock of one writer as EXCLUSIVE: they
// block the same statements.
enum sql_lock {
    SQL_LOCK_NONE,
    SQL_LOCK_ACCESS_SHARE,
    SQL_LOCK_ROW_SHARE,
    SQL_LOCK_ROW_EXCLUSIVE,
    SQL_LOCK_SHARE_UPDATE_EXCLUSIVE,
    SQL_LOCK_SHARE,
    SQL_LOCK_SHARE_ROW_EXCLUSIVE,
    SQL_LOCK_EXCLUSIVE,
    SQL_LOCK_ACCESS_EXCLUSIVE,
};

enum sql_blocked { SQL_BLOCKS_NOTHING, SQL_BLOCKS_DDL, SQL_BLOCKS_WRITES, SQL_BLOCKS_ALL };

enum {                // what takes longer the larger the table is
    SQL_SCANS = 1,    // reads every row
    SQL_BUILDS = 2,   // makes an index, which reads every row too
    SQL_REWRITES = 4, // writes every row anew, and all indexes
};

struct sql_table_lock {
    struct sql_table_lock *next;
    struct sql_name table; // as the catalog names it, else as written; no name: see `index`
    struct sql_name index; // of a table that is not known
    enum sql_lock mode;    // the strongest
    enum sql_lock indexes; // the strongest on one of its indexes
    unsigned work, may_work;
};

enum sql_algorithm {    // MySQL and MariaDB, from the fastest
    SQL_ALGORITHM_NONE, // no such statement, or not known
    SQL_ALGORITHM_INSTANT,
    SQL_ALGORITHM_NOCOPY, // MariaDB: in place, without a rebuild of the table
    SQL_ALGORITHM_INPLACE,
    SQL_ALGORITHM_COPY,
};

struct sql_locks {
    bool is_known;                  // false: it may lock anything
    unsigned count;                 // of the tables
    LIST_OF(sql_table_lock) tables; // one for each, in the order in which they are taken
    bool waits_for_snapshots;       // for every transaction that is older, even one that only reads
    const char *alone; // the engine refuses it in a transaction (transaction.h); NULL where not
    enum sql_algorithm algorithm; // the best that the engine takes; with what `manner` says
    bool is_algorithm_known;
    bool uses_row_version; // one of the 64 that MySQL has for instant changes of a table
    bool is_refused;       // the statement asks for an algorithm or lock that the engine refuses
};

struct sql_lock_setting {
    enum sql_engine engine;
    unsigned version;             // sql_version_number()
    const struct catalog *before; // NULL: nothing is known
    enum sql_known is_utc;        // PostgreSQL: the session's TimeZone
    enum sql_known checks_keys;   // MySQL: foreign_key_checks
};

// Takes over what a SET says about time zone and foreign keys, for the statements behind it.
void sql_lock_setting_take(struct sql_lock_setting *setting, const struct sql_statement *statement);

const struct sql_locks *sql_locks_of(struct arena *arena, const struct sql_lock_setting *setting,
                                     const struct sql_statement *statement);

// Those of one of its changes alone: what a statement of several comes to is more than each.
const struct sql_locks *sql_locks_of_change(struct arena *arena,
                                            const struct sql_lock_setting *setting,
                                            const struct sql_statement *statement,
                                            const struct ddl *change);

// The lock on a table; NULL where the statement does not touch it.
const struct sql_table_lock *sql_lock_on(const struct sql_locks *locks, struct sql_name table);

enum sql_blocked sql_lock_blocks(enum sql_lock mode);

// "ACCESS EXCLUSIVE"
const char *sql_lock_name(enum sql_lock mode);

// "reads and writes", "writes", "other changes of the schema"
const char *sql_blocked_name(enum sql_blocked blocked);

// How long work over so much takes, in coarse words: "less than a second", "seconds",
// "minutes", "hours"; NULL where neither rows nor bytes (both 0: not known) tell.
const char *sql_work_time(unsigned work, double rows, double bytes);

// The same as a number, right to a factor of ten; 0 where nothing tells.
double sql_work_seconds(unsigned work, double rows, double bytes);

#endif
