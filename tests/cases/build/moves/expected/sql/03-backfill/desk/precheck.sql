-- Migration: Rooms and floors
-- Phase 3: Fill them
-- Store: desk, what must be so before it begins
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'table keys is not there (step 3)' WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'keys' COLLATE NOCASE);
SELECT 'column keys.state is not there (step 3)' WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo('keys')) AND NOT EXISTS (
    SELECT 1 FROM pragma_table_xinfo('keys') WHERE name = 'state' COLLATE NOCASE);
SELECT 'column keys.is_out is not there (step 3)' WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo('keys')) AND NOT EXISTS (
    SELECT 1 FROM pragma_table_xinfo('keys') WHERE name = 'is_out' COLLATE NOCASE);
SELECT 'table calls is not there (step 4)' WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'calls' COLLATE NOCASE);
SELECT 'table talks is not there (step 4)' WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'talks' COLLATE NOCASE);
SELECT 'checked';
