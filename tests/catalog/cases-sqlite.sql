-- a foreign key to a column that is not there, and then is
CREATE TABLE t4 (c1 int, c2 int);
ALTER TABLE t4 ADD COLUMN "key" REFERENCES t4 (c4) ON DELETE CASCADE;
ALTER TABLE t4 RENAME "key" TO c4;

-- the same from another table
CREATE TABLE t1 (a int);
CREATE TABLE t2 (b int REFERENCES t1 (z));
ALTER TABLE t1 RENAME a TO z;
ALTER TABLE t1 RENAME z TO y;

-- keys of a table without row ids, in both directions
CREATE TABLE t1 (a int, b int, PRIMARY KEY (a), UNIQUE (a DESC)) WITHOUT ROWID;
CREATE TABLE t2 (a int, b int, PRIMARY KEY (a DESC), UNIQUE (a)) WITHOUT ROWID;
CREATE TABLE t3 (a int, b int, PRIMARY KEY (a), UNIQUE (a)) WITHOUT ROWID;
CREATE TABLE t4 (a int, b int, UNIQUE (a DESC), UNIQUE (a));
CREATE TABLE t5 (a int, b int, UNIQUE (a DESC), PRIMARY KEY (a), UNIQUE (a, b), UNIQUE (a COLLATE nocase)) WITHOUT ROWID;
CREATE TABLE t6 (a int, b int, UNIQUE (b, a), UNIQUE (b DESC, a), PRIMARY KEY (a DESC, b)) WITHOUT ROWID;

-- an INTEGER key that is UNIQUE besides, without row ids
CREATE TABLE t2 (c4 integer PRIMARY KEY, b, UNIQUE (c4)) WITHOUT ROWID;
ALTER TABLE t2 RENAME COLUMN c4 TO c1;
ALTER TABLE t2 RENAME COLUMN b TO c2;

