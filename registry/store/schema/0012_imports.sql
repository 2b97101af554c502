-- Imports and what foreign directories say.

-- An import that was planned, applied or refused. Its items lie in a file of that name beside the
-- store, for as long as they are kept.
CREATE TABLE import (
  row     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  owner   TEXT NOT NULL,          -- for whom it was made
  file    TEXT NOT NULL,          -- as its sender names it
  format  TEXT NOT NULL,
  state   TEXT NOT NULL,          -- running, planned, applied, refused, failed
  plan    TEXT NOT NULL,          -- digest, hexadecimal; empty while it runs
  answer  TEXT NOT NULL,          -- options, sums and what went wrong, as JSON
  request BLOB                    -- digest of actor and Idempotency-Key; NULL for none
);
CREATE UNIQUE INDEX import_request ON import (request) WHERE request IS NOT NULL;
CREATE INDEX import_plan ON import (plan, row) WHERE plan <> '';
CREATE INDEX import_owner ON import (owner, row);

-- What a further directory lists of an entry whose own source is another: an owner's word, or the
-- directory that listed it first.
CREATE TABLE listing (
  source     TEXT NOT NULL,
  id         TEXT NOT NULL,
  entry      INTEGER NOT NULL REFERENCES entry (row),
  url        TEXT NOT NULL,
  seen_at    INTEGER NOT NULL,
  difference TEXT NOT NULL,       -- JSON: an array of {pointer, from, to}; empty once erased
  PRIMARY KEY (source, id)
) WITHOUT ROWID;
CREATE INDEX listing_entry ON listing (entry);
