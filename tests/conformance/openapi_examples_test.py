"""Sends every example of the contract to a live server and holds each answer to the contract.

The order is that of an entry's life: create, replace and patch, read, withdraw and restore. What
the server alone can know, such as tags and cursors, comes from its own answers; everything else is
taken from the examples. Submissions and emergencies have lives of their own, and tests of their own.
"""

import json
import re
import unittest

from contract import Contract, Judge, address, examples_of, load_contract
from server import ServerTest, source

# Values that come from the server's answers, so that no example can give them.
FROM_ANSWERS = {("query", "cursor"), ("query", "plan"), ("header", "If-Match")}

# CSV is a table of one kind; the example alone would not say which.
NEEDED_WITH = {"exportDirectory: format=csv": ["kind"]}

# An operator may have configured no contact.
MAY_BE_ABSENT = {"getSecurityTxt": 404}

# Not about entries: they have an order of their own.
ADMINISTRATION = ("/v1/accounts", "/v1/tokens", "/v1/disclosures")

WITHDRAW, RESTORE = "withdrawEntry", "restoreEntry"


# Lives of their own: submissions_test.py, emergencies_test.py and imports_test.py send their examples.
TOLD_ELSEWHERE = ("/v1/submissions", "/v1/emergencies", "/v1/imports", "/v1/entries/{id}/emergency",
                  "/v1/entries/{id}/confirm-urgent", "/v1/entries/{id}/acceptances", "/v1/entries/{id}/ask")


def is_told_elsewhere(operation):
    return operation.path.startswith(TOLD_ELSEWHERE)


def is_of_the_record(operation):
    """Read by those whom it concerns, and by nobody without a token."""
    return operation.path.startswith("/v1/audit") or operation.path.endswith("/look-ups")


def without_id(body):
    """A body in either form without the entry's id."""
    if isinstance(body, str):
        return re.sub(r'(<\w+[^>]*?) id="[^"]*"', r"\1", body, count=1)
    return {name: value for name, value in body.items() if name != "id"}


def misspelt(name):
    """The name with two letters exchanged."""
    return name[:-2] + name[-1] + name[-2] if name[-1] != name[-2] else name[:-1]


class ExamplesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = Judge(cls.server)
        cls.addClassCleanup(cls.judge.close)
        operations = list(Contract(load_contract()).operations())
        cls.administration = [each for each in operations if each.path.startswith(ADMINISTRATION)]
        cls.operations = [each for each in operations if not each.path.startswith(ADMINISTRATION)]

    # ---- sending

    def exchange(self, operation, what, *, path=None, query=None, headers=(), body=None, content_type=None,
                 accept=None, token=None, expect=None):
        """Sends one request as a subtest. `expect` are the statuses it may have, else any 2xx."""
        target = address(operation, path or self.path_of(operation), query)
        with self.subTest(f"{operation.id}: {what}", target=target, accept=accept):
            answer = self.server.send(
                operation.method, target, body=body, content_type=content_type, accept=accept, token=token,
                headers=headers)
            if accept == "text/vcard" and not expect:
                expect = (200, 406)  # some kinds of entry have no card
            if expect:
                self.assertIn(answer.status, expect, answer)
            elif answer.status != MAY_BE_ABSENT.get(operation.id):
                self.assertEqual(answer.status // 100, 2, answer)
            self.assertEqual(self.judge.complaints(operation, answer, accept), [], answer)
            return answer
        return None

    @staticmethod
    def path_of(operation):
        """The first example of each path parameter."""
        return {parameter["name"]: next(iter(examples_of(parameter).values()))
                for parameter in operation.parameters if parameter["in"] == "path"}

    @staticmethod
    def needed_query(operation):
        return {parameter["name"]: next(iter(examples_of(parameter).values()))
                for parameter in operation.parameters if parameter["in"] == "query" and parameter.get("required")}

    def tag(self, path):
        """The present tag of an entry as the manager sees it; of a withdrawn one too."""
        answer = self.server.get(f"/v1/entries/{path['id']}", token=self.india)
        if answer.status == 410:
            history = self.server.get(answer.links()["version-history"], token=self.india).json()
            newest = history["items"][0]["version"]
            answer = self.server.get(f"/v1/entries/{path['id']}/history/{newest}", token=self.india)
        self.assertEqual(answer.status, 200, answer)
        return answer.etag

    def bodies(self, operation):
        for content_type, holder in operation.bodies.items():
            for name, value in examples_of(holder).items():
                yield content_type, name, value

    # ---- the life of an entry

    def test_examples_in_order(self):
        by_id = {operation.id: operation for operation in self.operations}
        operations = [operation for operation in self.operations
                      if not is_told_elsewhere(operation) and not is_of_the_record(operation)]
        self.create_examples(by_id["createEntry"])
        special = {"createEntry", WITHDRAW, RESTORE}
        writes = [operation for operation in operations
                  if operation.method not in ("GET", "HEAD") and operation.id not in special]
        for operation in sorted(writes, key=lambda each: ["PUT", "PATCH", "POST", "DELETE"].index(each.method)):
            self.write_examples(operation)
        for operation in operations:
            if operation.method == "GET":
                self.read_examples(operation, None)
                if operation.path.startswith("/v1/"):
                    self.read_examples(operation, self.india)
        self.withdraw_examples(by_id[WITHDRAW], by_id[RESTORE], by_id["getEntry"])

    def create_examples(self, operation):
        for content_type, name, body in self.bodies(operation):
            answer = self.exchange(operation, f"body {name}", body=body, content_type=content_type,
                                   accept=content_type, token=self.india)
            if answer:
                self.assertEqual(answer.status, 201)
                self.assertEqual(self.server.get(answer.header("Location"), token=self.india).status, 200)
        for accept in operation.accepted_types():
            for content_type, name, body in self.bodies(operation):
                self.exchange(operation, f"body {name} without id", body=without_id(body), content_type=content_type,
                              accept=accept, token=self.india)
        content_type, name, body = next(self.bodies(operation))
        for parameter in operation.parameters:
            for value in examples_of(parameter).values():
                for turn in ("first", "again"):
                    self.exchange(operation, f"{parameter['name']} {turn}", body=without_id(body), content_type=content_type,
                                  token=self.india, headers={parameter["name"]: value})
        self.exchange(operation, "an id that is taken", body=body, content_type=content_type, token=self.india,
                      expect=[409])

    def write_examples(self, operation):
        path = self.path_of(operation)
        for accept in operation.accepted_types():
            for content_type, name, body in list(self.bodies(operation)) or [(None, "none", None)]:
                self.exchange(operation, f"body {name}", path=path, body=body, content_type=content_type,
                              accept=accept, token=self.india, headers={"If-Match": self.tag(path)})
        bodies = list(self.bodies(operation))
        create_only = operation.parameter("header", "If-None-Match")
        if create_only:
            for number, (content_type, name, body) in enumerate(bodies):
                fresh = {**path, "id": f"example-created-{number}"}
                for expect in ([201], [412]):
                    self.exchange(operation, f"create with body {name}", path=fresh, body=without_id(body),
                                  content_type=content_type, token=self.india, expect=expect,
                                  headers={"If-None-Match": examples_of(create_only)["example"]})
        content_type, name, body = bodies[0] if bodies else (None, "none", None)
        request = {"body": body, "content_type": content_type, "token": self.india}
        needed = operation.parameter("header", "If-Match").get("required", False) or create_only
        self.exchange(operation, "without If-Match", path=path, **request, expect=[428 if needed else 200])
        self.exchange(operation, "with an old tag", path=path, **request, headers={"If-Match": '"old"'}, expect=[412])
        self.exchange(operation, "nothing there", path={**path, "id": "example-nothing"}, **request,
                      headers={"If-Match": '"old"'}, expect=[404, 412])

    def withdraw_examples(self, withdraw, restore, get):
        for accept in withdraw.accepted_types():
            path = self.path_of(withdraw)
            self.exchange(withdraw, "without If-Match", path=path, token=self.india, accept=accept, expect=[428])
            answer = self.exchange(withdraw, "the example", path=path, token=self.india, accept=accept,
                                   headers={"If-Match": self.tag(path)})
            if not answer:
                continue
            gone = self.exchange(get, "a withdrawn entry", path=path, accept=accept, expect=[410])
            if gone:
                history = gone.links().get("version-history")
                self.assertEqual(self.server.get(history or "/none").status, 200, gone.header("Link"))
            self.exchange(restore, "without If-Match", path=path, token=self.india, accept=accept, expect=[428])
            self.exchange(restore, "with an old tag", path=path, token=self.india, headers={"If-Match": '"old"'},
                          expect=[412])
            back = self.exchange(restore, "the example", path=path, token=self.india, accept=accept,
                                 headers={"If-Match": answer.etag})
            if back:
                self.exchange(restore, "twice", path=path, token=self.india, headers={"If-Match": back.etag}, expect=[409])

    # ---- reading

    def read_examples(self, operation, token):
        paths = [self.path_of(operation)]
        for parameter in operation.parameters:
            if parameter["in"] == "path":
                paths += [{**paths[0], parameter["name"]: value} for value in list(examples_of(parameter).values())[1:]]
        needed = self.needed_query(operation)
        for path in paths:
            for accept in operation.accepted_types():
                query = needed
                if accept == "text/csv":
                    query = {**needed, "kind": examples_of(operation.parameter("query", "kind"))["example"]}
                self.exchange(operation, "the example", path=path, query=query, accept=accept, token=token)
            self.exchange(operation, "no Accept", path=path, query=needed, token=token)
        for parameter in operation.parameters:
            self.read_examples_of(operation, parameter, paths[0], needed, token)

    def read_examples_of(self, operation, parameter, path, needed, token):
        place, name = parameter["in"], parameter["name"]
        if (place, name) == ("query", "cursor"):
            self.follow_next(operation, path, needed, token)
        for value in examples_of(parameter).values():
            if place == "query":
                query = {**needed, name: value}
                for other in NEEDED_WITH.get(f"{operation.id}: {name}={value}", []):
                    query[other] = next(iter(examples_of(operation.parameter("query", other)).values()))
                answer = self.exchange(operation, f"{name}={value}", path=path, query=query, token=token)
                if answer and name == "as_of":
                    self.assertTrue(answer.header("X-Cyberdir-Seq"), answer.headers)
                    self.assertTrue(answer.header("Memento-Datetime"), answer.headers)
            elif place == "header":
                self.exchange(operation, f"{name}: {value}", path=path, query=needed, token=token, headers={name: value})
                self.not_modified(operation, path, token)

    def follow_next(self, operation, path, needed, token):
        answer = self.exchange(operation, "limit=1", path=path, query={**needed, "limit": 1}, token=token)
        target = answer.links().get("next") if answer else None
        if target:
            with self.subTest(f"{operation.id}: the next page", target=target):
                answer = self.server.get(target.removeprefix(self.server.url), token=token)
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(self.judge.complaints(operation, answer), [], answer)

    def not_modified(self, operation, path, token):
        for accept in operation.accepted_types():
            answer = self.exchange(operation, "for its tag", path=path, accept=accept, token=token)
            if answer and answer.etag:
                self.exchange(operation, "If-None-Match with its tag", path=path, accept=accept, token=token,
                              headers={"If-None-Match": answer.etag}, expect=[304])

    # ---- the record

    def test_examples_of_the_record(self):
        own = self.server.send("PUT", "/v1/entries/example-cert-in", token=self.india, content_type="application/json",
                               headers={"If-None-Match": "*"},
                               body={"kind": "organisation", "meta": {"owner": "IN"}, "short_name": "EX-CERT",
                                     "name": {"en": "Example"}, "type": "national-csirt", "country": "IN"})
        self.assertIn(own.status, (201, 412), own)
        for operation in filter(is_of_the_record, self.operations):
            needed = {}
            for accept in operation.accepted_types():
                self.exchange(operation, "the example", path=self.own_path(operation), accept=accept, token=self.india)
            for parameter in operation.parameters:
                if parameter["in"] == "query":
                    self.read_examples_of(operation, parameter, self.own_path(operation), needed, self.india)
            reader = self.server.token(role="reader", owner="TH")
            self.exchange(operation, "by a reader", path=self.own_path(operation), token=reader, expect=[403])

    @staticmethod
    def own_path(operation):
        return {"id": "example-cert-in"} if "{id}" in operation.path else {}

    def test_examples_of_disclosures(self):
        by_id = {operation.id: operation for operation in self.administration}
        secretariat = self.server.token(role="secretariat", owner=None)
        for accept in by_id["listDisclosures"].accepted_types():
            self.exchange(by_id["listDisclosures"], "the list", accept=accept, token=secretariat)
        self.exchange(by_id["listDisclosures"], "by a manager", token=self.india, expect=[403])
        for content_type, name, body in self.bodies(by_id["createDisclosure"]):
            self.exchange(by_id["createDisclosure"], f"body {name}, by a token", body=body, content_type=content_type,
                          token=secretariat, expect=[403])
        self.exchange(by_id["confirmDisclosure"], "by a token", token=secretariat, expect=[403])

    # ---- accounts and tokens

    def test_examples_of_administration(self):
        by_id = {operation.id: operation for operation in self.administration}
        administrator = self.server.token(role="administrator", owner=None)
        for kind, create, get, remove in (
                ("accounts", "createAccount", "getAccount", "removeAccount"),
                ("tokens", "createToken", None, "revokeToken")):
            made = self.create_administration(by_id[create], administrator)
            for accept in by_id[create].accepted_types():
                self.exchange(by_id[f"list{kind.title()}"], "the list", accept=accept, token=administrator)
            if kind == "accounts":
                self.change_accounts(by_id, made, administrator)
            for identifier in made:
                path = {"id": identifier}
                if get:
                    for accept in by_id[get].accepted_types():
                        self.exchange(by_id[get], "one that was made", path=path, accept=accept, token=administrator)
                self.exchange(by_id[remove], "by somebody else", path=path, token=self.thailand, expect=[404])
                self.exchange(by_id[remove], "one that was made", path=path, token=administrator)

    def create_administration(self, operation, token):
        made = []
        for content_type, name, body in self.bodies(operation):
            answer = self.exchange(operation, f"body {name} as {content_type}", body=body, content_type=content_type,
                                   accept="application/json", token=token)
            if answer:
                self.assertEqual(answer.status, 201)
                made.append(answer.json()["id"])
        self.exchange(operation, "nothing in it", body={}, token=token, expect=[422])
        self.exchange(operation, "a type that is not read", body="x", content_type="text/plain", token=token, expect=[415])
        return made

    def change_accounts(self, by_id, made, token):
        for identifier in made:
            path = {"id": identifier}
            for content_type, name, body in self.bodies(by_id["changeAccount"]):
                self.exchange(by_id["changeAccount"], f"body {name}", path=path, body=body, content_type=content_type,
                              accept=content_type, token=token)
            for accept in by_id["inviteAccount"].accepted_types():
                self.exchange(by_id["inviteAccount"], "again", path=path, accept=accept, token=token)
            self.exchange(by_id["unlinkAccount"], "never linked", path=path, token=token, expect=[404])
            for content_type, name, body in self.bodies(by_id["recoverAccount"]):
                self.exchange(by_id["recoverAccount"], f"body {name}, by a token", path=path, body=body,
                              content_type=content_type, token=token, expect=[403])

    # ---- what holds for all operations

    def test_writes_need_a_token(self):
        for operation in self.operations + self.administration:
            if not operation.needs_token:
                continue
            content_type, _, body = next(iter(self.bodies(operation)), (None, None, None))
            for accept in (None, *operation.accepted_types()):
                self.exchange(operation, "no token", body=body, content_type=content_type, accept=accept, expect=[401])
            self.exchange(operation, "a token that nobody issued", body=body, content_type=content_type,
                          token="nobody-issued-this", expect=[401])

    def test_a_token_that_nobody_issued_is_refused_on_reads(self):
        for operation in self.operations:
            if operation.method == "GET" and operation.path.startswith("/v1/"):
                self.exchange(operation, "a token that nobody issued", query=self.needed_query(operation),
                              token="nobody-issued-this", expect=[401])

    def test_an_unknown_parameter_names_the_nearest(self):
        for operation in self.operations:
            if operation.method != "GET" or not operation.path.startswith("/v1/"):
                continue
            needed = self.needed_query(operation)
            state = {name: value if name != "id" else "state-th" for name, value in self.path_of(operation).items()}
            for parameter in operation.parameters:
                name = parameter["name"]
                if parameter["in"] != "query" or len(name) < 3:
                    continue
                wrong = misspelt(name)
                self.assertIsNone(operation.parameter("query", wrong))
                answer = self.exchange(operation, f"{wrong} for {name}", path=state, query={**needed, wrong: "1"},
                                       expect=[400])
                if answer:
                    with self.subTest(f"{operation.id}: {wrong} for {name}"):
                        self.assertEqual(answer.code, "unknown-parameter")
                        said = json.dumps(answer.json())
                        self.assertIn(wrong, said)
                        self.assertRegex(said.replace(wrong, ""), rf"\b{name}\b")
            self.exchange(operation, "an unknown parameter", path=state, query={**needed, "zzzzzz": "1"}, expect=[400])

    def test_a_form_that_does_not_exist_is_refused(self):
        for operation in self.operations:
            types = operation.accepted_types()
            if operation.method == "GET" and "406" in operation.responses:
                state = {name: value if name != "id" else "state-th" for name, value in self.path_of(operation).items()}
                if operation.id == "compareVersions":
                    continue  # the example has no versions yet
                token = self.india if operation.needs_token else None
                answer = self.exchange(operation, "Accept: image/png", path=state, query=self.needed_query(operation),
                                       headers={"Accept": "image/png"}, token=token, expect=[406])
                if answer:
                    for media_type in types:
                        with self.subTest(f"{operation.id}: names {media_type}"):
                            self.assertIn(media_type, answer.body.decode())

    def test_head_has_the_headers_of_get(self):
        for operation in self.operations:
            if operation.method != "GET" or operation.id == "compareVersions":
                continue
            state = {name: value if name != "id" else "state-th" for name, value in self.path_of(operation).items()}
            with self.subTest(operation.id):
                target = address(operation, state, self.needed_query(operation))
                get = self.server.get(target)
                head = self.server.send("HEAD", target)
                self.assertEqual(head.status, get.status)
                self.assertEqual(head.body, b"")
                for name in ("Content-Type", "ETag", "Last-Modified", "Vary", "Link"):
                    self.assertEqual(head.header(name), get.header(name), name)

    def test_every_type_of_problem_has_its_page(self):
        for code in self.judge.contract.document["components"]["schemas"]["ProblemCode"]["enum"]:
            with self.subTest(code):
                answer = self.server.get(f"/problems/{code}")
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.media_type, "text/html")
        self.assertEqual(self.server.get("/problems/no-such-problem").status, 404)


class DescriptionTest(ServerTest):
    """What the server says of itself."""

    def test_the_server_shows_the_contract(self):
        served = self.check(self.server.get("/openapi.json"), 200).json()
        written = load_contract()
        self.assertEqual(served["info"], written["info"])
        self.assertEqual(served["paths"], written["paths"])
        for part in ("parameters", "headers", "responses", "requestBodies", "securitySchemes"):
            self.assertEqual(served["components"][part], written["components"][part], part)
        for name in written["components"]["schemas"]:
            self.assertIn(name, served["components"]["schemas"])

    def test_the_schemas_of_the_repository_are_those_served(self):
        for name in ("cyberdir.schema.json", "cyberdir-draft.schema.json"):
            with self.subTest(name):
                served = self.check(self.server.get(f"/schemas/{name}"), 200).json()
                kept = json.loads((source() / "api-spec" / "schemas" / name).read_text(encoding="utf-8"))
                self.assertTrue(served == kept, f"write it again: cyberdir schema > api-spec/schemas/{name}")

    def test_references_lead_nowhere_else(self):
        text = self.server.get("/openapi.json").body.decode()
        for target in re.findall(r'"\$ref":\s*"([^"]*)"', text):
            self.assertRegex(target, r"^(#/|/?schemas/|/schemas/)", target)

    def test_the_catalogue_leads_to_the_description(self):
        answer = self.check(self.server.get("/.well-known/api-catalog"), 200)
        self.assertEqual(answer.media_type, "application/linkset+json")
        descriptions = [target["href"] for link in answer.json()["linkset"] for target in link["service-desc"]]
        self.assertTrue(any(href.removeprefix(self.server.url) == "/openapi.json" for href in descriptions), descriptions)

    def test_every_parameter_and_body_has_an_example(self):
        for operation in Contract(load_contract()).operations():
            for parameter in operation.parameters:
                with self.subTest(f"{operation.id}: {parameter['name']}"):
                    has = bool(examples_of(parameter))
                    self.assertNotEqual(has, (parameter["in"], parameter["name"]) in FROM_ANSWERS)
            for content_type, holder in operation.bodies.items():
                with self.subTest(f"{operation.id}: {content_type}"):
                    self.assertTrue(examples_of(holder))

    def test_request_examples_follow_the_schema(self):
        judge = Judge(self.server)
        self.addCleanup(judge.close)
        for operation in judge.contract.operations():
            for content_type, holder in operation.bodies.items():
                schema = holder["schema"]["$ref"]
                for name, value in examples_of(holder).items():
                    with self.subTest(f"{operation.id}: {name}"):
                        if isinstance(value, str):
                            self.assertEqual(judge.xml_complaints(value.encode()), [])
                        else:
                            self.assertEqual(list(judge.schema_complaints(schema, value)), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
