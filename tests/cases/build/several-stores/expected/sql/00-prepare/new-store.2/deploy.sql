-- Migration: Move orders
-- Phase 0: Make room
-- Store: New Store, the phase's steps
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Step 1 (line 10 of the plan): There
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
  CREATE TABLE orders (id bigint PRIMARY KEY);
COMMIT;
