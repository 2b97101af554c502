"""SIGKILL while States submit: each step that was acknowledged stands, and publication is whole.

Several writers take submissions of two entries each through all hands (editor, manager,
secretariat) until the process is killed. Afterwards `verify` must find nothing wrong; every
submission must stand where its last answer said, or one step further; and both of its entries must
be as it proposed where it is published, and neither where it is not.

CYBERDIR_KILL_ROUNDS: how many rounds (a quarter of it here). CYBERDIR_KILL_SEED: repeats a run.
"""

import http.client
import os
import random
import shutil
import tempfile
import threading
import unittest
from pathlib import Path

from registry_program import Client, Server, must, organisation, program, run

ROUNDS = max(2, int(os.environ.get("CYBERDIR_KILL_ROUNDS", "25")) // 4)
SEED = int(os.environ.get("CYBERDIR_KILL_SEED", str(random.SystemRandom().randrange(10**9))))
WRITERS = 3
MOST_ACKNOWLEDGED = 60
STEPS = (("submit", "editor", "submitted"), ("approve", "manager", "approved"), ("accept", "secretariat", "published"))
WAY = ("draft", *(state for _, _, state in STEPS))


class Told:
    """What the writer of a submission was told of it."""

    def __init__(self, entries):
        self.entries = entries  # the two, with the mark that each is to have
        self.id = None
        self.state = None


class Writer(threading.Thread):
    """Takes one submission after the other from draft to publication until the server is gone."""

    def __init__(self, name, port, tokens, answered):
        super().__init__(name=name)
        self.clients = {role: Client(port, token) for role, token in tokens.items()}
        self.answered = answered
        self.submissions = []
        self.wrong = None

    def run(self):
        try:
            while True:
                self.take_one()
        except (OSError, http.client.HTTPException):
            pass  # killed
        except AssertionError as error:
            self.wrong = str(error)
            self.answered()
        finally:
            for client in self.clients.values():
                client.close()

    def take_one(self):
        number = len(self.submissions)
        marks = {f"{self.name}-{number}-{part}": f"{self.name}.{number}.{part}" for part in "ab"}
        told = Told(marks)
        self.submissions.append(told)
        changes = [{"entry": identifier, "patch": organisation(identifier, mark), "operation": "create"}
                   for identifier, mark in marks.items()]
        etag, content = self.ask("editor", "/v1/submissions", {"reason": "new", "changes": changes}, 201)
        told.id, told.state = content["id"], content["state"]
        self.answered()
        for action, role, state in STEPS:
            status, etag, content = self.clients[role].ask("GET", f"/v1/submissions/{told.id}")
            self.check(status == 200, f"{role} reads {told.id}: {status} {content}")
            _, content = self.ask(role, f"/v1/submissions/{told.id}/{action}", None, 200, If_Match=etag)
            self.check(content["state"] == state, f"after {action}: {content}")
            told.state = state
            self.answered()

    def ask(self, role, path, body, success, **headers):
        status, etag, content = self.clients[role].ask("POST", path, body, **headers)
        self.check(status == success, f"{role}: POST {path} answered {status}: {content}")
        return etag, content

    @staticmethod
    def check(condition, words):
        if not condition:
            raise AssertionError(words)


class SigkillSubmissionsTest(unittest.TestCase):
    def test_every_acknowledged_step_stands_and_publication_is_whole(self):
        print(f"CYBERDIR_KILL_SEED={SEED} rounds={ROUNDS}", flush=True)
        chance = random.Random(SEED)
        data = Path(tempfile.mkdtemp(prefix="cyberdir-sigkill-"))
        self.addCleanup(shutil.rmtree, data, ignore_errors=True)
        tokens = {role: must("token", "add", "--role", role, *owner, data=data).strip()
                  for role, owner in (("editor", ("--owner", "IN")), ("manager", ("--owner", "IN")), ("secretariat", ()))}
        told = []
        for number in range(ROUNDS):
            server = Server(data, review="full")
            try:
                told += self.submit_until_killed(server, tokens, f"r{number}", chance)
            finally:
                server.kill()
            done = run("verify", data=data)
            self.assertEqual(done.returncode, 0, f"seed {SEED}, round {number}:\n{done.stdout}{done.stderr}")
            server = Server(data, review="full")
            try:
                client = Client(server.port, tokens["editor"])
                for submission in told:
                    self.assert_stands(client, submission)
                client.close()
            finally:
                server.kill()
        published = sum(submission.state == "published" for submission in told)
        print(f"{len(told)} submissions, {published} of them acknowledged as published", flush=True)
        self.assertGreater(published, ROUNDS, "hardly anything was published: the test proves nothing")

    def submit_until_killed(self, server, tokens, prefix, chance):
        enough = threading.Semaphore(0)
        writers = [Writer(f"{prefix}w{n}", server.port, tokens, enough.release) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(chance.randrange(12, MOST_ACKNOWLEDGED)):
            self.assertTrue(enough.acquire(timeout=60), "the writers stand still")
        # A little later, so that the kill meets every phase of a step.
        threading.Event().wait(chance.random() * 0.02)
        server.process.kill()
        for writer in writers:
            writer.join(timeout=60)
            self.assertFalse(writer.is_alive())
            self.assertIsNone(writer.wrong)
        return [submission for writer in writers for submission in writer.submissions]

    def assert_stands(self, client, told):
        state = None
        if told.id:
            status, _, content = client.ask("GET", f"/v1/submissions/{told.id}")
            self.assertEqual(status, 200, f"seed {SEED}: {told.id} was acknowledged and is gone: {content}")
            state = content["state"]
            behind = WAY.index(state) - WAY.index(told.state)
            self.assertIn(behind, (0, 1), f"seed {SEED}: {told.id} was said to be {told.state} and is {state}")
        for identifier, mark in told.entries.items():
            status, _, content = client.ask("GET", f"/v1/entries/{identifier}")
            if state is None:
                if status != 404:  # its making was not answered, and happened
                    self.assertEqual(content["meta"]["status"], "draft", f"seed {SEED}: {identifier}")
                continue
            self.assertEqual((status, content.get("short_name")), (200, mark), f"seed {SEED}: {identifier}: {content}")
            wanted = "published" if state == "published" else "draft"
            self.assertEqual(content["meta"]["status"], wanted, f"seed {SEED}: {identifier} of a submission {state}")


if __name__ == "__main__":
    program()
    unittest.main(verbosity=2)
