"""Over HTTP: what the latest draft lacks, to whoever says who they are, and kept by no cache on the way."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from services.notifier import http
from shared.events.base import Event
from shared.web.problems import add_problem_handlers
from tests import examples as ex
from tests.notifier.test_worker import KNOWN, Log, Service


@dataclass
class OneRow:
    """A database whose view of notifications has this case's row."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def fetchrow(self, _: str, subject: str) -> dict[str, Any] | None:
        return self.rows.get(subject)


ROW: dict[str, Any] = {
    "subject": ex.CASE,
    "notification": ex.NOTIFICATION,
    "trigger_class": "A",
    "state": "drafted",
    "clock_starts_at": ex.CRITERIA_MET_AT,
    "revision": 1,
    "drafted_by": ex.DRAFTER,
    "approved_by": None,
    "submitted_at": None,
}
PATH = f"/notifications/{ex.CASE}/completeness"


async def asked(path: str, known: tuple[Event, ...] = KNOWN, actor: str = "person:officer") -> httpx.Response:
    log: Any = Log(known)
    log.pool = OneRow({ex.CASE: ROW})
    service: Any = Service(log)
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(http.routes(service, ex.partnership())[0])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://notifier") as client:
        return await client.get(path, headers={"Actor": actor} if actor else {})


async def test_what_is_lacking_is_listed_by_field_and_rule_and_no_value_is_shown() -> None:
    answer = await asked(PATH)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    lacking = answer.json()
    assert lacking and all(each["field"] and each["rule"] for each in lacking)
    assert ex.child.last_name not in answer.text and ex.details.outline not in answer.text


async def test_nobody_reads_it_without_saying_who_they_are() -> None:
    assert (await asked(PATH, actor="")).status_code == 422


async def test_of_a_case_without_a_notification_there_is_nothing_to_complete() -> None:
    assert (await asked("/notifications/another/completeness")).status_code == 404


async def test_before_the_decision_was_heard_it_says_so() -> None:
    answer = await asked(PATH, known=(ex.incident_reported, ex.opened))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:cspr:problem:not-heard-yet")
