"""What is kept in memory until a transaction ends, and between transactions, is what the log would say."""

from collections import Counter
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from shared.decider import Ask, Occasion, Refused
from shared.event_log import Place
from shared.events.base import RecordQuarantined
from shared.hearing import Record
from shared.service import Service
from tests.toys import Noted, Numbers, Tell, Told, Toy, cause

TOPIC = "partner.toy.incidents"


class NoSevens(Numbers):
    """A view whose table refuses what the decider lets through."""

    @staticmethod
    def project(write: Any, recorded: Any) -> None:
        if isinstance(recorded.data, Noted) and recorded.data.number == 7:
            write("INSERT INTO numbers VALUES ($1, $2, $3::int / 0)", recorded.source, recorded.subject, 7)
        else:
            Numbers.project(write, recorded)


async def demanded(toy: Toy, *numbers: int, after: int = 0) -> None:
    """A slice of an agency's records."""
    await toy.service.log.pool.execute(
        "INSERT INTO consumed VALUES ($1, 0, '', 0) ON CONFLICT (topic, partition) DO NOTHING", TOPIC
    )
    records = [Record(Place(TOPIC, 0, after + i), None, b"%d" % number) for i, number in enumerate(numbers)]
    await toy.hearing.take_in(after, records)


async def test_only_the_record_that_the_database_refuses_is_set_aside_from_its_slice(pair):
    _, listener = pair
    listener.service.views = [NoSevens()]

    await demanded(listener, 5, 7, 6, 7, 8)

    assert await listener.numbers() == [5, 6, 8]
    rows = await listener.service.log.pool.fetch("SELECT wire FROM event_log ORDER BY position")
    kinds = [type(listener.service.log.read(row["wire"]).data) for row in rows]
    assert Counter(kinds) == {Noted: 3, RecordQuarantined: 2}


async def test_a_streams_past_is_read_once_and_not_again_with_every_slice(pair, monkeypatch):
    _, listener = pair
    await demanded(listener, *range(20, 60))
    fresh = replace(listener.service)  # as after a restart: nothing is remembered
    listener.hearing.service = fresh
    read: list[bytes] = []
    really = fresh.log.read
    monkeypatch.setattr(fresh.log, "read", lambda wire: read.append(wire) or really(wire))

    for step in range(5):
        await demanded(listener, 100 + step, after=40 + step)

    assert len(read) == 40
    assert await listener.numbers() == [*range(20, 60), *range(100, 105)]


async def test_what_another_instance_said_meanwhile_is_noticed(pair):
    teller, _ = pair
    other = replace(teller, service=replace(teller.service))
    assert isinstance(other.service, Service)

    for number in range(6):
        await (teller, other)[number % 2].tell(number)

    told = await teller.service.log.about("case-1")
    assert [recorded.version for recorded in told] == [1, 2, 3, 4, 5, 6]
    assert len({recorded.prevhash for recorded in told}) == 6


async def test_what_was_rolled_back_is_not_remembered(pair):
    teller, _ = pair
    await teller.tell(1)
    teller.service.views = [RefusingAll()]
    with pytest.raises(asyncpg.DivisionByZeroError):
        await teller.tell(2)

    teller.service.views = [Numbers()]
    said = await teller.tell(2)

    assert not said.repeated
    assert said.version == 2
    assert [r.version for r in await teller.service.log.about("case-1")] == [1, 2]


class RefusingAll(Numbers):
    @staticmethod
    def project(write: Any, recorded: Any) -> None:
        write("SELECT $1::int / 0", 1)


async def test_what_is_undone_within_a_transaction_leaves_the_rest(pair):
    teller, _ = pair
    async with teller.service.transaction() as tx:
        await _told(tx, teller, 1)
        with pytest.raises(Refused), tx.all_or_nothing():
            await _told(tx, teller, 2)
            await _told(tx, teller, -1)
        await _told(tx, teller, 3)
        undone_before = (await tx.stream("case-1")).heads

    told = await teller.service.log.about("case-1")
    assert [r.data.number for r in told if isinstance(r.data, Told)] == [1, 3]
    assert undone_before == {teller.name: 2}
    assert await teller.numbers() == [1, 3]
    again = await teller.tell(2)
    assert (again.repeated, again.version) == (False, 3)


async def _told(tx: Any, teller: Toy, number: int) -> None:
    occasion = Occasion(at=teller.service.clock.now(), actor="person:test", id=cause(f"case-1/{number}"))
    await teller.service.carry_out(tx, Ask("case-1", Tell(number=number)), occasion)


async def test_a_key_made_in_what_is_undone_is_made_anew(pair):
    teller, _ = pair
    async with teller.service.transaction() as tx:
        with pytest.raises(Refused), tx.all_or_nothing():
            await _told(tx, teller, 1)
            await _told(tx, teller, -1)
        await _told(tx, teller, 2)

    (told,) = await teller.service.log.about("case-1")
    opened = await teller.service.keyring.open(teller.service.log.pool, told.data.secret, str, "screening")
    assert opened == "secret 2"
