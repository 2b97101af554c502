"""Mail, handed to a real SMTP server on loopback; waiting without one, and across restarts."""

import email
import email.policy
import json
import queue
import re
import socket
import subprocess
import unittest

from aiosmtpd.controller import Controller

from server import Server, contact, organisation, program

ARRIVES_SECONDS = 60
CANARY = "canary-new-number"


class Mailbox:
    """An SMTP server that keeps what it is handed; `refuse` is its answer instead, while set."""

    def __init__(self):
        self.arrived = queue.Queue()
        self.refuse = None
        self.controller = Controller(self, hostname="127.0.0.1", port=0)

    def start(self):
        # aiosmtpd asks the port that it was told whether the server is there: it cannot be 0.
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.controller.port = probe.getsockname()[1]
        self.controller.start()
        return f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        self.arrived.put(envelope)
        return "250 taken"

    def next(self):
        envelope = self.arrived.get(timeout=ARRIVES_SECONDS)
        return envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)


class MailTest(unittest.TestCase):
    def setUp(self):
        self.mailbox = Mailbox()
        url = self.mailbox.start()
        self.addCleanup(self.mailbox.controller.stop)
        self.with_mail = ("--smtp", url, "--mail-from", "directory@registry.example",
                          "--public-url", "http://registry.example")

    def serve(self, *options):
        server = Server(options=options)
        self.addCleanup(server.stop)
        return server

    def change_urgent_channel(self, server):
        """A contact of India whose urgent number is changed; another contact is told, in Russian."""
        manager = server.token(owner="IN")
        for entry in (organisation("org"), contact("duty", "org"), contact("colleague", "org")):
            if entry["id"] == "duty":
                entry["title"] = {"en": "Duty desk\u200f", "ru": "Дежурный пост"}
                entry["channels"] = [{"kind": "phone", "value": "+911145678900", "use": "urgent"}]
            if entry["id"] == "colleague":
                entry["channels"] = [{"kind": "email", "value": "colleague@in.example"}]
                entry["languages"] = ["ru"]
            answer = server.send("POST", "/v1/entries", body=entry, token=manager)
            self.assertEqual(answer.status, 201, answer)
        tag = server.get("/v1/entries/duty", token=manager).etag
        patch = {"channels": [{"kind": "cable", "value": CANARY, "use": "urgent"}]}
        answer = server.send("PATCH", "/v1/entries/duty", body=patch, content_type="application/merge-patch+json",
                             token=manager, headers={"If-Match": tag})
        self.assertEqual(answer.status, 200, answer)

    def listed(self, server):
        done = subprocess.run([program(), "mail", "list", "--data", str(server.store), "--json"],
                              check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def test_a_changed_channel_is_told(self):
        server = self.serve(*self.with_mail)
        self.change_urgent_channel(server)
        envelope, message = self.mailbox.next()
        self.assertEqual(envelope.mail_from, "directory@registry.example")
        self.assertEqual(envelope.rcpt_tos, ["colleague@in.example"])
        self.assertIn("Дежурный пост", message["Subject"])
        body = message.get_content()
        self.assertIn("http://registry.example/ru/entries/duty/emergency", body)
        self.assertNotIn(CANARY, body + str(message))
        self.assertEqual(message["Auto-Submitted"], "auto-generated")

    def test_mail_waits_without_a_mail_server_and_goes_when_there_is_one(self):
        server = self.serve()
        self.change_urgent_channel(server)
        (waiting,) = self.listed(server)
        self.assertEqual((waiting["state"], waiting["recipient"]), ("waiting", "colleague@in.example"))
        self.assertNotIn("data", waiting)
        server.end()
        server.options = list(self.with_mail)
        server.start()
        self.mailbox.next()
        server.end()  # what is in hand is marked before the end
        (sent,) = self.listed(server)
        self.assertEqual(sent["state"], "sent")
        self.assertNotIn("recipient", sent)

    def test_what_is_refused_for_now_stays_and_for_good_goes(self):
        self.mailbox.refuse = "451 later"
        server = self.serve(*self.with_mail)
        self.change_urgent_channel(server)
        self.await_state(server, lambda mail: mail["attempts"] == 1 and "failure" in mail)
        (mail,) = self.listed(server)
        self.assertEqual(mail["state"], "waiting")
        self.assertGreater(mail["next_at"], mail["at"])

    def await_state(self, server, holds):
        for _ in range(ARRIVES_SECONDS * 10):
            mails = self.listed(server)
            if mails and all(holds(mail) for mail in mails):
                return
        self.fail(f"it did not come about: {self.listed(server)}")

    def test_an_invitation_is_mailed_and_its_link_works(self):
        server = self.serve(*self.with_mail)
        administrator = server.token(role="administrator", owner=None)
        answer = server.send("POST", "/v1/accounts", token=administrator, body={
            "email": "new@in.example", "name": "New", "role": "manager", "owner": "IN"})
        self.assertEqual(answer.status, 201, answer)
        _, message = self.mailbox.next()
        link = re.search(r"http://registry\.example(/invitation\?key=\S+)", message.get_content())
        self.assertEqual(answer.json()["invitation"]["link"], link[0])
        self.assertEqual(server.get(f"/en{link[1]}").status, 200)

    def test_options_that_do_not_fit_are_refused(self):
        for wrong in (["--smtp", "http://x"], ["--smtp", "smtp://127.0.0.1", "--mail-from", "a@x.example"],
                      ["--smtp", "smtp://127.0.0.1", "--public-url", "http://x"],
                      ["--smtp", "smtp://127.0.0.1", "--public-url", "http://x", "--mail-from", "a@x\r\nb"]):
            done = subprocess.run([program(), "serve", "--data", "/nonexistent/never", *wrong], capture_output=True)
            self.assertEqual(done.returncode, 2, done.stderr)


if __name__ == "__main__":
    unittest.main()
