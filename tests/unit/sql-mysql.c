// What the grammar of MySQL and MariaDB reads, refuses and leaves opaque.
#include "tests/unit/check.h"

#include "sql/ddl.h"
#include "sql/read.h"

#include <stdio.h>

static struct arena arena;

static const struct sql_script *read_for(enum sql_engine engine, const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    return sql_read_for(&arena, engine,
                        (struct text){ .str = str_of(sql), .pieces = piece, .piece_count = 1 });
}

static const struct sql_statement *read_one(enum sql_engine engine, const char *sql)
{
    return read_for(engine, sql)->statements.first;
}

static bool is_opaque(enum sql_engine engine, const char *sql)
{
    const struct sql_statement *statement = read_one(engine, sql);
    return statement->changes && statement->changes->kind == DDL_OPAQUE;
}

static size_t count(const char *sql)
{
    size_t result = 0;
    list_each(sql_statement, statement, read_for(SQL_ENGINE_MARIADB, sql)->statements)
        result++;
    return result;
}

void test_sql_mysql__reads_every_form(void)
{
    static const char *const forms[] = {
        "CREATE TABLE t (a int)",
        "create table if not exists `d`.`t` (`a b` int(11) unsigned zerofill NOT NULL AUTO_INCREMENT,"
        " b varchar(20) character set utf8mb4 collate utf8mb4_bin default 'x' comment 'y',"
        " PRIMARY KEY (`a b`), UNIQUE KEY u (b(10) desc), KEY (b) USING BTREE COMMENT 'k',"
        " FULLTEXT KEY f (b) WITH PARSER ngram, SPATIAL INDEX (g), KEY ((lower(b)), a),"
        " CONSTRAINT c FOREIGN KEY i (a) REFERENCES d.p (id) MATCH FULL ON DELETE SET NULL ON UPDATE NO ACTION,"
        " CONSTRAINT CHECK (a > 1) NOT ENFORCED, CHECK (b <> '')"
        ") ENGINE=InnoDB AUTO_INCREMENT 5 DEFAULT CHARSET=utf8mb4 COLLATE = utf8mb4_bin ROW_FORMAT=DYNAMIC,"
        " COMMENT='x' DATA DIRECTORY '/d' UNION=(a,b) INSERT_METHOD=LAST STATS_PERSISTENT=DEFAULT"
        " PARTITION BY RANGE COLUMNS (a) SUBPARTITION BY HASH (b) SUBPARTITIONS 2"
        " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB)",
        "CREATE TEMPORARY TABLE t (a enum('x','y,z)') , b set('a') default '' , c timestamp(6) null"
        " default current_timestamp(6) on update current_timestamp(6), d double precision, e bit(1) default b'0',"
        " f int generated always as (a + 1) stored comment 'x', g int as (1) virtual, h serial,"
        " i int serial default value, j char(3) default (uuid()), k json default (json_object()),"
        " l int default -1, m float default .5, n int unique key, o int key, p int check (p > 0),"
        " q int constraint z references p (id) on delete cascade, r national varchar(3), s int invisible)",
        "CREATE TABLE t LIKE d.u",
        "CREATE TABLE t (LIKE u)",
        "CREATE TABLE t AS SELECT * FROM u WHERE a IN (1, 2)",
        "CREATE TABLE t (a int, KEY (a)) ENGINE InnoDB IGNORE SELECT 1 AS a",
        "CREATE TABLE t (SELECT 1 AS a)",
        "CREATE TABLE t AS WITH c AS (SELECT 1) SELECT * FROM c",
        "CREATE OR REPLACE TABLE t (a int)",
        "CREATE TABLE t (date date, text text, comment text, status int, type int, first int, value int, row int)",
        "CREATE UNIQUE INDEX i USING BTREE ON t (a, b DESC) COMMENT 'x' ALGORITHM=INPLACE LOCK NONE",
        "CREATE OR REPLACE INDEX IF NOT EXISTS i ON t (a) WAIT 5",
        "CREATE FULLTEXT INDEX i ON t (a)",
        "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY INVOKER VIEW v (a, b) AS SELECT 1, 2"
        " WITH CASCADED CHECK OPTION",
        "CREATE DEFINER=root@localhost VIEW v AS (SELECT 1) UNION SELECT 2",
        "CREATE DEFINER=CURRENT_USER() TRIGGER g BEFORE UPDATE ON t FOR EACH ROW FOLLOWS h SET NEW.a = 1",
        "CREATE TRIGGER IF NOT EXISTS d.g AFTER DELETE ON d.t FOR EACH ROW BEGIN DELETE FROM u WHERE i = OLD.i; END",
        "CREATE PROCEDURE p (IN a int, OUT b varchar(10)) SQL SECURITY INVOKER BEGIN SELECT 1; SELECT 2; END",
        "CREATE FUNCTION f (a int) RETURNS varchar(10) CHARSET utf8mb4 DETERMINISTIC RETURN concat('a', a)",
        "CREATE AGGREGATE FUNCTION f RETURNS STRING SONAME 'u.so'",
        "CREATE DATABASE IF NOT EXISTS d DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "CREATE SCHEMA d",
        "CREATE SEQUENCE IF NOT EXISTS s START WITH 5 INCREMENT BY -2 MINVALUE = 1 NO MAXVALUE CACHE 10 NOCYCLE ENGINE=InnoDB",
        "ALTER SEQUENCE s RESTART 7 MAXVALUE 100",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int NOT NULL DEFAULT 0 AFTER b, ADD c int FIRST,"
        " ADD (d int, e int), ADD INDEX (a), ADD KEY k (a, b(3)), ADD UNIQUE INDEX u (a), ADD PRIMARY KEY (a),"
        " ADD CONSTRAINT pk PRIMARY KEY USING BTREE (a), ADD FULLTEXT f (b), ADD SPATIAL INDEX s (g),"
        " ADD FOREIGN KEY (a) REFERENCES p (id), ADD CONSTRAINT x FOREIGN KEY IF NOT EXISTS (a) REFERENCES p (id)"
        " ON DELETE CASCADE, ADD CONSTRAINT IF NOT EXISTS y CHECK (a > 0), ADD CHECK (a <> b) NOT ENFORCED",
        "ALTER ONLINE IGNORE TABLE IF EXISTS d.t WAIT 5 DROP COLUMN IF EXISTS a, DROP b RESTRICT, DROP COLUMN c CASCADE,"
        " DROP INDEX i, DROP KEY IF EXISTS k, DROP PRIMARY KEY, DROP FOREIGN KEY IF EXISTS f, DROP CHECK c,"
        " DROP CONSTRAINT x",
        "ALTER TABLE t NOWAIT MODIFY a bigint NOT NULL FIRST, CHANGE COLUMN b c varchar(10) AFTER d, MODIFY COLUMN IF EXISTS e int",
        "ALTER TABLE t ALTER a SET DEFAULT (1 + 2), ALTER COLUMN b SET DEFAULT 'x', ALTER c DROP DEFAULT,"
        " ALTER COLUMN d SET INVISIBLE, ALTER INDEX i INVISIBLE, ALTER KEY k NOT IGNORED, ALTER CHECK c NOT ENFORCED,"
        " ALTER CONSTRAINT c ENFORCED",
        "ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX i TO j, RENAME KEY k TO l, RENAME TO d.u",
        "ALTER TABLE t RENAME u",
        "ALTER TABLE t RENAME AS u, ALGORITHM=INSTANT, LOCK=DEFAULT",
        "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, ENGINE=InnoDB ROW_FORMAT=COMPRESSED,"
        " COMMENT 'x', AUTO_INCREMENT=7, ORDER BY a, b DESC, c, FORCE, DISABLE KEYS, ENABLE KEYS, WITHOUT VALIDATION",
        "ALTER TABLE t DISCARD TABLESPACE",
        "ALTER TABLE t DEFAULT CHARACTER SET = latin1, DEFAULT COLLATE latin1_bin",
        "ALTER TABLE t PARTITION BY HASH (a) PARTITIONS 4",
        "ALTER TABLE t ADD PARTITION (PARTITION p3 VALUES LESS THAN (30))",
        "ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, DROP PARTITION p0, p1",
        "ALTER TABLE t REORGANIZE PARTITION p INTO (PARTITION a VALUES IN (1))",
        "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u WITHOUT VALIDATION",
        "ALTER TABLE t TRUNCATE PARTITION ALL", "ALTER TABLE t COALESCE PARTITION 2",
        "ALTER TABLE t REMOVE PARTITIONING", "ALTER TABLE t REBUILD PARTITION p",
        "ALTER TABLE t ENGINE=InnoDB REMOVE PARTITIONING", "ALTER TABLE t ADD COLUMN b int PARTITION BY KEY ()",
        "ALTER TABLE t", "ALTER VIEW v AS SELECT 1", "ALTER DATABASE d CHARACTER SET utf8mb4",
        "ALTER EVENT e DISABLE", "ALTER FUNCTION f COMMENT 'x'", "ALTER USER u IDENTIFIED BY 'x'",
        "DROP TABLE IF EXISTS a, d.b CASCADE", "DROP TEMPORARY TABLE a", "DROP TABLES a WAIT 3",
        "DROP INDEX `PRIMARY` ON t ALGORITHM=COPY LOCK=SHARED", "DROP INDEX IF EXISTS i ON d.t NOWAIT",
        "DROP VIEW IF EXISTS v, w", "DROP TRIGGER IF EXISTS d.g", "DROP PROCEDURE p", "DROP FUNCTION IF EXISTS f",
        "DROP DATABASE IF EXISTS d", "DROP SEQUENCE s, r", "DROP USER u", "DROP EVENT e",
        "RENAME TABLE a TO b, d.c TO e.f", "RENAME TABLES IF EXISTS a WAIT 2 TO b", "RENAME USER a TO b",
        "USE d", "TRUNCATE TABLE t", "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1", "REPLACE INTO t SET a = 1",
        "UPDATE t JOIN u USING (i) SET t.a = 1", "DELETE t FROM t JOIN u USING (i)",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t FIELDS TERMINATED BY ','", "LOCK TABLES t WRITE", "UNLOCK TABLES",
        "SET @a = 1", "START TRANSACTION WITH CONSISTENT SNAPSHOT", "BEGIN", "COMMIT AND CHAIN", "GRANT SELECT ON d.* TO u",
        "ANALYZE TABLE t", "SHOW CREATE TABLE t", "WITH c AS (SELECT 1) SELECT * FROM c", "(SELECT 1) UNION (SELECT 2)",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (int engine = SQL_ENGINE_MYSQL; engine <= SQL_ENGINE_MARIADB; engine++) {
            const struct sql_statement *statement = read_one((enum sql_engine)engine, forms[i]);
            if (statement->refusal.data || is_opaque((enum sql_engine)engine, forms[i]))
                printf("# %s\n# %.*s\n", forms[i], STR_ARGS(statement->refusal));
            CHECK(!statement->refusal.data && !is_opaque((enum sql_engine)engine, forms[i]));
        }
    arena_release(&arena);
}

void test_sql_mysql__statements_end_where_the_client_ends_them(void)
{
    CHECK(count("SELECT 1; SELECT 2;;") == 2);
    CHECK(count("DELIMITER //\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET a = 1; //\n"
                "SELECT 1; SELECT 2 //\nDELIMITER ;\nSELECT 3; SELECT 4")
          == 4);
    CHECK(count("DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\ndelimiter ;\nSELECT 3; SELECT 4")
          == 3);
    CHECK(count("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET a = 1; END; SELECT 1") == 2);
    CHECK(count("SELECT 5--3; SELECT 2 -- a; b\n; SELECT 3 # c; d\n") == 3);
    arena_release(&arena);
}

void test_sql_mysql__version_comments_are_code_where_the_engine_reads_them(void)
{
    const char *mariadb = "ALTER TABLE t /*M!100100 ADD a int, */ ADD b int /*!80000 , ADD c int */";
    CHECK(str_is(read_one(SQL_ENGINE_MARIADB, mariadb)->changes->column, "a"));
    CHECK(!read_one(SQL_ENGINE_MARIADB, mariadb)->changes->next->next);
    CHECK(str_is(read_one(SQL_ENGINE_MYSQL, mariadb)->changes->column, "b"));
    CHECK(str_is(read_one(SQL_ENGINE_MYSQL, mariadb)->changes->next->column, "c"));
    CHECK(read_one(SQL_ENGINE_MYSQL, "/*!40101 DROP TABLE t */")->changes->kind == DDL_DROP_TABLE);
    CHECK(count("/*!50700 SET a = 1 */; SELECT 1") == 1);
    arena_release(&arena);
}
