-- What owners say of an entry without changing it, and finding whose a number, address or key is.

-- Said of a version, as a row of the log of its own: `confirm`, the owner's word that all of it is
-- right. The newest of a version stands in place of the version's own declaration.
CREATE TABLE attestation (
  seq       INTEGER PRIMARY KEY,  -- of its row of the log, which follows at once
  version   INTEGER NOT NULL REFERENCES version (row),
  at        INTEGER NOT NULL,
  act       TEXT NOT NULL,
  actor     TEXT NOT NULL,
  on_behalf TEXT NOT NULL,
  digest    BLOB NOT NULL         -- over the version's chain and all of this
);
CREATE INDEX attestation_version ON attestation (version, seq);

-- When what a row of the index shows was declared right last; NULL for never.
ALTER TABLE span ADD COLUMN declared_at INTEGER;
UPDATE span SET declared_at =
  (SELECT v.declared_at FROM version v WHERE v.entry = span.entry AND v.n = span.version);
CREATE INDEX span_declared ON span (declared_at, entry) WHERE to_seq = 9223372036854775807;

-- The values of channels and keys, as values of the filter `reach`: mail addresses in small letters,
-- all else as it stands. As much of it as each level sees.
INSERT INTO facet
  SELECT 'reach', value, span, min(level) FROM (
    SELECT CASE json_extract(c.value, '$.kind') WHEN 'email' THEN lower(json_extract(c.value, '$.value'))
             ELSE json_extract(c.value, '$.value') END AS value,
           p.row / 4 AS span, p.row % 4 AS level
      FROM projection p, json_each(p.json, '$.channels') c
    UNION ALL
    SELECT CASE json_extract(c.value, '$.kind') WHEN 'email' THEN lower(json_extract(c.value, '$.value'))
             ELSE json_extract(c.value, '$.value') END,
           p.row / 4, p.row % 4
      FROM projection p, json_each(p.json, '$.enquiries') c
    UNION ALL
    SELECT upper(replace(replace(json_extract(k.value, '$.fingerprint'), ' ', ''), ':', '')), p.row / 4, p.row % 4
      FROM projection p, json_each(p.json, '$.keys') k)
  WHERE value IS NOT NULL AND value <> ''
  GROUP BY value, span;
