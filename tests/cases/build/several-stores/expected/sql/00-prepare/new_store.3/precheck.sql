-- Migration: Move orders
-- Phase 0: Make room
-- Store: New_Store, what must be so before it begins
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'table orders is there already (step 2)' WHERE EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'orders' COLLATE NOCASE);
SELECT 'checked';
