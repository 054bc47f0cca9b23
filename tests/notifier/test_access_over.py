"""Before an invitation leaves it is looked at whether the access that it tells of still stands."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from services.notifier import access_over
from services.notifier.inviting import WithdrawInvitation
from shared.dispatch import post
from shared.event_log import Connection
from shared.events.base import Event
from shared.events.dispatch import DispatchAttempted, DispatchFailed
from shared.need import relations
from tests import examples as ex
from tests.conftest import MakeDatabase
from tests.contracts import examples_keeping as kx
from tests.contracts import examples_need as nx
from tests.contracts.records import examples
from tests.notifier.examples import invited

NIGHT = datetime(2026, 10, 30, 23, 59, 59, 999_999, tzinfo=UTC)  # in London, whose clocks have gone back
BEFORE = NIGHT - timedelta(days=1, seconds=1)
MOMENT = timedelta(seconds=1)
attempted = DispatchAttempted(dispatch=invited.dispatch, attempt=1, message_id="<x>", attempted_at=BEFORE)
failed = DispatchFailed(
    dispatch=invited.dispatch, attempt=1, failure="retryable", detail="451", retry_at=BEFORE + MOMENT
)


@pytest.fixture
async def db(database: MakeDatabase) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(await database("notifier"))
    await connection.execute("CREATE SCHEMA views; SET search_path TO views")
    await connection.execute(relations.SCHEMA + post.SCHEMA)
    yield connection
    await connection.close()


async def say(db: Connection, *events: Event) -> None:
    written: list[tuple[str, tuple[object, ...]]] = []
    for event in events:
        recorded = next(it for it in examples() if type(it.data) is type(event))
        said = replace(recorded, subject=ex.CASE, data=event)
        for project in (relations.project, post.project):
            project(lambda statement, *values: written.append((statement, values)), said)
    for statement, values in written:
        await db.execute(statement, *values)


async def withdrawn(db: Connection, at: datetime = BEFORE) -> bool:
    found = await access_over.due(db, at)
    assert all((it.subject, it.command) == (ex.CASE, WithdrawInvitation(grant=nx.GRANT)) for it in found)
    assert len({it.id for it in found}) == len(found) <= 1
    return bool(found)


async def test_while_the_access_stands_its_invitation_waits_to_be_sent(db: Connection) -> None:
    await say(db, nx.granted, invited)
    assert not await withdrawn(db)


async def test_once_the_last_day_is_over_its_invitation_is_not_sent(db: Connection) -> None:
    await say(db, nx.granted, invited)
    assert await access_over.next_at(db, BEFORE) == NIGHT
    assert not await withdrawn(db, NIGHT - MOMENT)
    assert await withdrawn(db, NIGHT)
    assert await access_over.next_at(db, NIGHT) is None


@pytest.mark.parametrize("event", [nx.ended, kx.erased], ids=["ended", "erased"])
async def test_what_was_on_its_way_is_not_sent_again_once_the_access_was_ended(
    db: Connection, event: Event
) -> None:
    await say(db, nx.granted, invited, attempted, event)
    assert not await withdrawn(db)  # whether it arrived is not known yet
    await say(db, failed)
    assert await withdrawn(db)


async def test_whom_a_conflict_keeps_out_is_not_invited_and_another_is(db: Connection) -> None:
    await say(db, nx.granted, invited, nx.conflict)
    assert not await withdrawn(db)
    await say(db, nx.conflict.model_copy(update={"person": nx.REVIEWER}))
    assert await withdrawn(db)


@pytest.mark.parametrize(("granted", "kept_out"), [(str.upper, str), (str, str.upper), (str.title, str.swapcase)])
async def test_a_conflict_keeps_out_however_either_reference_was_typed(
    db: Connection, granted: Callable[[str], str], kept_out: Callable[[str], str]
) -> None:
    """PostgreSQL folds as `shared/need/persons.py` does: references are of ASCII alone."""
    kind, _, name = nx.REVIEWER.partition(":")
    await say(db, nx.granted.model_copy(update={"person": f"{kind}:{granted(name)}"}), invited)
    assert not await withdrawn(db)
    await say(db, nx.conflict.model_copy(update={"person": f"{kind}:{kept_out(name)}"}))
    assert await withdrawn(db)
