"""Writes pages of the sample directory to a folder, as a reader's browser gets them, for html-validate.

Usage: rendered_pages.py FOLDER. Follows the links of each language's home page, and those of what
people who signed in work on, so that every kind of page is met; prints how many pages there are.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from server import Server, program, source
from visitor import signed_in

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
WORK_LANGUAGES = ("ar", "en")
MOST_OF_A_KIND = 8  # pages of one kind in one language
OTHERS = ("/docs", "/problems/stale")


def links_of(page, language):
    """The addresses within the language that a page leads to, in order, each once."""
    found = re.findall(rf'href="(/{language}(?:/[^"#]*)?)"', page)
    return list(dict.fromkeys(address.replace("&amp;", "&") for address in found))


def kind_of(address):
    """What pages have in common whose addresses differ in a State, an entry or a query only."""
    return re.sub(r"(states|entries|submissions|accounts|suggest)/[^/]+", r"\1/…", address.partition("?")[0])


def pages_of(server, language):
    """Some pages of every kind by their address, breadth first from the home page."""
    return pages_from([f"/{language}/", f"/{language}/search?q=cyber", f"/{language}/search?q=nothing-like-it",
                       f"/{language}/states/XA", f"/{language}/entries/no-such-entry"], language,
                      lambda address: server.send("GET", address, accept="text/html"))


def pages_from(waiting, language, read):
    """Some pages of every kind by their address, breadth first."""
    pages, kinds = {}, Counter()
    while waiting:
        address = waiting.pop(0)
        if address in pages or kinds[kind_of(address)] == MOST_OF_A_KIND:
            continue
        kinds[kind_of(address)] += 1
        pages[address] = read(address).body.decode("utf-8")
        waiting += links_of(pages[address], language)
    return pages


def plan_an_import(server):
    """A plan with something of every sort: a change, a likely duplicate and an error."""
    known = server.get("/v1/entries?owner=XA&kind=organisation&limit=1&sort=id").json()["items"][0]
    twin = {"kind": "organisation", "meta": {"owner": "XA"}, "name": known["name"], "type": known["type"],
            "country": "XA"}
    changed = {name: value for name, value in known.items() if name != "meta"}
    changed.update(meta={"owner": "XA"}, short_name="CHANGED")
    entries = [changed, twin, {**twin, "id": "xa-broken", "type": "no-such-type"}]
    answer = server.send("POST", "/v1/imports?dry_run=true&on_error=skip&file=team.json", token=server.token(owner="XA"),
                         body={"format": "cyberdir/1", "entries": entries}, content_type="application/json")
    if answer.status != 201:
        raise AssertionError(answer)


def work_pages_of(server):
    """Pages of people who signed in: with drafts, something submitted and something refused."""
    editor, manager, officer, reader, administrator = (signed_in(server, *who) for who in (
        ("editor", "XA"), ("manager", "XA"), ("secretariat",), ("reader", "XB"), ("administrator",)))
    plan_an_import(server)
    pages = {}
    for kind in ("contact", "programme", "event"):
        editor.visit("/en/work/new")
        editor.visit("/en/work/new", {"kind": kind, "once": kind})
    page = editor.visit(editor.address)
    tag = re.search(r'name="tag" value="([^"]*)"', page.body.decode())[1]
    for language in WORK_LANGUAGES:
        place = editor.address.partition("?")[0].rpartition("/")[0].replace("/en/", f"/{language}/") + "/registration"
        refused = editor.visit(place, {"tag": tag, "value-url": "no address", "value-deadline": "2026-02-30"})
        pages[f"/{language}/refused"] = refused.body.decode()
        for name, person in (("editor", editor), ("manager", manager), ("officer", officer), ("reader", reader),
                             ("administrator", administrator)):
            start = [f"/{language}/work", f"/{language}/submissions", f"/{language}/entries/xa-poc-technical",
                     f"/{language}/entries/xa-poc-technical/redact", f"/{language}/account",
                     f"/{language}/entries/xa-poc-technical/emergency", f"/{language}/emergencies",
                     f"/{language}/audit", f"/{language}/look-ups", f"/{language}/accounts",
                     f"/{language}/entries/xa-poc-technical?as_of=2020-01-01"]
            found = pages_from(start, language, person.visit)
            pages.update({f"{address}?as={name}": body for address, body in found.items()})
    return pages


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = Server()
    try:
        subprocess.run([program(), "import", *map(str, sorted((source() / "registry/sample").glob("*.json"))),
                        "--data", str(server.store)], check=True, stdout=subprocess.DEVNULL)
        pages = {address: server.send("GET", address, accept="text/html").body.decode("utf-8") for address in OTHERS}
        for language in LANGUAGES:
            pages.update(pages_of(server, language))
        pages.update(work_pages_of(server))
    finally:
        server.stop()
    for number, (address, page) in enumerate(pages.items()):
        (folder / f"{number:03}-{re.sub('[^a-z0-9]+', '-', address.lower()).strip('-')[:60]}.html").write_text(page)
    print(len(pages))


if __name__ == "__main__":
    main()
