"""Writes pages of the sample directory to a folder, as a reader's browser gets them, for html-validate.

Usage: rendered_pages.py FOLDER. Follows the links of each language's home page, so that every kind
of page is met; prints how many pages there are.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from server import Server, program, source

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
MOST_OF_A_KIND = 8  # pages of one kind in one language
OTHERS = ("/docs", "/problems/stale")


def links_of(page, language):
    """The addresses within the language that a page leads to, in order, each once."""
    found = re.findall(rf'(?:href|action)="(/{language}(?:/[^"#]*)?)"', page)
    return list(dict.fromkeys(address.replace("&amp;", "&") for address in found))


def kind_of(address):
    """What pages have in common whose addresses differ in a State, an entry or a query only."""
    return re.sub(r"(states|entries)/[^/]+", r"\1/…", address.partition("?")[0])


def pages_of(server, language):
    """Some pages of every kind by their address, breadth first from the home page."""
    waiting = [f"/{language}/", f"/{language}/search?q=cyber", f"/{language}/search?q=nothing-like-it",
               f"/{language}/states/XA", f"/{language}/entries/no-such-entry"]
    pages, kinds = {}, Counter()
    while waiting:
        address = waiting.pop(0)
        if address in pages or kinds[kind_of(address)] == MOST_OF_A_KIND:
            continue
        kinds[kind_of(address)] += 1
        pages[address] = server.send("GET", address, accept="text/html").body.decode("utf-8")
        waiting += links_of(pages[address], language)
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
    finally:
        server.stop()
    for number, (address, page) in enumerate(pages.items()):
        (folder / f"{number:03}-{re.sub('[^a-z0-9]+', '-', address.lower()).strip('-')[:60]}.html").write_text(page)
    print(len(pages))


if __name__ == "__main__":
    main()
