-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 c0d3ef07c2461de443e09baf06268a1ac2044d85b4b0c44b85cb86eb93144e67): edit the plan instead.
-- For those who run this file as it is: quotes and backslashes mean what belay read, what does not
-- fit is an error, and what cannot have its lock in time is given up, so that nobody waits behind
-- it: run it again.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5;

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT concat('the plan is for MySQL, and this is ', version()) FROM DUAL WHERE version() LIKE '%MariaDB%';
SELECT concat('the plan is for MySQL 8, and this is ', version()) FROM DUAL
 WHERE CAST(substring_index(version(), '.', 1) AS UNSIGNED) * 1000
       + CAST(substring_index(substring_index(version(), '.', 2), '.', -1) AS UNSIGNED) < 8000;
SELECT 'the server can only be read (read_only)' FROM DUAL WHERE @@global.read_only;
SELECT 'table we"ird $$ %s \\n''s is not there (step 1)' FROM DUAL WHERE NOT EXISTS (
    SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = 'we"ird $$ %s \\n''s');
SELECT 'column we"ird $$ %s \\n''s.line break is there already (step 1)' FROM information_schema.columns
 WHERE table_schema = database() AND table_name = 'we"ird $$ %s \\n''s' AND column_name = 'line
break';
SELECT 'table notes is there already (step 2)' FROM DUAL WHERE EXISTS (
    SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = 'notes');
SELECT 'checked';
