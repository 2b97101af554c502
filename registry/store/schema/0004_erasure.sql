-- What is left of values that were erased from versions: the digest of each leaf of a commitment
-- whose value and salt are gone.
CREATE TABLE erased_leaf (
  version INTEGER NOT NULL REFERENCES version (row),
  pointer TEXT NOT NULL,
  digest  BLOB NOT NULL,
  PRIMARY KEY (version, pointer)
) WITHOUT ROWID;
