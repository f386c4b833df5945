-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, its rollback
-- Made by belay of plan.belay (sha256 c0d3ef07c2461de443e09baf06268a1ac2044d85b4b0c44b85cb86eb93144e67): edit the plan instead.
-- For those who run this file as it is: quotes and backslashes mean what belay read, what does not
-- fit is an error, and what cannot have its lock in time is given up, so that nobody waits behind
-- it: run it again.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5;

-- Step 1 (line 11 of the plan): Undo: The table
-- It commits by itself.
DROP TABLE IF EXISTS notes;

-- Step 2 (line 7 of the plan): Undo: The column
-- It commits by itself.
ALTER TABLE `we"ird $$ %s \n's` DROP COLUMN `line
break`;
