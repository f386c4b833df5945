-- Migration: Rooms and floors
-- Phase 1: New places
-- Store: hotel, its rollback
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 41 of the plan): Undo: In the hotel
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
DROP TABLE IF EXISTS suites;
COMMIT;
