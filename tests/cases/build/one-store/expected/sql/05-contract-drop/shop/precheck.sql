-- Migration: orders.total in cents
-- Phase 5: Drop the old column
-- Store: shop, what must be so before it begins
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Verification 1 (line 118 of the plan): Sums agree
-- Of the whole plan: after every phase through which all that it names is there, and before the point of no return
-- Expected: = 0
  SELECT sum(cents) - round(sum(total) * 100) FROM orders;
