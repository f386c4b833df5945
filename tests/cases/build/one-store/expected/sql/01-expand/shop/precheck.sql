-- Migration: orders.total in cents
-- Phase 1: Add the column
-- Store: shop, what must be so before it begins
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for PostgreSQL 15, and this is ' || current_setting('server_version')
 WHERE current_setting('server_version_num')::integer / 10000 < 15;
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'table orders is not there (step 1)' WHERE to_regclass('"orders"') IS NULL;
SELECT 'table orders belongs to ' || pg_get_userbyid(relowner) || ', and ' || current_user || ' is not of that role'
  FROM pg_class WHERE oid = to_regclass('"orders"') AND NOT pg_has_role(relowner, 'USAGE');
SELECT 'later: session ' || pid || ' of ' || usename || ' has held a lock on ' || relation::regclass
       || ' since ' || date_trunc('second', xact_start)
  FROM pg_locks JOIN pg_stat_activity USING (pid)
 WHERE relation = to_regclass('"orders"') AND granted AND pid <> pg_backend_pid()
   AND backend_type = 'client backend' AND xact_start < now() - interval '1 minute';
SELECT 'column orders.cents is there already (step 1)' WHERE EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"orders"') AND attname = 'cents'
       AND NOT attisdropped);
SELECT 'index orders_cents is there already (step 2)' WHERE to_regclass('"orders_cents"') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('"orders_cents"') AND NOT indisvalid);
SELECT 'index ' || indexrelid::regclass || ' on ' || indrelid::regclass || ' is not valid: drop it, or REINDEX it'
  FROM pg_index
 WHERE indrelid = to_regclass('"orders"') AND NOT indisvalid
   AND coalesce(indexrelid <> ALL (ARRAY[to_regclass('"orders_cents"')]::regclass[]), true);
SELECT 'checked';
