-- Migration: Names that mean something
-- Phase 2: Without the view
-- Store: main, the phase's steps
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- Step 1 (line 18 of the plan): It goes
-- One transaction.
BEGIN IMMEDIATE;
  DROP VIEW newest;
COMMIT;
