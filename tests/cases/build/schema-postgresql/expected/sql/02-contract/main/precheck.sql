-- Migration: Names that mean something
-- Phase 2: Without the view
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 94a37116bc8fcdbdf21cb9e4ea5cd17eefc7f7193a144a1f4ec53b8f48afd4eb): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for PostgreSQL 16, and this is ' || current_setting('server_version')
 WHERE current_setting('server_version_num')::integer / 10000 < 16;
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'checked';
