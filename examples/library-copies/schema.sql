CREATE TABLE books (
  id     INTEGER PRIMARY KEY,
  title  TEXT NOT NULL
);

CREATE TABLE holdings (
  id     INTEGER PRIMARY KEY,
  book   INTEGER NOT NULL REFERENCES books (id),
  shelf  TEXT NOT NULL,
  state  TEXT NOT NULL DEFAULT 'in',
  note   TEXT
);

CREATE INDEX holdings_book ON holdings (book);
