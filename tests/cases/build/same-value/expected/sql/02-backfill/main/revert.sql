-- Migration: Names are titles
-- Phase 2: Fill it
-- Store: main, its rollback
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- Step 1 (line 18 of the plan): From here on, writes of titles reach the old side
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_198d1543_1_inserted;
DROP TRIGGER IF EXISTS zz_belay_198d1543_1_updated;
COMMIT;
