-- Migration: Names are titles
-- Phase 2: Fill it
-- Store: main, its verifications
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- Verification 1 (line 20 of the plan): 1000 rows of titles, chosen by hash, are the same on both sides
-- compared: the rows chosen by a hash of their key, by "books"."title"
SELECT count(*), count(*), count(CASE WHEN "books"."title" IS NOT "books"."Name" THEN 1 END), 0
  FROM (SELECT * FROM "books" AS "books" ORDER BY (
    WITH RECURSIVE belay_hash (belay_text, belay_at, belay_sum) AS (
        SELECT json_array("books"."id"), 0, 7
        UNION ALL
        SELECT belay_text, belay_at + 1,
               (belay_sum * 48271 + unicode(substr(belay_text, belay_at + 1, 1))) % 2147483647
          FROM belay_hash WHERE belay_at < length(belay_text)
    )
    SELECT belay_sum * 69621 % 2147483647 FROM belay_hash WHERE belay_at = length(belay_text)), "books"."id" LIMIT 1000) AS "books";
