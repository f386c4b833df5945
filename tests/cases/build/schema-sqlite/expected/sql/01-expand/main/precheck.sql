-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for SQLite 3.40, and this is ' || sqlite_version()
 WHERE CAST(sqlite_version() AS integer) * 1000
       + CAST(substr(sqlite_version(), instr(sqlite_version(), '.') + 1) AS integer) < 3040;
SELECT 'table we"ird $$ %s \n''s is not there (step 1)' WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'we"ird $$ %s \n''s' COLLATE NOCASE);
SELECT 'column we"ird $$ %s \n''s.line break is there already (step 1)' WHERE EXISTS (
    SELECT 1 FROM pragma_table_xinfo('we"ird $$ %s \n''s') WHERE name = 'line
break' COLLATE NOCASE);
SELECT 'table notes is there already (step 2)' WHERE EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'notes' COLLATE NOCASE);
SELECT 'checked';
