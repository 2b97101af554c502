-- The first schema. Never edited once released: a change is a further numbered file.

-- What the registry is: its identity, the epoch of its feeds.
CREATE TABLE registry (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One row an entry: where it stands now.
CREATE TABLE entry (
  row         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  status      TEXT NOT NULL,
  owner       TEXT NOT NULL,
  grp         TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  source_name TEXT,
  source_id   TEXT,
  span        INTEGER NOT NULL  -- its row of the index that holds still; 0 where it has none
);
CREATE INDEX entry_source ON entry (source_name, source_id) WHERE source_name IS NOT NULL;

-- Immutable versions. `body` is the canonical JSON of the whole entry as its owner wrote it.
CREATE TABLE version (
  row         INTEGER PRIMARY KEY,
  entry       INTEGER NOT NULL REFERENCES entry (row),
  n           INTEGER NOT NULL,
  seq         INTEGER NOT NULL UNIQUE,  -- of its row of the log, which follows at once
  at          INTEGER NOT NULL,
  operation   TEXT NOT NULL,
  status      TEXT NOT NULL,
  actor       TEXT NOT NULL,
  on_behalf   TEXT NOT NULL,
  declared_at INTEGER,
  declared_by TEXT NOT NULL,
  body        TEXT NOT NULL,
  root        BLOB NOT NULL,
  chain       BLOB NOT NULL,
  UNIQUE (entry, n)
);

-- The salts of a version's commitments, apart from its content.
CREATE TABLE salt (
  version INTEGER PRIMARY KEY REFERENCES version (row),
  leaves  BLOB NOT NULL
);

-- The log of the registry as a whole, chained.
CREATE TABLE log (
  seq       INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  operation TEXT NOT NULL,
  version   INTEGER NOT NULL REFERENCES version (row),
  digest    BLOB NOT NULL
);
CREATE INDEX log_at ON log (at);

-- Who did what, from where: append-only, chained.
CREATE TABLE audit (
  n         INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  source    TEXT NOT NULL,
  action    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  first_seq INTEGER,
  last_seq  INTEGER,
  request   TEXT NOT NULL,
  digest    BLOB NOT NULL
);

-- Versions as they are sent, one row for each level that sees them: nothing is worked out when an
-- entry is read, as of now or of any moment. row = 4 * span + level (0 public, 1 group, 2 owner).
CREATE TABLE projection (
  row    INTEGER PRIMARY KEY,
  digest TEXT NOT NULL,
  json   TEXT NOT NULL
);

-- The index of lists and searches: one row a version, with the sequences between which it held.
CREATE TABLE span (
  row         INTEGER PRIMARY KEY,
  entry       INTEGER NOT NULL REFERENCES entry (row),
  version     INTEGER NOT NULL,
  from_seq    INTEGER NOT NULL,
  to_seq      INTEGER NOT NULL,
  level       INTEGER NOT NULL,
  owner       TEXT NOT NULL,
  grp         TEXT NOT NULL,
  kind        TEXT NOT NULL,
  modified_at INTEGER NOT NULL
);
CREATE INDEX span_entry ON span (entry, from_seq);
CREATE INDEX span_modified ON span (modified_at, entry) WHERE to_seq = 9223372036854775807;

-- Values that filters match, each with the level from which it is seen.
CREATE TABLE facet (
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  span  INTEGER NOT NULL REFERENCES span (row) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  PRIMARY KEY (name, value, span)
) WITHOUT ROWID;
CREATE INDEX facet_span ON facet (span, level);

-- Folded text for full-text search, each level apart: a level has a row where it sees more text
-- than the level below, so that a hidden word is in no structure that an outsider's query reads.
CREATE TABLE text_public (row INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE text_group  (row INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE text_owner  (row INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL);
CREATE VIRTUAL TABLE find_public USING fts5 (title, body, content = 'text_public', content_rowid = 'row',
  columnsize = 0, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE find_group USING fts5 (title, body, content = 'text_group', content_rowid = 'row',
  columnsize = 0, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE find_owner USING fts5 (title, body, content = 'text_owner', content_rowid = 'row',
  columnsize = 0, tokenize = "unicode61 remove_diacritics 0");

-- The feeds, each dense by itself. The log is the feed `full`.
CREATE TABLE feed_item (
  feed      TEXT NOT NULL,
  n         INTEGER NOT NULL,
  seq       INTEGER NOT NULL REFERENCES log (seq),
  operation TEXT NOT NULL,
  entry     INTEGER NOT NULL REFERENCES entry (row),
  version   INTEGER NOT NULL,
  reason    TEXT NOT NULL,
  PRIMARY KEY (feed, n)
) WITHOUT ROWID;

-- Tokens of tools: only a digest of the secret is kept.
CREATE TABLE token (
  id         TEXT PRIMARY KEY,
  digest     BLOB NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  scopes     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) WITHOUT ROWID;

-- Answers kept for repeated requests (Idempotency-Key).
CREATE TABLE idempotent (
  key     BLOB PRIMARY KEY,
  request BLOB NOT NULL,
  at      INTEGER NOT NULL,
  status  INTEGER NOT NULL,
  entry   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX idempotent_at ON idempotent (at);
