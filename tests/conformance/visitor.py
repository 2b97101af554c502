"""A person with a browser without scripts: keeps cookies, follows, sends forms with their token."""

import base64
import hashlib
import hmac
import html
import http.cookies
import re
import struct
import subprocess
import time
import urllib.parse

from server import program

PASSWORD = "plum gravel oscar tide"


def code_of(secret, step):
    """The one-time code of a step (RFC 6238), from the secret in base32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


class Visitor:
    """Visits the pages of one server."""

    def __init__(self, server):
        self.server = server
        self.cookies = {}
        self.form_token = ""
        self.address = ""

    def visit(self, target, fields=None):
        """Opens a page, or sends it a form with the token that the page before had."""
        self.address = target
        headers = {"Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urllib.parse.urlencode({**fields, "csrf": self.form_token}).encode() if fields is not None else None
        answer = self.server.send("POST" if body else "GET", target, body=body, headers=headers,
                                  content_type="application/x-www-form-urlencoded" if body else None)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if answer.status in (302, 303):
            return self.visit(answer.header("Location"))
        token = re.search(r'name="csrf" value="([^"]*)"', answer.body.decode())
        if token:
            self.form_token = html.unescape(token[1])
        return answer

    def accept(self, link):
        """Signs up by the link of an invitation; returns the secret of the second factor and the step of the code."""
        target = "/" + link.strip().split("/", 3)[3]
        secret = re.search(r"secret=([A-Z2-7]+)", self.visit(target).body.decode())[1]
        step = int(time.time()) // 30
        page = self.visit("/en/invitation", {"key": link.strip().rpartition("=")[2], "password": PASSWORD,
                                             "repeated": PASSWORD, "code": code_of(secret, step)})
        if "Your account is ready" not in page.body.decode():
            raise RuntimeError(page.body.decode())
        return secret, step

    def sign_in(self, email, secret, step):
        """Signs in with the code of a step after the one that was used last."""
        self.visit("/en/sign-in")
        self.visit("/en/sign-in", {"email": email, "password": PASSWORD})
        return self.visit("/en/sign-in/code", {"code": code_of(secret, step + 1)})


def signed_in(server, role, owner=None):
    """Somebody who was invited by the command, signed up, and signed in."""
    email = f"{role}@x.example"
    link = subprocess.run(
        [program(), "account", "add", "--data", str(server.store), "--role", role, "--email", email,
         "--url", server.url, *(["--owner", owner] if owner else [])],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True).stdout
    visitor = Visitor(server)
    page = visitor.sign_in(email, *visitor.accept(link))
    if page.status != 200:
        raise RuntimeError(page.body.decode())
    return visitor
