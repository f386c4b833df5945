-- Migration: Move orders
-- Phase 1: Switch
-- Store: old, its verifications
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.
-- For those who run this file as it is: quotes and backslashes mean what belay read, what does not
-- fit is an error, and what cannot have its lock in time is given up, so that nobody waits behind
-- it: run it again.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5;

-- Verification 1 (line 35 of the plan): Nothing is open
-- Expected: = 0
  SELECT count(*) FROM information_schema.innodb_trx;
