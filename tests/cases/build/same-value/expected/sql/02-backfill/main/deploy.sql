-- Migration: Names are titles
-- Phase 2: Fill it
-- Store: main, the phase's steps
-- Made by belay of plan.belay (sha256 ccf07607ab04097ef9501964a8c59474951f64a7289de71fc92338f3ccb2c63a): edit the plan instead.

-- Step 1 (line 18 of the plan): From here on, writes of titles reach both sides, and the old side is trusted, by trigger
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_198d1543_1_inserted;
DROP TRIGGER IF EXISTS zz_belay_198d1543_1_updated;
-- A row that comes with the other side alone keeps it.
CREATE TRIGGER zz_belay_198d1543_1_inserted AFTER INSERT ON "books" WHEN NOT ((NEW."Name" IS NULL) AND NEW."title" IS NOT NULL) BEGIN
    UPDATE "books" SET "title" = (
        "Name"
    ) WHERE "id" IS NEW."id" AND "title" IS NOT (
        "Name"
    );
END;
CREATE TRIGGER zz_belay_198d1543_1_updated AFTER UPDATE ON "books" WHEN NEW."Name" IS NOT OLD."Name" BEGIN
    UPDATE "books" SET "title" = (
        "Name"
    ) WHERE "id" IS NEW."id" AND "title" IS NOT (
        "Name"
    );
END;
-- Nothing is changed here: what cannot be evaluated fails now, and not in a write.
INSERT INTO "books" ("Name") SELECT "Name" FROM "books" WHERE 0;
UPDATE "books" SET "Name" = "Name" WHERE 0;
COMMIT;
