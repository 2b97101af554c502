"""Imports over a socket: the contract's examples, answers that do not wait, and a body that is too large."""

import json
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from contract import Contract, Judge, address, examples_of, load_contract
from server import ServerTest, program

FORMS = ("application/json", "application/xml")
MOST_BYTES = 1 << 30


class ExamplesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = Judge(cls.server)
        cls.addClassCleanup(cls.judge.close)
        cls.operations = {operation.id: operation for operation in Contract(load_contract()).operations()}
        holder = cls.operations["createImport"].bodies["application/json"]
        cls.file = next(iter(examples_of(holder).values()))

    def exchange(self, name, expect, *, accept=None, token=None, id=None, query=None, body=None, headers=()):
        operation = self.operations[name]
        target = address(operation, {"id": id} if id else {}, query)
        answer = self.server.send(operation.method, target, body=body, content_type="application/json" if body else None,
                                  accept=accept, token=token or self.india, headers=headers)
        with self.subTest(name, accept=accept, expect=expect, query=query):
            self.assertIn(answer.status, [expect] if isinstance(expect, int) else expect, answer)
            self.assertEqual(self.judge.complaints(operation, answer, accept), [], answer)
        return answer

    @staticmethod
    def needed_with(name):
        replacing = {"mode": "replace", "scope": "state:IN", "max_withdraw": 20}
        return replacing if name in ("scope", "max_withdraw") else {}

    def broken(self):
        return {**self.file, "entries": [{**self.file["entries"][0], "id": "broken", "type": "no-such-type"}]}

    def test_examples(self):
        create = self.operations["createImport"]
        for accept in FORMS:
            planned = self.exchange("createImport", 201, accept=accept, body=self.file, query={"dry_run": "true"})
            name = planned.header("Location").rpartition("/")[2]
            for parameter in create.parameters:
                for value in examples_of(parameter).values():
                    if parameter["in"] == "query":
                        value = str(value).lower() if isinstance(value, bool) else value
                        self.exchange("createImport", 201, accept=accept, body=self.file,
                                      query={"dry_run": "true", **self.needed_with(parameter["name"]),
                                             parameter["name"]: value})
                    else:
                        self.exchange("createImport", 201, accept=accept, body=self.file, query={"dry_run": "true"},
                                      headers={parameter["name"]: value})
            for operation in ("listImports", "getImport"):
                target = {} if operation == "listImports" else {"id": name}
                self.exchange(operation, 200, accept=accept, **target)
                for parameter in self.operations[operation].parameters:
                    for value in examples_of(parameter).values():
                        if parameter["in"] == "query":
                            self.exchange(operation, 200, accept=accept, query={parameter["name"]: value}, **target)
            refused = self.exchange("createImport", 422, accept=accept, body=self.broken())
            self.exchange("createImport", 400, accept=accept, body=self.file, query={"on_error": "stop"})
            self.exchange("createImport", 415, accept=accept, body="what is this")
            self.exchange("createImport", 403, accept=accept, body=self.file, token=self.server.token(role="reader", owner="IN"))
            self.exchange("getImport", 404, accept=accept, id=name, token=self.thailand)
            self.exchange("getImport", 404, accept=accept, id="nothing")
            self.exchange("applyImport", 404, accept=accept, id=name, token=self.thailand)
            applied = self.exchange("applyImport", 201, accept=accept, id=name)
            self.exchange("applyImport", 409, accept=accept, id=applied.header("Location").rpartition("/")[2])
            link = refused.header("Link")
            self.assertIn("/v1/imports/", link)
            failed = link.partition("/v1/imports/")[2].partition(">")[0]
            rows = self.exchange("getFailedRows", 200, accept="text/csv", id=failed)
            self.assertIn("row,line,place", rows.body.decode())

    def test_an_answer_that_does_not_wait(self):
        answer = self.exchange("createImport", [201, 202], body=self.file, headers={"Prefer": "respond-async"})
        self.assertEqual(answer.header("Preference-Applied"), "respond-async")
        self.assertEqual(self.server.get(answer.header("Location"), token=self.india).status, 200)

    def test_the_command_sends_files_to_a_server(self):
        with tempfile.TemporaryDirectory() as folder:
            token, sound, broken = (Path(folder) / name for name in ("token", "sound.json", "broken.json"))
            token.write_text(self.india + "\n", encoding="utf-8")
            sound.write_text(json.dumps(self.file), encoding="utf-8")
            broken.write_text(json.dumps(self.broken()), encoding="utf-8")

            def command(*arguments):
                return subprocess.run(
                    [program(), "import", *map(str, arguments), "--url", self.server.url, "--token-file", token],
                    stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)

            planned = command(sound, "--dry-run", "--json")
            self.assertEqual(planned.returncode, 0, planned.stderr)
            report = json.loads(planned.stdout)
            self.assertEqual([report["state"], report["file"], len(report["items"])], ["planned", "sound.json", 1])
            applied = command(sound, "--plan", report["plan"])
            self.assertEqual(applied.returncode, 0, applied.stderr)
            refused = command(broken)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("/type", refused.stderr)
            self.assertIn("1 with errors", command(broken, "--on-error", "skip").stdout)

    def test_too_large_a_body_is_refused_before_it_is_sent(self):
        host, _, port = self.server.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall((f"POST /v1/imports HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {self.india}\r\n"
                                f"Content-Length: {MOST_BYTES + 1}\r\nExpect: 100-continue\r\n\r\n").encode())
            head = connection.recv(65536).decode()
        self.assertTrue(head.startswith("HTTP/1.1 413 "), head)
        self.assertEqual(json.loads(head.partition("\r\n\r\n")[2])["type"], "/problems/too-large")


if __name__ == "__main__":
    unittest.main(verbosity=2)
