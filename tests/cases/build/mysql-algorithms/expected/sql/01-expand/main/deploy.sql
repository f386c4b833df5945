-- Migration: Letters
-- Phase 1: One after the other
-- Store: main, the phase's steps
-- Made by belay of plan.belay (sha256 38120891ce8e023a532f5b21567aa30aefad4c2e9d4eecf98f660e11c093a637): edit the plan instead.

-- Step 1 (line 20 of the plan): In a moment
-- Each change of the schema commits by itself. One that cannot have its lock in time is given up,
-- so that nobody waits behind it: run the step again.
SET SESSION lock_wait_timeout = 5;
  ALTER TABLE letter ADD COLUMN weight int AFTER title, ALGORITHM=INSTANT;
  ALTER TABLE letter MODIFY state enum('new','sent','lost'), ALGORITHM=INSTANT;
  ALTER TABLE letter MODIFY title varchar(63), ALGORITHM=INPLACE, LOCK=NONE;
  ALTER TABLE letter ADD INDEX letter_weight (weight), ALGORITHM=INPLACE, LOCK=NONE;

-- Step 2 (line 26 of the plan): Copies
-- Each change of the schema commits by itself. One that cannot have its lock in time is given up,
-- so that nobody waits behind it: run the step again.
SET SESSION lock_wait_timeout = 5;
  ALTER TABLE letter MODIFY title varchar(64);
  ALTER TABLE letter ADD CONSTRAINT of_office FOREIGN KEY (office_id) REFERENCES office (id);
  ALTER TABLE letter ADD FULLTEXT INDEX letter_notes (notes), ALGORITHM=INPLACE, LOCK=SHARED;

-- Step 3 (line 31 of the plan): Refused
-- Each change of the schema commits by itself. One that cannot have its lock in time is given up,
-- so that nobody waits behind it: run the step again.
SET SESSION lock_wait_timeout = 5;
  ALTER TABLE letter MODIFY state enum('lost','new','sent'), ALGORITHM=INSTANT;
  ALTER TABLE letter DROP COLUMN total, ADD COLUMN sums int AS (weight + 1) STORED, LOCK=NONE;
