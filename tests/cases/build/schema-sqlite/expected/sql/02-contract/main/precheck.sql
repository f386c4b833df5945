-- Migration: Names that mean something
-- Phase 2: Without the view
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for SQLite 3.40, and this is ' || sqlite_version()
 WHERE CAST(sqlite_version() AS integer) * 1000
       + CAST(substr(sqlite_version(), instr(sqlite_version(), '.') + 1) AS integer) < 3040;
SELECT 'checked';
