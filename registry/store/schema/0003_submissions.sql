-- Submissions: changes of entries on their way to publication. No part of the entries' chains: what
-- comes of one is versions, and every step is a row of the audit trail.

CREATE TABLE submission (
  row            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  owner          TEXT NOT NULL,     -- of all entries that it changes
  state          TEXT NOT NULL,
  revision       INTEGER NOT NULL,  -- one more with every edit and step
  authors        TEXT NOT NULL,     -- actors who wrote, edited or submitted it, a space between two
  suggester      TEXT NOT NULL,     -- actor who suggested it; empty where nobody did
  created_at     INTEGER NOT NULL,
  modified_at    INTEGER NOT NULL,
  submitted_at   INTEGER,           -- first; from then on the secretariat sees it
  due_at         INTEGER,           -- when it publishes itself; set while it waits for that
  body           TEXT NOT NULL,     -- canonical JSON of what is proposed
  suggestion     TEXT NOT NULL,     -- the same as its suggester wrote it; empty where nobody did
  outcome        TEXT NOT NULL      -- canonical JSON: what was rebased, what stood against it
);
CREATE INDEX submission_owner ON submission (owner, row);
CREATE INDEX submission_suggester ON submission (suggester, row) WHERE suggester <> '';
CREATE INDEX submission_due ON submission (due_at) WHERE due_at IS NOT NULL;

-- What was done with a submission, in order.
CREATE TABLE submission_step (
  submission INTEGER NOT NULL REFERENCES submission (row),
  n          INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  on_behalf  TEXT NOT NULL,
  action     TEXT NOT NULL,
  state      TEXT NOT NULL,
  comment    TEXT NOT NULL,
  PRIMARY KEY (submission, n)
) WITHOUT ROWID;

-- What an owner has set for all that is its own.
CREATE TABLE owner_setting (
  owner      TEXT PRIMARY KEY,
  one_person INTEGER NOT NULL  -- 1: submitting counts as a second person's approval
) WITHOUT ROWID;

-- The published contacts of an owner are looked at when one of them is to go.
CREATE INDEX entry_owner ON entry (owner, kind);
