-- Migration: Rooms and floors
-- Phase 5: Leave the old side
-- Store: hotel, the phase's steps
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 70 of the plan): From here on, writes of level reach the new side
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
DROP TRIGGER IF EXISTS zz_belay_c07630da_1 ON "rooms";
DROP FUNCTION IF EXISTS belay.keep_c07630da_1();
COMMIT;
