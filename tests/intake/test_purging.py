"""What a person discarded is purged when its days are over: its key goes, for ever, and the service says so."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from shared import purging, views
from shared.calendar import LONDON, london_date
from shared.event_log import Database
from shared.keys import Erased, write_key
from shared.retention import SET_ASIDE, purged_from
from tests.intake.conftest import Intake
from tests.intake.test_quarantine import read_record, rows, set_aside, settle

pytestmark = pytest.mark.real
KEY = "SELECT wrapped FROM log.case_key WHERE key_id = $1"


async def discarded(intake: Intake) -> tuple[str, datetime]:
    """Its id, and the first instant at which it is purged."""
    id_ = await set_aside(intake)
    assert (await settle(intake, id_, "discard-record")).status_code == 202
    (row,) = await rows(intake)
    settled_on = london_date(datetime.fromisoformat(row["settled_at"]))
    assert row["kept_until"] == str(settled_on + timedelta(days=SET_ASIDE.days))
    return id_, datetime.combine(settled_on + timedelta(days=SET_ASIDE.days), time.min, LONDON)


async def purge(intake: Intake, at: datetime) -> int:
    """As the worker does: how many were due."""
    due = await purging.due(intake.service.log.pool, at)
    for todo in due:
        await intake.service.do(todo.subject, await todo.asked(), actor="service:intake", cause=todo.id)
    return len(due)


async def test_it_is_purged_on_its_day_in_london_and_not_before(intake: Intake) -> None:
    id_, first = await discarded(intake)
    pool = intake.service.log.pool
    assert await purging.next_at(pool, first) == first
    assert await purge(intake, first - timedelta(microseconds=1)) == 0
    assert await pool.fetchval(KEY, f"quarantine/{id_}")
    assert await purge(intake, first) == 1
    assert await pool.fetchval(KEY, f"quarantine/{id_}") is None
    assert await purge(intake, first) == 0 and await purging.next_at(pool, first) is None
    assert (await intake.types(f"quarantine/{id_}"))[-1] == "quarantine-purged"
    assert (await rows(intake))[0]["purged_at"]


async def test_nobody_reads_or_takes_in_what_was_purged(intake: Intake) -> None:
    id_, first = await discarded(intake)
    await purge(intake, first)
    refused = await read_record(intake, id_)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:cspr:problem:purged")
    assert (await settle(intake, id_, "replay-record", "2")).status_code == 410
    with pytest.raises(Erased):
        await intake.service.keyring.find(intake.service.log.pool, f"quarantine/{id_}", "to mend it")


async def test_what_waits_for_a_person_is_never_purged(intake: Intake) -> None:
    id_ = await set_aside(intake)
    years_later = intake.service.clock.now() + timedelta(days=3650)
    assert await purge(intake, years_later) == 0
    assert await purging.next_at(intake.service.log.pool, years_later) is None
    assert (await rows(intake))[0]["kept_until"] is None
    assert (await read_record(intake, id_)).status_code == 200


async def test_read_anew_from_its_log_an_old_backup_s_key_is_destroyed_again(intake: Intake) -> None:
    id_, first = await discarded(intake)
    key, pool = f"quarantine/{id_}", intake.service.log.pool
    wrapped = await pool.fetchval(KEY, key)
    await purge(intake, first)
    await pool.execute("UPDATE log.erased SET key_id = 'as if it were not known'")
    await pool.execute("INSERT INTO log.case_key VALUES ($1, $2, true, 1)", key, wrapped)
    async with pool.acquire() as connection:
        await views.rebuild(intake.service, connection)
    assert await pool.fetchval(KEY, key) is None
    await hear(intake, write_key(key, wrapped, "intake"))
    assert await pool.fetchval(KEY, key) is None


async def hear(intake: Intake, wire: bytes) -> None:
    async with intake.service.transaction() as tx:
        intake.service.keyring.hear(tx, wire, 9)


async def test_the_key_of_a_record_is_kept_by_the_service_that_set_it_aside_alone(intake: Intake) -> None:
    pool: Database = intake.service.log.pool
    wrapped = intake.service.keyring._wrapping.wrap(b"k" * 32, "quarantine/one")
    for key, by, kept in (
        ("quarantine/one", "reviews", False),
        ("quarantine/one", "intake", True),
        ("quarantine/two", "", True),  # said before services named themselves
        ("a-case", "reviews", True),
    ):
        wrapped = intake.service.keyring._wrapping.wrap(b"k" * 32, key)
        await hear(intake, write_key(key, wrapped, by))
        assert (await pool.fetchval(KEY, key) is not None) == kept, (key, by)


async def test_a_hundred_and_eighty_days_over_the_change_of_clocks_are_days() -> None:
    """29 March 2026, when clocks go forward, lies between: by hours it would be 25 September, 01:00."""
    assert purged_from(datetime(2026, 3, 28, 23, 30, tzinfo=LONDON)) == datetime(2026, 9, 24, tzinfo=LONDON).date()


async def test_no_more_than_a_few_at_once_and_the_longest_ago_first(intake: Intake) -> None:
    settled = "INSERT INTO views.quarantined VALUES ($1, 't', 0, 0, 'r', '', now(), 'discarded', $2)"
    now = intake.service.clock.now()
    for number in range(purging.MOST_AT_ONCE + 1):
        await intake.service.log.pool.execute(settled, UUID(int=number), now - timedelta(days=400 - number / 10))
    due = await purging.due(intake.service.log.pool, now)
    assert [todo.subject for todo in due] == [
        f"quarantine/{UUID(int=number)}" for number in range(purging.MOST_AT_ONCE)
    ]
