"""The demo fills in the public form as a browser does, and reads the copy with the code that the requester got."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from deploy.demo.acts import Acts, StoryWrong
from deploy.demo.scenario import Form, Look, id_of

AT = datetime.fromisoformat("2027-07-05T10:00:00+01:00")
FORM = Form(
    kind="form",
    name="asked",
    at=AT,
    says="",
    path="/ask/CSPR-2026-K7Q4",
    opens="lecturer",
    fields={"name": "J. Reader", "purpose": "A module & more"},
)
TYPED = {"code": "{copy-code}"}
REQUEST = f"request-{id_of('lecturer')}"
COPY, CODE = f"/copies/{id_of('lecturer')}", "7Q2XM-AAAAA-BBBBB-CCCCC"


@dataclass
class Site:
    """Answers every form with one status, knows one request, and shows one page with one status."""

    status: int = 200
    said: list[tuple[str, str, bytes, dict[str, str]]] = field(default_factory=list)

    async def say(self, service: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        self.said.append((service, path, body, headers))
        return httpx.Response(self.status, text="No longer here")

    async def json(self, service: str, path: str) -> Any:
        assert (service, path) == ("publisher", f"/requests/{REQUEST}")
        return {"code": CODE}


def acts_on(site: Site, tmp_path: Path) -> Acts:
    return Acts(tmp_path, site)  # type: ignore[arg-type]


def look(answers: int) -> Look:
    asked = {"kind": "look", "name": "read", "at": AT, "says": "", "case": "lecturer", "service": "site"}
    page = {"path": "{copy-path}", "fields": TYPED, "answers": answers, "shows": ["No longer"]}
    return Look.model_validate({**asked, **page})


async def test_a_form_is_sent_once_under_the_key_that_its_name_gives(tmp_path: Path) -> None:
    site = Site()
    await acts_on(site, tmp_path).do(FORM)
    [(service, path, body, headers)] = site.said
    assert (service, path) == ("site", FORM.path)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode()) == {
        "name": ["J. Reader"],
        "purpose": ["A module & more"],
        "key": [id_of("lecturer")],
    }


async def test_a_form_that_is_not_taken_stops_the_story(tmp_path: Path) -> None:
    with pytest.raises(StoryWrong, match="asked: the site says 422"):
        await acts_on(Site(status=422), tmp_path).do(FORM)


async def test_the_request_has_the_forms_name_and_its_copy_is_read_with_its_own_code(tmp_path: Path) -> None:
    site = Site()
    acts = acts_on(site, tmp_path)
    await acts.do(FORM)
    assert acts.references.cases == {"lecturer": REQUEST}
    await acts.do(look(200))
    service, path, body, _ = site.said[-1]
    assert (service, path, parse_qs(body.decode())) == ("site", COPY, {"code": [CODE]})


async def test_a_page_that_should_be_gone_and_is_not_stops_the_story(tmp_path: Path) -> None:
    site = Site()
    acts = acts_on(site, tmp_path)
    await acts.do(FORM)
    site.status = 410
    await acts.do(look(410))
    site.status = 200
    with pytest.raises(StoryWrong, match="answers 200"):
        await acts.do(look(410))
