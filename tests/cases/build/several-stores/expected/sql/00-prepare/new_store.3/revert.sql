-- Migration: Move orders
-- Phase 0: Make room
-- Store: New_Store, its rollback
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Step 2 (line 23 of the plan): Run SQL
-- One transaction.
BEGIN IMMEDIATE;
  DROP TABLE orders;
COMMIT;
