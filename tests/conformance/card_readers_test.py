"""Cards are read by the programs that people read cards with: vobject, khard, and for jCard and xCard
by what their RFCs ask for.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import vobject

from server import program, source

XCARD = "{urn:ietf:params:xml:ns:vcard-4.0}"

# RFC 6350 section 4: the types that a value may have.
TYPES = {"text", "uri", "date", "time", "date-time", "date-and-or-time", "timestamp", "boolean",
         "integer", "float", "utc-offset", "language-tag", "unknown"}

# RFC 6351 appendix A: the properties, and the elements of those that are not values of a type.
COMPONENTS = {
    "n": ["surname", "given", "additional", "prefix", "suffix"],
    "adr": ["pobox", "ext", "street", "locality", "region", "code", "country"],
}
PROPERTIES = {"source", "kind", "fn", "n", "nickname", "adr", "tel", "email", "lang", "tz", "title",
              "org", "related", "categories", "note", "rev", "uid", "key", "url", "contact-uri"}


def run(*arguments):
    """What the program writes to standard output."""
    return subprocess.run([program(), *arguments], check=True, stdout=subprocess.PIPE).stdout


def exported(data, form):
    return run("export", "--data", data, "--format", form, "--audience", "full").decode("utf-8")


class CardReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cyberdir-cards-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.data = os.path.join(cls.folder, "data")
        samples = sorted((source() / "registry" / "sample").glob("*.json"))
        run("import", *map(str, samples), "--data", cls.data)
        entries = json.loads(exported(cls.data, "json"))["entries"]
        cls.entries = {e["id"]: e for e in entries if e["kind"] in ("contact", "organisation")}
        cls.vcards = exported(cls.data, "vcard")

    @staticmethod
    def channels(entry, kinds):
        return sorted(channel["value"] for channel in entry.get("channels", [])
                      if channel["kind"] in kinds and not channel.get("suspended"))

    @staticmethod
    def names(entry):
        """What FN may be."""
        person = entry.get("name", {}) if entry["kind"] == "contact" else {}
        names = {person[part] for part in ("original", "romanised") if part in person}
        title = entry.get("title" if entry["kind"] == "contact" else "name", {})
        return names or set(title.values()) or {entry["id"]}

    def expect_same(self, identity, names, mails, phones):
        entry = self.entries[identity]
        self.assertEqual(set(names), self.names(entry))
        self.assertEqual(sorted(mails), self.channels(entry, {"email"}))
        self.assertEqual(sorted(phones), self.channels(
            entry, {"phone", "phone-emergency", "mobile", "satellite", "fax"}))

    def test_vobject_reads_every_card(self):
        seen = set()
        for card in vobject.readComponents(self.vcards):
            identity = card.uid.value
            seen.add(identity)
            contents = card.contents
            self.expect_same(identity, [fn.value for fn in contents["fn"]],
                             [mail.value for mail in contents.get("email", [])],
                             [tel.value.removeprefix("tel:") for tel in contents.get("tel", [])])
        self.assertEqual(seen, set(self.entries))

    def test_khard_lists_every_card(self):
        book = Path(self.folder) / "book"
        book.mkdir()
        for number, card in enumerate(re.findall(r"BEGIN:VCARD.*?END:VCARD\r\n", self.vcards, re.S)):
            (book / f"{number}.vcf").write_bytes(card.encode("utf-8"))
        config = Path(self.folder) / "khard.conf"
        config.write_text(f"[addressbooks]\n[[book]]\npath = {book}\n[general]\n"
                          "default_action = list\neditor = vi\nmerge_editor = vi\n"
                          "[vcard]\npreferred_version = 4.0\nskip_unparsable = no\n", encoding="utf-8")
        environment = {**os.environ, "HOME": self.folder, "LC_ALL": "C.UTF-8"}

        def khard(*arguments):
            return subprocess.run(["khard", "-c", str(config), *arguments], check=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env=environment)

        listed = khard("list", "--parsable")
        self.assertEqual(listed.stderr, "")
        uids = {line.split("\t")[0] for line in listed.stdout.splitlines()}
        self.assertEqual(uids, set(self.entries))
        mails = {line.split("\t")[0] for line in khard("email", "--parsable").stdout.splitlines()
                 if "\t" in line}
        self.assertEqual(mails, {mail for entry in self.entries.values()
                                 for mail in self.channels(entry, {"email"})})

    def test_jcard_is_as_rfc_7095_asks(self):
        cards = json.loads(exported(self.data, "jcard"))
        seen = set()
        for card in cards:
            self.assertEqual(card[0], "vcard")
            self.assertEqual(len(card), 2)
            self.assertEqual(card[1][0], ["version", {}, "text", "4.0"])
            values = {}
            for name, parameters, kind, *rest in card[1]:
                self.assertRegex(name, r"^[a-z0-9-]+$")
                self.assertIn(kind, TYPES)
                self.assertTrue(rest)
                for parameter, value in parameters.items():
                    self.assertRegex(parameter, r"^[a-z0-9-]+$")
                    self.assertNotIn(parameter, ("value", "charset", "encoding"))
                    for one in value if isinstance(value, list) else [value]:
                        self.assertIsInstance(one, str)
                if kind == "timestamp":
                    self.assertRegex(rest[0], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
                if name == "adr":
                    self.assertEqual(len(rest[0]), 7)
                values.setdefault(name, []).append(rest[0])
            seen.add(values["uid"][0])
            self.expect_same(values["uid"][0], values["fn"], values.get("email", []),
                             [tel.removeprefix("tel:") for tel in values.get("tel", [])])
        self.assertEqual(seen, set(self.entries))

    def test_xcard_is_as_rfc_6351_asks(self):
        text = exported(self.data, "xcard")
        subprocess.run(["xmllint", "--noout", "--nonet", "-"], input=text.encode("utf-8"), check=True)
        root = ElementTree.fromstring(text)
        self.assertEqual(root.tag, XCARD + "vcards")
        seen = set()
        for card in root:
            self.assertEqual(card.tag, XCARD + "vcard")
            values = {}
            properties = []
            for child in card:
                if child.tag == XCARD + "group":
                    self.assertTrue(child.get("name"))
                    properties += list(child)
                else:
                    properties.append(child)
            for element in properties:
                name = element.tag.removeprefix(XCARD)
                self.assertTrue(name in PROPERTIES or name.startswith("x-"), name)
                self.check_property(name, element)
                texts = [value.text or "" for value in element
                         if value.tag != XCARD + "parameters"]
                values.setdefault(name, []).append(texts[0])
            seen.add(values["uid"][0])
            self.expect_same(values["uid"][0], values["fn"], values.get("email", []),
                             [tel.removeprefix("tel:") for tel in values.get("tel", [])])
        self.assertEqual(seen, set(self.entries))

    def check_property(self, name, element):
        children = [child.tag.removeprefix(XCARD) for child in element]
        if "parameters" in children:
            self.assertEqual(children.index("parameters"), 0)
            for parameter in element[0]:
                for value in parameter:
                    self.assertIn(value.tag.removeprefix(XCARD), TYPES)
            children = children[1:]
        if name in COMPONENTS:
            self.assertEqual(children, COMPONENTS[name])
        else:
            self.assertTrue(children)
            for child in children:
                self.assertIn(child, TYPES)

    def test_what_goes_out_comes_in_as_the_same(self):
        for form in ("vcard", "jcard", "xcard"):
            file = Path(self.folder) / f"out.{form}"
            file.write_text(exported(self.data, form), encoding="utf-8", newline="")
            report = json.loads(run("import", str(file), "--data", self.data, "--json"))
            summary = report["summary"]
            self.assertEqual((summary["create"], summary["error"], summary["update"]), (0, 0, 0),
                             [item for item in report["items"] if item["action"] != "unchanged"][:3])
            self.assertEqual(summary["unchanged"], len(self.entries))


if __name__ == "__main__":
    unittest.main()
