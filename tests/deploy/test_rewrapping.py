"""Every case's key wrapped anew, and when the wrapping key before may go. With PostgreSQL alone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.postgres import LocalPostgres
from deploy.postgres import connected
from deploy.rewrapping import rewrap, sentences
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.relay import Relay
from shared.sealing import new_key
from shared.wrapping import WrappingKeys

OLD, NEW = b"o" * 32, b"n" * 32
BEFORE, ROTATED = WrappingKeys(OLD), WrappingKeys(NEW + OLD)
MakeDatabase = Callable[[str], Awaitable[str]]
_EVENT = (
    "INSERT INTO log.event_log (source, id, subject, version, type, cause, wire, kafka_partition, kafka_offset)"
    " VALUES ($1, $2, $3, 1, 't', $2, '', 0, 1)"
)


@pytest.fixture
async def name(database: MakeDatabase) -> str:
    """Of a service, and of its database."""
    return urlsplit(await database("intake")).path[1:]


async def keeps(db: asyncpg.Connection, key_id: str, *speakers: str, made_here: bool = False) -> None:
    """A key under the old wrapping key that Kafka has, and who spoke of its subject, the first first."""
    for source in speakers:
        await db.execute(_EVENT, source, uuid4(), key_id)
    wrapped = BEFORE.wrap(new_key(), key_id)
    await db.execute("INSERT INTO log.case_key VALUES ($1, $2, $3, 4)", key_id, wrapped, made_here)


async def to_say(db: asyncpg.Connection) -> set[str]:
    rows = await db.fetch("SELECT key_id FROM log.case_key WHERE made_here AND kafka_offset IS NULL")
    return {row["key_id"] for row in rows}


async def test_after_a_rebuild_whoever_spoke_first_says_the_key_again(postgres: LocalPostgres, name: str) -> None:
    """Nobody else would, and case-keys would have it under the old wrapping key for ever."""
    async with connected(postgres.admin_url, name) as db:
        await keeps(db, "never-lost", name, "another", made_here=True)
        await keeps(db, "rebuilt", name, "another")
        await keeps(db, "another's", "another", name)
        assert await rewrap(postgres.admin_url, name, ROTATED) == 3
        assert await to_say(db) == {"never-lost", "rebuilt"}
        rows = await db.fetch("SELECT key_id, wrapped FROM log.case_key")
        assert all(ROTATED.is_newest(row["wrapped"], row["key_id"]) for row in rows)


async def test_rotated_again_it_is_not_said_again(postgres: LocalPostgres, name: str) -> None:
    async with connected(postgres.admin_url, name) as db:
        await keeps(db, "rebuilt", name)
        await rewrap(postgres.admin_url, name, ROTATED)
        await db.execute("UPDATE log.case_key SET kafka_offset = 5")
        assert await rewrap(postgres.admin_url, name, ROTATED) == 0
        assert await to_say(db) == set()


class Sent:
    """What a future of aiokafka's tells."""

    offset, partition = 9, 0


class Producer:
    """Kafka, while which takes the key it is wrapped anew in the database."""

    def __init__(self, meanwhile: Callable[[], Awaitable[Any]]) -> None:
        self._meanwhile = meanwhile

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield
        await self._meanwhile()

    async def send(self, *_: Any, **__: Any) -> Awaitable[Sent]:
        async def placed() -> Sent:
            return Sent()

        return placed()


@pytest.mark.parametrize("rotated", [False, True])
async def test_a_key_that_is_wrapped_anew_while_it_is_sent_is_still_to_be_said(
    postgres: LocalPostgres, database: MakeDatabase, rotated: bool
) -> None:
    url, log = await database("intake"), EventLog(says=INTAKE, hears=[])
    name = urlsplit(url).path[1:]

    async def meanwhile() -> None:
        if rotated:
            await rewrap(postgres.admin_url, name, ROTATED)

    async def nothing() -> None: ...

    async with connected(postgres.admin_url, name) as db, log.opened(url), log.pool.acquire() as connection:
        await keeps(db, "a-case", made_here=True)
        await db.execute("UPDATE log.case_key SET kafka_offset = NULL")
        sql = "SELECT NULL::uuid AS id, key_id AS subject, wrapped AS wire FROM log.case_key"
        producer: Any = Producer(meanwhile)
        await Relay(log, "nowhere:9092", nothing)._publish(connection, producer, await connection.fetch(sql))
        assert await to_say(db) == ({"a-case"} if rotated else set())


def test_the_key_before_is_not_retired_while_a_record_is_under_it() -> None:
    """One that a service keeps, or one that is read on case-keys: each says where."""
    case = new_key()
    old, new = ("a-case", BEFORE.wrap(case, "a-case")), ("a-case", ROTATED.wrap(case, "a-case"))
    told = sentences({"intake": [old], "reviews": [new], "case-keys": [old, new, old]}, ROTATED)
    assert told == [
        "intake: 1 keys under an earlier wrapping key",
        "case-keys: 2 keys under an earlier wrapping key",
    ]


def test_once_all_is_under_the_newest_the_key_before_may_go() -> None:
    new = ("a-case", ROTATED.wrap(new_key(), "a-case"))
    assert sentences({"intake": [new], "reviews": [], "case-keys": [new]}, ROTATED) == []
