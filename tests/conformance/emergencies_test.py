"""Emergencies, urgent channels, quarantine and agreement to be named: the contract's examples."""

import unittest

from contract import Contract, Judge, address, examples_of, load_contract
from server import ServerTest, contact, organisation

FORMS = ("application/json", "application/xml")


class ExamplesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = Judge(cls.server)
        cls.addClassCleanup(cls.judge.close)
        cls.operations = {operation.id: operation for operation in Contract(load_contract()).operations()}
        cls.second = cls.server.token(owner="IN")
        cls.secretariat = cls.server.token(role="secretariat")
        cls.administrator = cls.server.token(role="administrator", owner=None)

    def exchange(self, name, accept, token, expect, *, id=None, body=None, content_type=None, tag=None, query=None):
        operation = self.operations[name]
        target = address(operation, {"id": id} if id else {}, query)
        answer = self.server.send(operation.method, target, body=body, content_type=content_type, accept=accept,
                                  token=token, headers={"If-Match": tag} if tag else {})
        with self.subTest(name, accept=accept, expect=expect):
            self.assertEqual(answer.status, expect, answer)
            self.assertEqual(self.judge.complaints(operation, answer, accept), [], answer)
        return answer

    def bodies(self, name):
        for content_type, holder in self.operations[name].bodies.items():
            for value in examples_of(holder).values():
                yield content_type, value

    @staticmethod
    def duty(name, organisation_id):
        entry = contact(name, organisation_id)
        entry["channels"] = [{"kind": "phone-emergency", "value": "+911145678900", "use": "urgent"},
                             {"kind": "email", "value": f"{name}@duty.example"}]
        return entry

    def test_emergencies(self):
        self.create(organisation("example-cert-in"))
        for accept in FORMS:
            name = f"duty-{accept[-3:]}"
            self.create(self.duty(name, "example-cert-in"))
            for content_type, body in self.bodies("raiseEmergency"):
                request = {"id": name, "body": body, "content_type": content_type}
                self.exchange("raiseEmergency", accept, self.thailand, 403, **request)
                self.exchange("raiseEmergency", accept, self.india, 200, **request)
                self.exchange("raiseEmergency", accept, self.india, 200, **request)
            self.exchange("raiseEmergency", accept, self.india, 422, id=name, body={"reason": "x"},
                          content_type="application/json")
            self.exchange("raiseEmergency", accept, self.india, 415, id=name, body="x", content_type="text/plain")
            self.exchange("raiseEmergency", accept, self.india, 404, id="nothing", body=body, content_type=content_type)
            for state in ("any", "waiting", "upheld", "reverted"):
                self.exchange("listEmergencies", accept, self.india, 200, query={"state": state})
            self.exchange("listEmergencies", accept, self.administrator, 403)
            waiting = self.server.get("/v1/emergencies", token=self.second).json()["items"]
            self.assertEqual(len(waiting), 2)
            self.exchange("upholdEmergency", accept, self.india, 403, id=waiting[0]["id"])
            self.exchange("upholdEmergency", accept, self.second, 200, id=waiting[0]["id"])
            self.exchange("upholdEmergency", accept, self.second, 409, id=waiting[0]["id"])
            self.exchange("revertEmergency", accept, self.second, 404, id="nothing")
            self.exchange("revertEmergency", accept, self.second, 200, id=waiting[1]["id"])
        page = self.exchange("listEmergencies", None, self.india, 200, query={"state": "any", "limit": 1})
        following = self.server.get(page.links()["next"], token=self.india)
        self.assertNotEqual(page.json()["items"][0]["id"], self.check(following, 200).json()["items"][0]["id"])

    def test_urgent_channels(self):
        self.create(organisation("urgent-org"))
        for accept in FORMS:
            name = f"urgent-{accept[-3:]}"
            entry = self.duty(name, "urgent-org")
            tag = self.create(entry).etag
            entry["channels"][0]["value"] = "+911145678901"
            self.check(self.server.send("PUT", f"/v1/entries/{name}", body=entry, token=self.india,
                                        headers={"If-Match": tag}), 200)
            now = self.server.get(f"/v1/entries/{name}", token=self.second)
            self.assertIn("urgent_from", now.json()["channels"][0])
            self.exchange("confirmUrgent", accept, self.second, 428, id=name)
            self.exchange("confirmUrgent", accept, self.second, 412, id=name, tag='"1-old"')
            self.exchange("confirmUrgent", accept, self.india, 403, id=name, tag=now.etag)
            done = self.exchange("confirmUrgent", accept, self.second, 200, id=name, tag=now.etag)
            self.exchange("confirmUrgent", accept, self.second, 409, id=name, tag=done.etag)

    def test_agreement_to_be_named(self):
        self.create(organisation("naming-org"))
        for accept in FORMS:
            name = f"programme-{accept[-3:]}"
            self.create({"id": name, "kind": "programme", "meta": {"owner": "IN"}, "title": {"en": "P"},
                         "lead": "naming-org", "scope": "regional", "themes": ["norms"], "stage": "active",
                         "beneficiaries": [{"state": "TH"}]})
            for content_type, body in self.bodies("answerAcceptance"):
                request = {"id": name, "body": body, "content_type": content_type}
                self.exchange("answerAcceptance", accept, self.india, 403, **request)
                self.exchange("answerAcceptance", accept, self.thailand, 200, **request)
            self.exchange("answerAcceptance", accept, self.thailand, 422, id=name, body={}, content_type="application/json")
            person = {**self.duty(f"person-{accept[-3:]}", "naming-org"), "nature": "person",
                      "name": {"original": "A Person"}}
            self.create(person)
            self.exchange("askPerson", accept, self.india, 204, id=person["id"])
            self.exchange("askPerson", accept, self.india, 409, id="naming-org")
            self.exchange("askPerson", accept, self.thailand, 403, id=person["id"])

    def test_quarantine(self):
        for accept in FORMS:
            made = self.check(self.server.send("POST", "/v1/tokens", token=self.administrator,
                                               body={"role": "manager", "owner": "IN"}), 201).json()
            thief, name = made["id"], f"stolen-{accept[-3:]}"
            self.create(organisation(name), token=made["token"])
            for content_type, body in self.bodies("beginQuarantine"):
                request = {"id": thief, "body": body, "content_type": content_type}
                self.exchange("beginQuarantine", accept, self.india, 403, **request)
                self.exchange("beginQuarantine", accept, self.secretariat, 200, **request)
            self.exchange("beginQuarantine", accept, self.secretariat, 422, id=thief, body={}, content_type="application/json")
            self.exchange("getQuarantine", accept, self.secretariat, 200, id=thief)
            self.exchange("getQuarantine", accept, self.secretariat, 404, id="nobody")
            self.assertEqual(self.server.get(f"/v1/entries/{name}").status, 404)
            for operation in ("releaseQuarantine", "revertQuarantine"):
                for content_type, body in self.bodies(operation):
                    body = body.replace("example-cert-in", name) if isinstance(body, str) else {"entries": [name]}
                    held = self.server.get(f"/v1/accounts/{thief}/quarantine", token=self.secretariat).json()
                    expect = 200 if held["entries"][0]["state"] == "held" else 422
                    self.exchange(operation, accept, self.secretariat, expect, id=thief, body=body, content_type=content_type)
            self.assertEqual(self.server.get(f"/v1/entries/{name}").status, 200)


if __name__ == "__main__":
    unittest.main()
