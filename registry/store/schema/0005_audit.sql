-- Whom a row of the audit trail concerns, so that an owner's manager finds its own. Worked out when
-- the row is written; the trail's chain is over `audit` alone. `part` has bits: 1 the act was done
-- for this owner, 2 its subject belongs to it; 0 where it only changed entries of this owner.
CREATE TABLE audit_concern (
  owner TEXT NOT NULL,
  n     INTEGER NOT NULL REFERENCES audit (n),
  part  INTEGER NOT NULL,
  PRIMARY KEY (owner, n)
) WITHOUT ROWID;
CREATE INDEX audit_concern_acts ON audit_concern (n) WHERE part & 1;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor);
CREATE INDEX audit_subject ON audit (subject);

INSERT INTO audit_concern (owner, n, part)
WITH subject (n, id) AS (
  SELECT n, CASE instr(subject, ' ') WHEN 0 THEN subject
            ELSE substr(subject, 1, instr(subject, ' ') - 1) END FROM audit
)
SELECT owner, n, sum(DISTINCT part) FROM (
  SELECT CASE WHEN a.actor IN ('operator', 'program') THEN 'registry'
              WHEN coalesce(p.role, t.role) = 'secretariat' THEN 'secretariat'
              WHEN coalesce(p.role, t.role) = 'administrator' THEN 'registry'
              ELSE coalesce(p.owner, t.owner, '') END AS owner, a.n AS n, 1 AS part
  FROM audit AS a
  LEFT JOIN account AS p ON p.id = substr(a.actor, 9) AND a.actor LIKE 'account:%'
  LEFT JOIN token AS t ON t.id = substr(a.actor, 7) AND a.actor LIKE 'token:%'
  UNION ALL SELECT o.owner, s.n, 2 FROM subject AS s JOIN entry AS o ON o.id = s.id
  UNION ALL SELECT o.owner, s.n, 2 FROM subject AS s JOIN account AS o ON o.id = s.id
  UNION ALL SELECT o.owner, s.n, 2 FROM subject AS s JOIN token AS o ON o.id = s.id
  UNION ALL SELECT o.owner, s.n, 2 FROM subject AS s JOIN submission AS o ON o.id = s.id
  UNION ALL
  SELECT e.owner, a.n, 0 FROM audit AS a
  JOIN version AS v ON v.seq BETWEEN a.first_seq AND a.last_seq
  JOIN entry AS e ON e.row = v.entry
) WHERE owner <> '' GROUP BY owner, n;

-- How often an entry was looked up: by day (since 1970, UTC), whom the reader acts for (empty
-- for nobody), and actor, who is shown to the manager of that owner alone.
CREATE TABLE look_up (
  entry  INTEGER NOT NULL REFERENCES entry (row),
  day    INTEGER NOT NULL,
  reader TEXT NOT NULL,
  actor  TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (entry, day, reader, actor)
) WITHOUT ROWID;
CREATE INDEX look_up_reader ON look_up (reader, day);
CREATE INDEX look_up_day ON look_up (day);

-- Disclosures of who looked an entry up: asked for by one officer, confirmed by another.
CREATE TABLE disclosure (
  id           TEXT PRIMARY KEY,
  entry        INTEGER NOT NULL REFERENCES entry (row),
  from_day     INTEGER NOT NULL,
  until_day    INTEGER NOT NULL,
  note         TEXT NOT NULL,
  asked_by     TEXT NOT NULL,
  asked_at     INTEGER NOT NULL,
  confirmed_by TEXT,
  confirmed_at INTEGER
) WITHOUT ROWID;

-- Entries with personal fields that a caller was sent today: what its quota counts.
CREATE TABLE personal_quota (
  caller  TEXT NOT NULL,  -- account:ID, token:ID or network:PREFIX
  day     INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (caller, day)
) WITHOUT ROWID;

-- Whether a projection shows a personal field, so that counting costs a read nothing.
ALTER TABLE projection ADD COLUMN personal INTEGER NOT NULL DEFAULT 0;
UPDATE projection SET personal = 1 WHERE
  (json_extract(json, '$.kind') = 'contact' AND json_type(json, '$.name') IS NOT NULL)
  OR EXISTS (
    SELECT 1 FROM (SELECT type, value FROM json_each(projection.json, '$.channels') UNION ALL
                   SELECT type, value FROM json_each(projection.json, '$.enquiries')) AS channel
    WHERE CASE channel.type WHEN 'object' THEN json_extract(channel.value, '$.personal') = 1 ELSE 0 END);
