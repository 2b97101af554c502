"""A cyberdir server on a folder of its own, and the plainest of HTTP clients for it.

CYBERDIR_PROGRAM names the program, CYBERDIR_SOURCE the top of the repository.
"""

import gzip
import http.client
import json
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 30
ANSWER_SECONDS = 60


def program():
    """Path of the program under test."""
    path = os.environ.get("CYBERDIR_PROGRAM")
    if not path or not os.access(path, os.X_OK):
        raise RuntimeError(f"CYBERDIR_PROGRAM must name the program; it is {path!r}")
    return path


def source():
    """Top of the repository."""
    return Path(os.environ.get("CYBERDIR_SOURCE") or Path(__file__).resolve().parents[2])


def unique_members(pairs):
    """For json.loads: refuses a member name that stands twice in one object."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError(f"a member stands twice: {[name for name, _ in pairs]}")
    return members


class Answer:
    """What came back: status, headers and body."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def __str__(self):
        return f"{self.status} {self.media_type} {self.body[:600]!r}"

    def header(self, name):
        """The values of a header, joined as one; None where there is none."""
        values = self.headers.get_all(name)
        return ", ".join(values) if values else None

    @property
    def media_type(self):
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def etag(self):
        return self.header("ETag")

    def json(self):
        return json.loads(self.body.decode("utf-8"), object_pairs_hook=unique_members)

    @property
    def code(self):
        """The last part of a problem's type, or None."""
        if self.media_type != "application/problem+json":
            return None
        return self.json()["type"].rpartition("/")[2]

    def links(self):
        """The targets of the Link header by relation."""
        targets = {}
        for target, parameters in re.findall(r"<([^>]*)>((?:\s*;[^,<]*)*)", self.header("Link") or ""):
            for relations in re.findall(r'rel="?([^";]+)"?', parameters):
                for relation in relations.split():
                    targets[relation] = target
        return targets


class Server:
    """A running server. Data, log and process are gone after stop().

    `review` is who looks at direct writes before they are published: none, state or full. `options`
    are further ones of `serve`, from the next start on.
    """

    def __init__(self, review="none", options=()):
        self.review = review
        self.options = list(options)
        self.data = Path(tempfile.mkdtemp(prefix="cyberdir-conformance-"))
        self.log = self.data / "log"
        self.exit_code = None
        self._process = None
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self):
        """Starts the server; after end(), again on the same folder."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [program(), "serve", "--data", str(self.store), "--listen", "127.0.0.1:0",
                 "--review", self.review, *self.options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        line = self._first_line()
        match = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)", line)
        if not match:
            raise RuntimeError(f"the server did not start; it said {line!r}\n{self.log_text()}")
        self.port = int(match[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def _first_line(self):
        deadline = time.monotonic() + START_SECONDS
        pipe = self._process.stdout
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0, deadline - time.monotonic())):
                    raise RuntimeError(f"the server did not start in {START_SECONDS} s\n{self.log_text()}")
                byte = os.read(pipe.fileno(), 1)
                if not byte:
                    break
                line += byte
        return line.decode().rstrip("\n")

    @property
    def store(self):
        return self.data / "store"

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def token(self, role="manager", owner=None, **options):
        """A new token, made by another process on the same folder."""
        arguments = [program(), "token", "add", "--data", str(self.store), "--role", role]
        if owner:
            arguments += ["--owner", owner]
        for name, value in options.items():
            arguments += [f"--{name}", value]
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        token = done.stdout.rstrip("\n")
        if done.returncode != 0 or not re.fullmatch(r"\S+", token):
            raise RuntimeError(f"{arguments[1:]}: exit {done.returncode}, {done.stdout!r}\n{done.stderr}")
        return token

    def running(self):
        return self._process is not None and self._process.poll() is None

    def end(self):
        """Ends the process with SIGTERM and keeps its exit code; the files stay until stop()."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self.exit_code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self.exit_code = self._process.wait()
        self._process.stdout.close()
        self._process = None

    def stop(self):
        self.end()
        shutil.rmtree(self.data, ignore_errors=True)

    # ---- requests

    def send(self, method, target, *, body=None, content_type=None, accept=None, token=None, headers=(),
             chunks=None, compress=False):
        """Sends one request on a connection of its own and reads the answer.

        `body` is bytes, text, or a value to send as JSON. `chunks` is the size of chunks to send it
        in. A server that answers and closes before it has read everything is no failure.
        """
        fields = dict(headers)
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body, ensure_ascii=False)
            content_type = content_type or "application/json"
        if isinstance(body, str):
            body = body.encode("utf-8")
        if compress:
            body = gzip.compress(body)
            fields["Content-Encoding"] = "gzip"
        if content_type:
            fields["Content-Type"] = content_type
        if accept:
            fields["Accept"] = accept
        if token:
            fields["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            if body is not None:
                name, value = ("Transfer-Encoding", "chunked") if chunks else ("Content-Length", str(len(body)))
                connection.putheader(name, value)
            elif method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", "0")
            connection.putheader("Connection", "close")
            for name, value in fields.items():
                connection.putheader(name, value)
            try:
                connection.endheaders()
                for piece in pieces(body, chunks):
                    connection.send(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, target, **options):
        return self.send("GET", target, **options)

    def raw(self, octets, half_close=False):
        """Sends octets as they are and returns all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=ANSWER_SECONDS) as connection:
            received = bytearray()
            try:
                connection.sendall(octets)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            try:
                while data := connection.recv(65536):
                    received += data
            except ConnectionResetError:
                pass
        return bytes(received)


def pieces(body, chunks):
    """The body as it goes over the line: whole, or in chunks (RFC 9112 section 7.1)."""
    if body is None:
        return
    if not chunks:
        yield body
        return
    for at in range(0, len(body), chunks):
        piece = body[at:at + chunks]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


class ServerTest(unittest.TestCase):
    """A class of tests that share a server and the tokens of two managers."""

    maxDiff = None
    review = "none"

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.review)
        cls.addClassCleanup(cls.server.stop)
        cls.india = cls.server.token(owner="IN")
        cls.thailand = cls.server.token(owner="TH")

    @classmethod
    def tearDownClass(cls):
        alive = cls.server.running()
        cls.server.end()
        if not alive or cls.server.exit_code != 0:
            log = cls.server.log_text()[-4000:]
            raise AssertionError(f"the server ended by itself or badly ({cls.server.exit_code}):\n{log}")

    def check(self, answer, status, code=None):
        """Asserts the status and, of a problem, its type and its frame."""
        self.assertEqual(answer.status, status, answer)
        if code:
            self.assertEqual(answer.code, code, answer)
            problem = answer.json()
            self.assertEqual(problem["status"], status)
            self.assertIn(answer.header("X-Request-Id"), problem["instance"])
            self.assertTrue(problem["title"])
        return answer

    def create(self, entry, token=None):
        """Creates an entry and returns the answer."""
        return self.check(self.server.send("POST", "/v1/entries", body=entry, token=token or self.india), 201)

    def put(self, entry_id, entry, etag, token=None, **options):
        return self.server.send("PUT", f"/v1/entries/{entry_id}", body=entry, token=token or self.india,
                                headers={"If-Match": etag}, **options)

    def merge(self, entry_id, patch, etag, token=None):
        return self.server.send("PATCH", f"/v1/entries/{entry_id}", body=patch, token=token or self.india,
                                content_type="application/merge-patch+json", headers={"If-Match": etag})

    def withdraw(self, entry_id, etag, token=None):
        return self.server.send("DELETE", f"/v1/entries/{entry_id}", token=token or self.india,
                                headers={"If-Match": etag})

    def walk(self, target, **options):
        """All items of a list, page by page."""
        items = []
        for _ in range(1000):
            page = self.check(self.server.get(target, **options), 200)
            items += page.json()["items"]
            target = page.links().get("next")
            if target is None:
                return items
            self.assertTrue(target.startswith(("/", self.server.url)), target)
            target = target.removeprefix(self.server.url)
        self.fail("the list does not end")


def organisation(entry_id=None, owner="IN", **fields):
    """A small organisation, ready to be published."""
    entry = {
        "kind": "organisation",
        "meta": {"owner": owner},
        "short_name": "EX-ORG",
        "name": {"en": "Example organisation"},
        "type": "research",
        "country": owner,
        **fields,
    }
    if entry_id:
        entry["id"] = entry_id
    return entry


def contact(entry_id, organisation_id, owner="IN", **fields):
    """A small point of contact: for participating States, unless its fields say more."""
    return {
        "id": entry_id,
        "kind": "contact",
        "meta": {"owner": owner},
        "organisation": organisation_id,
        "category": "technical",
        "nature": "function",
        "title": {"en": "Example duty desk"},
        "channels": [{"kind": "email", "value": "desk@cert.example", "use": "urgent"}],
        "languages": ["en"],
        "availability": {"always": True},
        **fields,
    }


KEPT_META = ("version", "status", "created_at", "modified_at", "digest", "declared_at", "declared_by", "redacted")


def written(entry):
    """What an owner wrote of an entry: without its id and what the registry keeps."""
    entry = json.loads(json.dumps(entry))
    entry.pop("id", None)
    for name in KEPT_META:
        entry.get("meta", {}).pop(name, None)
    return entry
