"""Clients of FIRST's public teams API work against this server when their address is changed.

The client here pages as those that are published do: `limit` and `offset` forward until `total` is
reached, members of a team asked for without asking whether they are there.
"""

import email.utils
import json
import unittest
from datetime import datetime
from urllib.parse import urlencode

from server import ServerTest, contact, organisation

TYPES = ("national-csirt", "government-csirt", "sector-csirt", "vendor-csirt")


class TeamsClient:
    """The plainest client of https://api.first.org/data/v1/teams."""

    def __init__(self, fetch):
        self.fetch = fetch

    def page(self, **parameters):
        envelope = self.fetch("/data/v1/teams?" + urlencode(parameters))
        if envelope["status"] != "OK" or envelope["status-code"] != 200:
            raise RuntimeError(envelope)
        return envelope

    def teams(self, size, **parameters):
        offset = 0
        while True:
            envelope = self.page(limit=size, offset=offset, **parameters)
            yield from envelope["data"]
            offset += size
            if offset >= envelope["total"]:
                return

    @staticmethod
    def row(team):
        """What a table of contacts takes of a team."""
        since = team["member-since"]
        return {
            "handle": team["id"],
            "name": team["team"],
            "organisation": team["team-full"],
            "host": team["host"],
            "country": team["country"],
            "mail": team["email"],
            "sites": list(team["website"] or []),
            "key": (team["pgp-id"], team["pgp-fingerprint"], team["pgp-key"]),
            "member": team["membership"],
            "since": since and datetime.strptime(since, "%B %d, %Y").date(),
            "changed": email.utils.parsedate_to_datetime(team["last-modified"]),
        }


class TeamsClientTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(25):
            cls.put_team(f"team-{number:02}", number)
        member = organisation("member", short_name="MEMBER", memberships=[{
            "network": "FIRST", "level": "Full Member", "since": "2025-04-17"}])
        for entry in (member, organisation("no-team", short_name="NOTEAM")):
            answer = cls.server.send("POST", "/v1/entries", body=entry, token=cls.india)
            assert answer.status == 201, answer
        cls.client = TeamsClient(cls.fetch)

    @classmethod
    def put_team(cls, entry_id, number):
        owner, token = (("IN", cls.india), ("TH", cls.thailand))[number % 2]
        entry = organisation(
            entry_id, owner=owner, short_name=f"CERT-{24 - number:02}", type=TYPES[number % 4],
            name={"en": f"Team no. {number}"}, websites=["https://cert.example"],
            channels=[{"kind": "email", "value": f"team{number}@cert.example"},
                      {"kind": "email", "value": f"hidden{number}@cert.example", "visibility": "owner"}])
        answer = cls.server.send("POST", "/v1/entries", body=entry, token=token)
        assert answer.status == 201, answer

    @classmethod
    def fetch(cls, target):
        answer = cls.server.get(target, headers={"User-Agent": "teams-client", "Accept": "*/*"})
        assert answer.status == 200, answer
        assert answer.media_type == "application/json"
        return answer.json()

    def test_all_teams_come_once_whatever_the_size_of_pages(self):
        expected = {f"team-{number:02}" for number in range(25)} | {"member"}
        for size in (1, 7, 13, 26, 100, 10000):
            with self.subTest(size):
                found = [team["id"] for team in self.client.teams(size)]
                self.assertEqual(len(found), len(set(found)), "a team stands twice")
                self.assertEqual(set(found), expected)

    def test_the_envelope_says_where_the_page_is(self):
        page = self.client.page(limit=3, offset=24)
        self.assertEqual((page["total"], page["limit"], page["offset"], len(page["data"])), (26, 3, 24, 2))
        self.assertEqual(self.client.page(limit=0)["data"], [])
        self.assertEqual(self.client.page(offset=1000)["data"], [])
        self.assertEqual(self.client.page()["limit"], 100)

    def test_a_row_can_be_made_of_every_team(self):
        rows = {row["handle"]: row for row in map(TeamsClient.row, self.client.teams(10))}
        self.assertEqual(rows["team-03"]["mail"], "team3@cert.example")
        self.assertEqual(rows["member"]["member"], "Full Member")
        self.assertEqual(str(rows["member"]["since"]), "2025-04-17")
        self.assertIsNone(rows["member"]["mail"])

    def test_filters_find_what_they_say(self):
        self.assertEqual({team["country"] for team in self.client.teams(5, country="th")}, {"TH"})
        self.assertEqual(self.client.page(country="TH")["total"], 12)
        self.assertEqual([team["team"] for team in self.client.teams(5, team="cert-07")], ["CERT-07"])
        self.assertEqual([team["team"] for team in self.client.teams(5, q="member")], ["MEMBER"])
        self.assertEqual(self.client.page(country="TH", limit=1)["total"], 12)

    def test_sort_turns_both_ways(self):
        names = [team["team"] for team in self.client.teams(4, sort="team")]
        self.assertEqual(names, sorted(names))
        self.assertEqual([team["team"] for team in self.client.teams(9, sort="-team")], names[::-1])
        by_country = [(team["country"], team["team"]) for team in self.client.teams(9, sort="country,-team")]
        self.assertEqual([country for country, _ in by_country], sorted(country for country, _ in by_country))

    def test_fields_envelope_and_pretty(self):
        team = self.client.page(fields="id,email,nothing", limit=1)["data"][0]
        self.assertEqual(set(team), {"id", "email", "nothing"})
        bare = self.fetch("/data/v1/teams?envelope=false&limit=2")
        self.assertEqual(len(bare), 2)
        pretty = self.server.get("/data/v1/teams.json?pretty=true&limit=1")
        self.assertEqual(json.loads(pretty.body)["limit"], 1)
        self.assertIn(b"\n    ", pretty.body)

    def test_what_is_hidden_stays_hidden(self):
        public = self.server.get("/data/v1/teams").body
        self.assertNotIn(b"hidden", public)
        self.assertNotIn(b"NOTEAM", public)
        self.assertEqual(self.client.page(q="hidden3")["total"], 0)

    def test_what_is_not_there_is_said(self):
        for query, code in (("limit=10001", "malformed"), ("offset=-1", "malformed"), ("country=xx1", "malformed"),
                            ("sort=colour", "malformed"), ("scope=members", "malformed"), ("callback=x", "unknown-parameter")):
            with self.subTest(query):
                self.assertEqual(self.server.get("/data/v1/teams?" + query).status, 400)
        self.assertEqual(self.server.get("/data/v1/teams.xml").status, 406)


class FilteredExportTest(ServerTest):
    """Exports take the filters of lists, decided on what their reader sees."""

    def ids(self, query, token=None):
        answer = self.check(self.server.get("/v1/export?" + query, token=token), 200)
        return {entry["id"] for entry in answer.json()["entries"] if entry["kind"] != "state"}

    def test_filters(self):
        self.create(organisation("research"))
        self.create(organisation("team", type="national-csirt", memberships=[{"network": "FIRST"}]))
        self.create(contact("desk", "team", networks=[{"code": "UN-GLOBAL"}]))
        self.assertEqual(self.ids("category=national-csirt"), {"team"})
        self.assertEqual(self.ids("category=national-csirt,research"), {"team", "research"})
        self.assertEqual(self.ids("network=FIRST"), {"team"})
        self.assertEqual(self.ids("network=FIRST&category=research"), set())
        self.assertEqual(self.ids("theme=norms"), set())
        self.assertEqual(self.ids("network=UN-GLOBAL&audience=states", self.india), {"desk"})
        self.assertEqual(self.ids("network=UN-GLOBAL"), set(), "the public does not see that")

    def test_capabilities_name_every_form_that_can_be_had(self):
        answer = self.check(self.server.get("/v1/capabilities"), 200).json()
        names = {form["name"] for form in answer["formats"]["out"]}
        self.assertLessEqual({"json", "first", "global-irt", "misp", "stix", "ical"}, names)
        for form in answer["formats"]["out"]:
            with self.subTest(form["name"]):
                kind = f"&kind={form['kinds'][0]}" if form["one_kind"] else ""
                got = self.check(self.server.get(f"/v1/export?format={form['name']}{kind}"), 200)
                self.assertEqual(got.header("Content-Type"), form["media_type"])
        self.assertIn("first", {form["name"] for form in answer["formats"]["in"]})


if __name__ == "__main__":
    unittest.main(verbosity=2)
