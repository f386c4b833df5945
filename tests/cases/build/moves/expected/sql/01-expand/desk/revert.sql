-- Migration: Rooms and floors
-- Phase 1: New places
-- Store: desk, its rollback
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 2 (line 37 of the plan): Undo: On the desk
-- One transaction.
BEGIN IMMEDIATE;
ALTER TABLE "keys" DROP COLUMN is_out;
DROP TABLE IF EXISTS talks;
COMMIT;
