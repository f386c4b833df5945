-- Migration: orders.total in cents
-- Phase 1: Add the column
-- Store: shop, its rollback
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Step 1 (line 51 of the plan): Drop the index
  DROP INDEX CONCURRENTLY IF EXISTS orders_cents;

-- Step 2 (line 54 of the plan): Drop the column
  ALTER TABLE orders DROP COLUMN cents;
