"""Exports in the forms of other people's tools hold what those forms' standards ask.

STIX's own JSON schemas are published on no registry of packages that this project installs from, so
the rules of the standard that concern identities and markings are written out here, section by
section. Events are read by Debian's python3-icalendar.
"""

import re
import unittest

from server import ServerTest, contact, organisation

try:
    import icalendar
except ImportError:
    icalendar = None

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"  # as the schemas have it
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z"

# Section 10.7 and 10.8 of the standard.
CLASSES = {"individual", "group", "system", "organization", "class", "unknown"}
SECTORS = {
    "agriculture", "aerospace", "automotive", "chemical", "commercial", "communications", "construction", "defense",
    "education", "energy", "entertainment", "financial-services", "government", "emergency-services",
    "government-local", "government-national", "government-public-services", "government-regional", "healthcare",
    "hospitality-leisure", "infrastructure", "dams", "nuclear", "water", "insurance", "manufacturing", "mining",
    "non-profit", "pharmaceuticals", "retail", "technology", "telecommunications", "transportation", "utilities"}

# Section 3.2 and 6.4 (identity), 7.2 (marking definition): members that there may be.
COMMON = {"type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "labels", "confidence",
          "lang", "external_references", "object_marking_refs", "granular_markings", "extensions"}
IDENTITY = COMMON | {"name", "description", "roles", "identity_class", "sectors", "contact_information"}
MARKING = COMMON - {"modified", "revoked", "labels", "confidence", "lang"} | {"name", "definition", "definition_type"}

TLP = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
MARKINGS = {  # as the extension's authors publish them
    "TLP:CLEAR": ("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    "TLP:GREEN": ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
    "TLP:AMBER": ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
    "TLP:AMBER+STRICT": ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
    "TLP:RED": ("e828b379-4e03-4974-9ac4-e53a884c97c1", "red")}


class OutsideFormsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        labels = [*MARKINGS, None]
        entries = []
        for number in range(12):
            entry = organisation(f"org-{number}", short_name=f"O{number}", channels=[
                {"kind": "email", "value": f"o{number}@example.org"}])
            label = labels[number % len(labels)]
            if label:
                entry["meta"]["tlp"] = label
            entries.append(entry)
        entries.append(contact("desk", "org-0"))
        entries.append(contact("officer", "org-0", nature="person", name={"romanised": "Ana Example"}))
        entries.append({"id": "meeting", "kind": "event", "meta": {"owner": "IN"}, "title": "Meeting; one, of many",
                        "type": "meeting", "start": "2026-12-01T09:00:00Z", "end": "2026-12-01T17:00:00Z",
                        "place": "Room 1\nBuilding \u00e9", "themes": ["norms"]})
        for entry in entries:
            answer = cls.server.send("POST", "/v1/entries", body=entry, token=cls.india)
            assert answer.status == 201, answer

    def export(self, form, query="", token=None):
        return self.check(self.server.get(f"/v1/export?format={form}{query}", token=token), 200)

    # ---- STIX 2.1

    def check_identity(self, identity, markings):
        self.assertLessEqual(set(identity), IDENTITY)
        self.assertRegex(identity["id"], f"^identity--{UUID}$")
        self.assertEqual(identity["spec_version"], "2.1")
        self.assertTrue(identity["name"])
        for member in ("created", "modified"):
            self.assertRegex(identity[member], f"^{TIME}$")
        self.assertLessEqual(identity["created"], identity["modified"])
        self.assertIn(identity["identity_class"], CLASSES)
        self.assertLessEqual(set(identity.get("sectors", [])), SECTORS)
        for name, value in identity.items():
            self.assertNotIn(value, (None, "", [], {}), name)
        for reference in identity["external_references"]:
            self.assertTrue(reference["source_name"])
            self.assertTrue({"external_id", "url", "description"} & set(reference))
        for reference in identity.get("object_marking_refs", []):
            self.assertIn(reference, markings, "a marking stands before what it marks")

    def check_marking(self, marking):
        self.assertLessEqual(set(marking), MARKING)
        uuid, code = MARKINGS[marking["name"]]
        self.assertEqual(marking["id"], f"marking-definition--{uuid}")
        self.assertEqual(marking["created"], "2022-10-01T00:00:00.000Z")
        self.assertEqual(marking["spec_version"], "2.1")
        self.assertEqual(marking["extensions"], {TLP: {"extension_type": "property-extension", "tlp_2_0": code}})

    def check_bundle(self, answer):
        self.assertEqual(answer.media_type, "application/stix+json")
        bundle = answer.json()
        self.assertLessEqual(set(bundle), {"type", "id", "objects"})
        self.assertEqual(bundle["type"], "bundle")
        self.assertRegex(bundle["id"], f"^bundle--{UUID}$")
        objects = bundle.get("objects", [])
        self.assertEqual(len({each["id"] for each in objects}), len(objects), "an object stands twice")
        markings = set()
        for each in objects:
            with self.subTest(each["id"]):
                if each["type"] == "marking-definition":
                    self.check_marking(each)
                    markings.add(each["id"])
                else:
                    self.assertEqual(each["type"], "identity")
                    self.check_identity(each, markings)
        return objects

    def test_a_bundle_is_stix(self):
        objects = self.check_bundle(self.export("stix"))
        self.assertEqual(sum(each["type"] == "marking-definition" for each in objects), len(MARKINGS))
        self.assertEqual(sum(each["type"] == "identity" for each in objects), 12, "contacts are not for the public")

    def test_states_get_the_contacts(self):
        objects = self.check_bundle(self.export("stix", "&audience=states&kind=contact", self.india))
        self.assertEqual(sorted(each["identity_class"] for each in objects), ["group", "individual"])
        officer = next(each for each in objects if each["identity_class"] == "individual")
        self.assertEqual((officer["name"], officer["roles"]), ("Ana Example", ["Example duty desk"]))
        self.assertEqual(officer["description"], "Example organisation")

    def test_nothing_to_write_is_a_bundle_too(self):
        self.assertEqual(self.check_bundle(self.export("stix", "&state=XB")), [])

    def test_the_same_state_makes_the_same_bytes(self):
        for form in ("first", "global-irt", "misp", "stix", "ical"):
            with self.subTest(form):
                self.assertEqual(self.export(form).body, self.export(form).body)

    # ---- MISP

    def test_misp_organisations(self):
        organisations = [each["Organisation"] for each in self.export("misp").json()]
        self.assertEqual(len(organisations), 12)
        self.assertEqual(len({each["uuid"] for each in organisations}), 12)
        for each in organisations:
            self.assertRegex(each["uuid"], f"^{UUID}$")
            self.assertEqual(each["nationality"], "India")
            self.assertRegex(each["date_created"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
            self.assertIs(each["local"], False)
            self.assertIn("@example.org", each["contacts"])

    # ---- iCalendar

    def test_events_are_read_by_debians_parser(self):
        if icalendar is None:
            self.skipTest("python3-icalendar is not installed")
        answer = self.export("ical")
        self.assertEqual(answer.media_type, "text/calendar")
        calendar = icalendar.Calendar.from_ical(answer.body)
        events = [each for each in calendar.walk("VEVENT")]
        self.assertEqual(len(events), 1)
        self.assertEqual(str(events[0]["SUMMARY"]), "Meeting; one, of many")
        self.assertEqual(str(events[0]["LOCATION"]), "Room 1\nBuilding \u00e9")
        self.assertEqual(events[0].decoded("DTSTART").isoformat(), "2026-12-01T09:00:00+00:00")
        self.assertTrue(all(len(line) <= 75 for line in re.split(rb"\r\n", answer.body)))

    def test_a_form_refuses_kinds_that_it_does_not_carry(self):
        self.assertEqual(self.server.get("/v1/export?format=ical&kind=contact").status, 400)


if __name__ == "__main__":
    unittest.main(verbosity=2)
