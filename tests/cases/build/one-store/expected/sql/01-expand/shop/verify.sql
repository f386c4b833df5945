-- Migration: orders.total in cents
-- Phase 1: Add the column
-- Store: shop, its verifications
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Verification 1 (line 41 of the plan): Nothing has written it
-- Expected: = 0
  SELECT count(*) FROM orders WHERE cents IS NOT NULL;

-- Verification 2 (line 44 of the plan): The index is whole
-- Expected: = t
  SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_cents'::regclass;
