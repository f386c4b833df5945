-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, its rollback
-- Made by belay of plan.belay (sha256 94a37116bc8fcdbdf21cb9e4ea5cd17eefc7f7193a144a1f4ec53b8f48afd4eb): edit the plan instead.

-- Step 1 (line 11 of the plan): Undo: The table
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
DROP TABLE IF EXISTS notes;
COMMIT;

-- Step 2 (line 7 of the plan): Undo: The column
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
ALTER TABLE "we""ird $$ %s \n's" DROP COLUMN IF EXISTS "line
break";
COMMIT;
