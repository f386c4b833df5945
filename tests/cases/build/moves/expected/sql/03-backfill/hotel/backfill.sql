-- Migration: Rooms and floors
-- Phase 3: Fill them
-- Store: hotel, what it fills
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 1 (line 56 of the plan): Backfill level: hotel.rooms.level from hotel.rooms.floor, 500 rows in the first batch
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE OR REPLACE PROCEDURE belay.fill_c07630da_3_s1(belay_seconds numeric) LANGUAGE plpgsql AS $belay_$
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
    IF NOT pg_try_advisory_lock(hashtext('belay fill_c07630da_3_s1')) THEN
        RAISE EXCEPTION USING ERRCODE = '55P03', MESSAGE = 'another session is filling this';
    END IF;
    INSERT INTO belay.checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
    SELECT 'rooms-and-floors-c07630da', '3', 's1', 0,
           (SELECT json_build_array("house", "No")::text FROM "rooms" ORDER BY "house", "No" LIMIT 1),
           (SELECT json_build_array("house", "No")::text FROM "rooms" ORDER BY "house" DESC, "No" DESC LIMIT 1), 500
     WHERE NOT EXISTS (SELECT 1 FROM belay.checkpoint
                        WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's1' AND shard = 0);
    COMMIT;
    LOOP
        belay_batch := clock_timestamp();
        SELECT * INTO STRICT belay_at FROM belay.checkpoint
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's1' AND shard = 0 FOR UPDATE;
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
            UPDATE "rooms" SET "level" = (
                CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
            ) WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") < (belay_high0, belay_high1) AND (
                "level" IS DISTINCT FROM (CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END)
            );
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
        ELSE
            belay_next := NULL;
            UPDATE "rooms" SET "level" = (
                CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END
            ) WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") <= (belay_high0, belay_high1) AND (
                "level" IS DISTINCT FROM (CASE floor WHEN 'ground' THEN 0 ELSE floor::smallint END)
            );
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
        END IF;
        belay_ms := greatest(0.1, extract(epoch FROM clock_timestamp() - belay_batch) * 1000);
        UPDATE belay.checkpoint
           SET last_key = coalesce(belay_next, last_key), rows_done = rows_done + belay_rows,
               batch_size = greatest(10, least(50000, batch_size * greatest(0.5, least(2.0, 20 / belay_ms)))),
               updated_at = clock_timestamp(),
               finished_at = CASE WHEN belay_next IS NULL THEN clock_timestamp() END
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's1' AND shard = 0;
        COMMIT;
        PERFORM pg_sleep(CASE WHEN -1 < 0 THEN belay_ms ELSE -1 END / 1000);
    END LOOP;
    COMMIT;
    PERFORM pg_advisory_unlock(hashtext('belay fill_c07630da_3_s1'));
END $belay_$;

-- Step 2 (line 57 of the plan): Backfill rooms: hotel.suites from hotel.rooms
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE OR REPLACE PROCEDURE belay.fill_c07630da_3_s2(belay_seconds numeric) LANGUAGE plpgsql AS $belay_$
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
    IF NOT pg_try_advisory_lock(hashtext('belay fill_c07630da_3_s2')) THEN
        RAISE EXCEPTION USING ERRCODE = '55P03', MESSAGE = 'another session is filling this';
    END IF;
    INSERT INTO belay.checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
    SELECT 'rooms-and-floors-c07630da', '3', 's2', 0,
           (SELECT json_build_array(belay_key0, belay_key1)::text FROM (
                SELECT * FROM (SELECT "house" AS belay_key0, "No" AS belay_key1 FROM "rooms" ORDER BY "house", "No" LIMIT 1) AS belay_source
                UNION ALL
                SELECT * FROM (SELECT "house" AS belay_key0, "number" AS belay_key1 FROM "suites" ORDER BY "house", "number" LIMIT 1) AS belay_target
            ) AS belay_ends ORDER BY belay_key0, belay_key1 LIMIT 1),
           (SELECT json_build_array(belay_key0, belay_key1)::text FROM (
                SELECT * FROM (SELECT "house" AS belay_key0, "No" AS belay_key1 FROM "rooms" ORDER BY "house" DESC, "No" DESC LIMIT 1) AS belay_source
                UNION ALL
                SELECT * FROM (SELECT "house" AS belay_key0, "number" AS belay_key1 FROM "suites" ORDER BY "house" DESC, "number" DESC LIMIT 1) AS belay_target
            ) AS belay_ends ORDER BY belay_key0 DESC, belay_key1 DESC LIMIT 1), 1000
     WHERE NOT EXISTS (SELECT 1 FROM belay.checkpoint
                        WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's2' AND shard = 0);
    COMMIT;
    LOOP
        belay_batch := clock_timestamp();
        SELECT * INTO STRICT belay_at FROM belay.checkpoint
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's2' AND shard = 0 FOR UPDATE;
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
            -- The rows are locked, so that nobody changes or deletes one while it is copied.
            WITH belay_rows AS MATERIALIZED (
                SELECT "house", "No", "price" FROM "rooms"
                 WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") < (belay_high0, belay_high1) AND (
                    true
                ) ORDER BY "house", "No" FOR SHARE
            )
            INSERT INTO "suites" AS belay_target ("house", "number", "price") OVERRIDING SYSTEM VALUE
            SELECT * FROM belay_rows
                ON CONFLICT ("house", "number") DO UPDATE SET "price" = excluded."price"
             WHERE ROW(belay_target."price")::text IS DISTINCT FROM ROW(excluded."price")::text
               AND (belay_target."price" IS NULL OR belay_target."price" < excluded."price");
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
            -- Rows that were deleted while nothing carried that over; locked before they are looked at.
            PERFORM 1 FROM "suites" AS belay_target
              WHERE (belay_target."house", belay_target."number") >= (belay_low0, belay_low1) AND (belay_target."house", belay_target."number") < (belay_high0, belay_high1)
                AND NOT EXISTS (SELECT 1 FROM "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (belay_target."house", belay_target."number"))
                FOR UPDATE;
            DELETE FROM "suites" AS belay_target
              WHERE (belay_target."house", belay_target."number") >= (belay_low0, belay_low1) AND (belay_target."house", belay_target."number") < (belay_high0, belay_high1)
                AND NOT EXISTS (SELECT 1 FROM "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (belay_target."house", belay_target."number"));
            GET DIAGNOSTICS belay_more = ROW_COUNT;
            belay_rows := belay_rows + belay_more;
        ELSE
            belay_next := NULL;
            -- The rows are locked, so that nobody changes or deletes one while it is copied.
            WITH belay_rows AS MATERIALIZED (
                SELECT "house", "No", "price" FROM "rooms"
                 WHERE ("house", "No") >= (belay_low0, belay_low1) AND ("house", "No") <= (belay_high0, belay_high1) AND (
                    true
                ) ORDER BY "house", "No" FOR SHARE
            )
            INSERT INTO "suites" AS belay_target ("house", "number", "price") OVERRIDING SYSTEM VALUE
            SELECT * FROM belay_rows
                ON CONFLICT ("house", "number") DO UPDATE SET "price" = excluded."price"
             WHERE ROW(belay_target."price")::text IS DISTINCT FROM ROW(excluded."price")::text
               AND (belay_target."price" IS NULL OR belay_target."price" < excluded."price");
            GET DIAGNOSTICS belay_rows = ROW_COUNT;
            -- Rows that were deleted while nothing carried that over; locked before they are looked at.
            PERFORM 1 FROM "suites" AS belay_target
              WHERE (belay_target."house", belay_target."number") >= (belay_low0, belay_low1) AND (belay_target."house", belay_target."number") <= (belay_high0, belay_high1)
                AND NOT EXISTS (SELECT 1 FROM "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (belay_target."house", belay_target."number"))
                FOR UPDATE;
            DELETE FROM "suites" AS belay_target
              WHERE (belay_target."house", belay_target."number") >= (belay_low0, belay_low1) AND (belay_target."house", belay_target."number") <= (belay_high0, belay_high1)
                AND NOT EXISTS (SELECT 1 FROM "rooms" AS belay_source WHERE (belay_source."house", belay_source."No") = (belay_target."house", belay_target."number"));
            GET DIAGNOSTICS belay_more = ROW_COUNT;
            belay_rows := belay_rows + belay_more;
        END IF;
        belay_ms := greatest(0.1, extract(epoch FROM clock_timestamp() - belay_batch) * 1000);
        UPDATE belay.checkpoint
           SET last_key = coalesce(belay_next, last_key), rows_done = rows_done + belay_rows,
               batch_size = greatest(10, least(50000, batch_size * greatest(0.5, least(2.0, 20 / belay_ms)))),
               updated_at = clock_timestamp(),
               finished_at = CASE WHEN belay_next IS NULL THEN clock_timestamp() END
         WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's2' AND shard = 0;
        COMMIT;
        PERFORM pg_sleep(CASE WHEN -1 < 0 THEN belay_ms ELSE -1 END / 1000);
    END LOOP;
    COMMIT;
    PERFORM pg_advisory_unlock(hashtext('belay fill_c07630da_3_s2'));
END $belay_$;
