-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, the phase's steps
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- Step 1 (line 7 of the plan): The column
-- One transaction.
BEGIN IMMEDIATE;
  ALTER TABLE "we""ird $$ %s \n's" ADD COLUMN "line
break" integer;
COMMIT;

-- Step 2 (line 11 of the plan): The table
-- One transaction.
BEGIN IMMEDIATE;
  CREATE TABLE notes (id integer PRIMARY KEY, of integer NOT NULL, CONSTRAINT notes_of FOREIGN KEY (of) REFERENCES "we""ird $$ %s \n's" (id) ON DELETE CASCADE);
;
COMMIT;
