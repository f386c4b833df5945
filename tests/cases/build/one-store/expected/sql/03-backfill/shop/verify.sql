-- Migration: orders.total in cents
-- Phase 3: Fill it
-- Store: shop, its verifications
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Verification 1 (line 82 of the plan): Both say the same
-- Expected: no row
  SELECT id FROM orders WHERE cents IS DISTINCT FROM round(total * 100) LIMIT 1;

-- Verification 3 (line 118 of the plan): Sums agree
-- Of the whole plan: after every phase through which all that it names is there, and before the point of no return
-- Expected: = 0
  SELECT sum(cents) - round(sum(total) * 100) FROM orders;
