-- Migration: Names are titles
-- Phase 1: Add the column
-- Store: main, its rollback
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- Step 1 (line 12 of the plan): Run SQL
-- One transaction.
BEGIN IMMEDIATE;
ALTER TABLE books DROP COLUMN title;
COMMIT;
