"""Whatever is changed behind the program's back, `verify` sees it: it ends with 1, says what it
found, and does not crash. The store that nobody touched verifies.

Each case works on a copy of one store of a few hundred versions.
"""

import shutil
import sqlite3
import tempfile
import unittest
from pathlib import Path

from registry_program import Client, Server, must, organisation, program, run

ENTRIES = 24
ROUNDS_OF_CHANGES = 5


def contact(identifier, mark):
    """An entry that only States see, with a channel that only its owner sees."""
    return {"id": identifier, "kind": "contact", "organisation": "org-0", "category": "technical",
            "nature": "person", "title": {"en": f"Duty officer {mark}"},
            "name": {"original": f"Person {mark}"}, "languages": ["en"], "availability": {"always": True},
            "channels": [{"kind": "email", "value": f"{mark}@cert.example"},
                         {"kind": "phone", "value": "+6621234567", "visibility": "owner"}],
            "keys": [{"kind": "openpgp", "fingerprint": "AB" * 20}],
            "meta": {"owner": "IN", "authority": {"reference": f"NV/{mark}"}, "change_note": f"note {mark}"}}


def make_store(data):
    """Updates, withdrawals, restorations and tokens, through the server; then closed cleanly."""
    token = must("token", "add", "--role", "editor", "--owner", "IN", data=data).strip()
    server = Server(data)
    client = Client(server.port, token)

    def send(method, path, success, body=None, **headers):
        status, etag, content = client.ask(method, path, body, **headers)
        assert status == success, (method, path, status, content)
        return etag

    tags = {}
    for number in range(ENTRIES):
        make = organisation if number % 3 != 2 else contact
        identifier = f"org-{number}"
        tags[identifier] = send("POST", "/v1/entries", 201, make(identifier, f"mark{number}x0"))
    for turn in range(1, ROUNDS_OF_CHANGES + 1):
        for number in range(ENTRIES):
            make = organisation if number % 3 != 2 else contact
            identifier = f"org-{number}"
            path = f"/v1/entries/{identifier}"
            if turn == ROUNDS_OF_CHANGES and number % 4 == 3:
                tags[identifier] = send("DELETE", path, 200, If_Match=tags[identifier])
                if number % 8 == 3:
                    tags[identifier] = send("POST", path + "/restore", 200, If_Match=tags[identifier])
                continue
            tags[identifier] = send("PUT", path, 200, make(identifier, f"mark{number}x{turn}"), If_Match=tags[identifier])
    client.close()
    code = server.stop()
    assert code == 0, code
    must("import", Path(__file__).with_name("tamper_narrowed.json"), data=data)


def texts(path, query):
    """Values of a column, as bytes."""
    store = sqlite3.connect(path)
    try:
        return [value.encode() if isinstance(value, str) else value for (value,) in store.execute(query)]
    finally:
        store.close()


# Where a single byte is changed: values that stand in the file as they are.
PLACES = {
    "version.body": "SELECT body FROM version ORDER BY row",
    "version.root": "SELECT root FROM version ORDER BY row",
    "version.chain": "SELECT chain FROM version ORDER BY row",
    "version.actor": "SELECT DISTINCT actor FROM version WHERE actor LIKE 'token:%'",
    "salt.leaves": "SELECT leaves FROM salt ORDER BY version",
    "log.digest": "SELECT digest FROM log ORDER BY seq",
    "audit.digest": "SELECT digest FROM audit ORDER BY n",
    "projection.json": "SELECT json FROM projection ORDER BY row",
    "projection.digest": "SELECT digest FROM projection ORDER BY row",
    "text_public.title": "SELECT title FROM text_public WHERE title LIKE 'mark%' ORDER BY row",
    "text_public.body": "SELECT body FROM text_public WHERE length(body) > 12 ORDER BY row",
    "text_group.body": "SELECT body FROM text_group WHERE body LIKE '%mark%' ORDER BY row",
    "text_owner.body": "SELECT body FROM text_owner WHERE length(body) > 8 ORDER BY row",
    "facet.value": "SELECT value FROM facet WHERE name = 'category' ORDER BY span",
    "entry.id": "SELECT id FROM entry WHERE id LIKE 'org-%' ORDER BY row",
    "span.kind": "SELECT kind FROM span ORDER BY row",
}
BYTES_EACH = 3

# What is done with SQL, foreign keys off.
STATEMENTS = {
    "a row of the log deleted": "DELETE FROM log WHERE seq = 230",
    "the last row of the log deleted": "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)",
    "the first row of the log deleted": "DELETE FROM log WHERE seq = 1",
    "the digests of two rows of the log swapped":
        "UPDATE log SET digest = (SELECT o.digest FROM log o WHERE o.seq = 461 - log.seq) WHERE seq IN (230, 231)",
    "a time in the log": "UPDATE log SET at = at + 1 WHERE seq = 240",
    "an operation in the log": "UPDATE log SET operation = 'restore' WHERE seq = 240",
    "the version that a row of the log names": "UPDATE log SET version = version - 1 WHERE seq = 240",
    "the bodies of two versions swapped":
        "UPDATE version SET body = (SELECT o.body FROM version o WHERE o.seq = 481 - version.seq) WHERE seq IN (240, 241)",
    "bodies, roots and salts of two versions swapped": """
        CREATE TEMP TABLE kept AS SELECT v.row, v.body, v.root, s.leaves, v.seq FROM version v JOIN salt s ON s.version = v.row WHERE v.seq IN (240, 241);
        UPDATE salt SET leaves = (SELECT leaves FROM kept WHERE row <> salt.version) WHERE version IN (SELECT row FROM kept);
        UPDATE version SET body = (SELECT body FROM kept k WHERE k.row <> version.row), root = (SELECT root FROM kept k WHERE k.row <> version.row)
        WHERE row IN (SELECT row FROM kept)""",
    "a version deleted": "DELETE FROM version WHERE seq = 240",
    "a version deleted with all that names it": """
        DELETE FROM salt WHERE version = (SELECT row FROM version WHERE seq = 240);
        DELETE FROM feed_item WHERE seq = 240; DELETE FROM log WHERE seq = 240;
        DELETE FROM span WHERE from_seq = 240; DELETE FROM version WHERE seq = 240""",
    "the last version deleted with all that names it": """
        UPDATE entry SET version = version - 1 WHERE row = (SELECT entry FROM version ORDER BY seq DESC LIMIT 1);
        DELETE FROM salt WHERE version = (SELECT row FROM version ORDER BY seq DESC LIMIT 1);
        DELETE FROM log WHERE seq = (SELECT max(seq) FROM log); DELETE FROM version WHERE seq = (SELECT max(seq) FROM version)""",
    "the time of a version": "UPDATE version SET at = at - 1000000 WHERE seq = 240",
    "the time of a version and of its row of the log":
        "UPDATE version SET at = at - 1 WHERE seq = 240; UPDATE log SET at = at - 1 WHERE seq = 240",
    "who made a version": "UPDATE version SET actor = 'token:someone' WHERE seq = 240",
    "on whose behalf": "UPDATE version SET on_behalf = 'TH' WHERE seq = 240",
    "the operation of a version": "UPDATE version SET operation = 'create' WHERE seq = 260",
    "the status of a version": "UPDATE version SET status = 'withdrawn' WHERE seq = 240",
    "a declaration": "UPDATE version SET declared_at = declared_at + 1 WHERE seq = 240",
    "who declared": "UPDATE version SET declared_by = 'TH' WHERE seq = 240",
    "the number of a version": "UPDATE version SET n = 99 WHERE seq = 240",
    "the entry of a version": "UPDATE version SET entry = 3, n = 77 WHERE seq = 240",
    "a salt deleted": "DELETE FROM salt WHERE version = 240",
    "a salt too many": "INSERT INTO salt VALUES (999999, x'00')",
    "the salt of a version cut": "UPDATE salt SET leaves = substr(leaves, 1, 16) WHERE version = 240",
    "a row of the audit trail deleted": "DELETE FROM audit WHERE n = 40",
    "the first row of the audit trail deleted": "DELETE FROM audit WHERE n = 1",
    "the last row of the audit trail deleted": "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
    "the actor in the audit trail": "UPDATE audit SET actor = 'token:someone' WHERE n = 40",
    "the source in the audit trail": "UPDATE audit SET source = 'cli' WHERE n = 40",
    "the subject in the audit trail": "UPDATE audit SET subject = 'org-1' WHERE n = 40",
    "the time in the audit trail": "UPDATE audit SET at = at + 1 WHERE n = 40",
    "the sequence in the audit trail": "UPDATE audit SET last_seq = last_seq + 1 WHERE n = 40",
    "an item of a feed deleted": "DELETE FROM feed_item WHERE feed = 'states' AND n = 210",
    "the first item of a feed deleted": "DELETE FROM feed_item WHERE feed = 'public' AND n = 1",
    "the last item of a feed deleted":
        "DELETE FROM feed_item WHERE feed = 'public' AND n = (SELECT max(n) FROM feed_item WHERE feed = 'public')",
    "a whole feed deleted": "DELETE FROM feed_item WHERE feed = 'public'",
    "an item of a feed moved to another entry": "UPDATE feed_item SET entry = 3 WHERE feed = 'states' AND n = 210",
    "an item of a feed of another version": "UPDATE feed_item SET version = version + 1 WHERE feed = 'states' AND n = 210",
    "a withdrawal in a feed made a put":
        "UPDATE feed_item SET operation = 'put', reason = '' WHERE feed = 'states' AND operation = 'withdraw'",
    "a put in a feed made a withdrawal":
        "UPDATE feed_item SET operation = 'withdraw', reason = 'deleted' WHERE feed = 'states' AND n = 210",
    "the reason of a withdrawal": "UPDATE feed_item SET reason = 'superseded' WHERE operation = 'withdraw'",
    "a hidden entry put into the public feed": """
        INSERT INTO feed_item SELECT 'public', (SELECT max(n) + 1 FROM feed_item WHERE feed = 'public'), v.seq, 'put', v.entry, v.n, ''
        FROM version v JOIN entry e ON e.row = v.entry WHERE e.kind = 'contact' ORDER BY v.seq DESC LIMIT 1""",
    "a projection deleted": "DELETE FROM projection WHERE row = (SELECT max(row) FROM projection)",
    "the projection of a level copied to a lower one": """
        UPDATE projection SET json = (SELECT o.json FROM projection o WHERE o.row = projection.row + 1)
        WHERE row = (SELECT span * 4 + 1 FROM entry WHERE kind = 'contact' AND status = 'published' LIMIT 1)""",
    "a projection of an entry that a level may not see": """
        INSERT INTO projection SELECT p.row - 1, p.digest, p.json, p.personal FROM projection p JOIN entry e ON p.row = e.span * 4 + 1
        WHERE e.kind = 'contact' LIMIT 1""",
    "a projection that belongs to nothing": "INSERT INTO projection VALUES (999999, 'x', '{}', 0)",
    "a span deleted": "DELETE FROM span WHERE row = (SELECT max(row) FROM span)",
    "a span that ends earlier": "UPDATE span SET to_seq = to_seq - 1 WHERE row = (SELECT min(row) FROM span WHERE from_seq > 240)",
    "a span of a lower level": "UPDATE span SET level = 0 WHERE level = 1",
    "a span of another group": "UPDATE span SET grp = 'named:TH' WHERE row = (SELECT max(row) FROM span)",
    "a span of another owner": "UPDATE span SET owner = 'TH' WHERE row = (SELECT max(row) FROM span)",
    "a value of a filter deleted": "DELETE FROM facet WHERE span = (SELECT max(span) FROM facet) AND name = 'kind'",
    "a value of a filter too many": "INSERT INTO facet VALUES ('theme', 'norms', (SELECT max(row) FROM span), 0)",
    "a value of a filter at a lower level": "UPDATE facet SET level = 0 WHERE level = 1",
    "a text of the index deleted": "DELETE FROM text_public WHERE row = (SELECT max(row) FROM text_public)",
    "a text of the index copied to a lower level":
        "INSERT INTO text_public SELECT row, title, body FROM text_group WHERE row NOT IN (SELECT row FROM text_public) LIMIT 1",
    "a text that belongs to nothing": "INSERT INTO text_group VALUES (999999, 'ghost', 'ghost')",
    "a row of the full-text index deleted":
        "INSERT INTO find_public (find_public, rowid, title, body) SELECT 'delete', row, title, body FROM text_public ORDER BY row DESC LIMIT 1",
    "a word of the full-text index too many": "INSERT INTO find_public (rowid, title, body) VALUES (999999, 'ghost', 'ghost')",
    "the status of an entry": "UPDATE entry SET status = 'draft' WHERE id = 'org-1'",
    "the owner of an entry": "UPDATE entry SET owner = 'TH' WHERE id = 'org-1'",
    "the group of an entry": "UPDATE entry SET grp = 'named:TH' WHERE id = 'org-2'",
    "the version of an entry": "UPDATE entry SET version = version - 1 WHERE id = 'org-1'",
    "the kind of an entry": "UPDATE entry SET kind = 'document' WHERE id = 'org-1'",
    "the time of an entry": "UPDATE entry SET modified_at = modified_at + 1 WHERE id = 'org-1'",
    "the row of the index that an entry names": "UPDATE entry SET span = span - 1 WHERE id = 'org-1'",
    "what was seen of an old version": "UPDATE projection SET json = replace(json, '\"version\":1', '\"version\":2') WHERE row / 4 = (SELECT row FROM span WHERE to_seq < 9223372036854775807 LIMIT 1)",
    "the source of an entry": "UPDATE entry SET source_name = 'FIRST', source_id = 'stolen' WHERE id = 'org-1'",
    "an entry deleted": "DELETE FROM entry WHERE id = 'org-1'",
    "an entry without a version":
        "INSERT INTO entry (id, kind, version, status, owner, grp, modified_at, span) VALUES ('ghost', 'organisation', 1, 'published', 'IN', 'states', 0, 0)",
    "what an entry refers to deleted":
        "DELETE FROM projection WHERE row / 4 = (SELECT span FROM entry WHERE id = 'org-0'); DELETE FROM entry WHERE id = 'org-0'",
}


class TamperTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="cyberdir-tamper-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.clean = cls.folder / "clean"
        make_store(cls.clean)
        cls.file = cls.clean / "registry.sqlite"
        left = sorted(path.name for path in cls.clean.iterdir())
        assert left == ["imports", "registry.sqlite"], f"the store was not closed cleanly: {left}"

    def copy(self):
        damaged = self.folder / "damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.copytree(self.clean, damaged)
        return damaged

    def assert_seen(self, damaged):
        done = run("verify", data=damaged)
        said = (done.stdout + done.stderr).strip()
        self.assertEqual(done.returncode, 1, f"verify ended with {done.returncode} and said: {said}")
        self.assertNotIn("all verified", said)
        self.assertNotEqual(said, "", "verify said nothing of what it found")

    def test_an_untouched_store_verifies(self):
        done = run("verify", data=self.copy())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("all verified", done.stdout)
        rows = sqlite3.connect(self.file)
        self.addCleanup(rows.close)
        (versions,) = rows.execute("SELECT count(*) FROM version").fetchone()
        self.assertGreater(versions, 300)

    def test_a_single_byte_is_seen_in_every_table(self):
        content = self.file.read_bytes()
        for place, query in PLACES.items():
            values = [value for value in texts(self.file, query) if value]
            self.assertTrue(values, f"the store has no {place}: the case proves nothing")
            step = max(1, len(values) // BYTES_EACH)
            for value in values[::step][:BYTES_EACH]:
                # The middle of the value, wherever in the file it stands first, and last.
                needle = value[: min(len(value), 200)]
                for offset in {content.find(needle), content.rfind(needle)} - {-1}:
                    at = offset + len(needle) // 2
                    with self.subTest(place=place, offset=at):
                        damaged = self.copy()
                        with (damaged / "registry.sqlite").open("r+b") as file:
                            file.seek(at)
                            file.write(bytes([content[at] ^ 0x01]))
                        self.assert_seen(damaged)

    def test_a_changed_row_is_seen(self):
        for what, statements in STATEMENTS.items():
            with self.subTest(what):
                damaged = self.copy()
                store = sqlite3.connect(damaged / "registry.sqlite", isolation_level=None)
                store.execute("PRAGMA foreign_keys = OFF")
                before = store.total_changes
                store.executescript(statements)
                self.assertGreater(store.total_changes, before, "nothing was changed: the case proves nothing")
                store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                store.close()
                self.assert_seen(damaged)

    def test_a_damaged_file_is_seen(self):
        size = self.file.stat().st_size
        for what, damage in {
            "cut in half": lambda file: file.truncate(size // 2),
            "its last page lost": lambda file: file.truncate(size - 4096),
            "no database at all": lambda file: (file.truncate(0), file.write(b"not a store at all\n" * 400)),
            "its first page zeroed": lambda file: file.write(bytes(4096)),
            "a page in the middle zeroed": lambda file: (file.seek(size // 2 // 4096 * 4096), file.write(bytes(4096))),
        }.items():
            with self.subTest(what):
                damaged = self.copy()
                with (damaged / "registry.sqlite").open("r+b") as file:
                    damage(file)
                self.assert_seen(damaged)


if __name__ == "__main__":
    program()
    unittest.main(verbosity=2)
