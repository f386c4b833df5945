CREATE TABLE "we""ird $$ %s \n's" (
  id integer PRIMARY KEY,
  "a.b" varchar(20) NOT NULL DEFAULT 'it',
  made timestamp DEFAULT CURRENT_TIMESTAMP,
  UNIQUE ("a.b")
);
CREATE INDEX made ON "we""ird $$ %s \n's" (made DESC, id);
CREATE VIEW newest AS SELECT id FROM "we""ird $$ %s \n's";
