"""Two people on one case at once: who sends second is told, and nothing of either is lost."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.intake.conftest import Intake
from tests.intake.examples import body

pytestmark = pytest.mark.real
Body = dict[str, Any]
AWARE: Body = {"incident_aware_at": "2026-04-02T16:50:00+01:00", "channel": "duty telephone"}
CORRECTED: Body = {"incident_aware_at": "2026-04-02T16:40:00+01:00", "reason": "The log of calls says so."}
ASSIGNED: Body = {"officer": "person:one"}
LATE = {"told_by": "hospital", "received_at": "2026-04-03T09:00:00+01:00", "information": "Older fractures."}
ROUTES = [("record-new-information", LATE), ("assign-case", ASSIGNED), ("correct-awareness", CORRECTED)]


async def ask(intake: Intake, case: str, path: str, sent: Body, who: str, tag: str | None) -> httpx.Response:
    headers = {"Actor": f"person:{who}", "Idempotency-Key": f"{path}-{who}"}
    matching = {"If-Match": tag} if tag else {}
    return await intake.client.post(f"/cases/{case}/{path}", json=sent, headers={**headers, **matching})


async def aware_case(intake: Intake) -> str:
    answer = await intake.client.post("/reports", json=body(), headers={"Actor": "agency:hospital"})
    case = str(answer.json()["case"])
    assert (await ask(intake, case, "record-awareness", AWARE, "screener", None)).status_code == 202
    return case


async def seen(intake: Intake, case: str) -> str:
    return (await intake.client.get(f"/cases/{case}")).headers["ETag"]


async def test_the_tag_of_what_is_read_is_that_of_what_was_answered(intake: Intake) -> None:
    case = await aware_case(intake)
    answered = await ask(intake, case, "assign-case", ASSIGNED, "one", await seen(intake, case))
    assert answered.status_code == 202, answered.text
    assert answered.headers["ETag"] == await seen(intake, case)


@pytest.mark.parametrize(("path", "sent"), ROUTES, ids=[path for path, _ in ROUTES])
async def test_of_two_at_once_the_second_is_told_that_the_case_changed(
    intake: Intake, path: str, sent: Body
) -> None:
    case = await aware_case(intake)
    tag = await seen(intake, case)
    asked = [ask(intake, case, path, {**sent, **_own(path, who)}, who, tag) for who in ("one", "two")]
    answers = await asyncio.gather(*asked)
    assert Counter(answer.status_code for answer in answers) == {202: 1, 412: 1}
    (told,) = [answer.json() for answer in answers if answer.status_code == 412]
    assert told["type"] == "urn:cspr:problem:changed-meanwhile"
    assert told["errors"] == [{"pointer": "/header/If-Match", "detail": "is not the version it has now"}]
    assert "Read it again" in told["detail"]
    (late,) = [who for who, answer in zip(("one", "two"), answers, strict=True) if answer.status_code == 412]
    again = {**sent, **_own(path, late)}
    repeated = await ask(intake, case, path, again, late, await seen(intake, case))
    assert repeated.status_code == 202, repeated.text
    assert repeated.json()["events"], "what the second person meant is kept, too"


def _own(path: str, who: str) -> Body:
    """What each of the two means."""
    return {
        "record-new-information": {"information": f"Told to {who}.", "told_by": f"agency-{who}"},
        "assign-case": {"officer": f"person:{who}"},
        "correct-awareness": {"incident_aware_at": f"2026-04-02T16:{ {'one': '10', 'two': '20'}[who] }:00+01:00"},
    }[path]


async def test_a_refusal_names_the_field_the_rule_and_what_to_do(intake: Intake) -> None:
    case = await aware_case(intake)
    later = {"until_on": "2026-12-24", "reason": "The ward answers then."}
    answer = await ask(intake, case, "snooze-case", later, "one", None)
    assert answer.status_code == 409
    told = answer.json()
    assert told["type"].startswith("urn:cspr:problem:not-")
    assert [it["pointer"] for it in told["errors"]] == ["/until_on"]
    assert told["errors"][0]["detail"] == told["detail"]


async def test_an_awareness_of_decades_ago_is_seen_on_the_case(intake: Intake) -> None:
    answer = await intake.client.post("/reports", json=body(), headers={"Actor": "agency:hospital"})
    case = str(answer.json()["case"])
    long_ago = {**AWARE, "incident_aware_at": "1996-04-02T16:50:00+01:00"}
    assert (await ask(intake, case, "record-awareness", long_ago, "screener", None)).status_code == 202
    suspect = (await intake.client.get(f"/cases/{case}")).json()["suspect_dates"]
    assert "the authority was aware more than a year before the report" in suspect
    lately = {**CORRECTED, "incident_aware_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    assert (await ask(intake, case, "correct-awareness", lately, "screener", None)).status_code == 202
    corrected = (await intake.client.get(f"/cases/{case}")).json()["suspect_dates"]
    assert corrected == []
