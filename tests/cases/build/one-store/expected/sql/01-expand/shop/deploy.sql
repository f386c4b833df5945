-- Migration: orders.total in cents
-- Phase 1: Add the column
-- Store: shop, the phase's steps
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Step 1 (line 32 of the plan): Add it
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
  ALTER TABLE orders ADD COLUMN cents bigint;
COMMIT;

-- Step 2 (line 35 of the plan): Index it
-- No transaction: it stands alone. What is left of an index that was not finished goes first.
  CREATE INDEX CONCURRENTLY orders_cents ON orders (cents);
