"""The contract (api-spec/openapi.yaml) as values, and answers held to it."""

import copy
import re
import subprocess
import tempfile
import urllib.parse
import warnings
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from server import Answer, source, unique_members  # noqa: F401

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from jsonschema import Draft202012Validator, RefResolver

NAMESPACE = "urn:cyberdir:directory:1"
PROBLEM_NAMESPACE = "urn:ietf:rfc:7807"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class PlainLoader(yaml.SafeLoader):
    """YAML as JSON has it: dates stay text, and a key that stands twice is an error."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def construct_mapping(loader, node):
    pairs = loader.construct_pairs(node, deep=True)
    return unique_members([(str(key), value) for key, value in pairs])


PlainLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct_mapping)


def load_contract():
    """The document as it is written in the repository."""
    text = (source() / "api-spec" / "openapi.yaml").read_text(encoding="utf-8")
    return yaml.load(text, PlainLoader)  # a SafeLoader


def pointer_token(name):
    return name.replace("~", "~0").replace("/", "~1")


@dataclass
class Operation:
    """One operation, with references followed but for those of schemas."""

    method: str
    path: str
    id: str
    pointer: str
    needs_token: bool
    parameters: list
    bodies: dict
    responses: dict = field(repr=False)

    def parameter(self, place, name):
        for parameter in self.parameters:
            if (parameter["in"], parameter["name"]) == (place, name):
                return parameter
        return None

    def accepted_types(self):
        """The media types of its answers when all goes well."""
        types = []
        for status, response in self.responses.items():
            if status.startswith("2"):
                types += [name for name in response.get("content", {}) if name not in types]
        return types


class Contract:
    """The document, whose references lead within itself."""

    def __init__(self, document):
        self.document = document

    def follow(self, node):
        """The node, or what its reference leads to."""
        while isinstance(node, dict) and node.get("$ref", "").startswith("#/"):
            target = self.document
            for token in node["$ref"][2:].split("/"):
                target = target[token.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def operations(self):
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method not in item:
                    continue
                operation = item[method]
                security = operation.get("security", self.document.get("security", []))
                body = self.follow(operation.get("requestBody", {}))
                yield Operation(
                    method=method.upper(),
                    path=path,
                    id=operation["operationId"],
                    pointer=f"#/paths/{pointer_token(path)}/{method}",
                    needs_token={} not in security,
                    parameters=[self.follow(parameter) for parameter in shared + operation.get("parameters", [])],
                    bodies=body.get("content", {}),
                    responses={status: self.follow(response) for status, response in operation["responses"].items()},
                )


def examples_of(holder):
    """The examples of a parameter or of a media type, by name."""
    if "example" in holder:
        return {"example": holder["example"]}
    return {name: example["value"] for name, example in holder.get("examples", {}).items()}


def query_value(value):
    """A parameter's value as it stands in an address: lists with commas (style form, not exploded)."""
    parts = value if isinstance(value, list) else [value]
    return ",".join(urllib.parse.quote(str(part), safe="-._~:") for part in parts)


def address(operation, path_values, query=None):
    """The request target of an operation."""
    target = operation.path
    for name, value in path_values.items():
        target = target.replace("{" + name + "}", urllib.parse.quote(str(value), safe="-._~"))
    if "{" in target:
        raise ValueError(f"{operation.id}: no value for {target}")
    if query:
        target += "?" + "&".join(f"{name}={query_value(value)}" for name, value in query.items())
    return target


class Judge:
    """Holds answers of one server to the contract that this server shows."""

    def __init__(self, server):
        self.server = server
        self.address = server.url + "/openapi.json"
        self._fetched = {}
        self._files = tempfile.TemporaryDirectory(prefix="cyberdir-conformance-")
        self.contract = Contract(self._fetch(self.address))
        self.request_ids = set()
        closed = closed_schemas(self.contract.document)
        self._resolver = RefResolver(self.address, closed, handlers={"http": self._fetch})
        self._resolver.store[self.address] = closed
        self._xsd = Path(self._files.name) / "cyberdir.xsd"
        self._xsd.write_bytes(server.get("/schemas/cyberdir.xsd").body)

    def close(self):
        self._files.cleanup()

    def _fetch(self, url):
        """A document of this server; there is no way to any other."""
        if not url.startswith(self.server.url + "/"):
            raise ValueError(f"a reference leads outside: {url}")
        if url not in self._fetched:
            answer = self.server.get(url.removeprefix(self.server.url))
            if answer.status != 200:
                raise ValueError(f"{url}: {answer}")
            self._fetched[url] = answer.json()
        return self._fetched[url]

    def complaints(self, operation, answer, accept=None):
        """What of the answer is not as the contract says; empty where all is well."""
        response = operation.responses.get(str(answer.status))
        if response is None:
            return [f"status {answer.status} is not documented"]
        return [
            *self._header_complaints(response, answer),
            *self._body_complaints(operation, response, answer, accept),
        ]

    def _header_complaints(self, response, answer):
        for name, holder in response.get("headers", {}).items():
            holder = self.contract.follow(holder)
            value = answer.header(name)
            if value is None:
                if holder.get("required"):
                    yield f"the header {name} is missing"
                continue
            schema = holder["schema"]
            if schema.get("type") == "integer":
                value = int(value) if re.fullmatch("[0-9]+", value) else value
            for error in Draft202012Validator(schema).iter_errors(value):
                yield f"header {name}: {error.message}"
        request_id = answer.header("X-Request-Id")
        if request_id in self.request_ids:
            yield f"the request id {request_id} was used before"
        self.request_ids.add(request_id)

    def _body_complaints(self, operation, response, answer, accept):
        content = response.get("content", {})
        if not content:
            if answer.body:
                yield f"a body is not documented for {answer.status}"
            return
        if answer.media_type not in content:
            yield f"{answer.media_type or 'no media type'} is not documented for {answer.status}"
            return
        if accept and answer.status < 300 and answer.media_type != accept:
            yield f"{accept} was asked for and {answer.media_type} was sent"
        schema = f"{self._pointer(operation, answer.status)}/content/{pointer_token(answer.media_type)}/schema"
        if answer.media_type.endswith(("/json", "+json")):
            yield from self._json_complaints(schema, answer)
        elif answer.media_type.endswith(("/xml", "+xml")):
            yield from self.xml_complaints(answer.body)
        elif not answer.body:
            yield "the body is empty"

    def _pointer(self, operation, status):
        """Where the response stands in the document, its own reference followed."""
        path, _, method = operation.pointer.removeprefix("#/paths/").rpartition("/")
        path = path.replace("~1", "/").replace("~0", "~")
        node = self.contract.document["paths"][path][method]["responses"][str(status)]
        return node.get("$ref", f"{operation.pointer}/responses/{status}")

    def _json_complaints(self, schema, answer):
        try:
            value = answer.json()
        except ValueError as error:
            yield f"the body is not JSON: {error}"
            return
        yield from self.schema_complaints(schema, value)
        if answer.media_type == "application/problem+json":
            if value.get("status") != answer.status:
                yield f"the problem says {value.get('status')}"
            if answer.header("X-Request-Id") not in value.get("instance", ""):
                yield f"instance {value.get('instance')!r} is not the request id"
            codes = self.contract.document["components"]["schemas"]["ProblemCode"]["enum"]
            if value.get("type", "").removeprefix("/problems/") not in codes:
                yield f"the type {value.get('type')!r} is not documented"

    def schema_complaints(self, pointer, value):
        """What of a value is not as the schema at a place of the document says."""
        validator = Draft202012Validator({"$ref": self.address + pointer}, resolver=self._resolver)
        for error in validator.iter_errors(value):
            yield from innermost(error)

    def xml_complaints(self, body):
        """What is wrong with an XML body; entries and files are held to the server's schema."""
        try:
            root = ElementTree.fromstring(body)
        except ElementTree.ParseError as error:
            return [f"the body is not well-formed XML: {error}"]
        namespace, _, name = root.tag.rpartition("}")
        namespace = namespace.removeprefix("{")
        if name == "problem":
            return [] if namespace == PROBLEM_NAMESPACE else [f"the problem is in the namespace {namespace!r}"]
        if namespace == "http://www.w3.org/2001/XMLSchema":
            return []
        if (namespace, name) == ("urn:ietf:params:xml:ns:vcard-4.0", "vcards"):
            return []  # card_readers_test.py looks at what is in it
        if namespace != NAMESPACE:
            return [f"the body is in the namespace {namespace!r}"]
        if name in ("list", "history", "diff", "submission", "account", "token", "invitation", "recovery",
                    "look-ups", "disclosure", "emergency", "acceptance", "quarantine", "who", "brief", "comparison",
                    "differences", "coverage", "capabilities", "import"):
            return []
        checked = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", self._xsd, "-"],
                                 input=body, capture_output=True, check=False, timeout=60)
        if checked.returncode == 0:
            return []
        return [f"xmllint: {checked.stderr.decode(errors='replace')[:2000]}"]


def innermost(error):
    """The complaints that an error of a schema comes down to: of alternatives, the nearest."""
    if not error.context:
        place = "/".join(str(part) for part in error.absolute_path)
        return [f"at /{place}: {error.message[:300]}"]
    branches = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)

    def distance(errors):
        return (any(e.validator in ("const", "enum") and len(e.absolute_path) <= len(error.absolute_path) + 1
                    for e in errors), len(errors))

    nearest = min(branches.values(), key=distance)
    return [complaint for inner in nearest for complaint in innermost(inner)]


def closed_schemas(document):
    """The document with its own schemas closed: a member that they do not name is a complaint.

    The contract leaves them open, for members may be added; what the server sends today has to be
    written down all the same.
    """
    document = copy.deepcopy(document)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if name != "Problem":  # others extend it
            close(schema)
    return document


def close(schema):
    if isinstance(schema, list):
        for part in schema:
            close(part)
    if not isinstance(schema, dict):
        return
    if "allOf" in schema:
        schema.setdefault("unevaluatedProperties", False)
        return
    for part in schema.values():
        close(part)
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
