-- Migration: Rooms and floors
-- Phase 1: New places
-- Store: desk, the phase's steps
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 37 of the plan): On the desk
-- One transaction.
BEGIN IMMEDIATE;
  CREATE TABLE talks (call integer PRIMARY KEY, at text, minutes int);
  ALTER TABLE keys ADD COLUMN is_out boolean NOT NULL DEFAULT 0;
COMMIT;
