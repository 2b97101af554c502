"""The paths of the contract and the program's table of routes name the same operations."""

import re
import subprocess
import unittest

from contract import Contract, load_contract
from server import program, source


def routes_of_program():
    """`METHOD /path` of each route that `cyberdir routes` prints."""
    done = subprocess.run([program(), "routes"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode != 0:
        raise AssertionError(f"cyberdir routes: exit {done.returncode}\n{done.stderr}")
    return done.stdout.splitlines()


class RoutesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = Contract(load_contract())
        cls.documented = {f"{operation.method} {operation.path}" for operation in cls.contract.operations()}
        cls.routes = routes_of_program()

    def test_routes_are_printed_one_a_line(self):
        for line in self.routes:
            self.assertRegex(line, r"^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS) /\S*$")
        self.assertEqual(len(self.routes), len(set(self.routes)), "a route stands twice")

    def test_every_route_is_documented(self):
        # Whoever routes GET has HEAD with it.
        routes = {line for line in self.routes if not line.startswith("HEAD ")}
        self.assertEqual(sorted(routes - self.documented), [])

    def test_everything_documented_has_a_route(self):
        self.assertEqual(sorted(self.documented - set(self.routes)), [])


class DocumentTest(unittest.TestCase):
    """What the linter does not ask of the contract."""

    @classmethod
    def setUpClass(cls):
        cls.contract = Contract(load_contract())

    def test_every_operation_is_described(self):
        for path, item in self.contract.document["paths"].items():
            for method, operation in item.items():
                with self.subTest(f"{method} {path}"):
                    for member in ("operationId", "summary", "description", "tags", "responses"):
                        self.assertTrue(operation.get(member), member)

    def test_every_answer_names_its_request(self):
        for operation in self.contract.operations():
            for status, response in operation.responses.items():
                with self.subTest(f"{operation.id} {status}"):
                    self.assertIn("X-Request-Id", response.get("headers", {}))

    def test_every_type_of_problem_has_a_page(self):
        codes = self.contract.document["components"]["schemas"]["ProblemCode"]["enum"]
        pages = {page.stem for page in (source() / "api-spec" / "problems").glob("*.md")}
        self.assertEqual(sorted(pages), sorted(codes))
        for code in codes:
            with self.subTest(code):
                text = (source() / "api-spec" / "problems" / f"{code}.md").read_text(encoding="utf-8")
                self.assertRegex(text, rf"^# .+\n\n`{re.escape(code)}` · [45]\d\d\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
