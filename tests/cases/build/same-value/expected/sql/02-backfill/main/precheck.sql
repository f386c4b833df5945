-- Migration: Names are titles
-- Phase 2: Fill it
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for SQLite 3.40, and this is ' || sqlite_version()
 WHERE CAST(sqlite_version() AS integer) * 1000
       + CAST(substr(sqlite_version(), instr(sqlite_version(), '.') + 1) AS integer) < 3040;
SELECT 'table books is not there (step 1)' WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = 'books' COLLATE NOCASE);
SELECT 'column books.Name is not there (step 1)' WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo('books')) AND NOT EXISTS (
    SELECT 1 FROM pragma_table_xinfo('books') WHERE name = 'Name' COLLATE NOCASE);
SELECT 'column books.title is not there (step 1)' WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo('books')) AND NOT EXISTS (
    SELECT 1 FROM pragma_table_xinfo('books') WHERE name = 'title' COLLATE NOCASE);
SELECT 'checked';
