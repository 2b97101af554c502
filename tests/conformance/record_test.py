"""`cyberdir audit` on a folder and on a server, and counts that outlive the server."""

import csv
import io
import json
import subprocess
import unittest

from server import ServerTest, program

CONTACTS = 3


class RecordTest(ServerTest):
    def cyberdir(self, *arguments, expect=0):
        done = subprocess.run([program(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def audit(self, verb, *arguments, expect=0):
        return self.cyberdir("audit", verb, "--data", str(self.server.store), *arguments, expect=expect)

    def by_url(self, token):
        file = self.server.data / "token"
        file.write_text(token + "\n")
        return ["--url", self.server.url, "--token-file", str(file)]

    def import_contacts(self):
        entries = [{"id": "org-1", "kind": "organisation", "meta": {"owner": "IN"}, "short_name": "Org",
                    "name": {"en": "Org"}, "type": "company", "country": "IN"}]
        entries += [{"id": f"person-{n}", "kind": "contact", "meta": {"owner": "IN"}, "organisation": "org-1",
                     "category": "technical", "nature": "person", "title": {"en": "Desk"},
                     "name": {"romanised": "Jo Doe"}, "channels": [{"kind": "email", "value": f"p{n}@x.example"}],
                     "availability": {"always": True}, "languages": ["en"]} for n in range(CONTACTS)]
        file = self.server.data / "contacts.json"
        file.write_text(json.dumps({"format": "cyberdir/1", "entries": entries}))
        self.cyberdir("import", str(file), "--data", str(self.server.store))

    def test_the_trail_is_listed_newest_first(self):
        self.server.token(role="reader", owner="IN")
        rows = json.loads(self.audit("list", "--json", "--limit", "2"))
        self.assertEqual(rows[0]["action"], "token-add")
        self.assertEqual(rows[0]["n"], rows[1]["n"] + 1)
        self.assertEqual(json.loads(self.audit("list", "--json", "--action", "seed"))[0]["n"], 1)
        self.assertIn("token-add", self.audit("list").splitlines()[0])
        self.assertEqual(json.loads(self.audit("list", "--json", "--until", "2000-01-01")), [])
        self.audit("list", "--since", "soon", expect=2)
        self.cyberdir("audit", "list", expect=2)

    def test_the_trail_is_exported_oldest_first_and_that_is_a_row(self):
        rows = [json.loads(line) for line in self.audit("export").splitlines()]
        self.assertEqual([row["n"] for row in rows], list(range(1, len(rows) + 1)))
        self.assertEqual(rows[-1]["action"], "audit-export")
        file = self.server.data / "trail.ndjson"
        self.audit("export", "-o", str(file), "--action", "seed")
        self.assertEqual([json.loads(line)["action"] for line in file.read_text().splitlines()], ["seed"])

    def test_a_server_gives_what_its_caller_may_read(self):
        administrator = self.by_url(self.server.token(role="administrator", owner=None))
        rows = json.loads(self.cyberdir("audit", "list", "--json", *administrator))
        self.assertEqual(rows[0]["action"], "token-add")
        exported = [json.loads(line) for line in self.cyberdir("audit", "export", *administrator).splitlines()]
        self.assertEqual(exported[0]["n"], 1)
        self.assertEqual(self.cyberdir("audit", "list", "--json", "--subject", "no such thing", *administrator).strip(), "[]")
        self.cyberdir("audit", "list", *self.by_url(self.server.token(role="reader", owner="IN")), expect=1)

    def test_commands_are_on_record(self):
        self.cyberdir("export", "--data", str(self.server.store), "--kind", "state", "-o", str(self.server.data / "x.json"))
        self.cyberdir("backup", str(self.server.data / "copy.db"), "--data", str(self.server.store))
        rows = json.loads(self.audit("list", "--json", "--limit", "2"))
        self.assertEqual([(row["action"], row["subject"]) for row in rows],
                         [("backup", "file=copy.db"), ("export", "audience=public format=json kind=state")])
        self.assertEqual({row["actor"] for row in rows}, {"operator"})
        self.cyberdir("restore", str(self.server.data / "copy.db"), "--data", str(self.server.data / "restored"))
        restored = self.cyberdir("audit", "list", "--json", "--limit", "1", "--data", str(self.server.data / "restored"))
        self.assertEqual(json.loads(restored)[0]["action"], "restore-backup")
        self.cyberdir("verify", "--data", str(self.server.data / "restored"))

    def test_rows_are_a_table(self):
        token = self.server.token(role="administrator", owner=None)
        answer = self.server.get("/v1/audit.csv?limit=3", token=token)
        rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8"))))
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[0]["action"], "token-add")
        self.assertEqual(len(rows[0]["digest"]), 64)

    def test_counts_outlive_the_server(self):
        self.import_contacts()
        reader = self.server.token(role="reader", owner="FR")
        manager = self.server.token(role="manager", owner="FR")
        self.server.options = ["--personal-records-per-day", str(CONTACTS)]
        self.addCleanup(setattr, self.server, "options", [])
        self.server.end()
        self.server.start()
        for n in range(CONTACTS - 1):
            self.assertEqual(self.server.get(f"/v1/entries/person-{n}", token=reader).status, 200)
        self.server.end()
        self.server.start()
        self.assertEqual(self.server.get("/v1/entries/person-0", token=reader).status, 200)
        spent = self.server.get("/v1/entries/person-0", token=reader)
        self.assertEqual((spent.status, spent.code), (429, "quota"))
        self.assertTrue(1 <= int(spent.header("Retry-After")) <= 86400)
        looked = self.server.get("/v1/look-ups", token=manager).json()["items"]
        self.assertEqual({row["entry"]: row["count"] for row in looked}, {"person-0": 2, "person-1": 1})
        self.cyberdir("verify", "--data", str(self.server.store))


if __name__ == "__main__":
    unittest.main(verbosity=2)
