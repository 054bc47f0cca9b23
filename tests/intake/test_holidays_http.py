"""The calendar over HTTP: proposed, approved by another, and counted by in what intake shows."""

import pytest

from tests.intake.conftest import Intake

pytestmark = pytest.mark.real
DAY = {"place": "england-and-wales", "day": "2026-07-10"}
ONE, OTHER = "person:duty-officer", "person:service-manager"
PATH = "/calendar/holidays"


async def post(intake: Intake, path: str, actor: str, status: int = 202, **body: str) -> None:
    headers = {"Actor": actor, "Idempotency-Key": f"{path} by {actor}"}
    answer = await intake.client.post(path, json=body, headers=headers)
    assert answer.status_code == status, answer.text


async def calendar(intake: Intake) -> dict[str, list[dict[str, str]]]:
    answer = await intake.client.get("/calendar")
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, str]]] = answer.json()
    return found


async def test_two_people_extend_the_calendar(intake: Intake) -> None:
    await post(intake, PATH, ONE, **DAY, holiday="Day of national mourning")
    waits = await calendar(intake)
    assert [it["proposed_by"] for it in waits["proposed"]] == [ONE]
    assert waits["proclaimed"] == []
    await post(intake, f"{PATH}/england-and-wales/2026-07-10/approve", ONE, 409)
    await post(intake, f"{PATH}/england-and-wales/2026-07-10/approve", OTHER)
    now = await calendar(intake)
    assert now["proposed"] == []
    assert [(it["day"], it["proposed_by"], it["approved_by"]) for it in now["proclaimed"]] == [
        ("2026-07-10", ONE, OTHER)
    ]
    versions = {it["place"]: it["version"] for it in now["calendars"]}
    assert versions["england-and-wales"].endswith("+2026-07-10")
    assert versions["any-uk"].endswith("+2026-07-10")  # a holiday here is one in any part of the UK
    assert await intake.types("calendar") == ["holiday-proposed", "calendar-extended"]


async def test_a_proposal_is_dropped(intake: Intake) -> None:
    await post(intake, PATH, ONE, **DAY, holiday="Day of national mourning")
    await post(intake, f"{PATH}/england-and-wales/2026-07-10/drop", ONE)
    assert (await calendar(intake))["proposed"] == []
    await post(intake, f"{PATH}/england-and-wales/2026-07-10/approve", OTHER, 404)


@pytest.mark.parametrize("path", ["elsewhere/2026-07-10/approve", "england-and-wales/10-07-2026/drop"])
async def test_a_place_or_a_day_that_is_none_is_bad_input(intake: Intake, path: str) -> None:
    await post(intake, f"{PATH}/{path}", OTHER, 422)


async def test_what_would_move_is_asked_without_changing_anything(intake: Intake) -> None:
    answer = await intake.client.get("/duties/moved-by-holiday", params={"day": "2026-07-10"})
    assert (answer.status_code, answer.json()) == (200, [])
    bad = await intake.client.get("/duties/moved-by-holiday", params={"day": "Friday"})
    assert bad.status_code == 422
