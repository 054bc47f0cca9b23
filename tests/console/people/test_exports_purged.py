"""What a file of many cases was asked for is destroyed when its days are over; who and when stays."""

from datetime import datetime, time, timedelta
from uuid import UUID

import httpx
import pytest

from services.console.exporting import purging
from services.console.exporting.commands import ApproveExport, AskExport, DeclineExport, subject_of
from shared import views
from shared.calendar import LONDON, london_date
from shared.decider import Command
from shared.keys import Erased
from tests.console.examples import MONDAY
from tests.console.people.conftest import Doorstep
from tests.console.test_pages import words

pytestmark = pytest.mark.real
ID = UUID(int=7)
ONE, TWO = "person:b.manners", "person:c.okoye"
ASK = AskExport(export=ID, filters="area=E06000045", filtered_by=("area",), purpose="For the inspection in May.")
KEY = "SELECT wrapped FROM log.case_key WHERE key_id = $1"


async def says(door: Doorstep, command: Command, actor: str, number: int) -> None:
    await door.console.service.do(subject_of(ID), command, actor=actor, cause=UUID(int=number))


async def purge(door: Doorstep, at: datetime) -> int:
    """As the worker does: how many were due."""
    service = door.console.service
    due = await purging.due(service.log.pool, at)
    for todo in due:
        await service.do(todo.subject, await todo.asked(), actor="service:console", cause=todo.id)
    return len(due)


@pytest.mark.parametrize(
    ("decided", "days"),
    [
        ((), 180),
        ((ApproveExport(export=ID),), 181),  # from the last day on which it could be fetched, a Tuesday
        ((DeclineExport(export=ID, reasons="Figures are enough."),), 180),
    ],
    ids=["asked for in vain", "approved", "declined"],
)
async def test_it_is_purged_on_its_day_in_london_and_not_before(
    door: Doorstep, decided: tuple[Command, ...], days: int
) -> None:
    door.console.it_is(MONDAY)
    await says(door, ASK, ONE, 1)
    for command in decided:
        await says(door, command, TWO, 2)
    first = datetime.combine(london_date(MONDAY) + timedelta(days=days), time.min, LONDON)
    pool = door.console.service.log.pool
    assert await purging.next_at(pool, MONDAY) == first
    assert await purge(door, first - timedelta(microseconds=1)) == 0
    assert await pool.fetchval(KEY, subject_of(ID))
    assert await purge(door, first) == 1
    assert await pool.fetchval(KEY, subject_of(ID)) is None
    assert await purge(door, first) == 0 and await purging.next_at(pool, first) is None
    with pytest.raises(Erased):
        await door.console.service.keyring.find(pool, subject_of(ID), "approving an export")


async def test_its_page_says_who_and_when_and_that_the_rest_is_gone(door: Doorstep) -> None:
    door.console.it_is(MONDAY)
    await says(door, ASK, ONE, 1)
    await says(door, ApproveExport(export=ID), TWO, 2)
    await purge(door, MONDAY + timedelta(days=200))
    async with door.browser() as browser:
        await door.signs_in(browser, sub="b.manners", groups=["managers"])
        shown = await gone(browser, f"/exports/{ID}", 200)
        assert ONE in shown and f"Approved by {TWO}" in shown
        assert "Ask for it anew" in await gone(browser, f"/exports/{ID}/cases.csv", 409)


async def gone(browser: httpx.AsyncClient, path: str, status: int) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status
    shown = words(answer)
    assert "inspection" not in shown and "E06000045" not in shown and "when its days were over" in shown
    return shown


async def test_read_anew_from_its_log_an_old_backup_s_key_is_destroyed_again(door: Doorstep) -> None:
    door.console.it_is(MONDAY)
    await says(door, ASK, ONE, 1)
    service = door.console.service
    wrapped = await service.log.pool.fetchval(KEY, subject_of(ID))
    await purge(door, MONDAY + timedelta(days=200))
    await service.log.pool.execute("INSERT INTO log.case_key VALUES ($1, $2, true, 1)", subject_of(ID), wrapped)
    async with service.log.pool.acquire() as connection:
        await views.rebuild(service, connection)
    assert await service.log.pool.fetchval(KEY, subject_of(ID)) is None
