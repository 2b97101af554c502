-- People's accounts, how they sign in, and the sessions that they are signed in by.

-- `email` is in lower case. `password` is an Argon2id string, `totp` the secret of the second
-- factor; both are empty until the invitation is accepted. A removed account keeps its row, without
-- anything personal, because the record names it.
CREATE TABLE account (
  id           TEXT PRIMARY KEY,
  email        TEXT UNIQUE,  -- null once removed
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  owner        TEXT NOT NULL,
  password     TEXT NOT NULL,
  totp         BLOB NOT NULL,
  totp_step    INTEGER NOT NULL,  -- of the last code used: a code serves once
  created_at   INTEGER NOT NULL,
  signed_in_at INTEGER,
  suspended_at INTEGER,
  removed_at   INTEGER
) WITHOUT ROWID;

-- A session by the digest of its secret. `kind` is pending (the password was right, the code is
-- still asked), browser or device.
CREATE TABLE session (
  digest     BLOB PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  account    TEXT NOT NULL REFERENCES account (id),
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  source     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

-- Links that let somebody set a password and a second factor, by the digest of their secret.
CREATE TABLE invitation (
  digest     BLOB PRIMARY KEY,
  account    TEXT NOT NULL REFERENCES account (id),
  totp       BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX invitation_account ON invitation (account);

-- A recovery that one officer has asked for and a second has yet to.
CREATE TABLE recovery (
  account TEXT PRIMARY KEY REFERENCES account (id),
  officer TEXT NOT NULL,
  note    TEXT NOT NULL,
  at      INTEGER NOT NULL
) WITHOUT ROWID;

-- Attempts to sign in that came to nothing, by the digest of whom they count against.
CREATE TABLE attempt (
  key      BLOB PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX attempt_last ON attempt (last_at);

-- Browsers from which an account has signed in before.
CREATE TABLE known_device (
  digest  BLOB NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  at      INTEGER NOT NULL,
  PRIMARY KEY (digest, account)
) WITHOUT ROWID;

-- When a token was last used, to the minute.
ALTER TABLE token ADD COLUMN used_at INTEGER;
