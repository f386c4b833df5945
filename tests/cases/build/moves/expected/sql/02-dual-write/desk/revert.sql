-- Migration: Rooms and floors
-- Phase 2: Keep both
-- Store: desk, its rollback
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 3 (line 50 of the plan): From here on, writes of calls reach the old side
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_inserted;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_updated;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_deleted;
COMMIT;

-- Step 4 (line 49 of the plan): From here on, writes of out reach the old side
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_c07630da_3_inserted;
DROP TRIGGER IF EXISTS zz_belay_c07630da_3_updated;
COMMIT;
