"""`cspr erase` says who asks, as every command does, where the installation believes tokens alone."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from deploy.commands import erase as command
from deploy.local.issuing import Issuing
from deploy.local.service import SERVICES
from shared.clock import WallClock
from shared.identity.issuers import read_issuers
from shared.identity.verifying import verified

CASE, PERSON = "a-case", "person:records-officer"
ANSWERS = {
    f"/cases/{CASE}/erasure-clearance": {"statement": "stated"},
    f"/cases/{CASE}/keeping": {"proposal": "proposed"},
    f"/cases/{CASE}/propose-erasure": {},
    f"/cases/{CASE}/approve-erasure": {},
    f"/erasures/{CASE}": {"approved_by": PERSON},
}


@pytest.mark.parametrize("approve", [False, True])
def test_each_of_its_requests_bears_a_token_in_the_persons_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, approve: bool
) -> None:
    """And the publisher is asked for its statement until it has heard all that was said."""
    issuing, seen = Issuing(tmp_path), list[httpx.Request]()
    issuing.ensure()
    urls = {name: f"http://{name}.example" for name in SERVICES}
    record: Any = SimpleNamespace(operator_key_file=issuing.operators, urls=urls, services=list(SERVICES))

    def answer(request: httpx.Request) -> httpx.Response:
        first = request.url.path not in {it.url.path for it in seen}
        behind = first and request.url.path.endswith("-clearance")  # the publisher has not heard all yet
        seen.append(request)
        return httpx.Response(503 if behind else 200, json=ANSWERS[request.url.path])

    def asked(method: str, url: str, **more: Any) -> httpx.Response:
        more.pop("timeout")
        with httpx.Client(transport=httpx.MockTransport(answer)) as client:
            return client.request(method, url, **more)

    monkeypatch.setattr(httpx, "request", asked)
    monkeypatch.setattr(command, "running", lambda _: record)
    command.erase(CASE, PERSON, reason="" if approve else "Its years have run.", approve=approve)

    told = {name: read_issuers(issuing.file) for name in SERVICES}
    for request in seen:
        token, asks = request.headers["Authorization"].removeprefix("Bearer "), request.url.host.split(".")[0]
        assert verified(token, issuers=told[asks], audience=asks, clock=WallClock()).actor == PERSON
    asked_for = [request.url.path for request in seen]
    assert asked_for.count(f"/cases/{CASE}/erasure-clearance") == 2
    assert asked_for.count(f"/cases/{CASE}/{'approve' if approve else 'propose'}-erasure") == 1
