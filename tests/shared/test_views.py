"""Views are built anew by one at a time, though several instances of a service start together."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from shared import views
from shared.event_log import ONE_WRITER, EventLog, Place, ViewsReplaced
from shared.events.base import Recorded
from shared.hearing import Hearing, Record
from shared.service import Service
from shared.writes import Write
from tests.toys import Tell, Told, Toy, cause, read_partner, toys, until


async def _rebuilt(toy: Toy) -> int:
    async with toy.service.log.pool.acquire() as connection:
        return await views.rebuild(toy.service, connection)


async def _brought_up_to_date(toy: Toy) -> None:
    async with toy.service.log.pool.acquire() as connection:
        await views.bring_up_to_date(toy.service, connection)


async def test_two_that_build_the_views_at_once_take_turns(kafka, database):
    async with toys(kafka.bootstrap, database) as (teller, _):
        for number in range(20):
            await teller.tell(number)

        assert await asyncio.gather(*(_rebuilt(teller) for _ in range(4))) == [20] * 4

        assert await teller.numbers() == list(range(20))


async def test_whoever_waited_finds_them_built(kafka, database, monkeypatch):
    async with toys(kafka.bootstrap, database) as (teller, _):
        await teller.tell(1)
        built: list[str] = []
        real = views._make

        async def make(service, connection, schema):
            built.append(schema)
            await real(service, connection, schema)

        monkeypatch.setattr(views, "_make", make)
        await teller.service.log.pool.execute("COMMENT ON SCHEMA views IS 'an earlier release'")

        await asyncio.gather(*(_brought_up_to_date(teller) for _ in range(3)))

        assert built == ["views_next"]
        assert await teller.numbers() == [1]


async def test_whoever_is_lent_the_connection_next_may_be_silent_as_long_as_before(kafka, database):
    """The lock's session is ended when it is silent; that must not outlive the building."""
    async with toys(kafka.bootstrap, database) as (teller, _), teller.service.log.pool.acquire() as connection:
        await views.rebuild(teller.service, connection)
        assert await connection.fetchval("SHOW idle_session_timeout") == "0"
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert await connection.fetchval(held) == 0


async def test_whoever_builds_them_tells_how_far_it_has_got(kafka, database):
    """Held up where it wants to be the only writer, it has folded all that there was."""
    async with toys(kafka.bootstrap, database) as (teller, _):
        for number in range(3):
            await teller.tell(number)
        pool = teller.service.log.pool
        assert await views.building(pool) == ""

        writer = await asyncpg.connect(teller.url)
        await writer.execute("SELECT pg_advisory_lock($1)", ONE_WRITER)
        building = asyncio.create_task(_rebuilt(teller))
        assert await until(lambda: views.building(pool)) == "building views: 3 of 3"
        await writer.close()
        await building

        assert await views.building(pool) == ""


class Doubled:
    """What the next release shows: another table, and another column in the one there was."""

    SCHEMA = "CREATE TABLE numbers (source text, subject text, number int, doubled int NOT NULL DEFAULT 0);"

    @staticmethod
    def project(write: Write, recorded: Recorded) -> None:
        if isinstance(recorded.data, Told):
            write(
                "INSERT INTO numbers VALUES ($1, $2, $3, 2 * $3)",
                recorded.source,
                recorded.subject,
                recorded.data.number,
            )


def _next_release(toy: Toy) -> Service:
    """The same service with other views, and no memory: a process of its own would be no different here."""
    log = EventLog(says=toy.service.log.says)
    return replace(toy.service, log=log, views=[Doubled()])


async def test_an_older_release_writes_nothing_into_the_views_of_the_one_that_took_over(kafka, database):
    async with toys(kafka.bootstrap, database) as (teller, _):
        await _brought_up_to_date(teller)
        await teller.tell(1)
        newer = _next_release(teller)
        async with newer.log.opened(teller.url), newer.log.pool.acquire() as connection:
            await views.bring_up_to_date(newer, connection)

            with pytest.raises(ViewsReplaced):
                await teller.tell(2)
            with pytest.raises(ViewsReplaced):
                await _brought_up_to_date(teller)  # it does not take them back

            told = await newer.do("case-1", Tell(number=3), actor="person:test", cause=cause("newer"))
            assert told.version == 2
            rows = await connection.fetch("SELECT number, doubled FROM views.numbers ORDER BY 1")
            assert [tuple(row) for row in rows] == [(1, 2), (3, 6)]


async def test_going_back_a_release_builds_its_views_anew_when_it_starts(kafka, database):
    async with toys(kafka.bootstrap, database) as (teller, _):
        await _brought_up_to_date(teller)
        await teller.tell(1)
        newer = _next_release(teller)
        async with newer.log.opened(teller.url), newer.log.pool.acquire() as connection:
            await views.bring_up_to_date(newer, connection)
        teller.service.log.views = ""  # it was ended, and is started again

        await _brought_up_to_date(teller)

        await teller.tell(2)
        assert await teller.numbers() == [1, 2]


async def test_an_agencys_record_is_not_blamed_for_the_views_of_another_release(kafka, database):
    async with toys(kafka.bootstrap, database) as (_, listener):
        await _brought_up_to_date(listener)
        newer = replace(listener.service, log=EventLog(says=listener.service.log.says), views=[Doubled()])
        async with newer.log.opened(listener.url), newer.log.pool.acquire() as connection:
            await views.bring_up_to_date(newer, connection)
        hearing = Hearing(listener.service, read_partner)
        record = Record(Place("partner.toy.incidents", 0, 0), b"key", b"7", ())

        with pytest.raises(ViewsReplaced):
            await hearing.take_in(0, [record])

        assert await listener.service.log.pool.fetchval("SELECT count(*) FROM event_log") == 0
