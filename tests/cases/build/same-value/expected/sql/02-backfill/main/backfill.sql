-- Migration: Names are titles
-- Phase 2: Fill it
-- Store: main, what it fills
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- Step 2 (line 19 of the plan): Backfill titles: books.title from books.`Name`, 100 rows in the first batch
-- Each batch is one transaction with its checkpoint in the ledger; the runbook repeats it.
CREATE TEMP TABLE IF NOT EXISTS belay_at (low, high, through, next, changed, begun);
BEGIN IMMEDIATE;
INSERT INTO belay_checkpoint (plan_id, phase, task, shard, last_key, high_key, batch_size)
SELECT 'names-are-titles-198d1543', '2', 's2', 0,
       (SELECT json_array("id") FROM "books" ORDER BY "id" LIMIT 1),
       (SELECT json_array("id") FROM "books" ORDER BY "id" DESC LIMIT 1), 100
 WHERE NOT EXISTS (SELECT 1 FROM belay_checkpoint
                    WHERE plan_id = 'names-are-titles-198d1543' AND phase = '2' AND task = 's2');
DELETE FROM temp.belay_at;
INSERT INTO temp.belay_at
SELECT last_key, high_key, NULL, NULL, 0, julianday('now') FROM belay_checkpoint
 WHERE plan_id = 'names-are-titles-198d1543' AND phase = '2' AND task = 's2' AND finished_at IS NULL;
UPDATE temp.belay_at SET through = coalesce(
    (SELECT json_array("id") FROM "books"
      WHERE ("id") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
        AND ("id") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "id"
      LIMIT 1 OFFSET (SELECT batch_size - 1 FROM belay_checkpoint
                       WHERE plan_id = 'names-are-titles-198d1543' AND phase = '2' AND task = 's2')), high);
UPDATE temp.belay_at SET next =
    (SELECT json_array("id") FROM "books"
      WHERE ("id") > (SELECT json_extract(through, '$[0]') FROM temp.belay_at)
        AND ("id") <= (SELECT json_extract(high, '$[0]') FROM temp.belay_at)
      ORDER BY "id" LIMIT 1);
UPDATE "books" SET "title" = (
    "Name"
) WHERE ("id") >= (SELECT json_extract(low, '$[0]') FROM temp.belay_at)
    AND ("id") <= (SELECT json_extract(through, '$[0]') FROM temp.belay_at) AND (
    "title" IS NOT ("Name")
);
UPDATE temp.belay_at SET changed = changes();
UPDATE belay_checkpoint
   SET rows_done = rows_done + (SELECT changed FROM temp.belay_at),
       last_key = (SELECT next FROM temp.belay_at),
       batch_size = max(10, min(50000, CAST(batch_size * max(0.5, min(2.0, 20 / max(0.1,
           (SELECT (julianday('now') - begun) * 86400000 FROM temp.belay_at)))) AS integer))),
       updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
 WHERE plan_id = 'names-are-titles-198d1543' AND phase = '2' AND task = 's2' AND finished_at IS NULL;
UPDATE belay_checkpoint SET finished_at = updated_at
 WHERE plan_id = 'names-are-titles-198d1543' AND phase = '2' AND task = 's2' AND last_key IS NULL
   AND finished_at IS NULL;
COMMIT;
