-- Migration: Rooms and floors
-- Phase 4: Trust the new side
-- Store: hotel, its rollback
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 67 of the plan): Fill the old side of level from the new one
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE OR REPLACE PROCEDURE belay.fill_c07630da_4_r1(belay_seconds numeric) LANGUAGE plpgsql AS $belay_$
#variable_conflict use_column
DECLARE
    belay_at belay.checkpoint;
    belay_low0 "rooms"."house"%TYPE; belay_high0 belay_low0%TYPE;
    belay_low1 "rooms"."No"%TYPE; belay_high1 belay_low1%TYPE;
    belay_begun timestamptz := clock_timestamp();
    belay_batch timestamptz;
    belay_next text;
    belay_rows bigint;
    belay_more bigint;
    belay_ms numeric;
BEGIN
    IF NOT pg_try_advisory_lock(hashtext('belay fill_c07630da_4_r1')) THEN
        RAISE EXCEPTION USING ERRCODE = '55P03', MESSAGE = 'another session is filling this';
    END IF;
    INSERT INTO belay.checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
    SELECT 'rooms-and-floors-c07630da', '4', 'r1', 0,
           (SELECT json_build_array("house", "No")::text FROM "rooms" ORDER BY "house", "No" LIMIT 1),
           (SELECT json_build_array("house", "No")::text FROM "rooms" ORDER BY "house" DESC, "No" DESC LIMIT 1), 1000
     WHERE NOT EXISTS (SELECT 1 FROM belay.checkpoint
                        WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '4' AND task = 'r1' AND shard = 0);
    COMMIT;
    LOOP
        belay_batch := clock_timestamp();
        SELECT * INTO STRICT belay_at FROM belay.checkpoint
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '4' AND task = 'r1' AND shard = 0 FOR UPDATE;
        EXIT WHEN belay_at.finished_at IS NOT NULL
               OR belay_batch > belay_begun + belay_seconds * interval '1 second';
        belay_low0 := belay_at.last_key::json ->> 0; belay_high0 := belay_at.high_key::json ->> 0;
        belay_low1 := belay_at.last_key::json ->> 1; belay_high1 := belay_at.high_key::json ->> 1;
        SELECT json_build_array("house", "No")::text INTO belay_next FROM "rooms"
         WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") <= (belay_high0, belay_high1)
         ORDER BY "house", "No" LIMIT 1 OFFSET belay_at.batch_size;
        IF FOUND THEN
            belay_at.high_key := belay_next;
        belay_low0 := belay_at.last_key::json ->> 0; belay_high0 := belay_at.high_key::json ->> 0;
        belay_low1 := belay_at.last_key::json ->> 1; belay_high1 := belay_at.high_key::json ->> 1;
            UPDATE "rooms" SET "floor" = (
                CASE level WHEN 0 THEN 'ground' ELSE level::text END
            ) WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") < (belay_high0, belay_high1) AND (
                "floor" IS DISTINCT FROM (CASE level WHEN 0 THEN 'ground' ELSE level::text END)
            );
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
        ELSE
            belay_next := NULL;
            UPDATE "rooms" SET "floor" = (
                CASE level WHEN 0 THEN 'ground' ELSE level::text END
            ) WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") <= (belay_high0, belay_high1) AND (
                "floor" IS DISTINCT FROM (CASE level WHEN 0 THEN 'ground' ELSE level::text END)
            );
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
        END IF;
        belay_ms := greatest(0.1, extract(epoch FROM clock_timestamp() - belay_batch) * 1000);
        UPDATE belay.checkpoint
           SET last_key = coalesce(belay_next, last_key), rows_done = rows_done + belay_rows,
               batch_size = greatest(10, least(50000, batch_size * greatest(0.5, least(2.0, 20 / belay_ms)))),
               updated_at = clock_timestamp(),
               finished_at = CASE WHEN belay_next IS NULL THEN clock_timestamp() END
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '4' AND task = 'r1' AND shard = 0;
        COMMIT;
        PERFORM pg_sleep(CASE WHEN -1 < 0 THEN belay_ms ELSE -1 END / 1000);
    END LOOP;
    COMMIT;
    PERFORM pg_advisory_unlock(hashtext('belay fill_c07630da_4_r1'));
END $belay_$;

-- Step 3 (line 67 of the plan): From here on, writes of level reach both sides, and the old side is trusted, by trigger
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
