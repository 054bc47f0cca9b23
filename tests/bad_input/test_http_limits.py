"""What HTTP brings around a document: its length, its type, its coding, its headers."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.edge import MAX_BYTES
from tests.bad_input.door import ACTOR, JSON, Door
from tests.bad_input.made import CANARY, document, wired
from tests.intake.examples import body

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
CHUNK = 64 * 1024


class Asked:
    """A request as the server hands it over, piece by piece; `pulled` is how much of it was asked for."""

    def __init__(self, headers: dict[str, str], *, path: str = "/reports", pieces: int = 10_000) -> None:
        self.pulled = 0
        self._left = pieces
        self._sent: list[Any] = []
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": encoded,
            "client": ("127.0.0.1", 1),
            "server": ("intake", 80),
        }

    async def _receive(self) -> dict[str, Any]:
        if not self._left:
            return {"type": "http.disconnect"}
        self._left -= 1
        self.pulled += CHUNK
        return {"type": "http.request", "body": b" " * CHUNK, "more_body": True}

    async def _send(self, message: Any) -> None:
        self._sent.append(message)

    async def answered(self, door: Door) -> int:
        await door.app(self._scope, self._receive, self._send)
        return int(self._sent[0]["status"])


COMMAND = "/cases/some-case/record-awareness"
KEY = {"Idempotency-Key": "limits-1"}


@pytest.mark.parametrize("path", ["/reports", COMMAND])
async def test_a_body_declared_too_long_is_refused_unread(intake: Door, path: str) -> None:
    asked = Asked({**ACTOR, **JSON, **KEY, "Content-Length": str(MAX_BYTES + 1)}, path=path)
    assert await asked.answered(intake) == 413
    assert asked.pulled == 0


@pytest.mark.parametrize("path", ["/reports", COMMAND])
async def test_a_body_without_end_is_read_no_further_than_the_limit(intake: Door, path: str) -> None:
    asked = Asked({**ACTOR, **JSON, **KEY, "Transfer-Encoding": "chunked"}, path=path)
    assert await asked.answered(intake) == 413
    assert asked.pulled <= MAX_BYTES + CHUNK


async def test_a_body_that_lies_about_its_length_is_read_no_further(intake: Door) -> None:
    asked = Asked({**ACTOR, **JSON, "Content-Length": "17"})
    assert await asked.answered(intake) == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "９", "9" * 5000, "", "0x10"])
async def test_a_length_that_is_no_number_is_no_fault_of_ours(intake: Door, length: str) -> None:
    asked = Asked({**ACTOR, **JSON, "Content-Length": length}, pieces=1)
    assert await asked.answered(intake) < 500


async def test_a_sender_who_breaks_off_is_no_fault_of_ours(intake: Door) -> None:
    assert await Asked({**ACTOR, **JSON}, pieces=3).answered(intake) == 400


async def test_its_own_problem_says_so(intake: Door) -> None:
    async def too_long() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield CANARY.encode() * 5_000

    answer = await intake.client.post("/reports", content=too_long(), headers={**ACTOR, **JSON})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:cspr:problem:too-long")
    assert answer.headers["content-type"] == "application/problem+json"
    assert CANARY not in answer.text


TAKEN = [
    "application/json",
    "application/cloudevents+json",
    "Application/JSON",
    "application/json; charset=utf-8",
    'application/cloudevents+json;charset="UTF-8"; x=y',
    "application/json;",
]
NOT_TAKEN = [
    "text/plain",
    "text/html",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/cloudevents-batch+json",
    "application/jsonp",
    "application/json, text/plain",
    "application/json; charset=iso-8859-1",
    f"text/{CANARY}",
    ";",
    "",
]


@pytest.mark.parametrize("type_", TAKEN)
async def test_json_is_taken_in_however_it_is_named(intake: Door, type_: str) -> None:
    answer = await intake.report(wired(body(id="typed")), **{"Content-Type": type_})
    assert answer.status_code == 202


async def test_what_does_not_say_its_type_is_taken_for_json(intake: Door) -> None:
    answer = await intake.client.post("/reports", content=wired(body(id="typed")), headers=ACTOR)
    assert answer.status_code == 202


@pytest.mark.parametrize("type_", NOT_TAKEN)
@pytest.mark.parametrize("path", ["/reports", COMMAND])
async def test_another_type_is_refused(intake: Door, type_: str, path: str) -> None:
    headers = {**ACTOR, **KEY, "Content-Type": type_}
    answer = await intake.client.post(path, content=document(), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:cspr:problem:not-json")
    assert "application/cloudevents+json" in answer.json()["detail"]
    assert CANARY not in answer.text


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "x-gzip", CANARY])
async def test_a_coded_body_is_refused_and_never_unpacked(intake: Door, coding: str) -> None:
    bomb = gzip.compress(bytes(16 * MAX_BYTES))
    answer = await intake.report(bomb, **{"Content-Encoding": coding})
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:cspr:problem:coded")
    assert CANARY not in answer.text


async def test_no_coding_may_be_said(intake: Door) -> None:
    answer = await intake.report(wired(body(id="typed")), **{"Content-Encoding": "identity"})
    assert answer.status_code == 202


@pytest.mark.parametrize(
    "name", ["Actor", "Prefer", "Idempotency-Key", "If-Match", "Content-Type", "Accept", "X-Other"]
)
@pytest.mark.parametrize("value", [b"x" * 8192, b"Kanarienvogel\xff\xfe", b"\xc3\xa9", b"'; DROP TABLE cases;--"])
async def test_headers_of_any_size_and_make_are_no_fault_of_ours(intake: Door, name: str, value: bytes) -> None:
    headers: dict[str | bytes, Any] = {**ACTOR, **JSON, **KEY, name: value}
    at = {"incident_aware_at": "2026-04-02T15:00:00Z", "channel": "desk"}
    for path, sent in (("/reports", wired(body(id="headed"))), (COMMAND, wired(at))):
        answer = await intake.client.post(path, content=sent, headers=headers)
        assert answer.status_code < 500
        assert CANARY not in answer.text
        if answer.is_error:
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/cases/%00", "/cases/%ff%fe", "/cases/a%0ab", "/cases/" + "x" * 8192, "/cases/é"]
)
async def test_a_case_that_cannot_be_is_none(intake: Door, path: str) -> None:
    answer = await intake.client.get(path)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/path/case"


async def test_another_address_or_method_is_a_problem_too(intake: Door) -> None:
    nowhere = await intake.client.get(f"/{CANARY}")
    other = await intake.client.delete("/reports")
    assert (nowhere.status_code, other.status_code) == (404, 405)
    assert other.headers["allow"] == "POST"
    for answer in (nowhere, other):
        assert answer.headers["content-type"] == "application/problem+json"
        assert CANARY not in answer.text
