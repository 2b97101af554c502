"""SIGKILL at random moments: nothing that was acknowledged is lost, nothing is half there.

A round either writes from several threads through a server, or imports a file of a few thousand
entries; then the process is killed. Afterwards `verify` must find nothing wrong, every write that
was answered with success must be there as it was answered, and an import whole or not at all.

CYBERDIR_KILL_ROUNDS: how many rounds (25). CYBERDIR_KILL_SEED: repeats a run.
"""

import http.client
import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from registry_program import Client, Server, must, organisation, program, run, start

ROUNDS = int(os.environ.get("CYBERDIR_KILL_ROUNDS", "25"))
SEED = int(os.environ.get("CYBERDIR_KILL_SEED", str(random.SystemRandom().randrange(10**9))))
WRITERS = 4
MOST_ACKNOWLEDGED = 120
IMPORTED = 2500
MOST_ENTRIES = 12 * IMPORTED  # then the store of imports begins anew, so that verifying stays quick


class Acknowledged:
    """What one writer was told about one entry: the newest version, and the content of each."""

    def __init__(self):
        self.marks = {}  # version -> short_name; None for a withdrawal
        self.maybe = None  # what was sent last and not answered: None, or (version, mark)


class Writer(threading.Thread):
    """Creates, changes, withdraws and restores entries of its own until the server is gone."""

    def __init__(self, name, port, token, seed, answered):
        super().__init__(name=name)
        self.random = random.Random(seed)
        self.port = port
        self.token = token
        self.answered = answered
        self.entries = {}
        self.wrong = None

    def run(self):
        client = Client(self.port, self.token)
        try:
            while True:
                self.write_once(client)
                self.answered()
        except (OSError, http.client.HTTPException):
            pass  # killed
        except AssertionError as error:
            self.wrong = str(error)
            self.answered()
        finally:
            client.close()

    def write_once(self, client):
        known = list(self.entries)
        if not known or self.random.random() < 0.4:
            identifier = f"{self.name}-{len(known)}"
            told = self.entries[identifier] = Acknowledged()
            told.etag = None
            mark = self.mark(identifier, 1)
            self.send(client, told, 1, mark, "POST", "/v1/entries", organisation(identifier, mark), {}, 201)
            return
        identifier = self.random.choice(known)
        told = self.entries[identifier]
        version = max(told.marks) + 1
        mark = self.mark(identifier, version)
        path = f"/v1/entries/{identifier}"
        current = {"If_Match": told.etag}
        if told.marks[version - 1] is None:
            self.send(client, told, version, told.marks[version - 2], "POST", path + "/restore", None, current, 200)
        elif self.random.random() < 0.15:
            self.send(client, told, version, None, "DELETE", path, None, current, 200)
        else:
            self.send(client, told, version, mark, "PUT", path, organisation(identifier, mark), current, 200)

    @staticmethod
    def mark(identifier, version):
        return f"{identifier}.v{version}"

    @staticmethod
    def send(client, told, version, mark, method, path, body, headers, success):
        told.maybe = (version, mark)
        status, etag, content = client.ask(method, path, body, **headers)
        if status != success:
            raise AssertionError(f"{method} {path} answered {status}: {content}")
        told.etag = etag
        told.marks[version] = mark
        told.maybe = None


class SigkillTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f"CYBERDIR_KILL_SEED={SEED} CYBERDIR_KILL_ROUNDS={ROUNDS}", flush=True)
        cls.random = random.Random(SEED)
        cls.folder = Path(tempfile.mkdtemp(prefix="cyberdir-sigkill-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)

    def assert_verified(self, data, after):
        done = run("verify", data=data)
        self.assertEqual(done.returncode, 0, f"seed {SEED}, after {after}: verify says\n{done.stdout}{done.stderr}")

    # ---- writes through a server

    def test_every_acknowledged_write_survives(self):
        data = self.folder / "served"
        token = must("token", "add", "--role", "editor", "--owner", "IN", data=data).strip()
        told = {}
        for number in range((ROUNDS + 1) // 2):
            server = Server(data)
            try:
                told.update(self.write_until_killed(server, token, f"r{number}"))
            finally:
                server.kill()
            self.assert_verified(data, f"round {number}")
            server = Server(data)
            try:
                self.assert_all_there(server.port, told, token)
            finally:
                server.kill()
        acknowledged = sum(len(entry.marks) for entry in told.values())
        print(f"{acknowledged} acknowledged writes of {len(told)} entries", flush=True)
        self.assertGreater(acknowledged, ROUNDS, "hardly anything was written: the test proves nothing")

    def write_until_killed(self, server, token, prefix):
        enough = threading.Event()
        wanted = self.random.randrange(1, MOST_ACKNOWLEDGED)
        lock = threading.Lock()
        count = 0

        def answered():
            nonlocal count
            with lock:
                count += 1
                if count >= wanted:
                    enough.set()

        writers = [Writer(f"{prefix}w{n}", server.port, token, self.random.random(), answered) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        self.assertTrue(enough.wait(timeout=60), "the writers stand still")
        # A little later, so that the kill meets every phase of a write.
        threading.Event().wait(self.random.random() * 0.02)
        server.process.kill()
        for writer in writers:
            writer.join(timeout=60)
            self.assertFalse(writer.is_alive())
            self.assertIsNone(writer.wrong)
        return {identifier: told for writer in writers for identifier, told in writer.entries.items()}

    def assert_all_there(self, port, told, token):
        client = Client(port, token)
        self.addCleanup(client.close)
        for identifier, entry in told.items():
            status, _, content = client.ask("GET", f"/v1/entries/{identifier}/history")
            possible = dict(entry.marks)
            if entry.maybe:
                possible[entry.maybe[0]] = entry.maybe[1]
            if not entry.marks and status == 404:
                continue  # its creation was never answered
            self.assertEqual(status, 200, f"seed {SEED}: {identifier} was acknowledged and is gone: {content}")
            versions = [item["version"] for item in content["items"]]
            self.assertIn(max(versions), {max(entry.marks, default=1), max(possible)}, f"seed {SEED}: {identifier}")
            newest = max(versions)
            self.assertEqual(sorted(versions), list(range(1, newest + 1)), f"seed {SEED}: {identifier}")
            for version in versions:
                mark = possible[version]
                status, _, content = client.ask("GET", f"/v1/entries/{identifier}/history/{version}")
                self.assertEqual(status, 200, f"seed {SEED}: {identifier} version {version}: {content}")
                if mark is None:
                    self.assertEqual(content["meta"]["status"], "withdrawn")
                else:
                    self.assertEqual(content["short_name"], mark, f"seed {SEED}: {identifier} version {version}")
            status, _, content = client.ask("GET", f"/v1/entries/{identifier}")
            if possible[newest] is None:
                self.assertEqual(status, 410, f"seed {SEED}: {identifier} was withdrawn")
            else:
                self.assertEqual((status, content["short_name"]), (200, possible[newest]), f"seed {SEED}: {identifier}")

    # ---- imports

    def write_file(self, name, marks):
        path = self.folder / name
        with path.open("w", encoding="utf-8") as file:
            json.dump({"format": "cyberdir/1",
                       "entries": [organisation(identifier, mark) for identifier, mark in marks.items()]}, file)
        return path

    def marks_in(self, data):
        """short_name of each organisation in the store."""
        lines = must("export", "--format", "ndjson", "--audience", "full", "--kind", "organisation", data=data).splitlines()
        return {entry["id"]: entry["short_name"] for entry in map(json.loads, lines[1:])}

    def test_an_import_is_there_whole_or_not_at_all(self):
        data = self.folder / "imported"
        seconds = self.time_of_an_import()
        marks = {}
        whole = 0
        for number in range(ROUNDS // 2):
            if len(marks) > MOST_ENTRIES:
                shutil.rmtree(data)
                marks = {}
            wanted = {f"i{number}-{n}": f"new in {number}" for n in range(IMPORTED)}
            changed = self.random.sample(sorted(marks), min(len(marks), IMPORTED // 5))
            wanted.update({identifier: f"changed in {number}" for identifier in changed})
            path = self.write_file("entries.json", wanted)
            process = start("import", path, data=data)
            try:
                # Rather late than early: the second half of an import is the one that writes.
                process.communicate(timeout=max(self.random.random(), self.random.random()) * seconds * 1.25)
            except subprocess.TimeoutExpired:
                pass
            process.kill()
            process.communicate()
            acknowledged = process.returncode == 0
            if not (data / "registry.sqlite").exists():
                self.assertFalse(acknowledged)
                continue
            self.assert_verified(data, f"import {number}")
            found = self.marks_in(data)
            after = {**marks, **wanted}
            if acknowledged or found == after:
                whole += 1
                self.assertEqual(found, after, f"seed {SEED}: import {number} said that it was done")
                marks = after
            else:
                self.assertEqual(found, marks, f"seed {SEED}: import {number} is there in part")
        print(f"{whole} of {ROUNDS // 2} imports were whole before the kill (an import takes {seconds:.2f} s)", flush=True)

    def time_of_an_import(self):
        path = self.write_file("entries.json", {f"t-{n}": "timed" for n in range(IMPORTED)})
        began = time.monotonic()
        must("import", path, data=self.folder / "timed")
        seconds = time.monotonic() - began
        shutil.rmtree(self.folder / "timed")
        return seconds


if __name__ == "__main__":
    program()
    unittest.main(verbosity=2)
