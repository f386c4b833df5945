-- Migration: Rooms and floors
-- Phase 5: Leave the old side
-- Store: hotel, its rollback
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 70 of the plan): From here on, writes of level reach both sides, and the new side is trusted, by trigger
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
DROP TRIGGER IF EXISTS zz_belay_c07630da_1 ON "rooms";
DROP FUNCTION IF EXISTS belay.keep_c07630da_1();
CREATE OR REPLACE FUNCTION belay.keep_c07630da_1() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $belay_$
#variable_conflict use_column
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- A row that comes with the other side alone keeps it.
        IF (SELECT ("level" IS NULL) AND "floor" IS NOT NULL AND "floor" IS DISTINCT FROM ('ground') FROM (SELECT NEW.*) AS "rooms") THEN
            RETURN NEW;
        END IF;
    ELSIF NEW."level"::text IS NOT DISTINCT FROM OLD."level"::text
      AND (SELECT (
        CASE level WHEN 0 THEN 'ground' ELSE level::text END
      )::text FROM (SELECT NEW.*) AS "rooms") IS NOT DISTINCT FROM (SELECT (
        CASE level WHEN 0 THEN 'ground' ELSE level::text END
      )::text FROM (SELECT OLD.*) AS "rooms") THEN
        RETURN NEW;
    END IF;
    NEW."floor" := (SELECT (
        CASE level WHEN 0 THEN 'ground' ELSE level::text END
    ) FROM (SELECT NEW.*) AS "rooms");
    RETURN NEW;
END $belay_$;
CREATE TRIGGER zz_belay_c07630da_1 BEFORE INSERT OR UPDATE ON "rooms"
    FOR EACH ROW EXECUTE FUNCTION belay.keep_c07630da_1();
-- Nothing is changed here: what cannot be evaluated fails now, and not in a write.
DO $belay_$ BEGIN
    UPDATE "rooms" SET "floor" = (
        CASE level WHEN 0 THEN 'ground' ELSE level::text END
    ) WHERE false AND ("level" IS NULL) AND "floor" IS NOT NULL AND "floor" IS DISTINCT FROM ('ground');
END $belay_$;
COMMIT;
