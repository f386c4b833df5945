-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, what must be so before it begins
-- Made by belay of plan.belay (sha256 94a37116bc8fcdbdf21cb9e4ea5cd17eefc7f7193a144a1f4ec53b8f48afd4eb): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for PostgreSQL 16, and this is ' || current_setting('server_version')
 WHERE current_setting('server_version_num')::integer / 10000 < 16;
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'table we"ird $$ %s \n''s is not there (step 1)' WHERE to_regclass('"we""ird $$ %s \n''s"') IS NULL;
SELECT 'table we"ird $$ %s \n''s belongs to ' || pg_get_userbyid(relowner) || ', and ' || current_user || ' is not of that role'
  FROM pg_class WHERE oid = to_regclass('"we""ird $$ %s \n''s"') AND NOT pg_has_role(relowner, 'USAGE');
SELECT 'later: session ' || pid || ' of ' || usename || ' has held a lock on ' || relation::regclass
       || ' since ' || date_trunc('second', xact_start)
  FROM pg_locks JOIN pg_stat_activity USING (pid)
 WHERE relation = to_regclass('"we""ird $$ %s \n''s"') AND granted AND pid <> pg_backend_pid()
   AND backend_type = 'client backend' AND xact_start < now() - interval '1 minute';
SELECT 'column we"ird $$ %s \n''s.line break is there already (step 1)' WHERE EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"we""ird $$ %s \n''s"') AND attname = 'line
break'
       AND NOT attisdropped);
SELECT 'table notes is there already (step 2)' WHERE to_regclass('"notes"') IS NOT NULL;
SELECT 'index ' || indexrelid::regclass || ' on ' || indrelid::regclass || ' is not valid: drop it, or REINDEX it'
  FROM pg_index
 WHERE indrelid = to_regclass('"we""ird $$ %s \n''s"') AND NOT indisvalid
   AND coalesce(indexrelid <> ALL (ARRAY[]::regclass[]), true);
SELECT 'checked';
