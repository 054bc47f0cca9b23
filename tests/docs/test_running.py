"""What docs/running.md tells an operator to type and to look for is there: each request, each line of a log."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deploy.local.ports import DEFAULT_BASE_PORT, OFFSETS

ROOT = Path(__file__).parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text()
_BLOCK = re.compile(r"(?:^ {4,}.*\n)+", re.MULTILINE)
_LOOP = re.compile(r'for port in ([\d ]+); do (.*?)"?; done')
_LOGGED = re.compile(r'log\.(?:debug|info|warning|error|exception)\(\s*"([a-z_.]+)"')
_LINE_OF_A_LOG = re.compile(r"`([a-z]+\.[a-z]+_[a-z_]+)`")  # two words or more: a file's name has one


@dataclass
class Request:
    """A curl command. `body`: its JSON, if that is what it sends."""

    url: str = ""
    headers: set[str] = field(default_factory=set)
    method: str = "get"
    body: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {urlsplit(self.url).path} on {urlsplit(self.url).port}"


def typed() -> Iterator[str]:
    """Each line of code, whatever it was broken into; a loop over ports once for each port."""
    for block in _BLOCK.findall(RUNNING):
        for line in block.replace("\\\n", " ").splitlines():
            if loop := _LOOP.search(line):
                yield from (loop[2].replace("$port", port) + '"' for port in loop[1].split())
            else:
                yield line.strip()


def requests() -> Iterator[Request]:
    for line in typed():
        words = shlex.split(line, comments=True)
        if words[:1] == ["curl"]:
            yield _request(words[1:])


def _request(words: list[str]) -> Request:
    found, waiting = Request(), iter(words)
    for word in waiting:
        match word:
            case "-H":
                found.headers.add(next(waiting).partition(":")[0])
            case "--json":
                found.method, found.body = "post", json.loads(next(waiting))
            case "--data-binary":
                found.method = "post"
                next(waiting)
            case "-O":
                continue
            case _:
                found.url = word
    return found


@cache
def document(service: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((ROOT / "docs" / "api" / f"{service}.openapi.json").read_text())
    return made


def operation(request: Request) -> dict[str, Any]:
    """As its service documents it; AssertionError if it does not."""
    where = urlsplit(request.url)
    service = next(name for name, offset in OFFSETS.items() if DEFAULT_BASE_PORT + offset == where.port)
    for template, methods in document(service)["paths"].items():
        parts, given = template.split("/"), where.path.split("/")
        alike = [a == b or (a[:1] == "{" and b) for a, b in zip(parts, given, strict=False)]
        if len(parts) == len(given) and all(alike) and request.method in methods:
            found: dict[str, Any] = methods[request.method]
            return found
    raise AssertionError(f"{service} documents no {request.method} {where.path}")


REQUESTS = list(requests())


def test_there_are_requests_to_look_at() -> None:
    assert len(REQUESTS) > 12


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_each_request_is_one_that_its_service_documents(request_: Request) -> None:
    documented = operation(request_)
    parameters = documented.get("parameters", [])
    queries = {each["name"] for each in parameters if each["in"] == "query"}
    assert parse_qs(urlsplit(request_.url).query).keys() <= queries
    needed = {each["name"].lower() for each in parameters if each["in"] == "header" and each.get("required")}
    assert needed <= {name.lower() for name in request_.headers}
    if request_.body is not None:
        _is_asked_for(request_.body, documented["requestBody"]["content"]["application/json"]["schema"])


def _is_asked_for(body: dict[str, Any], schema: dict[str, Any]) -> None:
    """Each field is one of the command's, and none that it must have is left out."""
    assert "$ref" not in schema, "a body by reference is not looked up here"
    assert body.keys() <= schema.get("properties", {}).keys()
    assert set(schema.get("required", [])) <= body.keys()


def test_each_line_of_a_log_that_it_names_is_one_that_is_written() -> None:
    source = [path for part in ("services", "shared", "deploy") for path in (ROOT / part).rglob("*.py")]
    written = {name for path in source for name in _LOGGED.findall(path.read_text())}
    named = set(_LINE_OF_A_LOG.findall(RUNNING))
    assert len(named) > 8
    assert named <= written
