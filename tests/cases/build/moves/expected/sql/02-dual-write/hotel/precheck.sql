-- Migration: Rooms and floors
-- Phase 2: Keep both
-- Store: hotel, what must be so before it begins
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for PostgreSQL 16, and this is ' || current_setting('server_version')
 WHERE current_setting('server_version_num')::integer / 10000 < 16;
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'table rooms is not there (step 1)' WHERE to_regclass('"rooms"') IS NULL;
SELECT 'column rooms.floor is not there (step 1)' WHERE to_regclass('"rooms"') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"rooms"') AND attname = 'floor'
       AND attnum > 0 AND NOT attisdropped);
SELECT 'column rooms.level is not there (step 1)' WHERE to_regclass('"rooms"') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"rooms"') AND attname = 'level'
       AND attnum > 0 AND NOT attisdropped);
SELECT 'table suites is not there (step 2)' WHERE to_regclass('"suites"') IS NULL;
SELECT 'table prices is not there (step 5)' WHERE to_regclass('"prices"') IS NULL;
SELECT 'table tariffs is not there (step 5)' WHERE to_regclass('"tariffs"') IS NULL;
SELECT 'checked';
