"""`cyberdir account` and signing in to a running server, with the hashing that the program ships with."""

import base64
import hashlib
import hmac
import html
import http.cookies
import json
import re
import struct
import subprocess
import time
import unittest
import urllib.parse

from server import ServerTest, program

PASSWORD = "plum gravel oscar tide"


def code_of(secret, step):
    """The one-time code of a step (RFC 6238), from the secret in base32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


class AccountCommandTest(ServerTest):
    def account(self, verb, *arguments, expect=0):
        done = subprocess.run([program(), "account", verb, "--data", str(self.server.store), *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def visit(self, target, jar, fields=None):
        """Opens a page, or sends it a form with the token that the page before had."""
        headers = {"Accept": "text/html"}
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items() if name != "csrf")
        body = urllib.parse.urlencode({**fields, "csrf": jar["csrf"]}).encode() if fields else None
        answer = self.server.send("POST" if fields else "GET", target, body=body, headers=headers,
                                  content_type="application/x-www-form-urlencoded" if fields else None)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                jar[name] = morsel.value
        if answer.status in (302, 303):
            return self.visit(answer.header("Location"), jar)
        token = re.search(r'name="csrf" value="([^"]*)"', answer.body.decode())
        if token:
            jar["csrf"] = html.unescape(token[1])
        return answer

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
        jar = {}
        page = self.visit(link.partition("8080")[2], jar)
        self.assertEqual(page.status, 200)
        secret = re.search(r"secret=([A-Z2-7]+)", page.body.decode())[1]
        key = link.rpartition("=")[2]
        step = int(time.time()) // 30
        page = self.visit("/en/invitation", jar, {"key": key, "password": PASSWORD, "repeated": PASSWORD,
                                                  "code": code_of(secret, step)})
        self.assertIn("Your account is ready", page.body.decode())
        page = self.visit("/en/sign-in", jar, {"email": "admin@x.example", "password": "wrong"})
        self.assertEqual(page.status, 422)
        page = self.visit("/en/sign-in", jar, {"email": "admin@x.example", "password": PASSWORD})
        self.assertIn("The six digits", page.body.decode())
        # The code of that step was used; the next one is taken already now.
        page = self.visit("/en/sign-in/code", jar, {"code": code_of(secret, step + 1)})
        self.assertIn("Sign out", page.body.decode())
        self.assertEqual(self.visit("/en/accounts", jar).status, 200)
        self.assertNotIn(PASSWORD, self.server.log_text())
        self.assertNotIn(key, self.server.log_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
