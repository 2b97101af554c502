"""IATI files in and out of the real program, and the exported ones judged by xmllint with the standard's schema.

The schema is no part of the project: CYBERDIR_DATA names the folder that has iati/iati-activities-schema.xsd.
"""

import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

from server import program, source

SAMPLES = source() / "tests" / "golden" / "importers"
REPORTER = [["reporting-org", {"ref": "XX-EX-1", "type": "10"}, ["narrative", "Reporter & Sons"]]]


def schema():
    folder = os.environ.get("CYBERDIR_DATA")
    if not folder:
        raise unittest.SkipTest("CYBERDIR_DATA names no folder with the schema of IATI")
    path = Path(folder) / "iati" / "iati-activities-schema.xsd"
    if not path.exists():
        raise unittest.SkipTest(f"there is no {path}")
    return path


def programme(number, **fields):
    """An entry that has all that an activity must have."""
    entry = {
        "id": f"programme-{number}", "kind": "programme", "meta": {"owner": "IN"}, "lead": "org-1",
        "title": {"en": f"Programme {number} <&>", "ar": "برنامج"}, "summary": {"en": "What it is,\nin two lines."},
        "scope": "regional", "stage": "active", "themes": ["cybercrime"], "start": "2025-03-01",
        "funders": ["Ministry \"A\""], "iati_identifier": f"XX-EX-1-{number}",
        "extensions": {"x-iati-reporting-org": REPORTER}}
    entry.update(fields)
    return entry


class IatiTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cyberdir-iati-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def cyberdir(self, *arguments, expect=0):
        done = subprocess.run([program(), *arguments, "--data", str(self.folder / "data")], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, expect, (done.stdout + done.stderr).decode()[:2000])
        return done.stdout

    def import_entries(self, *entries):
        organisation = {"id": "org-1", "kind": "organisation", "meta": {"owner": "IN"}, "short_name": "Org",
                        "name": {"en": "Org"}, "type": "foreign-ministry", "country": "IN",
                        "extensions": {"x-iati-ref": "XX-GOV-1"}}
        file = self.folder / "entries.json"
        file.write_text(json.dumps({"format": "cyberdir/1", "entries": [organisation, *entries]}))
        self.cyberdir("import", str(file))

    def export(self):
        file = self.folder / "out.xml"
        file.write_bytes(self.cyberdir("export", "--format", "iati", "--audience", "full"))
        return file

    def assert_valid(self, file):
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", str(schema()), str(file)],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[:3000])

    def activities(self, file):
        return ET.parse(file).getroot().findall("iati-activity")

    def test_programmes_of_the_registry_are_valid_activities(self):
        self.import_entries(
            programme(1),
            programme(2, scope="bilateral", stage="completed", end="2026-01-31", implementers=["B", "C"],
                      beneficiaries=[{"state": "KE", "share": "33.30"}, {"state": "TH"}],
                      budgets=[{"amount": "1000000.10", "currency": "USD", "from": "2025", "to": "2026-02"},
                               {"amount": "5"}],
                      websites=["https://www.example/a?b=c&d=%20", "https://www.example/[not a URI]".replace(" ", "")],
                      enquiries=[{"kind": "email", "value": "a@b.example"}, {"kind": "mobile", "value": "+6625550100"},
                                 {"kind": "cable", "value": "MINISTRY"}, {"kind": "web", "value": "https://b.example/"}],
                      results={"en": "Much"}),
            programme(3, extensions={}),
            programme(4, extensions={"x-iati-reporting-org": REPORTER, "x-iati-sector": [
                ["sector", {"code": "15130", "percentage": "half"}], ["sector", {"code": "22040"}]]}),
            programme(5, start="2025"))
        file = self.export()
        activities = self.activities(file)
        self.assertEqual([one.findtext("iati-identifier") for one in activities],
                         ["XX-EX-1-1", "XX-EX-1-2", "XX-EX-1-3", "XX-EX-1-4"])
        self.assertEqual(activities[1].findtext("budget/value"), "1000000.10")
        self.assertEqual(activities[1].find("budget/period-end").get("iso-date"), "2026-02-28")
        self.assertEqual(activities[2].find("reporting-org").get("ref"), "XX-GOV-1")
        self.assertEqual(len(activities[3].findall("sector")), 1)
        self.assert_valid(file)

    def test_files_of_others_come_out_valid_and_change_nothing_when_imported_again(self):
        for sample in ("iati_1_04.xml", "iati_2_03.xml"):
            tree = ET.parse(SAMPLES / sample)
            for activity in tree.getroot().findall("iati-activity"):
                if activity.find("iati-identifier") is None:  # of such a record no entry can be made
                    tree.getroot().remove(activity)
            file = self.folder / sample
            tree.write(file, encoding="ISO-8859-1")
            self.cyberdir("import", str(file))
            report = json.loads(self.cyberdir("import", str(file), "--json"))
            self.assertEqual((report["summary"]["create"], report["summary"]["update"]), (0, 0), report["summary"])
        file = self.export()
        self.assertEqual(len(self.activities(file)), 2)
        self.assert_valid(file)

    def test_the_example_of_the_standard_comes_out_valid(self):
        example = schema().parent / "activity-example-2.03.xml"
        self.cyberdir("import", str(example))
        file = self.export()
        activity, = self.activities(file)
        expected, = self.activities(example)
        self.assertEqual(sorted(child.tag for child in activity), sorted(child.tag for child in expected))
        self.assert_valid(file)


if __name__ == "__main__":
    unittest.main(verbosity=2)  # says why a test is skipped
