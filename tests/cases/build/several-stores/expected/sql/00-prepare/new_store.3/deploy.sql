-- Migration: Move orders
-- Phase 0: Make room
-- Store: New_Store, the phase's steps
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Step 2 (line 13 of the plan): And there
-- One transaction.
BEGIN IMMEDIATE;
  CREATE TABLE orders (id integer PRIMARY KEY);
COMMIT;
