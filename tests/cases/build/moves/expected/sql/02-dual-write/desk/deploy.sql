-- Migration: Rooms and floors
-- Phase 2: Keep both
-- Store: desk, the phase's steps
-- Made by belay of plan.belay (sha256 2e85cf99d7299cf824e399b36796c47ae6068361226a449c62beeb168896a2f3): edit the plan instead.

-- Step 3 (line 49 of the plan): From here on, writes of out reach both sides, and the old side is trusted, by trigger
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_c07630da_3_inserted;
DROP TRIGGER IF EXISTS zz_belay_c07630da_3_updated;
-- A row that comes with the other side alone keeps it.
CREATE TRIGGER zz_belay_c07630da_3_inserted AFTER INSERT ON "keys" WHEN NOT ((NEW."state" IS NULL OR NEW."state" IS ('in')) AND NEW."is_out" IS NOT NULL AND NEW."is_out" IS NOT (0)) BEGIN
    UPDATE "keys" SET "is_out" = (
        state = 'out' OR taken_at IS NOT NULL
    ) WHERE "tag" IS NEW."tag" AND "is_out" IS NOT (
        state = 'out' OR taken_at IS NOT NULL
    );
END;
CREATE TRIGGER zz_belay_c07630da_3_updated AFTER UPDATE ON "keys" WHEN NEW."state" IS NOT OLD."state" OR NEW."taken_at" IS NOT OLD."taken_at" BEGIN
    UPDATE "keys" SET "is_out" = (
        state = 'out' OR taken_at IS NOT NULL
    ) WHERE "tag" IS NEW."tag" AND "is_out" IS NOT (
        state = 'out' OR taken_at IS NOT NULL
    );
END;
-- Nothing is changed here: what cannot be evaluated fails now, and not in a write.
INSERT INTO "keys" ("state") SELECT "state" FROM "keys" WHERE 0;
UPDATE "keys" SET "state" = "state" WHERE 0;
COMMIT;

-- Step 4 (line 50 of the plan): From here on, writes of calls reach both sides, and the old side is trusted, by trigger
-- One transaction.
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_inserted;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_updated;
DROP TRIGGER IF EXISTS zz_belay_c07630da_4_deleted;
CREATE TRIGGER zz_belay_c07630da_4_inserted AFTER INSERT ON "calls" BEGIN
    UPDATE "talks" SET "at" = NEW."at", "minutes" = NEW."minutes"
     WHERE "call" IS NEW."id";
    INSERT INTO "talks" ("call", "at", "minutes") SELECT NEW."id", NEW."at", NEW."minutes"
     WHERE NOT EXISTS (SELECT 1 FROM "talks" WHERE "call" IS NEW."id");
END;
CREATE TRIGGER zz_belay_c07630da_4_updated AFTER UPDATE ON "calls" WHEN NOT (NEW."id" IS OLD."id" AND NEW."at" IS OLD."at" AND NEW."minutes" IS OLD."minutes") BEGIN
    DELETE FROM "talks" WHERE "call" IS OLD."id" AND NOT EXISTS (SELECT 1 FROM "calls" WHERE "id" IS OLD."id");
    UPDATE "talks" SET "at" = CASE WHEN NEW."at" IS OLD."at" THEN "at" ELSE NEW."at" END, "minutes" = CASE WHEN NEW."minutes" IS OLD."minutes" THEN "minutes" ELSE NEW."minutes" END
     WHERE "call" IS NEW."id";
    INSERT INTO "talks" ("call", "at", "minutes") SELECT NEW."id", NEW."at", NEW."minutes"
     WHERE NOT EXISTS (SELECT 1 FROM "talks" WHERE "call" IS NEW."id");
END;
CREATE TRIGGER zz_belay_c07630da_4_deleted AFTER DELETE ON "calls" BEGIN
    DELETE FROM "talks" WHERE "call" IS OLD."id" AND NOT EXISTS (SELECT 1 FROM "calls" WHERE "id" IS OLD."id");
END;
-- Nothing is copied here: what does not fit fails now, and not in a write.
INSERT INTO "calls" ("id", "at", "minutes") SELECT "id", "at", "minutes" FROM "calls" WHERE 0;
UPDATE "calls" SET ("id", "at", "minutes") = ("id", "at", "minutes") WHERE 0;
DELETE FROM "calls" WHERE 0;
COMMIT;
