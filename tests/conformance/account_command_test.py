"""`cyberdir account` and signing in to a running server, with the hashing that the program ships with."""

import json
import subprocess
import unittest

from server import ServerTest, program
from visitor import PASSWORD, Visitor, code_of


class AccountCommandTest(ServerTest):
    def account(self, verb, *arguments, expect=0):
        done = subprocess.run([program(), "account", verb, "--data", str(self.server.store), *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def test_the_link_is_printed_alone(self):
        link = self.account("add", "--email", "one@x.example", "--role", "manager", "--owner", "IN",
                            "--url", "https://registry.example")
        self.assertRegex(link, r"\Ahttps://registry\.example/invitation\?key=[A-Za-z0-9_-]{43}\n\Z")
        made = json.loads(self.account("add", "--email", "two@x.example", "--role", "reader", "--owner", "IN", "--json"))
        self.assertEqual((made["email"], made["state"]), ("two@x.example", "invited"))
        listed = {each["id"]: each for each in json.loads(self.account("list", "--json"))}
        self.assertNotIn("invitation", listed[made["id"]])
        again = self.account("invite", made["id"])
        self.assertNotIn(again.strip().rpartition("=")[2], made["invitation"]["link"])
        self.account("suspend", made["id"])
        states = {each["id"]: each["state"] for each in json.loads(self.account("list", "--json"))}
        self.assertEqual(states[made["id"]], "suspended")
        self.account("suspend", made["id"], "--resume")

    def test_what_is_wrong_is_said(self):
        self.account("add", "--email", "nobody", "--role", "king", expect=1)
        self.account("add", "--role", "reader", expect=2)
        self.account("suspend", "no-such-id", expect=1)

    def test_the_first_administrator_signs_in(self):
        link = self.account("add", "--email", "Admin@x.example", "--role", "administrator").strip()
        visitor = Visitor(self.server)
        secret, step = visitor.accept(link)
        page = visitor.visit("/en/sign-in", {"email": "admin@x.example", "password": "wrong"})
        self.assertEqual(page.status, 422)
        page = visitor.visit("/en/sign-in", {"email": "admin@x.example", "password": PASSWORD})
        self.assertIn("The six digits", page.body.decode())
        # The code of that step was used; the next one is taken already now.
        page = visitor.visit("/en/sign-in/code", {"code": code_of(secret, step + 1)})
        self.assertIn("Sign out", page.body.decode())
        self.assertEqual(visitor.visit("/en/accounts").status, 200)
        key = link.rpartition("=")[2]
        self.assertNotIn(PASSWORD, self.server.log_text())
        self.assertNotIn(key, self.server.log_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
