CREATE TABLE members (
  id           INTEGER PRIMARY KEY,
  address      TEXT NOT NULL UNIQUE,
  confirmed_on TEXT
);
