-- Migration: Letters
-- Phase 1: One after the other
-- Store: main, the phase's steps
-- Made by belay of plan.belay (sha256 38120891ce8e023a532f5b21567aa30aefad4c2e9d4eecf98f660e11c093a637): edit the plan instead.
-- For those who run this file as it is: quotes and backslashes mean what belay read, what does not
-- fit is an error, and what cannot have its lock in time is given up, so that nobody waits behind
-- it: run it again.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5;

-- Step 1 (line 20 of the plan): In a moment
-- It commits by itself.
ALTER TABLE letter ADD COLUMN weight int AFTER title, ALGORITHM=INSTANT;
-- It commits by itself.
ALTER TABLE letter MODIFY state enum('new','sent','lost'), ALGORITHM=INSTANT;
-- It commits by itself.
ALTER TABLE letter MODIFY title varchar(63), ALGORITHM=INPLACE, LOCK=NONE;
-- It commits by itself.
ALTER TABLE letter ADD INDEX letter_weight (weight), ALGORITHM=INPLACE, LOCK=NONE;

-- Step 2 (line 26 of the plan): Copies
-- It commits by itself.
ALTER TABLE letter MODIFY title varchar(64);
-- It commits by itself.
ALTER TABLE letter ADD CONSTRAINT of_office FOREIGN KEY (office_id) REFERENCES office (id);
-- It commits by itself.
ALTER TABLE letter ADD FULLTEXT INDEX letter_notes (notes), ALGORITHM=INPLACE, LOCK=SHARED;

-- Step 3 (line 31 of the plan): Refused
-- It commits by itself.
ALTER TABLE letter MODIFY state enum('lost','new','sent'), ALGORITHM=INSTANT;
-- It commits by itself.
ALTER TABLE letter DROP COLUMN total, ADD COLUMN sums int AS (weight + 1) STORED, LOCK=NONE;
