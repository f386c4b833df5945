-- Migration: Move orders
-- Phase 1: Switch
-- Store: old, its rollback
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Step 1 (line 38 of the plan): Open it again
  UNLOCK TABLES;
