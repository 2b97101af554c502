-- Signing in through an identity provider (OpenID Connect).

-- Whom a provider knows as `subject` is this account: found once, by the address they have in common,
-- and known by the subject alone from then on.
CREATE TABLE identity (
  issuer    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  account   TEXT NOT NULL UNIQUE REFERENCES account (id),
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

-- A browser that was sent to the provider and is not back yet, by the digest of the state that it
-- brings. `browser` is the digest of the cookie that it had.
CREATE TABLE identity_request (
  state      BLOB PRIMARY KEY,
  browser    BLOB NOT NULL,
  nonce      TEXT NOT NULL,
  verifier   TEXT NOT NULL,
  source     TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX identity_request_source ON identity_request (source, expires_at);

-- Who a provider said that this is, of pending sessions that wait for a code; else empty.
ALTER TABLE session ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN subject TEXT NOT NULL DEFAULT '';
