-- Migration: Rooms and floors
-- Phase 3: Fill them
-- Store: desk, what it fills
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 3 (line 58 of the plan): Backfill out: desk.keys.is_out from desk.keys.state, 200 rows in the first batch
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE TEMP TABLE IF NOT EXISTS belay_at (low, high, through, next, changed, begun);
BEGIN IMMEDIATE;
INSERT INTO belay_checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
SELECT 'rooms-and-floors-c07630da', '3', 's3', 0,
       (SELECT json_array("tag") FROM "keys" ORDER BY "tag" LIMIT 1),
       (SELECT json_array("tag") FROM "keys" ORDER BY "tag" DESC LIMIT 1), 200
 WHERE NOT EXISTS (SELECT 1 FROM belay_checkpoint
                    WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's3');
DELETE FROM temp.belay_at;
INSERT INTO temp.belay_at
SELECT last_key, high_key, NULL, NULL, 0, julianday('now') FROM belay_checkpoint
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's3' AND finished_at IS NULL;
UPDATE temp.belay_at SET through = coalesce(
    (SELECT json_array("tag") FROM "keys"
      WHERE ("tag") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
        AND ("tag") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "tag"
      LIMIT 1 OFFSET (SELECT batch_size - 1 FROM belay_checkpoint
                       WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's3')), high);
UPDATE temp.belay_at SET next =
    (SELECT json_array("tag") FROM "keys"
      WHERE ("tag") > (SELECT json_extract(through, '$[0]') FROM temp.belay_at)
        AND ("tag") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "tag" LIMIT 1);
UPDATE "keys" SET "is_out" = (
    state = 'out' OR taken_at IS NOT NULL
) WHERE ("tag") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
    AND ("tag") <= (SELECT json_extract(through, '$[0]') FROM temp.belay_at) AND (
    "is_out" IS NOT (state = 'out' OR taken_at IS NOT NULL)
);
UPDATE temp.belay_at SET changed = changes();
UPDATE belay_checkpoint
   SET rows_done = rows_done + (SELECT changed FROM temp.belay_at),
       last_key = (SELECT next FROM temp.belay_at),
       batch_size = max(10, min(50000, CAST(batch_size * max(0.5, min(2.0, 20 / max(0.1,
           (SELECT (julianday('now') - begun) * 86400000 FROM temp.belay_at)))) AS integer))),
       updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's3' AND finished_at IS NULL;
UPDATE belay_checkpoint SET finished_at = updated_at
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's3' AND last_key IS NULL
   AND finished_at IS NULL;
COMMIT;

-- Step 4 (line 59 of the plan): Backfill calls: desk.talks from desk.calls
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE TEMP TABLE IF NOT EXISTS belay_at (low, high, through, next, changed, begun);
BEGIN IMMEDIATE;
INSERT INTO belay_checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
SELECT 'rooms-and-floors-c07630da', '3', 's4', 0,
       (SELECT json_array("id") FROM "calls" ORDER BY "id" LIMIT 1),
       (SELECT json_array("id") FROM "calls" ORDER BY "id" DESC LIMIT 1), 1000
 WHERE NOT EXISTS (SELECT 1 FROM belay_checkpoint
                    WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's4');
DELETE FROM temp.belay_at;
INSERT INTO temp.belay_at
SELECT last_key, high_key, NULL, NULL, 0, julianday('now') FROM belay_checkpoint
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's4' AND finished_at IS NULL;
UPDATE temp.belay_at SET through = coalesce(
    (SELECT json_array("id") FROM "calls"
      WHERE ("id") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
        AND ("id") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "id"
      LIMIT 1 OFFSET (SELECT batch_size - 1 FROM belay_checkpoint
                       WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's4')), high);
UPDATE temp.belay_at SET next =
    (SELECT json_array("id") FROM "calls"
      WHERE ("id") > (SELECT json_extract(through, '$[0]') FROM temp.belay_at)
        AND ("id") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "id" LIMIT 1);
INSERT INTO "talks" AS belay_target ("call", "at", "minutes")
SELECT "id", "at", "minutes" FROM "calls"
 WHERE ("id") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
   AND ("id") <= (SELECT json_extract(through, '$[0]') FROM temp.belay_at) AND (
    1
) ON CONFLICT ("call") DO UPDATE SET "at" = excluded."at", "minutes" = excluded."minutes"
             WHERE (belay_target."at", belay_target."minutes") IS NOT (excluded."at", excluded."minutes");
UPDATE temp.belay_at SET changed = changes();
UPDATE belay_checkpoint
   SET rows_done = rows_done + (SELECT changed FROM temp.belay_at),
       last_key = (SELECT next FROM temp.belay_at),
       batch_size = max(10, min(50000, CAST(batch_size * max(0.5, min(2.0, 20 / max(0.1,
           (SELECT (julianday('now') - begun) * 86400000 FROM temp.belay_at)))) AS integer))),
       updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's4' AND finished_at IS NULL;
UPDATE belay_checkpoint SET finished_at = updated_at
 WHERE plan_id = 'rooms-and-floors-c07630da' AND phase = '3' AND task = 's4' AND last_key IS NULL
   AND finished_at IS NULL;
COMMIT;
