-- What is done at once and looked at afterwards: emergencies, changed urgent channels, quarantine;
-- mail on its way out; and questions to those who are named.

-- A tightening of an entry by its owner, alone. What it did is the difference of its version to the
-- one before; why, that version's change note.
CREATE TABLE emergency (
  row        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  entry      INTEGER NOT NULL REFERENCES entry (row),
  version    INTEGER NOT NULL,
  owner      TEXT NOT NULL,
  actor      TEXT NOT NULL,
  at         INTEGER NOT NULL,
  state      TEXT NOT NULL,     -- waiting, upheld, reverted
  decided_by TEXT NOT NULL,     -- actor; empty while it waits
  decided_at INTEGER
);
CREATE INDEX emergency_owner ON emergency (owner, row);
CREATE INDEX emergency_entry ON emergency (entry, row);

-- A version of a published contact that changed channels for urgent use.
CREATE TABLE urgent_change (
  row          INTEGER PRIMARY KEY,
  entry        INTEGER NOT NULL REFERENCES entry (row),
  version      INTEGER NOT NULL,
  owner        TEXT NOT NULL,
  authors      TEXT NOT NULL,   -- actors who wrote it, a space between two: none of them confirms it
  at           INTEGER NOT NULL,
  until        INTEGER NOT NULL,  -- when its channels are for urgent use without anybody's doing
  confirmed_by TEXT NOT NULL,     -- actor; empty where nobody has
  confirmed_at INTEGER,
  UNIQUE (entry, version)
);
CREATE INDEX urgent_change_owner ON urgent_change (owner, row);

-- Mail, from the transaction of what it tells of until it is sent; then the fact alone stays.
CREATE TABLE mail (
  row       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  kind      TEXT NOT NULL,     -- which words it has
  recipient TEXT NOT NULL,     -- empty once sent or given up
  language  TEXT NOT NULL,
  subject   TEXT NOT NULL,     -- id of what it is about: an entry, an account
  data      TEXT NOT NULL,     -- JSON, what the words need; empty once sent or given up
  at        INTEGER NOT NULL,
  state     TEXT NOT NULL,     -- waiting, sent, failed
  attempts  INTEGER NOT NULL,
  next_at   INTEGER NOT NULL,  -- not tried before
  ended_at  INTEGER,
  failure   TEXT NOT NULL      -- what the mail server said last
);
CREATE INDEX mail_waiting ON mail (next_at) WHERE state = 'waiting';

-- Accounts and tokens whose doings since a time are held back.
CREATE TABLE quarantine (
  row   INTEGER PRIMARY KEY,
  actor TEXT NOT NULL,
  since INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  by    TEXT NOT NULL
);
CREATE INDEX quarantine_actor ON quarantine (actor, row);

-- Entries that they wrote: `first_version` is the first of theirs since, `stood_as` the status that
-- the entry had when it was held.
CREATE TABLE quarantined_entry (
  quarantine    INTEGER NOT NULL REFERENCES quarantine (row),
  entry         INTEGER NOT NULL REFERENCES entry (row),
  first_version INTEGER NOT NULL,
  stood_as      TEXT NOT NULL,
  state         TEXT NOT NULL,  -- held, reverted, released
  decided_by    TEXT NOT NULL,
  decided_at    INTEGER,
  PRIMARY KEY (quarantine, entry)
) WITHOUT ROWID;
CREATE INDEX quarantined_entry_held ON quarantined_entry (entry) WHERE state = 'held';

-- Who made a token: it ends with the account that made it.
ALTER TABLE token ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
UPDATE token SET made_by = coalesce(
  (SELECT actor FROM audit WHERE action = 'token-add' AND subject = token.id), '');

-- Links by which a person says whether they agree to be named, by the digest of their secret.
CREATE TABLE name_request (
  digest     BLOB PRIMARY KEY,
  entry      INTEGER NOT NULL REFERENCES entry (row),
  name       BLOB NOT NULL,    -- digest of the name that was asked about
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX name_request_entry ON name_request (entry);
