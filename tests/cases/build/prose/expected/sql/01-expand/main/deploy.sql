-- Migration: Split the address
-- Phase 1: Expand
-- Store: main, the phase's steps
-- Made by belay of input.md (sha256 108494a7cdfe05bb187760800f01f263b48677ac69ff03a706a218d4822d323b): edit the plan instead.

-- Step 1 (line 12 of the plan): Add the columns
ALTER TABLE parcels ADD COLUMN street text;
ALTER TABLE parcels ADD COLUMN city text;
