-- Migration: orders.total in cents
-- Phase 3: Fill it
-- Store: shop, what must be so before it begins
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the plan is for PostgreSQL 15, and this is ' || current_setting('server_version')
 WHERE current_setting('server_version_num')::integer / 10000 < 15;
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'table orders is not there (step 1)' WHERE to_regclass('"orders"') IS NULL;
SELECT 'column orders.total is not there (step 1)' WHERE to_regclass('"orders"') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"orders"') AND attname = 'total'
       AND attnum > 0 AND NOT attisdropped);
SELECT 'column orders.cents is not there (step 1)' WHERE to_regclass('"orders"') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"orders"') AND attname = 'cents'
       AND attnum > 0 AND NOT attisdropped);
SELECT 'the role may not UPDATE on orders (step 1)' FROM pg_class
 WHERE oid = to_regclass('"orders"') AND NOT has_any_column_privilege(oid, 'UPDATE');
SELECT 'checked';
