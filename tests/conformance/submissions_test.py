"""Submissions over HTTP: the contract's examples, and direct writes that wait for others."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from contract import Contract, Judge, address, examples_of, load_contract
from server import Server, ServerTest, contact, organisation, program


class SubmissionTest(ServerTest):
    """A registry of one State, with an editor, two managers and the secretariat."""

    review = "full"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.server.token(role="editor", owner="IN")
        cls.second = cls.server.token(owner="IN")
        cls.secretariat = cls.server.token(role="secretariat")

    def act(self, action, place, token, comment=None, status=200):
        tag = self.server.get(place, token=token).etag
        body = {"comment": comment} if comment else None
        return self.check(self.server.send("POST", f"{place}/{action}", body=body, token=token,
                                           headers={"If-Match": tag or '"none"'}), status)

    def publish(self, place):
        """Takes a submitted submission all the way."""
        self.act("approve", place, self.second)
        return self.act("accept", place, self.secretariat)

    def establish(self, entry_id):
        """A published organisation of India."""
        made = self.server.send("POST", "/v1/entries", body=organisation(entry_id), token=self.editor)
        self.publish(self.check(made, 202).header("Location"))
        return self.check(self.server.get(f"/v1/entries/{entry_id}", token=self.editor), 200)


class ExamplesTest(SubmissionTest):
    """Every example of the contract's part on submissions, in an order that makes sense."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = Judge(cls.server)
        cls.addClassCleanup(cls.judge.close)
        cls.operations = {operation.id: operation for operation in Contract(load_contract()).operations()
                          if operation.path.startswith("/v1/submissions")}

    def exchange(self, name, accept, token, expect, *, submission=None, body=None, content_type=None,
                 tag=None, query=None):
        operation = self.operations[name]
        target = address(operation, {"id": submission} if submission else {}, query)
        answer = self.server.send(operation.method, target, body=body, content_type=content_type, accept=accept,
                                  token=token, headers={"If-Match": tag} if tag else {})
        with self.subTest(name, accept=accept, expect=expect):
            self.assertEqual(answer.status, expect, answer)
            self.assertEqual(self.judge.complaints(operation, answer, accept), [], answer)
        return answer

    def tag(self, submission, token):
        return self.server.get(f"/v1/submissions/{submission}", token=token).etag

    def bodies(self, name):
        for content_type, holder in self.operations[name].bodies.items():
            for value in examples_of(holder).values():
                yield content_type, value

    def write(self, name, submission, token, accept):
        """Sends each example of a write of a submission, without its tag, with an old one, and with it."""
        for content_type, body in list(self.bodies(name)):
            request = {"submission": submission, "body": body, "content_type": content_type}
            self.exchange(name, accept, token, 428, **request)
            self.exchange(name, accept, token, 412, tag='"1-old"', **request)
            self.exchange(name, accept, token, 200, tag=self.tag(submission, token), **request)
            self.exchange(name, accept, self.thailand, 404, tag='"1-old"', **request)

    def test_examples_in_order(self):
        self.establish("example-cert-in")
        for accept in ("application/json", "application/xml"):
            made = {}
            for content_type, body in self.bodies("createSubmission"):
                answer = self.exchange("createSubmission", accept, self.editor, 201, body=body, content_type=content_type)
                made[len(made)] = answer.header("Location").rpartition("/")[2]
            first, incomplete = made[0], made[1]
            self.exchange("getSubmission", accept, self.editor, 200, submission=incomplete)
            self.exchange("submitSubmission", accept, self.editor, 422, submission=incomplete,
                          tag=self.tag(incomplete, self.editor))
            self.write("withdrawSubmission", incomplete, self.editor, accept)
            self.write("replaceSubmission", first, self.editor, accept)
            self.write("changeSubmission", first, self.editor, accept)
            self.write("submitSubmission", first, self.editor, accept)
            self.write("returnSubmission", first, self.secretariat, accept)
            self.write("submitSubmission", first, self.editor, accept)
            self.write("approveSubmission", first, self.second, accept)
            self.exchange("acceptSubmission", accept, self.second, 403, submission=first,
                          tag=self.tag(first, self.second))
            self.write("acceptSubmission", first, self.secretariat, accept)
            self.exchange("acceptSubmission", accept, self.secretariat, 409, submission=first,
                          tag=self.tag(first, self.secretariat))
            self.exchange("getSubmission", accept, self.secretariat, 200, submission=first)
            other = self.server.send("POST", "/v1/submissions", token=self.editor, body={
                "changes": [{"entry": "example-cert-in", "base_version": 2, "patch": {"established": "1999"}}]})
            other = self.check(other, 201).json()["id"]
            self.act("submit", f"/v1/submissions/{other}", self.editor)
            self.write("rejectSubmission", other, self.secretariat, accept)

    def test_lists(self):
        self.establish("example-listed")
        for accept in ("application/json", "application/xml"):
            for name in ("listSubmissions",):
                for parameter in self.operations[name].parameters:
                    for value in examples_of(parameter).values():
                        self.exchange(name, accept, self.secretariat, 200, query={parameter["name"]: value})
                self.exchange(name, accept, self.editor, 200)
                self.exchange(name, accept, None, 401)
        page = self.check(self.server.get("/v1/submissions?limit=1&state=published", token=self.editor), 200)
        self.assertEqual(len(page.json()["items"]), 1)
        everything = self.walk("/v1/submissions?limit=1", token=self.editor)
        self.assertEqual(len(everything), page.json()["total"]["value"]
                         + len(self.walk("/v1/submissions?state=withdrawn,rejected,draft,superseded", token=self.editor)))
        self.check(self.server.get("/v1/submissions?state=lost", token=self.editor), 400, "malformed")
        self.assertEqual(self.walk("/v1/submissions", token=self.thailand), [])


class ReviewTest(SubmissionTest):
    """Direct writes under `--review full`."""

    def test_a_direct_write_waits_for_a_second_person_and_the_secretariat(self):
        made = self.server.send("POST", "/v1/entries", body=organisation("waits"), token=self.editor)
        place = self.check(made, 202).header("Location")
        self.assertEqual(made.json()["state"], "submitted")
        self.check(self.server.get("/v1/entries/waits"), 404)
        self.check(self.server.get("/v1/entries/waits", token=self.editor), 200)
        self.act("approve", place, self.editor, status=403)
        self.act("approve", place, self.second)
        self.check(self.server.get("/v1/entries/waits"), 404)
        accepted = self.act("accept", place, self.secretariat).json()
        self.assertEqual(accepted["state"], "published")
        entry = self.check(self.server.get("/v1/entries/waits"), 200)
        self.assertEqual(entry.json()["meta"]["status"], "published")

    def test_replacing_patching_withdrawing_and_restoring_wait_too(self):
        entry_id = "steps"
        entry = self.establish(entry_id)
        whole = {**organisation(entry_id), "established": "1998"}
        self.publish(self.check(self.put(entry_id, whole, entry.etag, self.editor), 202).header("Location"))
        tag = self.server.get(f"/v1/entries/{entry_id}", token=self.editor).etag
        self.publish(self.check(self.merge(entry_id, {"established": "1999"}, tag, self.editor), 202).header("Location"))
        now = self.server.get(f"/v1/entries/{entry_id}", token=self.editor)
        self.assertEqual(now.json()["established"], "1999")
        self.publish(self.check(self.withdraw(entry_id, now.etag, self.editor), 202).header("Location"))
        gone = self.check(self.server.get(f"/v1/entries/{entry_id}"), 410)
        newest = self.server.get(gone.links()["version-history"], token=self.editor).json()["items"][0]["version"]
        tag = self.server.get(f"/v1/entries/{entry_id}/history/{newest}", token=self.editor).etag
        back = self.server.send("POST", f"/v1/entries/{entry_id}/restore", token=self.editor, headers={"If-Match": tag})
        self.publish(self.check(back, 202).header("Location"))
        self.check(self.server.get(f"/v1/entries/{entry_id}"), 200)

    def test_what_is_wrong_is_refused_as_before(self):
        entry = self.establish("checked")
        self.check(self.server.send("POST", "/v1/entries", body={"kind": "organisation", "meta": {"owner": "IN"}},
                                    token=self.editor), 422, "invalid-content")
        self.check(self.put("checked", organisation("checked"), '"1-old"', self.editor), 412, "stale")
        self.check(self.merge("checked", {"type": 7}, entry.etag, self.editor), 422, "invalid-content")
        self.check(self.merge("checked", {"type": "research"}, entry.etag, self.editor), 200)  # it is so already
        self.check(self.server.send("DELETE", "/v1/entries/checked", token=self.editor), 428, "precondition-required")
        self.check(self.merge("checked", {"short_name": "X"}, entry.etag, self.thailand), 403, "forbidden")

    def test_a_repeated_request_is_the_same_submission(self):
        answers = [self.server.send("POST", "/v1/entries", body=organisation("again"), token=self.editor,
                                    headers={"Idempotency-Key": "once"}) for _ in range(2)]
        self.assertEqual([self.check(answer, 202).header("Location") for answer in answers][0],
                         answers[1].header("Location"))

    def test_the_secretariat_writes_what_is_its_own(self):
        listed = organisation("listed-here", owner="registry", country="IN")
        self.check(self.server.send("POST", "/v1/entries", body=listed, token=self.secretariat), 201)

    def test_the_last_contact_is_not_withdrawn_by_a_direct_write(self):
        self.establish("desk-org")
        made = self.server.send("POST", "/v1/entries", body=contact("desk", "desk-org"), token=self.editor)
        self.publish(self.check(made, 202).header("Location"))
        tag = self.server.get("/v1/entries/desk", token=self.editor).etag
        answer = self.check(self.withdraw("desk", tag, self.editor), 422, "invalid-content")
        self.assertEqual(answer.json()["errors"][0]["code"], "last-contact")


class StateReviewTest(SubmissionTest):
    review = "state"

    def test_a_second_person_is_enough(self):
        made = self.server.send("POST", "/v1/entries", body=organisation("by-two"), token=self.editor)
        place = self.check(made, 202).header("Location")
        self.assertEqual(self.act("approve", place, self.second).json()["state"], "published")
        self.check(self.server.get("/v1/entries/by-two"), 200)


class CommandTest(SubmissionTest):
    """cyberdir submission, against a folder and against a server."""

    def run_command(self, *arguments, token=None, url=False, expect=0):
        with tempfile.TemporaryDirectory(prefix="cyberdir-conformance-") as folder:
            place = ["--url", self.server.url] if url else ["--data", str(self.server.store)]
            if token:
                file = Path(folder) / "token"
                file.write_text(token + "\n", encoding="utf-8")
                place += ["--token-file", str(file)]
            done = subprocess.run([program(), "submission", *arguments, *place], stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout.strip()

    def test_a_submission_goes_its_way(self):
        self.establish("by-command")
        version = 2
        for url in (False, True):
            with self.subTest(url=url), tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                file.write('{"changes": [{"entry": "by-command", "base_version": %d, "patch": {"established": "19%d"}}]}'
                           % (version, 90 + version))
                file.flush()
                made = self.run_command("add", file.name, token=self.editor, url=url)
                self.assertIn(made, self.run_command("list", token=self.editor, url=url))
                self.assertEqual(self.run_command("submit", made, token=self.editor, url=url), "submitted")
                self.run_command("approve", made, token=self.editor, url=url, expect=1)
                self.assertEqual(self.run_command("approve", made, token=self.second, url=url), "approved")
                self.assertEqual(self.run_command("accept", made, token=self.secretariat, url=url), "published")
                self.assertIn('"published"', self.run_command("show", made, token=self.second, url=url))
                self.run_command("show", made, token=self.thailand, url=url, expect=1)
            version += 1

    def test_one_person_is_enough_where_the_owner_says_so(self):
        self.run_command("mode", "--owner", "IN", "--one-person", "on")
        try:
            made = self.server.send("POST", "/v1/entries", body=organisation("alone"), token=self.editor)
            self.assertEqual(self.check(made, 202).json()["state"], "approved")
        finally:
            self.run_command("mode", "--owner", "IN", "--one-person", "off")


class WaitingTest(unittest.TestCase):
    """A time that is yet to come; the moment itself is tested with a clock that can be set."""

    def test_a_submission_waits_for_its_time_over_a_restart(self):
        server = Server("none")
        self.addCleanup(server.stop)
        token = server.token(owner="IN")
        made = server.send("POST", "/v1/entries", body=organisation("later"), token=token)
        self.assertEqual(made.status, 201, made)
        body = {"effective_from": "2999-01-01T00:00:00Z",
                "changes": [{"entry": "later", "base_version": 1, "patch": {"established": "2001"}}]}
        place = server.send("POST", "/v1/submissions", body=body, token=token).header("Location")
        tag = server.get(place, token=token).etag
        waiting = server.send("POST", f"{place}/submit", token=token, headers={"If-Match": tag}).json()
        self.assertEqual((waiting["state"], waiting["due_at"]), ("approved", "2999-01-01T00:00:00Z"))
        server.end()
        self.assertEqual(server.exit_code, 0)
        server.start()
        self.assertNotIn("established", server.get("/v1/entries/later").json())
        self.assertEqual(server.get(place, token=token).json()["state"], "approved")
        back = server.send("POST", f"{place}/withdraw", token=token,
                           headers={"If-Match": server.get(place, token=token).etag})
        self.assertEqual(back.json()["state"], "withdrawn")
        self.assertNotIn("due_at", back.json())


if __name__ == "__main__":
    unittest.main(verbosity=2)
