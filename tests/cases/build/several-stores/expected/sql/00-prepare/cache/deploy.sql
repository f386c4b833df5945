-- Migration: Move orders
-- Phase 0: Make room
-- Store: cache, the phase's steps
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- Step 3 (line 16 of the plan): And in the cache
  CREATE TABLE orders (id integer PRIMARY KEY) -- the last;
;
