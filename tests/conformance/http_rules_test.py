"""The rules of the HTTP interface that a description cannot express, as a client meets them."""

import gzip
import json
import re
import threading
import unittest
import xml.etree.ElementTree as ElementTree
from email.utils import parsedate_to_datetime

from server import Server, ServerTest, contact, organisation, written

JSON, XML = "application/json", "application/xml"
MERGE, PATCH = "application/merge-patch+json", "application/json-patch+json"
NAMESPACE = "{urn:cyberdir:directory:1}"
ENTRY_BYTES = 1 << 20
STATES = 195


def xml_entry(inside, entry_id=None, kind="organisation"):
    """An organisation in XML, ready to be published but for what `inside` adds."""
    identity = f' id="{entry_id}"' if entry_id else ""
    return (f'<{kind} xmlns="urn:cyberdir:directory:1"{identity}><meta><owner>IN</owner></meta>'
            f'<short_name>EX-XML</short_name><name xml:lang="en">Example</name><type>research</type>{inside}</{kind}>')


def padded(entry, size):
    """The entry as JSON of exactly that many bytes, by white space at its end."""
    text = json.dumps(entry).encode()
    return text + b" " * (size - len(text))


class TagsTest(ServerTest):
    """ETag, If-None-Match and If-Match on one entry."""

    def test_tags_are_strong_and_name_the_form(self):
        self.create(organisation("tags-form"))
        tags = {}
        for accept in (JSON, XML):
            answer = self.check(self.server.get("/v1/entries/tags-form", accept=accept), 200)
            self.assertRegex(answer.etag, r'^"[^"]+"$')
            tags[accept] = answer.etag
            again = self.server.get("/v1/entries/tags-form", accept=accept)
            self.assertEqual(again.etag, answer.etag)
            self.assertEqual(again.body, answer.body)
        self.assertNotEqual(tags[JSON], tags[XML])

    def test_tags_name_what_the_caller_sees(self):
        self.create(organisation("tags-view", meta={"owner": "IN", "authority": {"kind": "letter", "reference": "7"}}))
        public = self.server.get("/v1/entries/tags-view")
        owner = self.server.get("/v1/entries/tags-view", token=self.india)
        self.assertNotIn("authority", public.json()["meta"])
        self.assertIn("authority", owner.json()["meta"])
        self.assertNotEqual(public.etag, owner.etag)
        self.assertNotEqual(public.json()["meta"]["digest"], owner.json()["meta"]["digest"])

    def test_reads_say_when_and_what_they_depend_on(self):
        self.create(organisation("tags-vary"))
        answer = self.server.get("/v1/entries/tags-vary")
        modified = answer.json()["meta"]["modified_at"]
        self.assertEqual(parsedate_to_datetime(answer.header("Last-Modified")).strftime("%Y-%m-%dT%H:%M:%S"), modified[:19])
        vary = {name.strip().lower() for name in answer.header("Vary").split(",")}
        self.assertLessEqual({"accept", "authorization"}, vary)

    def test_if_none_match(self):
        self.create(organisation("tags-304"))
        answer = self.server.get("/v1/entries/tags-304")
        same = [answer.etag, f"W/{answer.etag}", f'"other", {answer.etag}', f'{answer.etag},"other"', "*"]
        for value in same:
            with self.subTest(value):
                not_modified = self.check(self.server.get("/v1/entries/tags-304", headers={"If-None-Match": value}), 304)
                self.assertEqual(not_modified.body, b"")
                self.assertEqual(not_modified.etag, answer.etag)
        other = ['"other"', answer.etag[:-2] + 'x"']
        for value in other:
            with self.subTest(value):
                self.check(self.server.get("/v1/entries/tags-304", headers={"If-None-Match": value}), 200)
        self.check(self.server.get("/v1/entries/tags-304", accept=XML, headers={"If-None-Match": answer.etag}), 200)
        self.merge("tags-304", {"short_name": "EX-NEW"}, self.server.get("/v1/entries/tags-304", token=self.india).etag)
        self.check(self.server.get("/v1/entries/tags-304", headers={"If-None-Match": answer.etag}), 200)

    def test_the_tag_of_a_write_is_that_of_the_next_read(self):
        created = self.create(organisation("tags-write"))
        read = self.server.get("/v1/entries/tags-write", token=self.india)
        self.assertEqual(read.etag, created.etag)
        self.assertEqual(read.body, created.body)
        changed = self.check(self.merge("tags-write", {"short_name": "EX-2"}, created.etag), 200)
        self.assertNotEqual(changed.etag, created.etag)
        self.assertEqual(self.server.get("/v1/entries/tags-write", token=self.india).etag, changed.etag)
        self.assertEqual(changed.json()["meta"]["version"], 2)
        self.check(self.merge("tags-write", {"short_name": "EX-3"}, changed.etag), 200)

    def test_a_write_must_say_which_version_it_is_about(self):
        self.create(organisation("tags-428"))
        for method, options in {
            "PUT": {"body": organisation()},
            "PATCH": {"body": {}, "content_type": MERGE},
            "DELETE": {},
        }.items():
            for headers in ({}, {"If-Match": "*"}):
                with self.subTest(method, headers=headers):
                    answer = self.server.send(method, "/v1/entries/tags-428", token=self.india, headers=headers, **options)
                    self.check(answer, 428, "precondition-required")
        self.assertEqual(self.server.get("/v1/entries/tags-428").json()["meta"]["version"], 1)

    def test_the_tag_of_either_form_serves(self):
        self.create(organisation("tags-either"))
        tag = self.server.get("/v1/entries/tags-either", accept=XML, token=self.india).etag
        changed = self.check(self.merge("tags-either", {"short_name": "EX-BY-XML"}, tag), 200)
        listed = f'"other", {changed.etag}'
        self.check(self.merge("tags-either", {"short_name": "EX-BY-LIST"}, listed), 200)

    def test_tags_that_do_not_serve(self):
        created = self.create(organisation("tags-stale"))
        other = self.create(organisation("tags-stale-other"))
        self.check(self.merge("tags-stale", {"short_name": "EX-2"}, created.etag), 200)
        current = self.server.get("/v1/entries/tags-stale", token=self.india).etag
        for tag in (created.etag, other.etag, '"none"', f"W/{current}"):
            with self.subTest(tag):
                self.check(self.merge("tags-stale", {"short_name": "EX-3"}, tag), 412, "stale")
                self.check(self.put("tags-stale", organisation(), tag), 412, "stale")
                self.check(self.withdraw("tags-stale", tag), 412, "stale")
        self.assertEqual(self.server.get("/v1/entries/tags-stale").json()["meta"]["version"], 2)

    def test_a_stale_write_is_told_all_three_sides(self):
        created = self.create(organisation("tags-conflict", websites=["https://a.example/"]))
        self.check(self.merge("tags-conflict", {"short_name": "THEIRS", "websites": ["https://b.example/"]}, created.etag), 200)
        for what, answer in {
            "put": self.put("tags-conflict", organisation(short_name="YOURS", websites=["https://a.example/"]), created.etag),
            "merge patch": self.merge("tags-conflict", {"short_name": "YOURS"}, created.etag),
        }.items():
            with self.subTest(what):
                problem = self.check(answer, 412, "stale").json()
                self.assertEqual(problem["current_version"], 2)
                self.assertEqual(problem["base_version"], 1)
                conflicts = {conflict["pointer"]: conflict for conflict in problem["conflicts"]}
                self.assertEqual(conflicts["/short_name"],
                                 {"pointer": "/short_name", "base": "EX-ORG", "theirs": "THEIRS", "yours": "YOURS"})
                self.assertLessEqual(set(conflicts), {"/short_name", "/websites"})
        self.assertEqual(self.server.get("/v1/entries/tags-conflict").json()["short_name"], "THEIRS")

    def test_put_creates_once(self):
        entry = organisation()
        create = {"If-None-Match": "*"}
        answer = self.server.send("PUT", "/v1/entries/tags-put", body=entry, token=self.india, headers=create)
        self.check(answer, 201)
        self.assertEqual(answer.json()["id"], "tags-put")
        self.assertTrue(answer.header("Location").endswith("/v1/entries/tags-put"))
        entry["short_name"] = "EX-2"
        again = self.server.send("PUT", "/v1/entries/tags-put", body=entry, token=self.india, headers=create)
        self.check(again, 412, "stale")
        self.assertEqual(self.server.get("/v1/entries/tags-put").json()["short_name"], "EX-ORG")

    def test_put_replaces_the_whole(self):
        created = self.create(organisation("tags-whole", legal_basis="An act", websites=["https://a.example/"]))
        answer = self.check(self.put("tags-whole", organisation(), created.etag), 200)
        self.assertNotIn("legal_basis", answer.json())
        self.assertEqual(written(answer.json()), written(organisation()))

    def test_put_holds_id_and_kind(self):
        created = self.create(organisation("tags-identity"))
        for entry in (organisation("another-id"), {**organisation(), "kind": "document"}):
            with self.subTest(entry.get("id"), kind=entry["kind"]):
                answer = self.put("tags-identity", entry, created.etag)
                self.assertIn(answer.status, (409, 422), answer)

    def test_what_was_read_can_be_sent_back(self):
        created = self.create(organisation("tags-noop", keys=[{"fingerprint": "a" * 40}]))
        for accept in (JSON, XML):
            with self.subTest(accept):
                read = self.server.get("/v1/entries/tags-noop", accept=accept, token=self.india)
                answer = self.server.send("PUT", "/v1/entries/tags-noop", body=read.body, content_type=accept,
                                          token=self.india, headers={"If-Match": read.etag})
                self.check(answer, 200)
                self.assertEqual(answer.json()["meta"]["version"], 1)
                self.assertEqual(answer.etag, created.etag)
        self.check(self.merge("tags-noop", {}, created.etag), 200)
        self.assertEqual(len(self.server.get("/v1/entries/tags-noop/history").json()["items"]), 1)

    def test_of_many_writers_with_one_tag_one_wins(self):
        tag = self.create(organisation("tags-race")).etag
        answers = []

        def write(number):
            answers.append(self.merge("tags-race", {"short_name": f"EX-{number}"}, tag))

        writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        self.assertEqual(sorted(answer.status for answer in answers), [200] + [412] * 7)
        winner = next(answer for answer in answers if answer.status == 200).json()
        self.assertEqual(winner, self.server.get("/v1/entries/tags-race", token=self.india).json())
        self.assertEqual(winner["meta"]["version"], 2)

    def test_withdrawal_and_restoration(self):
        created = self.create(organisation("tags-gone"))
        withdrawn = self.check(self.withdraw("tags-gone", created.etag), 200)
        self.assertEqual(withdrawn.json()["meta"]["status"], "withdrawn")
        self.assertEqual(withdrawn.json()["short_name"], "EX-ORG")

        gone = self.check(self.server.get("/v1/entries/tags-gone", token=self.india), 410, "gone")
        history = self.check(self.server.get(gone.links()["version-history"]), 200).json()
        self.assertEqual([item["operation"] for item in history["items"]], ["withdraw", "create"])
        self.check(self.server.get("/v1/entries/tags-gone"), 410, "gone")
        self.assertEqual(self.server.get("/v1/entries/tags-gone/history/1").json()["short_name"], "EX-ORG")
        self.assertNotIn("tags-gone", [item["id"] for item in self.walk("/v1/entries?kind=organisation&limit=200")])
        self.check(self.withdraw("tags-gone", withdrawn.etag), 410, "gone")
        self.check(self.merge("tags-gone", {"short_name": "EX-2"}, withdrawn.etag), 410, "gone")

        restore = {"target": "/v1/entries/tags-gone/restore", "method": "POST", "token": self.india}
        self.check(self.server.send(**restore), 428, "precondition-required")
        self.check(self.server.send(**restore, headers={"If-Match": created.etag}), 412, "stale")
        self.check(self.server.send("POST", "/v1/entries/tags-gone/restore", headers={"If-Match": withdrawn.etag}), 401)
        newest = self.check(self.server.get("/v1/entries/tags-gone/history/2", token=self.india), 200)
        self.assertEqual(newest.json()["meta"]["status"], "withdrawn")
        back = self.check(self.server.send(**restore, headers={"If-Match": newest.etag}), 200)
        self.assertEqual(back.json()["meta"]["version"], 3)
        self.assertEqual(back.json()["meta"]["status"], "published")
        self.assertEqual(written(back.json()), written(created.json()))
        self.check(self.server.send(**restore, headers={"If-Match": back.etag}), 409, "conflict")
        history = self.server.get("/v1/entries/tags-gone/history").json()
        self.assertEqual([item["operation"] for item in history["items"]], ["restore", "withdraw", "create"])
        self.assertEqual([item["version"] for item in history["items"]], [3, 2, 1])

    def test_a_withdrawn_id_is_not_given_again(self):
        created = self.create(organisation("tags-used"))
        self.withdraw("tags-used", created.etag)
        answer = self.server.send("POST", "/v1/entries", body=organisation("tags-used"), token=self.india)
        self.assertIn(answer.status, (409, 410), answer)
        answer = self.server.send("PUT", "/v1/entries/tags-used", body=organisation(), token=self.india,
                                  headers={"If-None-Match": "*"})
        self.assertIn(answer.status, (409, 410, 412), answer)


class PatchTest(ServerTest):
    """RFC 7396 and RFC 6902."""

    def patch(self, entry_id, operations, etag):
        return self.server.send("PATCH", f"/v1/entries/{entry_id}", body=operations, content_type=PATCH,
                                token=self.india, headers={"If-Match": etag})

    def test_merge_patch(self):
        created = self.create(organisation("merge", legal_basis="An act", websites=["https://a.example/", "https://b.example/"],
                                           constituency={"label": "All", "code": "x"}))
        answer = self.merge("merge", {"legal_basis": None, "websites": ["https://c.example/"],
                                      "constituency": {"code": None}, "name": {"fr": "Exemple"},
                                      "meta": {"change_note": "Why", "version": 99}}, created.etag)
        entry = self.check(answer, 200).json()
        self.assertNotIn("legal_basis", entry)
        self.assertEqual(entry["websites"], ["https://c.example/"])
        self.assertEqual(entry["constituency"], {"label": "All"})
        self.assertEqual(entry["name"], {"en": "Example organisation", "fr": "Exemple"})
        self.assertEqual(entry["short_name"], "EX-ORG")
        self.assertEqual(entry["meta"]["version"], 2)
        history = self.server.get("/v1/entries/merge/history").json()["items"]
        self.assertEqual(history[0]["change_note"], "Why")

    def test_json_patch(self):
        created = self.create(organisation("json-patch", websites=["https://a.example/"]))
        answer = self.patch("json-patch", [
            {"op": "test", "path": "/short_name", "value": "EX-ORG"},
            {"op": "add", "path": "/websites/-", "value": "https://c.example/"},
            {"op": "add", "path": "/websites/1", "value": "https://b.example/"},
            {"op": "replace", "path": "/short_name", "value": "EX-2"},
            {"op": "copy", "from": "/name/en", "path": "/name/fr"},
            {"op": "move", "from": "/country", "path": "/legal_basis"},
            {"op": "remove", "path": "/websites/0"},
        ], created.etag)
        entry = self.check(answer, 200).json()
        self.assertEqual(entry["websites"], ["https://b.example/", "https://c.example/"])
        self.assertEqual(entry["short_name"], "EX-2")
        self.assertEqual(entry["name"]["fr"], "Example organisation")
        self.assertEqual(entry["legal_basis"], "IN")
        self.assertNotIn("country", entry)

    def test_a_patch_is_applied_whole_or_not_at_all(self):
        created = self.create(organisation("patch-whole"))
        change = {"op": "replace", "path": "/short_name", "value": "EX-2"}
        for last, status, code in (({"op": "test", "path": "/type", "value": "company"}, 409, "conflict"),
                                   ({"op": "remove", "path": "/legal_basis"}, 422, "invalid-content"),
                                   ({"op": "add", "path": "/websites/5", "value": "https://a.example/"}, 422,
                                    "invalid-content")):
            with self.subTest(last["op"]):
                self.check(self.patch("patch-whole", [change, last], created.etag), status, code)
        invalid = self.check(self.patch("patch-whole", [change, {"op": "remove", "path": "/type"}], created.etag), 422)
        self.assertEqual([error["pointer"] for error in invalid.json()["errors"]], ["/type"])
        entry = self.server.get("/v1/entries/patch-whole").json()
        self.assertEqual((entry["short_name"], entry["meta"]["version"]), ("EX-ORG", 1))

    def test_what_is_no_patch(self):
        created = self.create(organisation("patch-none"))
        for patch in ({}, [{"op": "bend", "path": "/short_name"}], [{"op": "add", "path": "short_name", "value": 1}],
                      [{"op": "add", "path": "/short_name"}], [1]):
            with self.subTest(patch):
                answer = self.patch("patch-none", patch, created.etag)
                self.assertIn(answer.status, (400, 422), answer)
        for patch in ([], "text", 1):
            with self.subTest(patch):
                answer = self.merge("patch-none", json.dumps(patch), created.etag)
                self.assertIn(answer.status, (400, 422), answer)

    def test_id_and_kind_do_not_change(self):
        created = self.create(organisation("patch-identity"))
        for patch in ({"id": "other"}, {"kind": "document"}):
            with self.subTest(patch):
                answer = self.merge("patch-identity", patch, created.etag)
                self.assertIn(answer.status, (409, 422), answer)
        self.assertEqual(self.server.get("/v1/entries/patch-identity").json()["kind"], "organisation")

    def test_other_forms_are_refused(self):
        created = self.create(organisation("patch-form"))
        for content_type in (JSON, XML, "text/plain"):
            with self.subTest(content_type):
                answer = self.server.send("PATCH", "/v1/entries/patch-form", body="{}", content_type=content_type,
                                          token=self.india, headers={"If-Match": created.etag})
                self.check(answer, 415, "unsupported-media-type")
                for accepted in (MERGE, PATCH):
                    self.assertIn(accepted, answer.body.decode())
        answer = self.server.send("PATCH", "/v1/entries/patch-form", body="{}", token=self.india,
                                  content_type="Application/Merge-Patch+JSON ; charset=utf-8",
                                  headers={"If-Match": created.etag})
        self.check(answer, 200)

    def test_a_patch_is_for_what_the_caller_sees(self):
        created = self.create(organisation("patch-seen"))
        operations = [{"op": "test", "path": "/meta/version", "value": 1},
                      {"op": "test", "path": "/meta/digest", "value": created.json()["meta"]["digest"]},
                      {"op": "replace", "path": "/short_name", "value": "EX-2"}]
        self.assertEqual(self.check(self.patch("patch-seen", operations, created.etag), 200).json()["short_name"], "EX-2")

    def test_a_test_that_fails_says_which(self):
        created = self.create(organisation("patch-test"))
        operations = [{"op": "test", "path": "/short_name", "value": "EX-ORG"},
                      {"op": "test", "path": "/type", "value": "company"}]
        problem = self.check(self.patch("patch-test", operations, created.etag), 409, "conflict").json()
        self.assertIn("/type", [error["pointer"] for error in problem["errors"]])

    def test_channels_and_keys_change_by_element(self):
        mail, web = {"kind": "email", "value": "a@cert.example"}, {"kind": "web", "value": "https://cert.example/"}
        created = self.create(organisation("patch-channels", channels=[mail]))
        self.check(self.merge("patch-channels", {"channels": [mail, web]}, created.etag), 200)
        changes = self.server.get("/v1/entries/patch-channels/diff?from=1&to=2").json()["changes"]
        self.assertEqual(len(changes), 1, changes)
        self.assertEqual((changes[0]["op"], changes[0]["to"]), ("add", web))
        self.assertTrue(changes[0]["pointer"].startswith("/channels/"), changes)


class HistoryTest(ServerTest):
    """Versions and what changed between them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls()
        tag = test.create(organisation("past", legal_basis="An act")).etag
        for number in range(2, 6):
            patch = {"short_name": f"EX-{number}", "meta": {"change_note": f"Change {number}"}}
            tag = test.check(test.merge("past", patch, tag), 200).etag

    def test_history_is_newest_first(self):
        history = self.check(self.server.get("/v1/entries/past/history"), 200).json()
        self.assertEqual([item["version"] for item in history["items"]], [5, 4, 3, 2, 1])
        self.assertEqual(history["total"], {"value": 5, "exact": True})
        times = [item["at"] for item in history["items"]]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(len(set(times)), 5)
        sequences = [item["seq"] for item in history["items"]]
        self.assertEqual(sequences, sorted(set(sequences), reverse=True))
        for item in history["items"]:
            self.assertEqual(item["by"], "IN")
            self.assertRegex(item["digest"], "^[0-9a-f]{64}$")
            version = self.check(self.server.get(item["links"]["version"]), 200).json()
            self.assertEqual(version["meta"]["version"], item["version"])
        self.assertEqual(history["items"][0]["change_note"], "Change 5")

    def test_who_did_it_is_a_class_of_actors(self):
        history = self.check(self.server.get("/v1/entries/state-th/history"), 200).json()
        self.assertIn(history["items"][-1]["by"], ("registry", "secretariat"))

    def test_history_pages(self):
        versions = [item["version"] for item in self.walk("/v1/entries/past/history?limit=2")]
        self.assertEqual(versions, [5, 4, 3, 2, 1])
        counted = self.check(self.server.get("/v1/entries/past/history?limit=0"), 200).json()
        self.assertEqual((counted["items"], counted["total"]["value"]), ([], 5))

    def test_versions_do_not_change(self):
        for number in range(1, 6):
            entry = self.check(self.server.get(f"/v1/entries/past/history/{number}"), 200).json()
            self.assertEqual(entry["short_name"], "EX-ORG" if number == 1 else f"EX-{number}")
            self.assertEqual(entry["meta"]["version"], number)
        for number in ("0", "6", "-1", "one", "99999999999999999999"):
            with self.subTest(number):
                answer = self.server.get(f"/v1/entries/past/history/{number}")
                self.assertIn(answer.status, (400, 404), answer)

    def test_diff(self):
        answer = self.check(self.server.get("/v1/entries/past/diff?from=1&to=5"), 200).json()
        self.assertEqual((answer["id"], answer["from"], answer["to"]), ("past", 1, 5))
        changes = {change["pointer"]: change for change in answer["changes"]}
        self.assertEqual(changes["/short_name"], {"pointer": "/short_name", "op": "replace", "from": "EX-ORG", "to": "EX-5"})
        self.assertLessEqual(set(changes), {"/short_name", "/meta/change_note"})
        back = self.check(self.server.get("/v1/entries/past/diff?from=5&to=1"), 200).json()
        changes = {change["pointer"]: change for change in back["changes"]}
        self.assertEqual((changes["/short_name"]["from"], changes["/short_name"]["to"]), ("EX-5", "EX-ORG"))
        same = self.check(self.server.get("/v1/entries/past/diff?from=2&to=2"), 200).json()
        self.assertEqual(same["changes"], [])

    def test_diff_wants_versions_that_exist(self):
        for query, status in (("", 400), ("?from=1", 400), ("?to=1", 400), ("?from=x&to=2", 400),
                              ("?from=1&to=9", 404), ("?from=0&to=1", 400)):
            with self.subTest(query):
                answer = self.server.get(f"/v1/entries/past/diff{query}")
                self.assertIn(answer.status, {status, 404 if "0" in query else status}, answer)

    def test_what_a_version_hides_its_history_hides(self):
        self.create(organisation("past-desk-organisation"))
        created = self.create(contact("past-desk", "past-desk-organisation"))
        self.merge("past-desk", {"call_order": 1}, created.etag)
        for path in ("", "/history", "/history/1", "/diff?from=1&to=2"):
            with self.subTest(path):
                self.check(self.server.get(f"/v1/entries/past-desk{path}"), 404, "not-found")
                self.check(self.server.get(f"/v1/entries/past-desk{path}", token=self.thailand), 200)


class AsOfTest(ServerTest):
    """The directory as of any moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls()
        tag = test.create(organisation("then", short_name="EX-OLDNAME")).etag
        tag = test.check(test.merge("then", {"short_name": "EX-NEWNAME"}, tag), 200).etag
        test.check(test.withdraw("then", tag), 200)
        cls.history = test.check(cls.server.get("/v1/entries/then/history"), 200).json()["items"][::-1]

    def moments(self, index):
        """Both names of the moment of a version."""
        item = self.history[index]
        return (f"seq:{item['seq']}", item["at"])

    def test_single_reads(self):
        for index, name in ((0, "EX-OLDNAME"), (1, "EX-NEWNAME")):
            for moment in self.moments(index):
                with self.subTest(moment):
                    answer = self.check(self.server.get(f"/v1/entries/then?as_of={moment}"), 200)
                    self.assertEqual(answer.json()["short_name"], name)
                    self.assertEqual(int(answer.header("X-Cyberdir-Seq")), self.history[index]["seq"])
                    memento = parsedate_to_datetime(answer.header("Memento-Datetime"))
                    self.assertEqual(memento.strftime("%Y-%m-%dT%H:%M:%S"), self.history[index]["at"][:19])
        for moment in self.moments(2):
            self.check(self.server.get(f"/v1/entries/then?as_of={moment}"), 410, "gone")
        before = f"seq:{self.history[0]['seq'] - 1}"
        self.check(self.server.get(f"/v1/entries/then?as_of={before}"), 404, "not-found")

    def test_a_time_between_two_commits_means_the_first(self):
        at = self.history[1]["at"]
        between = re.sub(r"(\.\d{6})?Z$", lambda match: (match[1] or ".000000") + "9Z", at)
        answer = self.check(self.server.get(f"/v1/entries/then?as_of={between}"), 200)
        self.assertEqual(answer.json()["short_name"], "EX-NEWNAME")
        self.assertEqual(int(answer.header("X-Cyberdir-Seq")), self.history[1]["seq"])

    def test_offsets_of_time_zones(self):
        at = self.history[0]["at"]
        self.check(self.server.get("/v1/entries/then?as_of=" + at.replace("Z", "%2B00:00")), 200)

    def test_search(self):
        for index, word, count in ((0, "oldname", 1), (0, "newname", 0), (1, "oldname", 0), (1, "newname", 1),
                                   (2, "newname", 0)):
            for moment in self.moments(index):
                with self.subTest(moment, word=word):
                    answer = self.check(self.server.get(f"/v1/entries?q={word}&as_of={moment}&facets=kind"), 200)
                    found = answer.json()
                    self.assertEqual(found["total"]["value"], count)
                    self.assertEqual(len(found["items"]), count)
                    self.assertEqual(sum(facet["count"] for facet in found["facets"]["kind"]), count)
                    self.assertEqual(int(answer.header("X-Cyberdir-Seq")), self.history[index]["seq"])
                    self.assertTrue(answer.header("Memento-Datetime"))
        found = self.check(self.server.get(f"/v1/entries?q=oldname&as_of=seq:{self.history[0]['seq']}"), 200).json()
        self.assertEqual(found["items"][0]["short_name"], "EX-OLDNAME")

    def test_history(self):
        for index in range(3):
            for moment in self.moments(index):
                with self.subTest(moment):
                    answer = self.check(self.server.get(f"/v1/entries/then/history?as_of={moment}"), 200)
                    history = answer.json()
                    self.assertEqual([item["version"] for item in history["items"]], list(range(index + 1, 0, -1)))
                    self.assertEqual(int(answer.header("X-Cyberdir-Seq") or 0), self.history[index]["seq"])
                    self.assertTrue(answer.header("Memento-Datetime"))
                    self.assertEqual(history["total"]["value"], index + 1)
        items = self.walk(f"/v1/entries/then/history?limit=1&as_of=seq:{self.history[1]['seq']}")
        self.assertEqual([item["version"] for item in items], [2, 1])

    def test_states(self):
        answer = self.check(self.server.get("/v1/states?as_of=seq:1&limit=0"), 200)
        self.assertEqual(answer.json()["total"], {"value": STATES, "exact": True})
        # The States come in one transaction: a number within it means the whole.
        self.assertGreaterEqual(int(answer.header("X-Cyberdir-Seq")), STATES)
        self.check(self.server.get("/v1/states/TH?as_of=seq:1"), 200)

    def test_export(self):
        moment = f"seq:{self.history[0]['seq']}"
        for form in ("json", "xml", "ndjson"):
            with self.subTest(form):
                target = f"/v1/export?format={form}&as_of={moment}"
                first = self.check(self.server.get(target), 200)
                self.assertIn(b"EX-OLDNAME", first.body)
                self.assertNotIn(b"EX-NEWNAME", first.body)
                self.assertEqual(int(first.header("X-Cyberdir-Seq")), self.history[0]["seq"])
                self.create(organisation(f"then-later-{form}"))
                self.assertEqual(self.server.get(target).body, first.body)

    def test_pages_hold_their_moment(self):
        moment = f"seq:{self.history[0]['seq']}"
        target = f"/v1/entries?limit=50&as_of={moment}"
        items = self.walk(target)
        self.assertEqual(len(items), STATES + 1)
        self.assertEqual(len({item["id"] for item in items}), STATES + 1)

    def test_before_the_first_commit_there_is_nothing(self):
        answer = self.check(self.server.get("/v1/entries?as_of=2001-01-01T00:00:00Z"), 200)
        self.assertEqual(answer.json()["total"], {"value": 0, "exact": True})
        self.check(self.server.get("/v1/states/TH?as_of=2001-01-01T00:00:00Z"), 404)

    def test_what_is_no_moment(self):
        for moment in ("seq:x", "seq:-1", "seq:", "seq:1.5", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30", ""):
            for path in ("/v1/entries", "/v1/entries/then", "/v1/states/TH", "/v1/export"):
                with self.subTest(f"{path} {moment}"):
                    self.check(self.server.get(f"{path}?as_of={moment}"), 400, "malformed")

    def test_a_sequence_that_is_yet_to_come(self):
        for path in ("/v1/entries", "/v1/entries/then", "/v1/entries/then/history", "/v1/states", "/v1/export"):
            with self.subTest(path):
                self.check(self.server.get(f"{path}?as_of=seq:999999999"), 404, "not-found")

    def test_a_date_means_its_end(self):
        day = self.history[2]["at"][:10]
        self.check(self.server.get(f"/v1/entries/then?as_of={day}"), 410, "gone")
        self.check(self.server.get("/v1/entries/then?as_of=2001-01-01"), 404, "not-found")


class ListTest(ServerTest):
    """Search, counting and paging."""

    def test_paging_meets_every_item_once(self):
        for sort in ("id", "-id", "modified", "-modified"):
            with self.subTest(sort):
                ids = [item["id"] for item in self.walk(f"/v1/entries?kind=state&sort={sort}&limit=31&fields=name")]
                self.assertEqual(len(ids), STATES)
                self.assertEqual(len(set(ids)), STATES)
                if sort.endswith("id"):
                    self.assertEqual(ids, sorted(ids, reverse=sort.startswith("-")))

    def test_paging_by_relevance(self):
        ids = [item["id"] for item in self.walk("/v1/entries?q=republic&limit=10")]
        total = self.server.get("/v1/entries?q=republic&limit=0").json()["total"]
        self.assertEqual(total, {"value": len(ids), "exact": True})
        self.assertGreater(len(ids), 20)
        self.assertEqual(len(set(ids)), len(ids))

    def test_paging_while_others_write(self):
        page = self.server.get("/v1/entries?kind=organisation,state&limit=100")
        seen = [item["id"] for item in page.json()["items"]]
        self.create(organisation("0-before-all"))
        self.create(organisation("zz-after-all"))
        seen += [item["id"] for item in self.walk(page.links()["next"].removeprefix(self.server.url))]
        states = [entry_id for entry_id in seen if entry_id.startswith("state-")]
        self.assertEqual(len(states), STATES)
        self.assertEqual(len(set(seen)), len(seen))

    def test_links(self):
        page = self.check(self.server.get("/v1/entries?kind=state&limit=10&fields=name"), 200)
        self.assertLessEqual({"self", "first", "next"}, set(page.links()))
        following = self.server.get(page.links()["next"].removeprefix(self.server.url))
        first = self.server.get(following.links()["first"].removeprefix(self.server.url))
        self.assertEqual(first.json(), page.json())
        again = self.server.get(following.links()["self"].removeprefix(self.server.url))
        self.assertEqual(again.json(), following.json())
        self.assertEqual(set(following.json()["items"][0]), {"id", "kind", "name"})
        whole = self.server.get("/v1/entries?kind=state&limit=200")
        self.assertEqual(len(whole.json()["items"]), STATES)
        self.assertNotIn("next", whole.links())

    def test_links_of_a_page_asked_for_by_suffix(self):
        page = self.check(self.server.get("/v1/entries.xml?kind=state&limit=10"), 200)
        following = self.check(self.server.get(page.links()["next"].removeprefix(self.server.url)), 200)
        self.assertEqual(following.media_type, XML)

    def test_limit_zero_counts(self):
        for path in ("/v1/entries?kind=state&", "/v1/states?"):
            answer = self.check(self.server.get(f"{path}limit=0"), 200)
            self.assertEqual(answer.json()["items"], [])
            self.assertEqual(answer.json()["total"], {"value": STATES, "exact": True})
            self.assertNotIn("next", answer.links())

    def test_the_default_is_a_page_of_twenty(self):
        self.assertEqual(len(self.server.get("/v1/entries").json()["items"]), 20)
        self.assertEqual(len(self.server.get("/v1/states").json()["items"]), STATES)

    def test_values_out_of_range(self):
        for query in ("limit=201", "limit=-1", "limit=x", "limit=", "limit=1.5", "sort=size", "facets=colour",
                      "fields=colour", "kind=galaxy", "updated_since=yesterday", "cursor=nonsense"):
            with self.subTest(query):
                problem = self.check(self.server.get(f"/v1/entries?{query}"), 400, "malformed").json()
                self.assertIn(query.partition("=")[0], json.dumps(problem))

    def test_a_parameter_that_stands_twice(self):
        self.check(self.server.get("/v1/entries?limit=1&limit=2"), 400)

    def test_a_cursor_belongs_to_its_query(self):
        target = self.server.get("/v1/entries?kind=state&limit=10").links()["next"]
        cursor = re.search(r"cursor=([^&]+)", target)[1]
        self.check(self.server.get(f"/v1/entries?q=republic&limit=10&cursor={cursor}"), 400)
        self.check(self.server.get(f"/v1/entries?kind=state&sort=-id&limit=10&cursor={cursor}"), 400)

    def test_filters(self):
        self.create(organisation("list-csirt", type="national-csirt", memberships=[{"network": "FIRST"}]))
        self.create(organisation("list-company", type="company", owner="TH"), self.thailand)
        for query, there, absent in (
            ("category=national-csirt", {"list-csirt"}, {"list-company"}),
            ("category=national-csirt,company", {"list-csirt", "list-company"}, {"state-th"}),
            ("network=FIRST&kind=organisation", {"list-csirt"}, {"list-company"}),
            ("state=TH", {"list-company", "state-th"}, {"list-csirt", "state-in"}),
            ("state=IN,TH&kind=organisation", {"list-company", "list-csirt"}, {"state-th"}),
            ("owner=TH", {"list-company"}, {"state-th", "list-csirt"}),
            ("owner=secretariat&region=Asia-Pacific", {"state-th"}, {"state-fr", "list-company"}),
            ("region=Eastern%20European", {"state-pl"}, {"state-th"}),
            ("kind=organisation&category=company&state=IN", set(), {"list-csirt", "list-company"}),
            ("updated_since=2001-01-01T00:00:00Z&kind=organisation", {"list-csirt"}, set()),
            ("updated_since=2101-01-01T00:00:00Z", set(), {"list-csirt", "state-th"}),
        ):
            with self.subTest(query):
                ids = {item["id"] for item in self.walk(f"/v1/entries?{query}&limit=200")}
                self.assertLessEqual(there, ids)
                self.assertFalse(absent & ids, absent & ids)
                total = self.server.get(f"/v1/entries?{query}&limit=0").json()["total"]
                self.assertEqual(total, {"value": len(ids), "exact": True})

    def test_facets_count_what_is_found(self):
        self.create(organisation("facet-a", type="regulator"))
        answer = self.check(self.server.get("/v1/entries?limit=0&facets=kind,region,category,owner"), 200).json()
        self.assertEqual(set(answer["facets"]), {"kind", "region", "category", "owner"})
        kinds = {count["value"]: count for count in answer["facets"]["kind"]}
        self.assertEqual(sum(count["count"] for count in kinds.values()), answer["total"]["value"])
        self.assertEqual((kinds["state"]["count"], kinds["state"]["exact"]), (STATES, True))
        for name, counts in answer["facets"].items():
            self.assertEqual([c["count"] for c in counts], sorted((c["count"] for c in counts), reverse=True), name)
            for count in counts[:3]:
                value = count["value"].replace(" ", "%20")
                total = self.server.get(f"/v1/entries?limit=0&{name}={value}").json()["total"]["value"]
                self.assertEqual(total, count["count"], (name, value))
        self.assertEqual(self.server.get("/v1/entries").json()["facets"], {})

    def test_fields(self):
        for item in self.server.get("/v1/entries?kind=state&limit=5&fields=iso2,name").json()["items"]:
            self.assertEqual(set(item), {"id", "kind", "iso2", "name"})
        for item in self.server.get("/v1/entries?kind=state&limit=5&fields=meta").json()["items"]:
            self.assertEqual(set(item), {"id", "kind", "meta"})
        root = ElementTree.fromstring(self.server.get("/v1/entries.xml?kind=state&limit=5&fields=iso2").body)
        for entry in root.iter(f"{NAMESPACE}state"):
            self.assertEqual([child.tag for child in entry], [f"{NAMESPACE}iso2"])

    def test_words(self):
        for query, found in (("thailand", "state-th"), ("THAILAND", "state-th"), ("siam", "state-th"),
                             ("%D8%AA%D8%A7%D9%8A%D9%84%D9%86%D8%AF", "state-th"), ("%E6%B3%B0%E5%9B%BD", "state-th"),
                             ("thail", "state-th"), ("cote%20d%27ivoire", "state-ci"), ("xyzzyplugh", None)):
            with self.subTest(query):
                answer = self.check(self.server.get(f"/v1/entries?q={query}&kind=state"), 200).json()
                ids = [item["id"] for item in answer["items"]]
                if found:
                    self.assertEqual(ids[:1], [found])
                else:
                    self.assertEqual((ids, answer["total"]["value"]), ([], 0))

    def test_words_are_never_syntax(self):
        for query in ("%22", "AND", "a%20OR%20b", "NEAR(", "*", "%28", "-x", "title:x", "%00", "%27%20OR%201=1--", "^", "%"):
            with self.subTest(query):
                answer = self.server.get(f"/v1/entries?q={query}")
                self.assertIn(answer.status, (200, 400), answer)
                self.assertNotIn(b"fts5", answer.body.lower())

    def test_a_hidden_word_finds_nothing(self):
        self.create(organisation("hidden-organisation"))
        self.create(contact("hidden-desk", "hidden-organisation", title={"en": "Quixotically named desk"}))
        for target in ("/v1/entries?q=quixotically&facets=kind", "/v1/entries?kind=contact&facets=kind,category",
                       "/v1/entries?category=technical&facets=owner"):
            with self.subTest(target):
                answer = self.check(self.server.get(target), 200).json()
                self.assertEqual((answer["items"], answer["total"]), ([], {"value": 0, "exact": True}))
                self.assertFalse(any(answer["facets"].values()), answer)
                seen = self.check(self.server.get(target, token=self.thailand), 200).json()
                self.assertEqual([item["id"] for item in seen["items"]], ["hidden-desk"])
        self.assertNotIn("contact", [count["value"] for count in
                                     self.server.get("/v1/entries?facets=kind").json()["facets"]["kind"]])
        for form in ("json", "xml", "ndjson"):
            self.assertNotIn(b"hidden-desk", self.server.get(f"/v1/export?format={form}").body)

    def test_list_in_both_forms(self):
        target = "/v1/entries?kind=state&limit=10&facets=region"
        as_json = self.server.get(target, accept=JSON).json()
        answer = self.check(self.server.get(target, accept=XML), 200)
        root = ElementTree.fromstring(answer.body)
        self.assertEqual(root.tag, f"{NAMESPACE}list")
        ids = [entry.get("id") for entry in root.find(f"{NAMESPACE}items")]
        self.assertEqual(ids, [item["id"] for item in as_json["items"]])
        total = root.find(f"{NAMESPACE}total")
        self.assertEqual(total.findtext(f"{NAMESPACE}value"), str(as_json["total"]["value"]))
        self.assertEqual(total.findtext(f"{NAMESPACE}exact"), "true")
        facet = root.find(f"{NAMESPACE}facets/{NAMESPACE}region")
        self.assertEqual([(i.findtext(f"{NAMESPACE}value"), int(i.findtext(f"{NAMESPACE}count"))) for i in facet],
                         [(count["value"], count["count"]) for count in as_json["facets"]["region"]])


class NegotiationTest(ServerTest):
    """Forms, methods and what every answer has."""

    def test_accept(self):
        for accept, media_type in ((None, JSON), ("*/*", JSON), (JSON, JSON), (XML, XML), ("application/*", JSON),
                                   ("application/xml;q=0.5, application/json;q=0.4", XML),
                                   ("application/json;q=0.1, */*;q=0.5", XML),
                                   ("text/html, application/xml;q=0.9, */*;q=0.8", XML),
                                   ("application/json;q=0, */*", XML), ("APPLICATION/XML", XML),
                                   ("text/html, */*;q=0.1", JSON)):
            with self.subTest(accept):
                answer = self.check(self.server.get("/v1/entries/state-th", accept=accept), 200)
                self.assertEqual(answer.media_type, media_type)

    def test_no_form_that_is_accepted(self):
        for accept in ("text/html", "image/png", "application/json;q=0", "text/*"):
            for path in ("/v1/entries/state-th", "/v1/entries", "/v1/states/TH"):
                with self.subTest(f"{path} {accept}"):
                    answer = self.check(self.server.get(path, accept=accept), 406, "not-acceptable")
                    for media_type in (JSON, XML):
                        self.assertIn(media_type, answer.body.decode())

    def test_a_write_whose_answer_nobody_accepts_is_not_done(self):
        answer = self.server.send("POST", "/v1/entries", body=organisation("form-none"), token=self.india, accept="text/html")
        self.check(answer, 406, "not-acceptable")
        self.check(self.server.get("/v1/entries/form-none", token=self.india), 404)

    def test_suffixes(self):
        for path in ("/v1/entries/state-th", "/v1/entries", "/v1/states", "/v1/states/TH",
                     "/v1/entries/state-th/history", "/v1/entries/state-th/history/1", "/v1/entries/state-th/diff?from=1&to=1"):
            path, _, query = path.partition("?")
            for suffix, media_type, other in ((".json", JSON, XML), (".xml", XML, JSON)):
                with self.subTest(path + suffix):
                    answer = self.check(self.server.get(f"{path}{suffix}?{query}".rstrip("?"), accept=other), 200)
                    self.assertEqual(answer.media_type, media_type)
                    same = self.server.get(f"{path}?{query}".rstrip("?"), accept=media_type)
                    if "diff" not in path and "entries/" in path and "history" not in path:
                        self.assertEqual(answer.etag, same.etag)
                        self.assertEqual(answer.body, same.body)

    def test_an_id_with_dots(self):
        self.create(organisation("form.with.dots"))
        self.check(self.server.get("/v1/entries/form.with.dots"), 200)
        self.assertEqual(self.check(self.server.get("/v1/entries/form.with.dots.xml"), 200).media_type, XML)

    def test_problems_in_either_form(self):
        for accept, media_type in ((None, "application/problem+json"), (JSON, "application/problem+json"),
                                   (XML, "application/problem+xml"), ("application/problem+xml", "application/problem+xml"),
                                   ("text/html", "application/problem+json")):
            with self.subTest(accept):
                answer = self.check(self.server.get("/v1/entries/nothing-here", accept=accept), 404)
                self.assertEqual(answer.media_type, media_type)
        answer = self.server.get("/v1/entries/nothing-here.xml")
        self.assertEqual(answer.media_type, "application/problem+xml")
        root = ElementTree.fromstring(answer.body)
        self.assertEqual(root.tag, "{urn:ietf:rfc:7807}problem")
        self.assertEqual(root.findtext("{urn:ietf:rfc:7807}type"), "/problems/not-found")
        self.assertEqual(root.findtext("{urn:ietf:rfc:7807}status"), "404")

    def test_findings_in_xml(self):
        answer = self.server.send("POST", "/v1/entries", body=organisation(adress="x"), token=self.india, accept=XML)
        self.check(answer, 422)
        root = ElementTree.fromstring(answer.body)
        pointers = [element.text for element in root.iter("{urn:ietf:rfc:7807}pointer")]
        self.assertEqual(pointers, ["/adress"])

    def test_titles_are_in_the_callers_language(self):
        titles = set()
        for language in ("en", "fr", "ar", "zh", "ru", "es"):
            answer = self.server.get("/v1/entries/nothing-here", headers={"Accept-Language": language})
            self.check(answer, 404, "not-found")
            titles.add(answer.json()["title"])
        self.assertEqual(len(titles), 6, titles)

    def test_methods_that_do_not_exist(self):
        for path, method, allowed in (("/v1/entries", "DELETE", {"GET", "HEAD", "POST"}),
                                      ("/v1/entries/state-th", "POST", {"GET", "HEAD", "PUT", "PATCH", "DELETE"}),
                                      ("/v1/states", "POST", {"GET", "HEAD"}),
                                      ("/v1/export", "PUT", {"GET", "HEAD"}),
                                      ("/v1/entries/state-th/restore", "GET", {"POST"})):
            with self.subTest(f"{method} {path}"):
                answer = self.check(self.server.send(method, path, token=self.india), 405, "method-not-allowed")
                names = {name.strip() for name in (answer.header("Allow") or "").split(",")} - {"OPTIONS"}
                self.assertEqual(names, allowed)

    def test_paths_that_do_not_exist(self):
        for path in ("/v1", "/v2/entries", "/v1/entries/state-th/future", "/v1/states/ZZ",
                     "/v1/entries/%00", "/v1/entries/..%2f..%2fetc%2fpasswd", "/v1/entries/" + "a" * 65,
                     "/schemas/../openapi.json", "/schemas/none.json"):
            with self.subTest(path):
                answer = self.server.get(path)
                self.assertIn(answer.status, (400, 404), answer)
                self.assertTrue(answer.media_type.startswith("application/problem+"), answer)

    def test_head(self):
        self.create(organisation("form-head"))
        for path in ("/v1/entries/form-head", "/v1/entries?kind=state", "/v1/states/TH", "/v1/entries/form-head/history"):
            with self.subTest(path):
                get = self.server.get(path)
                head = self.server.send("HEAD", path)
                self.assertEqual((head.status, head.body), (200, b""))
                for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Vary", "Link"):
                    self.assertEqual(head.header(name), get.header(name), name)

    def test_request_ids(self):
        ids = []
        for target, status in (("/v1/entries/state-th", 200), ("/v1/entries/nothing", 404), ("/healthz", 200),
                               ("/v1/entries?knid=state", 400), ("/nowhere", 404)):
            answer = self.check(self.server.get(target), status)
            ids.append(answer.header("X-Request-Id"))
            if status >= 400:
                self.assertIn(ids[-1], answer.json()["instance"])
        self.assertTrue(all(ids))
        self.assertEqual(len(set(ids)), len(ids))
        for hostile in ('a"b', "a b", "<script>", "a" * 5000, "a,b;c=d"):
            answer = self.check(self.server.get("/v1/entries/nothing", headers={"X-Request-Id": hostile}), 404)
            self.assertNotEqual(answer.header("X-Request-Id"), hostile)
            self.assertIn(answer.header("X-Request-Id"), answer.json()["instance"])

    def test_xml_in_json_out(self):
        body = xml_entry(
            '<websites>https://a.example/</websites><websites>https://b.example/?x=1&amp;y=2</websites>'
            '<legal_basis>a &lt; b &amp; "c" ]]&gt; d</legal_basis>'
            '<channels><kind>email</kind><value>a@cert.example</value><priority>1</priority></channels>'
            '<channels><kind>web</kind><value>https://cert.example/</value></channels>'
            '<extension name="x-example-any">{"a":[1,2.5,true,null,"x"]}</extension>', "form-xml")
        answer = self.server.send("POST", "/v1/entries", body=body, content_type=XML, accept=JSON, token=self.india)
        entry = self.check(answer, 201).json()
        self.assertEqual(written(entry), {
            "kind": "organisation", "meta": {"owner": "IN"}, "short_name": "EX-XML", "name": {"en": "Example"},
            "type": "research", "websites": ["https://a.example/", "https://b.example/?x=1&y=2"],
            "legal_basis": 'a < b & "c" ]]> d',
            "channels": [{"kind": "email", "value": "a@cert.example", "priority": 1},
                         {"kind": "web", "value": "https://cert.example/"}],
            "extensions": {"x-example-any": {"a": [1, 2.5, True, None, "x"]}},
        })

    def test_json_to_xml_to_json_is_the_identity(self):
        entry = organisation(
            "form-identity",
            legal_basis="  blanks around,\ttab,\nline,\r\ncarriage return, 'quotes' \"and\" <tags> & ]]> end  ",
            name={"en": "Plain", "fr": "Équipe", "ar": "فريق", "zh-Hans": "团队", "ru": "Группа",
                  "sr-Latn-RS": "Ekipa 😀"},
            constituency={"label": "e\u0301 is not \u00e9", "description": {"en": " "}},
            memberships=[{"network": "FIRST", "since": "2005"}, {"network": "TI"}],
            keys=[{"kind": "openpgp", "fingerprint": "0123456789ABCDEF0123456789ABCDEF01234567"}],
            channels=[{"kind": "email", "value": "a@cert.example", "personal": False, "priority": 0}],
            resources={"asns": ["AS64500"], "domains": ["cert.example"]},
            extensions={"x-example-deep": {"b": [{"c": "\u0001"}, [], {}], "a": 1e-7, "empty": ""}},
        )
        entry["meta"].update(group="named:IN,TH", visibility={"*": "group", "resources": "owner"},
                             tlp="TLP:AMBER", source={"name": "example", "modified": "2026-01-02"})
        created = self.create(entry)
        self.assertEqual(written(created.json()), written(entry))
        as_xml = self.server.get("/v1/entries/form-identity", accept=XML, token=self.india)
        body = re.sub(rb' id="form-identity"', b"", as_xml.body, count=1)
        copy = self.server.send("POST", "/v1/entries", body=body, content_type=XML, token=self.india)
        self.assertEqual(written(self.check(copy, 201).json()), written(entry))

    def test_export_in_all_forms_has_the_same_entries(self):
        self.create(organisation("form-export"))
        exported = self.check(self.server.get("/v1/export?format=json"), 200).json()
        self.assertEqual((exported["format"], exported["audience"]), ("cyberdir/1", "public"))
        ids = [entry["id"] for entry in exported["entries"]]
        self.assertEqual(len(set(ids)), len(ids))
        self.assertIn("form-export", ids)
        lines = self.check(self.server.get("/v1/export?format=ndjson"), 200).body.decode().splitlines()
        header = json.loads(lines[0])
        self.assertEqual(header, {name: value for name, value in exported.items() if name != "entries"})
        self.assertEqual([json.loads(line) for line in lines[1:]], exported["entries"])
        root = ElementTree.fromstring(self.check(self.server.get("/v1/export?format=xml"), 200).body)
        self.assertEqual(root.tag, f"{NAMESPACE}directory")
        self.assertEqual([element.get("id") for element in root], ids)
        self.check(self.server.get("/v1/export?format=csv"), 400)
        table = self.check(self.server.get("/v1/export?format=csv&kind=organisation"), 200)
        self.assertEqual(table.media_type, "text/csv")
        self.assertIn(b"form-export", table.body)

    def test_export_narrows(self):
        self.create(organisation("form-narrow-in"))
        self.create(organisation("form-narrow-th", owner="TH"), self.thailand)
        entries = self.server.get("/v1/export?kind=organisation&state=TH").json()["entries"]
        ids = [entry["id"] for entry in entries]
        self.assertIn("form-narrow-th", ids)
        self.assertNotIn("form-narrow-in", ids)
        self.assertNotIn("state-th", ids)

    def test_export_by_audience(self):
        self.create(organisation("form-audience-organisation"))
        self.create(contact("form-audience-desk", "form-audience-organisation"))
        reader, bulk = self.server.token("reader", "TH"), self.server.token("reader", "TH", scope="bulk")
        secretariat = self.server.token("secretariat")
        for audience, token, status, there in (
            ("public", None, 200, False), ("public", self.india, 200, False), ("states", None, 401, None),
            ("states", reader, 403, None), ("states", bulk, 200, True), ("states", self.thailand, 200, True),
            ("full", None, 401, None), ("full", self.thailand, 403, None), ("full", secretariat, 200, True),
            ("everyone", None, 400, None),
        ):
            with self.subTest(f"{audience} {status}"):
                answer = self.check(self.server.get(f"/v1/export?audience={audience}", token=token), status)
                if there is not None:
                    self.assertEqual(b'"form-audience-desk"' in answer.body, there)


class AccessTest(ServerTest):
    """Who may write what, and what a refusal tells."""

    def test_writes_of_others(self):
        created = self.create(organisation("access-in"))
        for answer in (
            self.merge("access-in", {"short_name": "EX-2"}, created.etag, self.thailand),
            self.put("access-in", organisation(), created.etag, self.thailand),
            self.withdraw("access-in", created.etag, self.thailand),
            self.server.send("POST", "/v1/entries", body=organisation("access-none"), token=self.thailand),
            self.server.send("POST", "/v1/entries", body=organisation("access-none"), token=self.server.token("reader", "IN")),
            self.server.send("POST", "/v1/entries", body={**organisation("access-none"), "meta": {"owner": "secretariat"}},
                             token=self.india),
        ):
            self.check(answer, 403, "forbidden")
        self.check(self.server.get("/v1/entries/access-none", token=self.india), 404)
        self.assertEqual(self.server.get("/v1/entries/access-in").json()["meta"]["version"], 1)

    def test_an_entry_is_not_given_away_or_taken(self):
        created = self.create(organisation("access-owner"))
        self.check(self.merge("access-owner", {"meta": {"owner": "TH"}}, created.etag), 403, "forbidden")

    def test_states_are_the_secretariats(self):
        tag = self.server.get("/v1/entries/state-in", token=self.india).etag
        self.check(self.merge("state-in", {"memberships": ["x"]}, tag), 403, "forbidden")

    def test_what_is_hidden_is_not_there(self):
        self.create(organisation("access-organisation"))
        created = self.create(contact("access-desk", "access-organisation"))
        self.check(self.server.get("/v1/entries/access-desk"), 404, "not-found")
        nothing = self.server.get("/v1/entries/access-nothing")
        hidden = self.server.get("/v1/entries/access-desk")
        for name in ("title", "detail"):
            self.assertEqual(hidden.json().get(name, "").replace("access-desk", ""),
                             nothing.json().get(name, "").replace("access-nothing", ""))
        self.check(self.merge("access-desk", {"call_order": 2}, created.etag, self.thailand), 403, "forbidden")

    def test_tokens(self):
        for token in ("none", "x" * 200, "a b"):
            answer = self.check(self.server.get("/v1/entries", token=token), 401, "unauthenticated")
            self.assertIn("bearer", answer.header("WWW-Authenticate").lower())
            self.assertNotIn(token, answer.body.decode()) if len(token) > 10 else None
        for value in ("Basic YTpi", self.india):
            answer = self.server.send("POST", "/v1/entries", body=organisation(), headers={"Authorization": value})
            self.check(answer, 401, "unauthenticated")
        self.check(self.server.get("/v1/entries", headers={"Authorization": f"bearer {self.india}"}), 200)

    def test_secrets_are_not_logged(self):
        self.server.get("/v1/entries", token=self.india)
        self.server.get("/v1/entries?q=wordinthequery", token=self.india)
        self.assertNotIn(self.india, self.server.log_text())


class VisibilityTest(ServerTest):
    """What is hidden is hidden in every answer: of today, of old versions, of search and of files."""

    def nowhere(self, octets, targets, token=None):
        """Asserts that a text stands in none of the answers."""
        for target in targets:
            for accept in (JSON, XML):
                with self.subTest(target, accept=accept):
                    answer = self.server.get(target, accept=accept, token=token)
                    self.assertNotIn(octets.encode(), answer.body)

    def everywhere(self, entry_id):
        return [f"/v1/entries/{entry_id}", f"/v1/entries/{entry_id}/history", f"/v1/entries/{entry_id}/history/1",
                f"/v1/entries/{entry_id}/history/2", f"/v1/entries/{entry_id}/diff?from=1&to=2",
                "/v1/entries?kind=contact,organisation&limit=200", "/v1/export?format=json", "/v1/export?format=xml",
                "/v1/export?format=ndjson", "/v1/export?format=csv&kind=organisation", "/v1/export?format=csv&kind=contact"]

    def test_a_field_of_the_owner(self):
        created = self.create(organisation("seen-field", meta={"owner": "IN", "visibility": {"legal_basis": "owner"}},
                                           legal_basis="Zanzibarsecret"))
        self.merge("seen-field", {"legal_basis": "Zanzibarsecret two"}, created.etag)
        for token in (None, self.thailand):
            self.nowhere("anzibarsecret", self.everywhere("seen-field"), token)
            entry = self.server.get("/v1/entries/seen-field", token=token).json()
            self.assertIn("/legal_basis", entry["meta"]["redacted"])
            found = self.server.get("/v1/entries?q=zanzibarsecret", token=token).json()
            self.assertEqual(found["total"]["value"], 0)
        self.assertEqual(self.server.get("/v1/entries?q=zanzibarsecret", token=self.india).json()["total"]["value"], 1)
        own = self.server.get("/v1/entries/seen-field", token=self.india).json()
        self.assertEqual(own["legal_basis"], "Zanzibarsecret two")
        narrowed = self.server.get("/v1/entries/seen-field?audience=public", token=self.india)
        self.assertEqual(narrowed.json(), self.server.get("/v1/entries/seen-field").json())

    def test_a_field_that_is_narrowed_later(self):
        created = self.create(organisation("seen-later", legal_basis="Mozambiquesecret"))
        moment = f"seq:{self.server.get('/v1/entries/seen-later/history').json()['items'][0]['seq']}"
        self.assertIn(b"Mozambiquesecret", self.server.get("/v1/entries/seen-later").body)
        changed = self.merge("seen-later", {"meta": {"visibility": {"legal_basis": "owner"}}}, created.etag)
        self.check(changed, 200)
        past = [f"/v1/entries/seen-later?as_of={moment}", f"/v1/entries?kind=organisation&limit=200&as_of={moment}",
                f"/v1/export?as_of={moment}", f"/v1/export?format=xml&as_of={moment}"]
        self.nowhere("ozambiquesecret", self.everywhere("seen-later") + past)
        for query in ("q=mozambiquesecret", f"q=mozambiquesecret&as_of={moment}"):
            self.assertEqual(self.server.get(f"/v1/entries?{query}").json()["total"]["value"], 0)

    def test_an_entry_that_is_narrowed_later(self):
        created = self.create(organisation("seen-closed", short_name="Kilimanjarosecret"))
        moment = f"seq:{self.server.get('/v1/entries/seen-closed/history').json()['items'][0]['seq']}"
        self.check(self.merge("seen-closed", {"meta": {"visibility": {"*": "owner"}}}, created.etag), 200)
        past = [f"/v1/entries/seen-closed?as_of={moment}", f"/v1/entries?q=kilimanjarosecret&as_of={moment}",
                f"/v1/export?as_of={moment}"]
        for token in (None, self.thailand):
            self.nowhere("ilimanjarosecret", self.everywhere("seen-closed") + past, token)
            self.check(self.server.get("/v1/entries/seen-closed", token=token), 404, "not-found")
            self.check(self.server.get("/v1/entries/seen-closed/history", token=token), 404, "not-found")
            self.check(self.server.get(f"/v1/entries/seen-closed?as_of={moment}", token=token), 404, "not-found")
        self.check(self.server.get("/v1/entries/seen-closed", token=self.india), 200)

    def test_a_channel(self):
        channels = [{"kind": "email", "value": "open@cert.example"},
                    {"kind": "email", "value": "tanganyikasecret@cert.example", "visibility": "owner"}]
        created = self.create(organisation("seen-channel", channels=channels))
        self.merge("seen-channel", {"short_name": "EX-2"}, created.etag)
        self.nowhere("tanganyikasecret", self.everywhere("seen-channel"))
        self.nowhere("tanganyikasecret", self.everywhere("seen-channel"), self.thailand)
        entry = self.server.get("/v1/entries/seen-channel").json()
        self.assertEqual([channel["value"] for channel in entry["channels"]], ["open@cert.example"])
        self.assertEqual(self.server.get("/v1/entries?q=tanganyikasecret").json()["total"]["value"], 0)

    def test_a_channel_that_is_withdrawn_and_was_hidden(self):
        hidden = {"kind": "email", "value": "zambezisecret@cert.example", "visibility": "owner"}
        created = self.create(organisation("seen-gone", channels=[{"kind": "email", "value": "a@cert.example"}, hidden]))
        self.merge("seen-gone", {"channels": [{"kind": "email", "value": "a@cert.example"}]}, created.etag)
        self.nowhere("zambezisecret", self.everywhere("seen-gone"))
        self.nowhere("zambezisecret", self.everywhere("seen-gone"), self.thailand)

    def test_a_person_of_a_past_version(self):
        self.create(organisation("seen-person-organisation"))
        created = self.create(contact("seen-person", "seen-person-organisation", nature="person",
                                      name={"original": "Ngorongorosecret", "address_as": "Ms N."}))
        moment = f"seq:{self.server.get('/v1/entries/seen-person/history', token=self.india).json()['items'][0]['seq']}"
        self.assertIn(b"Ngorongorosecret", self.server.get("/v1/entries/seen-person", token=self.thailand).body)
        self.check(self.merge("seen-person", {"name": {"original": "Successor"}}, created.etag), 200)
        past = [f"/v1/entries/seen-person?as_of={moment}", f"/v1/entries?q=ngorongorosecret&as_of={moment}",
                f"/v1/export?audience=states&as_of={moment}"]
        self.nowhere("gorongorosecret", self.everywhere("seen-person") + past, self.thailand)
        found = self.server.get(f"/v1/entries?q=ngorongorosecret&as_of={moment}", token=self.thailand).json()
        self.assertEqual(found["total"]["value"], 0)
        own = self.server.get("/v1/entries/seen-person/history/1", token=self.india).json()
        self.assertEqual(own["name"]["original"], "Ngorongorosecret")

    def test_a_group_of_named_states(self):
        self.create(organisation("seen-group-organisation"))
        self.create(contact("seen-group", "seen-group-organisation",
                            meta={"owner": "IN", "group": "named:TH", "authority": {"reference": "Serengetisecret"}}))
        france = self.server.token(owner="FR")
        self.check(self.server.get("/v1/entries/seen-group", token=self.thailand), 200)
        for token in (None, france):
            self.check(self.server.get("/v1/entries/seen-group", token=token), 404, "not-found")
            self.nowhere("seen-group\"", ["/v1/entries?kind=contact", "/v1/export?audience=states"], token)
        self.nowhere("erengetisecret", self.everywhere("seen-group"), self.thailand)

    def test_a_reference_to_what_is_hidden(self):
        self.create(organisation("seen-reference-organisation"))
        self.create(contact("seen-reference", "seen-reference-organisation",
                            meta={"owner": "IN", "visibility": {"*": "owner"}}))
        self.create(organisation("seen-reference-thai", owner="TH"), self.thailand)
        said = []
        for deputy in ("seen-reference", "no-such-contact"):
            entry = contact("seen-reference-deputy", "seen-reference-thai", owner="TH", deputy=deputy)
            answer = self.server.send("POST", "/v1/entries", body=entry, token=self.thailand)
            said.append(self.check(answer, 422, "invalid-content").json()["errors"])
        self.assertEqual(said[0], said[1])

    def test_a_write_that_fails_does_not_echo(self):
        created = self.create(organisation("seen-echo", meta={"owner": "IN", "visibility": {"legal_basis": "owner"}},
                                           legal_basis="Ruwenzorisecret"))
        for answer in (self.merge("seen-echo", {"short_name": "X"}, '"1-old"', self.thailand),
                       self.put("seen-echo", organisation(), created.etag, self.thailand),
                       self.withdraw("seen-echo", '"old"', self.thailand)):
            self.check(answer, 403, "forbidden")
            self.assertNotIn(b"Ruwenzori", answer.body)


class IdempotencyTest(ServerTest):
    """Idempotency-Key on POST."""

    def post(self, entry, key, token=None, **options):
        headers = {"Idempotency-Key": key} if key else {}
        return self.server.send("POST", "/v1/entries", body=entry, token=token or self.india, headers=headers, **options)

    def count(self, name):
        return self.server.get(f"/v1/entries?q={name}&limit=0").json()["total"]["value"]

    def test_the_same_key_and_body(self):
        entry = organisation(short_name="EX-SAMEKEY")
        first = self.check(self.post(entry, "key-same"), 201)
        again = self.check(self.post(entry, "key-same"), 201)
        self.assertEqual(again.json(), first.json())
        for name in ("Location", "ETag"):
            self.assertEqual(again.header(name), first.header(name))
        self.assertEqual(self.count("samekey"), 1)

    def test_the_same_key_and_another_body(self):
        self.check(self.post(organisation(short_name="EX-KEYONE"), "key-other"), 201)
        self.check(self.post(organisation(short_name="EX-KEYTWO"), "key-other"), 409, "conflict")
        self.assertEqual(self.count("keytwo"), 0)

    def test_the_same_key_after_a_withdrawal(self):
        entry = organisation(short_name="EX-WITHDRAWNKEY")
        first = self.check(self.post(entry, "key-withdrawn"), 201)
        self.check(self.withdraw(first.json()["id"], first.etag), 200)
        self.check(self.post(entry, "key-withdrawn"), 410, "gone")

    def test_without_a_key(self):
        entry = organisation(short_name="EX-NOKEY")
        first, second = self.post(entry, None), self.post(entry, None)
        self.assertNotEqual(self.check(first, 201).json()["id"], self.check(second, 201).json()["id"])

    def test_keys_are_the_callers_own(self):
        self.check(self.post(organisation(short_name="EX-MINE"), "key-shared"), 201)
        self.check(self.post(organisation(owner="TH", short_name="EX-YOURS"), "key-shared", self.thailand), 201)

    def test_a_refusal_does_not_use_the_key_up(self):
        self.check(self.post(organisation(adress="x"), "key-refused"), 422)
        self.check(self.post(organisation(short_name="EX-RIGHT"), "key-refused"), 201)

    def test_at_the_same_time(self):
        answers = []

        def post():
            answers.append(self.post(organisation(short_name="EX-ATONCE"), "key-at-once"))

        threads = [threading.Thread(target=post) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({answer.status for answer in answers} - {409}, {201})
        self.assertEqual(len({answer.json()["id"] for answer in answers if answer.status == 201}), 1)
        self.assertEqual(self.count("atonce"), 1)

    def test_keys_of_a_form_that_is_not_taken(self):
        for key in ("", "x" * 256):
            with self.subTest(len(key)):
                answer = self.server.send("POST", "/v1/entries", body=organisation(), token=self.india,
                                          headers={"Idempotency-Key": key})
                self.check(answer, 400, "malformed")


class BodyTest(ServerTest):
    """What is read, how much of it, and what is said of what is wrong."""

    def post(self, body, content_type=JSON, **options):
        return self.server.send("POST", "/v1/entries", body=body, content_type=content_type, token=self.india, **options)

    def test_one_mebibyte_is_read(self):
        for number, options in enumerate(({}, {"chunks": 65536}, {"compress": True}, {"compress": True, "chunks": 100})):
            with self.subTest(options):
                self.check(self.post(padded(organisation(f"body-full-{number}"), ENTRY_BYTES), **options), 201)

    def test_more_than_one_mebibyte_is_not(self):
        for size in (ENTRY_BYTES + 1, 3 * ENTRY_BYTES):
            for options in ({}, {"chunks": 65536}, {"compress": True}, {"compress": True, "chunks": 100}):
                with self.subTest(size=size, **options):
                    answer = self.post(padded(organisation("body-large"), size), **options)
                    self.check(answer, 413, "too-large")
                    self.assertRegex(answer.body.decode(), r"1048576|1 MiB")
        self.check(self.server.get("/v1/entries/body-large", token=self.india), 404)

    def test_the_limit_holds_for_every_method_and_form(self):
        created = self.create(organisation("body-limit"))
        headers = {"If-Match": created.etag}
        large = padded({"short_name": "EX-2"}, ENTRY_BYTES + 1)
        for method, content_type, body in (
            ("PUT", JSON, padded(organisation(), ENTRY_BYTES + 1)),
            ("PUT", XML, xml_entry(" " * ENTRY_BYTES).encode()),
            ("PATCH", MERGE, large),
            ("PATCH", PATCH, padded([], ENTRY_BYTES + 1)),
        ):
            for options in ({}, {"chunks": 65536}, {"compress": True}):
                with self.subTest(f"{method} {content_type}", **options):
                    answer = self.server.send(method, "/v1/entries/body-limit", body=body, content_type=content_type,
                                              token=self.india, headers=headers, **options)
                    self.check(answer, 413, "too-large")

    def test_what_grows_when_unpacked(self):
        bomb = gzip.compress(b" " * (200 << 20), 9)
        answer = self.post(bomb, headers={"Content-Encoding": "gzip"})
        self.check(answer, 413, "too-large")

    def test_media_types(self):
        entry = json.dumps(organisation("body-type"))
        for content_type in ("text/plain", "application/octet-stream", "application/x-www-form-urlencoded", MERGE, "nonsense"):
            with self.subTest(content_type):
                answer = self.check(self.post(entry, content_type), 415, "unsupported-media-type")
                for accepted in (JSON, XML):
                    self.assertIn(accepted, answer.body.decode())
        self.check(self.post(entry, headers={"Content-Encoding": "snappy"}), 415, "unsupported-media-type")
        self.check(self.post(json.dumps(organisation("body-charset")), "Application/JSON; charset=utf-8"), 201)

    def test_text_that_is_no_json(self):
        for body in (b"", b"{", b"nonsense", b'{"kind":"organisation"} x', b"[]]", b'{"a":1,}', b"{'a':1}",
                     b'{"a":NaN}', b'{"a":01}', b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":1e999}',
                     b'{"a":123456789012345678901234567890}', b"[" * 100000,
                     b'{"a":' * 1000 + b"1" + b"}" * 1000, b"\x00"):
            with self.subTest(body[:30]):
                self.check(self.post(body), 400, "malformed")

    def test_the_place_is_said(self):
        answer = self.check(self.post(b'{\n  "kind": "organisation",\n  "short_name": oops\n}'), 400, "malformed")
        self.assertRegex(json.dumps(answer.json()), r"\b3\b")

    def test_a_member_that_stands_twice(self):
        for body in ('{"kind":"organisation","kind":"document"}',
                     '{"kind":"organisation","meta":{"owner":"IN","owner":"TH"}}',
                     json.dumps(organisation())[:-1] + ',"extensions":{"x-a-b":{"c":1,"c":2}}}'):
            with self.subTest(body[:50]):
                answer = self.check(self.post(body), 400, "malformed")
        created = self.create(organisation("body-twice"))
        answer = self.merge("body-twice", '{"short_name":"A","short_name":"B"}', created.etag)
        self.check(answer, 400, "malformed")

    def test_json_that_is_no_entry(self):
        for body in (b"[]", b"1", b'"text"', b"true", b"null", b"{}", b'{"kind":1}', b'{"kind":"galaxy","meta":{"owner":"IN"}}'):
            with self.subTest(body):
                answer = self.post(body)
                self.assertIn(answer.status, (400, 422), answer)

    def test_an_unknown_member(self):
        channel = {"kind": "email", "value": "a@b.example", "prio": 1}
        for member, pointer in (({"adress": "x"}, "/adress"), ({"a/b~c": 1}, "/a~1b~0c"),
                                ({"constituency": {"lable": "x"}}, "/constituency/lable"),
                                ({"channels": [channel]}, "/channels/0/prio")):
            with self.subTest(pointer):
                answer = self.check(self.post(json.dumps(organisation(**member))), 422, "invalid-content")
                self.assertEqual([error["pointer"] for error in answer.json()["errors"]], [pointer])
        answer = self.post(json.dumps(organisation(webites=["https://a.example/"])))
        self.assertIn("websites", json.dumps(answer.json()["errors"]))

    def test_all_findings_at_once(self):
        entry = organisation("body-findings", type="circus", websites=["https://a.example/", "not an address"],
                             established="yesterday", colour="red", channels=[{"kind": "phone", "value": "12"}],
                             keys=[{"fingerprint": "xyz"}], parent="no-such-organisation")
        del entry["short_name"]
        errors = self.check(self.post(json.dumps(entry)), 422, "invalid-content").json()["errors"]
        pointers = {error["pointer"] for error in errors}
        self.assertLessEqual({"/type", "/websites/1", "/established", "/colour", "/channels/0/value",
                              "/keys/0/fingerprint", "/short_name"}, pointers)
        for error in errors:
            self.assertEqual(error["severity"], "error")
            self.assertRegex(error["code"], "^[a-z][a-z-]+$")
            self.assertTrue(error["detail"])
        self.check(self.server.get("/v1/entries/body-findings", token=self.india), 404)

    def test_references_lead_somewhere(self):
        for parent in ("no-such-organisation", "state-in"):
            with self.subTest(parent):
                answer = self.check(self.post(json.dumps(organisation(parent=parent))), 422, "invalid-content")
                self.assertEqual([error["pointer"] for error in answer.json()["errors"]], ["/parent"])

    def test_what_the_registry_keeps_is_ignored(self):
        entry = organisation("body-kept")
        entry["meta"].update(version=99, status="withdrawn", created_at="2001-01-01T00:00:00Z", digest="0" * 64,
                             modified_at="2001-01-01T00:00:00Z", declared_by="TH", redacted=["/name"])
        meta = self.check(self.post(json.dumps(entry)), 201).json()["meta"]
        self.assertEqual((meta["version"], meta["status"]), (1, "published"))
        self.assertNotIn("2001", meta["created_at"])
        self.assertNotEqual(meta["digest"], "0" * 64)

    def test_ids(self):
        for entry_id in ("a b", "-a", "", "a/b", "ä", "a" * 65, "a?b", 7):
            with self.subTest(entry_id):
                answer = self.post(json.dumps({**organisation(), "id": entry_id}))
                if entry_id != "":
                    self.check(answer, 422, "invalid-content")
        created = self.check(self.post(json.dumps(organisation())), 201)
        self.assertEqual(created.header("Location").rpartition("/")[2], created.json()["id"])
        self.check(self.post(json.dumps(organisation(created.json()["id"]))), 409, "conflict")

    def test_hostile_xml(self):
        entity = '<!DOCTYPE organisation [<!ENTITY x "boom">]>' + xml_entry("<legal_basis>&x;</legal_basis>")
        outside = ('<!DOCTYPE organisation [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                   + xml_entry("<legal_basis>&x;</legal_basis>"))
        laughs = ('<!DOCTYPE organisation [<!ENTITY a "aaaaaaaaaa">'
                  + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12))
                  + "]>" + xml_entry("<legal_basis>&m;</legal_basis>"))
        for name, body in {
            "entity": entity, "outside": outside, "laughs": laughs, "not closed": xml_entry("<legal_basis>"),
            "nothing": "", "text": "nonsense", "deep": xml_entry("<x>" * 10000 + "</x>" * 10000),
            "control": xml_entry("<legal_basis>&#1;</legal_basis>"), "two roots": xml_entry("") + xml_entry(""),
            "no namespace": xml_entry("").replace(' xmlns="urn:cyberdir:directory:1"', ""),
            "another namespace": xml_entry("").replace("urn:cyberdir:directory:1", "urn:example"),
        }.items():
            with self.subTest(name):
                answer = self.post(body, XML)
                self.assertIn(answer.status, (400, 422) if "namespace" in name else (400,), answer)
                self.assertNotIn(b"root:", answer.body)

    def test_findings_of_xml(self):
        body = xml_entry("<adress>x</adress><websites>nonsense</websites><constituency><lable>x</lable></constituency>")
        answer = self.check(self.post(body, XML), 422, "invalid-content")
        pointers = {error["pointer"] for error in answer.json()["errors"]}
        self.assertEqual(pointers, {"/adress", "/websites/0", "/constituency/lable"})


class WireTest(ServerTest):
    """Octets that no library would send."""

    def responses(self, octets):
        """Status and body of each response in what came back."""
        found = []
        while octets:
            head, _, rest = octets.partition(b"\r\n\r\n")
            status = int(re.match(rb"HTTP/1\.1 (\d{3}) ", head)[1])
            length = re.search(rb"(?im)^content-length: *(\d+)", head)
            if re.search(rb"(?im)^transfer-encoding: *chunked", head):
                body = b""
                while True:
                    size, _, rest = rest.partition(b"\r\n")
                    size = int(size.split(b";")[0], 16)
                    body += rest[:size]
                    rest = rest[size + 2:]
                    if size == 0:
                        break
            else:
                size = int(length[1]) if length else 0
                body, rest = rest[:size], rest[size:]
            found.append((status, head, body))
            octets = rest
        return found

    def request(self, method, target, *fields, body=b""):
        lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", *fields]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def alive(self):
        self.check(self.server.get("/v1/entries/state-th"), 200)

    def test_two_requests_at_once(self):
        octets = self.request("GET", "/v1/entries/state-th") + self.request("GET", "/v1/entries/state-in", "Connection: close")
        answers = self.responses(self.server.raw(octets))
        self.assertEqual([(status, json.loads(body)["id"]) for status, _, body in answers],
                         [(200, "state-th"), (200, "state-in")])

    def test_requests_after_a_body(self):
        entry = json.dumps(organisation("wire-body")).encode()
        post = ("POST", "/v1/entries", f"Authorization: Bearer {self.india}", "Content-Type: application/json")
        octets = (self.request(*post, f"Content-Length: {len(entry)}", body=entry)
                  + self.request(*post, "Transfer-Encoding: chunked", body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(entry), entry))
                  + self.request("GET", "/v1/entries/wire-body", "Connection: close"))
        answers = self.responses(self.server.raw(octets))
        self.assertEqual([status for status, _, _ in answers], [201, 409, 200])

    def test_a_refused_request_leaves_the_next_one_whole(self):
        octets = self.request("HEAD", "/v1/entries/state-th") + self.request("GET", "/v1/entries/state-th", "If-None-Match: *")
        answers = self.server.raw(octets + self.request("GET", "/healthz", "Connection: close"))
        statuses = [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]
        self.assertEqual(statuses, [200, 304, 200])
        # A body that nobody reads is not taken for a request.
        body = b"GET /v1/states HTTP/1.1\r\nHost: x\r\n\r\n"
        refused = self.request("POST", "/v1/entries", "Content-Type: application/json",
                               f"Content-Length: {len(body)}", body=body)
        answers = self.server.raw(refused + self.request("GET", "/healthz", "Connection: close"))
        statuses = [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]
        self.assertIn(statuses, ([401, 200], [401]))

    def test_chunks_that_are_none(self):
        head = ("POST", "/v1/entries", f"Authorization: Bearer {self.india}", "Content-Type: application/json",
                "Transfer-Encoding: chunked", "Connection: close")
        for body in (b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\na\r\n0\r\n\r\n", b"ffffffffffffffffff\r\na\r\n0\r\n\r\n",
                     b"5\r\nabcdefgh\r\n0\r\n\r\n", b"\r\n\r\n"):
            with self.subTest(body):
                answer = self.server.raw(self.request(*head, body=body), half_close=True)
                self.assertRegex(answer, rb"^(HTTP/1\.1 (400|413) |$)")
        self.alive()

    def test_a_body_that_ends_early(self):
        for fields, body in ((["Content-Length: 100"], b"{"), (["Transfer-Encoding: chunked"], b"10\r\n{")):
            with self.subTest(fields):
                head = ("POST", "/v1/entries", f"Authorization: Bearer {self.india}", "Content-Type: application/json", *fields)
                answer = self.server.raw(self.request(*head, body=body), half_close=True)
                self.assertRegex(answer, rb"^(HTTP/1\.1 400 |$)")
        self.alive()

    def test_two_lengths(self):
        entry = json.dumps(organisation("wire-smuggled")).encode()
        head = ("POST", "/v1/entries", f"Authorization: Bearer {self.india}", "Content-Type: application/json",
                "Connection: close")
        for fields in (["Content-Length: 5", "Transfer-Encoding: chunked"], ["Content-Length: 5", "Content-Length: 6"],
                       ["Content-Length: -5"], ["Content-Length: 5x"]):
            with self.subTest(fields):
                body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(entry), entry)
                answer = self.server.raw(self.request(*head, *fields, body=body), half_close=True)
                self.assertRegex(answer, rb"^(HTTP/1\.1 400 |$)")
        self.check(self.server.get("/v1/entries/wire-smuggled"), 404)

    def test_heads_that_are_too_large(self):
        for octets in (self.request("GET", "/v1/entries?q=" + "a" * 20000, "Connection: close"),
                       self.request("GET", "/v1/entries", "X-Long: " + "a" * 100000, "Connection: close"),
                       self.request("GET", "/v1/entries", *[f"X-{n}: a" for n in range(5000)], "Connection: close")):
            with self.subTest(octets[:60]):
                answer = self.server.raw(octets, half_close=True)
                self.assertRegex(answer, rb"^(HTTP/1\.1 (400|414|431) |$)")
        self.alive()

    def test_what_is_no_request(self):
        for octets in (b"nonsense\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n",
                       b"G\x00T /healthz HTTP/1.1\r\nHost: x\r\n\r\n"):
            with self.subTest(octets):
                answer = self.server.raw(octets, half_close=True)
                self.assertRegex(answer, rb"^(HTTP/1\.1 (4\d\d|5\d\d) |$)")
        self.alive()

    def test_headers_cannot_be_injected(self):
        answer = self.server.raw(self.request("GET", "/v1/entries?q=x%0d%0aX-Injected:%201", "Connection: close"))
        self.assertNotRegex(answer.partition(b"\r\n\r\n")[0], rb"(?im)^x-injected")
        answer = self.server.raw(self.request("GET", "/v1/entries/x%0d%0aX-Injected:%201", "Connection: close"))
        self.assertNotRegex(answer.partition(b"\r\n\r\n")[0], rb"(?im)^x-injected")

    def test_an_old_client(self):
        answer = self.server.raw(b"GET /v1/entries/state-th HTTP/1.0\r\nHost: x\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.[01] 200 ")
        self.assertIn(b'"state-th"', answer)


class EndTest(unittest.TestCase):
    """A server that ends."""

    def test_what_was_acknowledged_is_kept_and_logged(self):
        server = Server()
        self.addCleanup(server.stop)
        token = server.token(owner="IN")
        self.assertEqual(server.send("POST", "/v1/entries", body=organisation("end"), token=token).status, 201)
        problem = server.get("/v1/entries/nothing").json()
        server.end()
        self.assertEqual(server.exit_code, 0)
        self.assertIn(problem["instance"].rpartition(":")[2], server.log_text())
        self.assertNotIn(token, server.log_text())
        server.start()
        self.assertEqual(server.get("/v1/entries/end").status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
