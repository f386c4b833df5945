-- Migration: Letters
-- Phase 1: One after the other
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 38120891ce8e023a532f5b21567aa30aefad4c2e9d4eecf98f660e11c093a637): edit the plan instead.
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
SELECT 'table letter is not there (step 1)' FROM DUAL WHERE NOT EXISTS (
    SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = 'letter');
SELECT 'column letter.weight is there already (step 1)' FROM information_schema.columns
 WHERE table_schema = database() AND table_name = 'letter' AND column_name = 'weight';
SELECT 'column letter.state is not there (step 1)' FROM information_schema.tables AS t WHERE t.table_schema = database() AND t.table_name = 'letter' AND NOT EXISTS (
    SELECT 1 FROM information_schema.columns AS c
     WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = 'state');
SELECT 'column letter.title is not there (step 1)' FROM information_schema.tables AS t WHERE t.table_schema = database() AND t.table_name = 'letter' AND NOT EXISTS (
    SELECT 1 FROM information_schema.columns AS c
     WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = 'title');
SELECT DISTINCT 'index letter.letter_weight is there already (step 1)' FROM information_schema.statistics
 WHERE table_schema = database() AND table_name = 'letter' AND index_name = 'letter_weight';
SELECT DISTINCT 'index letter.letter_notes is there already (step 2)' FROM information_schema.statistics
 WHERE table_schema = database() AND table_name = 'letter' AND index_name = 'letter_notes';
SELECT 'column letter.total is not there (step 3)' FROM information_schema.tables AS t WHERE t.table_schema = database() AND t.table_name = 'letter' AND NOT EXISTS (
    SELECT 1 FROM information_schema.columns AS c
     WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = 'total');
SELECT 'column letter.sums is there already (step 3)' FROM information_schema.columns
 WHERE table_schema = database() AND table_name = 'letter' AND column_name = 'sums';
SELECT 'checked';
