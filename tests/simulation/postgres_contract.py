"""What the services rely on in PostgreSQL. Two modules run it: on the fake of the simulation, and on the real one.

`ground` is what `opened` gives.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from shared.asked import ask
from shared.combined import combined
from shared.event_log import EventLog, part
from shared.events.base import Vocabulary
from shared.relay import _MARK, _MARK_ALL, _UNPUBLISHED
from tests.toys import until

SETTINGS = {"search_path": "views,log"}
VIEW = "CREATE TABLE seen (subject text PRIMARY KEY, at timestamptz, day date, flags text[], open boolean, n int)"
AT = datetime(2026, 4, 2, 15, 50, tzinfo=UTC)


@asynccontextmanager
async def opened(open_pool: Callable[..., Any], cut: Callable[[], Awaitable[None]]) -> AsyncIterator[Any]:
    """`pool()` opens one on an empty log, with a view `seen`; `cut()` ends every connection there is."""
    async with AsyncExitStack() as stack:

        async def pool(**settings: str) -> Any:
            return await stack.enter_async_context(open_pool(server_settings={**SETTINGS, **settings}, min_size=1))

        first = await pool()
        await first.execute(f"CREATE SCHEMA IF NOT EXISTS views; SET search_path TO views, log; {VIEW}")
        yield SimpleNamespace(pool=pool, first=first, cut=cut)


def event(version: int, *, subject: str = "case", source: str = "toy", id_: UUID | None = None) -> tuple[Any, ...]:
    return (source, id_ or uuid4(), subject, version, "cspr.toy.told.v1", uuid4(), b"\x00wire", None, None)


COLUMNS = ("source", "id", "subject", "version", "type", "cause", "wire", "kafka_partition", "kafka_offset")
INSERT = f"INSERT INTO event_log ({', '.join(COLUMNS)}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

TOY = EventLog(Vocabulary.of("toy"), [Vocabulary.of("other")])


async def versions(pool) -> list[int]:
    return [row["version"] for row in await pool.fetch("SELECT version FROM event_log ORDER BY position")]


async def test_an_id_cannot_come_twice_nor_a_version(ground):
    pool, id_ = ground.first, uuid4()
    await pool.execute(INSERT, *event(1, id_=id_))

    for again in (event(2, id_=id_), event(1)):
        with pytest.raises(asyncpg.UniqueViolationError):
            await pool.execute(INSERT, *again)

    assert await versions(pool) == [1]


async def test_a_list_is_a_set_that_a_view_keeps(ground):
    """As the view of reviews has it: put in once, in order, and taken out again."""
    put = "flags = array(SELECT unnest(flags) UNION SELECT $2 ORDER BY 1)"
    out = "flags = array(SELECT unnest(array_remove(flags, $2)) UNION SELECT $2 WHERE $3::boolean ORDER BY 1)"
    await ground.first.execute("INSERT INTO seen (subject, flags) VALUES ($1, $2)", "a", [])
    for change, *values in ((put, "11c"), (put, "11a"), (put, "11c"), (out, "11c", False), (out, "11d", True)):
        await ground.first.execute(f"UPDATE seen SET {change} WHERE subject = $1", "a", *values)

    assert await ground.first.fetchval("SELECT flags FROM seen") == ["11a", "11d"]


async def test_a_list_grows_at_its_end_and_begins_empty_where_there_was_none(ground):
    """As the views of the publisher have it: who signed, and the themes of a report."""
    await ground.first.execute("INSERT INTO seen (subject, flags) VALUES ($1, $2)", "a", [])
    for name in ("b", "a", "b"):
        await ground.first.execute("UPDATE seen SET flags = array_append(flags, $1::text)", name)
    or_none = "coalesce((SELECT flags FROM seen WHERE subject = 'x'), '{}')"
    await ground.first.execute(f"INSERT INTO seen (subject, flags) VALUES ($1, {or_none})", "c")

    found = await ground.first.fetch("SELECT flags FROM seen ORDER BY subject")
    assert [row["flags"] for row in found] == [["b", "a", "b"], []]


async def test_a_day_is_looked_for_in_a_calendars_name_and_between_two_others(ground):
    """As a holiday that is proclaimed finds the duties that it moves."""
    await ground.first.execute("CREATE TABLE days (name text, from_on date, to_on date)")
    new = "INSERT INTO days (name, from_on, to_on) VALUES ($1, $2, $3)"
    await ground.first.execute(new, "calendar+2026-05-04", date(2026, 5, 1), date(2026, 5, 8))
    await ground.first.execute(new, "calendar", date(2026, 5, 8), None)
    query = (
        "SELECT name, position('+' || to_char(from_on, 'YYYY-MM-DD') IN name) AS own,"
        " $1 BETWEEN least(from_on, to_on) AND greatest(from_on, to_on) AS inside FROM days ORDER BY name"
    )

    found = await ground.first.fetch(query, date(2026, 5, 4))
    assert [(row["name"], row["own"], bool(row["inside"])) for row in found] == [
        ("calendar", 0, False),
        ("calendar+2026-05-04", 0, True),
    ]
    found = await ground.first.fetch("SELECT position('+' IN name) AS at FROM days ORDER BY name")
    assert [row["at"] for row in found] == [0, 9]


async def test_columns_that_are_given_no_value_have_their_default(ground):
    await ground.first.execute("CREATE TABLE few (a int, b boolean NOT NULL DEFAULT false)")
    await ground.first.execute("INSERT INTO few VALUES ($1)", 1)

    assert await ground.first.fetchrow("SELECT * FROM few") == (1, False)


async def test_the_greatest_of_what_is_known(ground):
    await ground.first.execute("INSERT INTO seen (subject, n) VALUES ($1, $2), ($3, $4)", "a", None, "b", 7)
    await ground.first.execute("UPDATE seen SET n = greatest(n, $1)", 5)

    rows = await ground.first.fetch("SELECT n FROM seen ORDER BY subject")
    assert [row["n"] for row in rows] == [5, 7]


async def test_a_version_below_one_is_refused(ground):
    with pytest.raises(asyncpg.CheckViolationError):
        await ground.first.execute(INSERT, *event(0))


async def test_a_transaction_is_all_or_nothing(ground):
    with pytest.raises(ZeroDivisionError):
        async with ground.first.acquire() as connection, connection.transaction():
            await connection.execute(INSERT, *event(1))
            raise ZeroDivisionError

    assert await versions(ground.first) == []


async def test_what_a_savepoint_undoes_leaves_the_rest(ground):
    async with ground.first.acquire() as connection, connection.transaction():
        await connection.execute(INSERT, *event(1))
        with pytest.raises(asyncpg.UniqueViolationError):
            async with connection.transaction():
                await connection.execute(INSERT, *event(2))
                await connection.execute(INSERT, *event(1))
        await connection.execute(INSERT, *event(2))

    assert await versions(ground.first) == [1, 2]


async def test_a_statement_that_failed_spoils_its_transaction(ground):
    async with ground.first.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(INSERT, *event(1))
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute(INSERT, *event(1))
        with pytest.raises(asyncpg.InFailedSQLTransactionError):
            await connection.execute(INSERT, *event(2))
        await transaction.rollback()

    assert await versions(ground.first) == []


async def test_others_see_what_is_committed_and_nothing_before(ground):
    async with ground.first.acquire() as connection:
        async with connection.transaction():
            await connection.execute(INSERT, *event(1))
            assert await versions(ground.first) == []
            assert await versions(connection) == [1]
        assert await versions(ground.first) == [1]


async def test_a_connection_that_is_cut_takes_its_transaction_with_it(ground):
    with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.AdminShutdownError)):
        async with ground.first.acquire() as connection, connection.transaction():
            await connection.execute(INSERT, *event(1))
            await ground.cut()
            await connection.execute(INSERT, *event(2))

    assert await versions(ground.first) == []


async def test_rows_are_copied_all_or_none(ground):
    pool = ground.first
    async with pool.acquire() as connection:
        await connection.copy_records_to_table(
            "event_log", schema_name="log", columns=COLUMNS, records=[event(1), event(2)]
        )
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.copy_records_to_table(
                "event_log", schema_name="log", columns=COLUMNS, records=[event(3), event(2)]
            )

    assert await versions(pool) == [1, 2]


async def test_many_executions_are_one_transaction(ground):
    with pytest.raises(asyncpg.UniqueViolationError):
        await ground.first.executemany(INSERT, [event(1), event(2), event(1)])

    assert await versions(ground.first) == []


async def test_the_offset_moves_only_from_where_it_is_expected(ground):
    pool = ground.first
    await pool.execute("INSERT INTO consumed VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING", "t", 0, "c")
    move = "UPDATE consumed SET next_offset = $2 WHERE topic = 't' AND partition = 0 AND next_offset = $1"

    assert await pool.execute(move, 0, 7) == "UPDATE 1"
    assert await pool.execute(move, 0, 8) == "UPDATE 0"
    assert await pool.fetchval("SELECT next_offset FROM consumed") == 7


async def test_the_stored_offset_is_zero_in_another_cluster(ground):
    query = (
        "INSERT INTO consumed VALUES ($1, $2, $3, 0) ON CONFLICT (topic, partition) DO UPDATE SET"
        " next_offset = CASE consumed.cluster WHEN $3 THEN consumed.next_offset ELSE 0 END,"
        " cluster = $3 RETURNING next_offset"
    )
    pool = ground.first
    await pool.execute("INSERT INTO consumed VALUES ('t', 0, 'one', 5)")

    assert await pool.fetchval(query, "t", 0, "one") == 5
    assert await pool.fetchval(query, "t", 0, "two") == 0


async def test_the_relays_queries_find_what_is_unpublished_and_mark_it(ground):
    pool = ground.first
    events = [event(1), event(2), event(1, source="other")]
    for each in events:
        await pool.execute(INSERT, *each)

    rows = await pool.fetch(_UNPUBLISHED, "toy", 1, 10_000)
    await pool.execute(_MARK, "toy", [row["id"] for row in rows], [0], [41])

    assert [(row["subject"], row["wire"]) for row in rows] == [("case", b"\x00wire")]
    marked = await pool.fetch("SELECT id, kafka_offset FROM event_log WHERE kafka_offset IS NOT NULL")
    assert [tuple(row) for row in marked] == [(events[0][1], 41)]


async def test_what_one_transaction_said_is_found_together(ground):
    async with ground.first.acquire() as connection, connection.transaction():
        for version in (1, 2):
            await connection.execute(INSERT, *event(version))
    await ground.first.execute(INSERT, *event(3))

    assert len(await ground.first.fetch(_UNPUBLISHED, "toy", 1, 10_000)) == 2


async def test_the_heads_of_many_streams_are_read_at_once(ground):
    for each in (event(1), event(2), event(1, source="other"), event(1, subject="b")):
        await ground.first.execute(INSERT, *each)

    async with ground.first.acquire() as connection:
        found = await ask(connection, TOY, ["case", "b", "c"])

    assert found.heads == {"case": {"toy": 2, "other": 1}, "b": {"toy": 1}, "c": {}}


async def test_all_that_a_command_has_to_know_is_read_in_one_round_trip(ground):
    first, last = event(1), event(1, source="other")
    for each in (first, last):
        await ground.first.execute(INSERT, *each)
    await ground.first.execute("INSERT INTO case_key (key_id, wrapped, made_here) VALUES ('case', $1, true)", b"k")

    async with ground.first.acquire() as connection:
        found = await ask(connection, TOY, ["case"], [first[1], last[1], uuid4()], ["case", "b"])

    assert found.ours == {first[1]: first[6]}
    assert found.keys == {"case": b"k"}
    assert found.last == ("other", last[1])


async def test_statements_about_different_tables_are_carried_out_as_one(ground):
    added = (INSERT, event(1)), ("INSERT INTO seen (subject, n) VALUES ($1, $2)", ("case", 7))
    removed = (("DELETE FROM seen WHERE subject = $1", ("case",)), (INSERT, event(2)))
    for wave in (added, removed):
        statement, values = combined(wave)
        await ground.first.execute(statement, *values)

    assert await versions(ground.first) == [1, 2]
    assert not await ground.first.fetch("SELECT * FROM seen")


async def test_keys_and_events_are_marked_at_once(ground):
    said = event(1)
    await ground.first.execute(INSERT, *said)
    add_key = "INSERT INTO case_key (key_id, wrapped, made_here) VALUES ($1, $2, true)"
    for key_id in ("case", "rewrapped"):
        await ground.first.execute(add_key, key_id, b"k")
    rows = await ground.first.fetch(_UNPUBLISHED, "toy", 10, 10_000)

    sent = ["case", "rewrapped"], [b"k", b"as it was before"], [5, 6]
    await ground.first.execute(_MARK_ALL, "toy", [said[1]], [0], [41], *sent)

    assert sorted((str(row["id"]), row["subject"], row["wire"]) for row in rows) == sorted(
        [("None", "case", b"k"), ("None", "rewrapped", b"k"), (str(said[1]), "case", said[6])]
    )
    assert await ground.first.fetchval("SELECT kafka_offset FROM event_log") == 41
    marked = await ground.first.fetch("SELECT key_id, kafka_offset FROM case_key ORDER BY key_id")
    found = [(row["key_id"], row["kafka_offset"]) for row in marked]
    assert found == [("case", 5), ("rewrapped", None)]


async def test_a_part_that_is_undone_leaves_the_rest_of_what_was_begun_by_hand(ground):
    async with ground.first.acquire() as connection:
        await connection.execute("BEGIN; SELECT pg_advisory_xact_lock(7)")
        await connection.execute(INSERT, *event(1))
        with pytest.raises(asyncpg.UniqueViolationError):
            async with part(connection):
                await connection.execute(INSERT, *event(1))
        async with part(connection):
            await connection.execute(INSERT, *event(2))
        await connection.execute("NOTIFY event_log_said; COMMIT")

    assert await versions(ground.first) == [1, 2]


async def test_an_array_is_a_list_of_what_to_look_for(ground):
    wanted = uuid4()
    await ground.first.execute(INSERT, *event(1, id_=wanted))
    await ground.first.execute(INSERT, *event(2))

    assert [
        row["version"]
        for row in await ground.first.fetch(
            "SELECT version FROM event_log WHERE id = ANY($1::uuid[])", [wanted, uuid4()]
        )
    ] == [1]


async def test_values_come_back_as_what_they_were(ground):
    values = ("case", AT, date(2026, 4, 2), ["one", "two, three"], True, 7)
    await ground.first.execute("INSERT INTO seen VALUES ($1, $2, $3, $4, $5, $6)", *values)

    row = await ground.first.fetchrow("SELECT * FROM seen")

    assert tuple(row) == values
    assert dict(row.items())["at"] == row["at"] == row[1]
    assert await ground.first.fetchval("SELECT min(at) FROM seen WHERE at <= $1", AT) == AT
    assert await ground.first.fetchval("SELECT min(at) FROM seen WHERE at > $1", AT) is None


async def test_of_two_sessions_one_has_the_lock_until_it_lets_go_or_ends(ground):
    other = await ground.pool()
    lock = "SELECT pg_try_advisory_lock($1)"
    async with other.acquire() as second:
        async with ground.first.acquire() as first:
            assert await first.fetchval(lock, 5)
            assert await first.fetchval(lock, 6)
            assert not await second.fetchval(lock, 5)
            await first.execute("SELECT pg_advisory_unlock($1)", 5)
            assert await second.fetchval(lock, 5)
            assert not await second.fetchval(lock, 6)
        assert await second.fetchval(lock, 6), "a connection that is lent back keeps no lock"


async def test_a_lock_goes_with_its_connection(ground):
    async with ground.first.acquire() as first:
        assert await first.fetchval("SELECT pg_try_advisory_lock($1)", 5)
        await ground.cut()
        other = await ground.pool()

        async def free() -> bool:
            return bool(await other.fetchval("SELECT pg_try_advisory_lock($1)", 5))

        await until(free, seconds=20)


async def test_a_writer_waits_for_the_one_before(ground):
    """One advisory lock, so that positions are committed in order."""
    order: list[str] = []

    async def write(name: str, hold: asyncio.Event, has: asyncio.Event) -> None:
        async with ground.first.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", 9)
            order.append(f"{name} begins")
            has.set()
            await hold.wait()
            order.append(f"{name} ends")

    hold, has, go = asyncio.Event(), asyncio.Event(), asyncio.Event()
    go.set()
    first = asyncio.create_task(write("first", hold, has))
    await has.wait()
    second = asyncio.create_task(write("second", go, asyncio.Event()))
    assert await versions(ground.first) == []  # reading does not wait
    hold.set()
    await asyncio.gather(first, second)

    assert order == ["first begins", "first ends", "second begins", "second ends"]


async def test_who_listens_is_told_when_it_is_committed_and_only_then(ground):
    told: list[str] = []
    async with ground.first.acquire() as listening, ground.first.acquire() as speaking:

        def note(*about: Any) -> None:
            told.append(about[2])

        await listening.add_listener("event_log_said", note)
        with pytest.raises(ZeroDivisionError):
            async with speaking.transaction():
                await speaking.execute("NOTIFY event_log_said")
                raise ZeroDivisionError
        async with speaking.transaction():
            await speaking.execute("NOTIFY event_log_said")

        async def heard() -> bool:
            await listening.execute("SELECT 1")
            return bool(told)

        await until(heard, seconds=20)
        await listening.remove_listener("event_log_said", note)

    assert told == ["event_log_said"]


async def test_a_connection_bears_one_question_at_a_time(ground):
    async with ground.first.acquire() as connection:
        asked = await asyncio.gather(*(connection.fetchval("SELECT 1") for _ in range(2)), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in asked) == ["InterfaceError", "int"]


async def test_a_session_that_is_silent_for_too_long_is_ended_with_its_lock(ground):
    """So a frozen process does not lead for ever."""
    async with ground.first.acquire() as silent:
        assert await silent.fetchval("SELECT pg_try_advisory_lock($1)", 5)
        await silent.execute("SET idle_session_timeout = '1s'")
        async with ground.first.acquire() as other:

            async def free() -> bool:
                return bool(await other.fetchval("SELECT pg_try_advisory_lock($1)", 5))

            await until(free, seconds=20)
        await until(lambda: _known_to_be_closed(silent), seconds=20)


async def _known_to_be_closed(connection: Any) -> bool:
    """To be waited for: whoever gives back a connection in the moment of its end is told nonsense."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True  # the pool has taken it away already


async def test_a_transaction_that_is_silent_for_too_long_is_undone(ground):
    pool = await ground.pool(idle_in_transaction_session_timeout="1s")
    async with pool.acquire() as frozen:
        transaction = frozen.transaction()
        await transaction.start()
        await frozen.execute("SELECT pg_advisory_xact_lock($1)", 9)
        async with ground.first.acquire() as other, other.transaction():
            await other.execute("SELECT pg_advisory_xact_lock($1)", 9)  # waits until it is undone

        await until(lambda: _known_to_be_closed(frozen), seconds=20)


async def test_views_are_built_beside_the_live_ones_and_swapped(ground):
    async with ground.first.acquire() as connection:
        await connection.execute("INSERT INTO seen (subject) VALUES ('old')")
        await connection.execute("CREATE SCHEMA views_next; COMMENT ON SCHEMA views_next IS 'abc'")
        await connection.execute("SET search_path TO views_next, log")
        await connection.execute(VIEW)
        await connection.execute("INSERT INTO seen (subject) VALUES ('new')")
        async with connection.transaction():
            await connection.execute(
                "DROP SCHEMA IF EXISTS views CASCADE; ALTER SCHEMA views_next RENAME TO views"
            )

    assert [row["subject"] for row in await ground.first.fetch("SELECT subject FROM seen")] == ["new"]
    comment = "SELECT obj_description(oid) FROM pg_namespace WHERE nspname = 'views'"
    assert await ground.first.fetchval(comment) == "abc"


async def test_a_schema_made_in_a_transaction_that_is_undone_was_never_there(ground):
    with pytest.raises(ZeroDivisionError):
        async with ground.first.acquire() as connection, connection.transaction():
            await connection.execute("CREATE SCHEMA views_verify")
            await connection.execute("SET LOCAL search_path TO views_verify, log")
            await connection.execute(VIEW)
            await connection.execute("INSERT INTO seen (subject) VALUES ('shadow')")
            raise ZeroDivisionError

    assert await ground.first.fetch("SELECT subject FROM seen") == []


async def test_each_database_has_an_identity_of_its_own(ground):
    assert isinstance(await ground.first.fetchval("SELECT id FROM log.identity"), UUID)
