-- Migration: Move orders
-- Phase 1: Switch
-- Store: old, its verifications
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Verification 1 (line 35 of the plan): Nothing is open
-- Expected: = 0
  SELECT count(*) FROM information_schema.innodb_trx;
