"""The shell around the pure functions: one transaction a command, whatever comes twice or too early."""

import asyncpg
import pytest
from msgspec.structs import replace

from shared.decider import Refused
from shared.event_log import Place
from shared.events.base import Recorded
from shared.service import KeyReused, NotAsExpected
from tests.toys import Tell, Toy, cause


async def told(teller: Toy, *numbers: int, subject: str = "case-1") -> list[Recorded]:
    return [(await teller.tell(number, subject)).events[0] for number in numbers]


async def hear(listener: Toy, *events: Recorded) -> None:
    async with listener.service.transaction() as tx:
        for offset, recorded in enumerate(events):
            await listener.service.take_in(tx, recorded, Place("t", 0, offset))


async def test_the_same_command_with_the_same_key_says_the_same_and_is_stored_once(pair):
    teller, _ = pair

    first = await teller.tell(1)
    again = await teller.tell(1)

    assert again.events == first.events
    assert again.repeated and not first.repeated
    assert await teller.numbers() == [1]


async def test_another_command_under_a_used_key_is_refused(pair):
    teller, _ = pair
    await teller.tell(1)

    with pytest.raises(KeyReused):
        await teller.service.do("case-1", Tell(number=2), actor="person:test", cause=cause("case-1/1"))


async def test_an_edit_of_an_older_version_than_the_streams_is_refused(pair):
    teller, _ = pair
    await teller.tell(1)
    await teller.tell(2)

    with pytest.raises(NotAsExpected):
        await teller.service.do("case-1", Tell(number=3), actor="person:test", cause=cause("x"), if_match=1)


async def test_a_refusal_leaves_nothing_behind(pair):
    teller, _ = pair

    with pytest.raises(Refused):
        await teller.tell(-1)

    assert await teller.service.log.pool.fetchval("SELECT count(*) FROM event_log") == 0


async def test_what_is_heard_twice_is_answered_once(pair):
    teller, listener = pair
    events = await told(teller, 1)

    await hear(listener, *events, *events)
    await hear(listener, *events)

    assert await listener.numbers() == [1]


async def test_an_event_that_comes_before_its_predecessor_waits_for_it(pair):
    teller, listener = pair
    first, second, third = await told(teller, 1, 2, 3)

    await hear(listener, third, second)
    assert await listener.numbers() == []
    await hear(listener, first)

    assert await listener.numbers() == [1, 2, 3]
    assert await listener.service.log.pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_an_event_waits_until_all_that_its_speaker_had_heard_is_here(pair):
    teller, listener = pair
    first, second = await told(teller, 1, 2)
    built_on = replace(second, heard={"somebody-we-hear": 1})
    listener.service.log.hears["somebody-we-hear"] = listener.service.log.hears[teller.name]

    await hear(listener, first, built_on)

    assert await listener.numbers() == [1]
    assert await listener.service.log.pool.fetchval("SELECT count(*) FROM parked") == 1


async def test_every_event_names_its_cause_its_incident_and_its_predecessor(pair):
    teller, listener = pair
    first, second = await told(teller, 1, 2)
    await hear(listener, first, second)

    noted = [r for r in await listener.service.log.about("case-1") if r.source == listener.name]

    assert [r.cause for r in noted] == [first.id, second.id]
    assert {r.correlation for r in noted} == {first.correlation}
    assert [dict(r.heard) for r in noted] == [{teller.name: 1}, {teller.name: 2}]
    assert noted[0].prevhash == "" and len(noted[1].prevhash) == 64


async def test_personal_values_are_ciphertext_in_the_log(pair):
    teller, _ = pair
    (event,) = await told(teller, 1)

    wire = await teller.service.log.pool.fetchval("SELECT wire FROM event_log")

    assert b"secret" not in wire.replace(b'"secret":', b"")
    opened = await teller.service.keyring.open(teller.service.log.pool, event.data.secret, str, "screening")
    assert opened == "secret 1"


async def test_the_services_role_may_add_to_the_log_and_change_only_the_relays_mark(pair):
    teller, _ = pair
    await told(teller, 1)
    pool = teller.service.log.pool

    for statement in (
        "UPDATE log.event_log SET wire = ''",
        "DELETE FROM log.event_log",
        "TRUNCATE log.event_log",
        "UPDATE log.identity SET id = gen_random_uuid()",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
    await pool.execute("UPDATE log.event_log SET kafka_offset = 1, kafka_partition = 0")


async def test_a_fork_of_a_stream_is_refused_by_the_log(pair):
    teller, _ = pair
    (first,) = await told(teller, 1)

    with pytest.raises(asyncpg.UniqueViolationError):
        async with teller.service.transaction() as tx:
            tx.append(replace(first, id=cause("another")))
