"""What a recipient would read, shown before anything leaves to whoever says who they are."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from services.notifier import http
from services.notifier.worker import composer
from shared.events.base import Event
from shared.web.problems import add_problem_handlers
from tests import examples as ex
from tests.notifier.examples import BOARD, HAMPSHIRE, PARENTS
from tests.notifier.test_completeness_http import ROW, OneRow
from tests.notifier.test_worker import KNOWN, Log, Service, row

PATH = f"/notifications/{ex.CASE}/preview"
TO_THE_PANEL = {"recipient": ex.PANEL}


def owed(to: str) -> Event:
    return ex.duty_arose.model_copy(update={"owed_to": to})


async def asked(
    path: str = PATH,
    query: dict[str, str] = TO_THE_PANEL,
    known: tuple[Event, ...] = KNOWN,
    actor: str = "person:a",
) -> httpx.Response:
    log: Any = Log(known)
    log.pool = OneRow({ex.CASE: ROW})
    app = FastAPI()
    add_problem_handlers(app)
    service: Any = Service(log)
    for router in http.routes(service, ex.partnership())[:2]:
        app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifier") as client:
        return await client.get(path, params=query, headers={"Actor": actor})


async def test_what_is_previewed_is_what_then_leaves() -> None:
    service: Any = Service(Log(KNOWN))
    mail = await composer(service, ex.partnership())(row)
    shown = await asked()
    assert (shown.status_code, shown.text) == (200, mail.text)
    assert (await asked(query={**TO_THE_PANEL, "as": "page"})).text == mail.html
    pdf = await asked(query={**TO_THE_PANEL, "as": "pdf"})
    assert pdf.content == mail.files[0].content
    assert ex.child.last_name in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


async def test_it_is_shown_before_it_is_approved() -> None:
    undecided = KNOWN[: KNOWN.index(ex.approved)]
    assert "What the authority" in (await asked(known=undecided)).text


async def test_nothing_on_the_way_keeps_it_and_nothing_in_it_runs() -> None:
    headers = (await asked(query={**TO_THE_PANEL, "as": "page"})).headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; sandbox; style-src 'sha256-") and "unsafe" not in policy
    assert "style-src" not in (await asked(query={**TO_THE_PANEL, "as": "pdf"})).headers["Content-Security-Policy"]


async def test_each_recipient_is_shown_what_it_would_get() -> None:
    known = (*KNOWN, owed(HAMPSHIRE), owed(BOARD))
    elsewhere = (await asked(query={"recipient": HAMPSHIRE}, known=known)).text
    assert ex.details.outline not in elsewhere and "Your authority's area is concerned" in elsewhere
    assert ex.details.outline in (await asked(query={"recipient": BOARD}, known=known)).text


@pytest.mark.parametrize("recipient", [HAMPSHIRE, PARENTS, "authority/E10000008", "nobody"])
async def test_for_whoever_is_not_sent_it_there_is_none(recipient: str) -> None:
    known = (*KNOWN, owed(PARENTS), owed("authority/E10000008"))
    answer = await asked(query={"recipient": recipient}, known=known)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:cspr:problem:no-such-duty")


@pytest.mark.parametrize("actor", ["agency:hospital", "person:", "service:intake"])
async def test_only_a_person_is_shown_it(actor: str) -> None:
    assert (await asked(actor=actor)).status_code == 422


async def test_before_the_decision_was_heard_it_says_so() -> None:
    assert (await asked(known=(ex.incident_reported, ex.opened, ex.duty_arose))).status_code == 409


async def test_a_supplement_is_read_before_it_is_approved() -> None:
    path, known = f"/notifications/{ex.CASE}/supplements/1", (*KNOWN, ex.supplement_drafted)
    shown = await asked(path, {}, known)
    assert shown.status_code == 200 and "number 1; what was sent before stands as it was sent" in shown.text
    assert (await asked(f"/notifications/{ex.CASE}/supplements/2", {}, known)).status_code == 404
