-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, its rollback
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- Step 1 (line 11 of the plan): Undo: The table
-- One transaction.
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS notes;
COMMIT;

-- Step 2 (line 7 of the plan): Undo: The column
-- One transaction.
BEGIN IMMEDIATE;
ALTER TABLE "we""ird $$ %s \n's" DROP COLUMN "line
break";
COMMIT;
