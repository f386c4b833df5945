-- Migration: Rooms and floors
-- Phase 2: Keep both
-- Store: hotel, the phase's steps
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 47 of the plan): From here on, writes of level reach both sides, and the old side is trusted, by trigger
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
        IF (SELECT ("floor" IS NULL OR "floor" IS NOT DISTINCT FROM ('ground')) AND "level" IS NOT NULL FROM (SELECT NEW.*) AS "rooms") THEN
            RETURN NEW;
        END IF;
    ELSIF NEW."floor"::text IS NOT DISTINCT FROM OLD."floor"::text
      AND (SELECT (
        CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
      )::text FROM (SELECT NEW.*) AS "rooms") IS NOT DISTINCT FROM (SELECT (
        CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
      )::text FROM (SELECT OLD.*) AS "rooms") THEN
        RETURN NEW;
    END IF;
    NEW."level" := (SELECT (
        CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
    ) FROM (SELECT NEW.*) AS "rooms");
    RETURN NEW;
END $belay_$;
CREATE TRIGGER zz_belay_c07630da_1 BEFORE INSERT OR UPDATE ON "rooms"
    FOR EACH ROW EXECUTE FUNCTION belay.keep_c07630da_1();
-- Nothing is changed here: what cannot be evaluated fails now, and not in a write.
DO $belay_$ BEGIN
    UPDATE "rooms" SET "level" = (
        CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
    ) WHERE false AND ("floor" IS NULL OR "floor" IS NOT DISTINCT FROM ('ground')) AND "level" IS NOT NULL;
END $belay_$;
COMMIT;

-- Step 2 (line 48 of the plan): From here on, writes of rooms reach both sides, and the old side is trusted, by trigger
-- One transaction; it is tried again where it cannot have a lock in time.
BEGIN;
SET LOCAL lock_timeout = '50ms';
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '30s';
DROP TRIGGER IF EXISTS zz_belay_c07630da_2 ON "rooms";
DROP TRIGGER IF EXISTS zz_belay_c07630da_2_all ON "rooms";
DROP FUNCTION IF EXISTS belay.keep_c07630da_2();
CREATE OR REPLACE FUNCTION belay.keep_c07630da_2() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $belay$
#variable_conflict use_column
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM "suites" AS belay_target
         USING "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (belay_target."house", belay_target."number");
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND ROW(NEW."house", NEW."No", NEW."price")::text IS NOT DISTINCT FROM ROW(OLD."house", OLD."No", OLD."price")::text THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN -- unless another row has taken over its key
        DELETE FROM "suites" AS belay_target
         WHERE (belay_target."house", belay_target."number") = (OLD."house", OLD."No")
           AND NOT EXISTS (SELECT 1 FROM "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (OLD."house", OLD."No"));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO "suites" AS belay_target ("house", "number", "price") OVERRIDING SYSTEM VALUE VALUES (NEW."house", NEW."No", NEW."price")
            ON CONFLICT ("house", "number") DO UPDATE SET
                "price" = CASE WHEN TG_OP = 'UPDATE' AND NEW."price"::text IS NOT DISTINCT FROM OLD."price"::text THEN belay_target."price" ELSE excluded."price" END;
    END IF;
    RETURN NULL;
END $belay$;
CREATE TRIGGER zz_belay_c07630da_2 AFTER INSERT OR UPDATE OR DELETE ON "rooms"
    FOR EACH ROW EXECUTE FUNCTION belay.keep_c07630da_2();
CREATE TRIGGER zz_belay_c07630da_2_all BEFORE TRUNCATE ON "rooms"
    FOR EACH STATEMENT EXECUTE FUNCTION belay.keep_c07630da_2();
-- Nothing is copied here: what does not fit fails now, and not in a write.
INSERT INTO "suites" AS belay_target ("house", "number", "price") OVERRIDING SYSTEM VALUE
SELECT "house", "No", "price" FROM "rooms" WHERE false
    ON CONFLICT ("house", "number") DO UPDATE SET "price" = excluded."price"
             WHERE ROW(belay_target."price")::text IS DISTINCT FROM ROW(excluded."price")::text;
COMMIT;
