"""Views are built anew by one at a time, though several instances of a service start together."""

import asyncio

import asyncpg

from shared import views
from shared.event_log import ONE_WRITER
from tests.toys import Toy, toys, until


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
