-- Migration: Move orders
-- Phase 0: Make room
-- Store: New Store, what must be so before it begins
-- Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.

-- What the phase needs: a row for what is not so, and at the end the row 'checked'.
SELECT 'the server is a standby: it can only be read' WHERE pg_is_in_recovery();
SELECT 'the role ' || current_user || ' may not create the schema belay in this database'
 WHERE to_regnamespace('belay') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE');
SELECT 'table orders is there already (step 1)' WHERE to_regclass('"orders"') IS NOT NULL;
SELECT 'checked';
