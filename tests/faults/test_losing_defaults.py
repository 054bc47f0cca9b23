"""One test for each default of FastStream and aiokafka that would lose a message, against the real broker."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.broker import client as at
from shared.hearing import Hearing
from shared.kafka import Ear
from shared.producers import in_turn
from tests.shared.test_relay import drained
from tests.toys import Toy, make_topics, put, read_partner, until

ROOT = Path(__file__).parents[2]


class Stumbling(Hearing):
    """Fails a number of times before it works, as when Postgres is away."""

    def __init__(self, hearing: Hearing, failures: int) -> None:
        super().__init__(hearing.service, read_partner)
        self.failures = failures
        self.attempts = 0

    async def take_in(self, expected, records):
        self.attempts += 1
        if self.attempts <= self.failures:
            raise ConnectionError("Postgres is away")
        return await super().take_in(expected, records)


async def say(teller: Toy, *numbers: int) -> None:
    async with teller.relaying():
        for number in numbers:
            await teller.tell(number, f"case-{number}")
        await until(lambda: drained(teller))


async def heard(toy: Toy, count: int) -> bool:
    return len(await toy.numbers()) >= count


async def test_ack_first_a_failing_handler_loses_nothing(pair):
    """FastStream's default acknowledges before the handler runs: at most once."""
    teller, listener = pair
    await say(teller, *range(10))

    async with listener.listening(Stumbling(listener.hearing, failures=3)):
        await until(lambda: heard(listener, 10))

    assert await listener.numbers() == list(range(10))


async def test_ack_and_reject_on_error_a_failing_handler_moves_no_offset(pair):
    """ACK and REJECT_ON_ERROR commit on error: Kafka's own offset would skip what failed.

    Where that stands to begin with says nothing: what is fetched before our seek is put aside, and counts as read.
    """
    teller, listener = pair
    await say(teller, *range(4))
    hearing = Stumbling(listener.hearing, failures=10**9)

    async with listener.listening(hearing):
        await until(lambda: _attempted(hearing, 1))
        before = await _committed(listener)
        await until(lambda: _attempted(hearing, 4))

    assert set((await listener.stored_offsets()).values()) == {0}
    assert await _committed(listener) == before
    async with listener.listening():
        await until(lambda: heard(listener, 4))


async def _attempted(hearing: Stumbling, times: int) -> bool:
    return hearing.attempts >= times


async def _committed(toy: Toy) -> list[int | None]:
    consumer = AIOKafkaConsumer(**at(toy.bootstrap), group_id=toy.name, enable_auto_commit=False)
    await consumer.start()
    found = [await consumer.committed(TopicPartition(toy.hears[0], p)) for p in (0, 1)]
    await consumer.stop()
    return found


async def test_nack_on_error_pauses_longer_each_time(pair, monkeypatch):
    """A bare NACK_ON_ERROR retries hot for ever."""
    teller, listener = pair
    await say(teller, 1)
    pauses: list[float] = []
    original = Ear._back_off

    async def watch(self, error):
        await original(self, error)
        pauses.append(self._pause)

    monkeypatch.setattr(Ear, "_back_off", watch)
    async with listener.listening(Stumbling(listener.hearing, failures=4)):
        await until(lambda: heard(listener, 1))

    assert pauses == [0.1, 0.2, 0.4, 0.8]


async def test_manual_what_failed_comes_again_without_a_restart(pair):
    """MANUAL neither commits nor seeks: what failed would come again only after a restart."""
    teller, listener = pair
    await say(teller, *range(3))
    hearing = Stumbling(listener.hearing, failures=2)

    async with listener.listening(hearing):
        await until(lambda: heard(listener, 3))

    assert hearing.attempts > 2


async def test_bytes_are_handed_over_as_they_are(pair):
    """A handler typed `body: bytes` is JSON-decoded first, and what is no JSON is silently lost."""
    _, listener = pair
    topic = f"partner.{listener.name}.incidents"
    await make_topics(listener.bootstrap, topic, partitions=1)
    listener.hears[:] = [topic]
    rubbish = [(None, b"\xff\xfe\x00"), (None, b""), (b"k", None), (b"\xff", b"{]"), (None, b"7")]
    headers = [("content-type", b"application/json"), ("bin", b"\xff\xfe"), ("none", None)]
    await put(listener.bootstrap, topic, *rubbish, headers=headers)

    async with listener.listening():
        await until(lambda: heard(listener, 1))

    quarantined = await listener.service.log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE type LIKE '%record-quarantined%'"
    )
    assert (quarantined, await listener.numbers()) == (4, [7])


async def test_one_handler_at_a_time_so_that_a_graceful_stop_finishes_it(pair):
    """max_workers above 1 loses what is in hand on a graceful stop."""
    teller, listener = pair
    await say(teller, *range(20))
    started = asyncio.Event()
    release = asyncio.Event()

    class Slow(Hearing):
        async def take_in(self, expected, records):
            started.set()
            await release.wait()
            return await super().take_in(expected, records)

    async with listener.listening(Slow(listener.service)):
        await started.wait()
        asyncio.get_running_loop().call_later(0.3, release.set)

    done = len(await listener.numbers())
    assert done > 0
    async with listener.listening():
        await until(lambda: heard(listener, 20))


async def test_latest_history_from_before_the_first_start_is_heard(pair):
    """auto_offset_reset is `latest`: a new service would start with no memory."""
    teller, listener = pair
    await say(teller, *range(5))

    async with listener.listening():
        await until(lambda: heard(listener, 5))


async def test_read_uncommitted_what_was_aborted_is_not_heard(pair):
    teller, listener = pair
    await say(teller, 1)
    wire = (await teller.on_kafka())[0].wire.replace(b'"number":1', b'"number":666')
    producer = AIOKafkaProducer(**at(teller.bootstrap), transactional_id="aborting")
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(teller.topic, wire, key=b"case-1")
    await producer.abort_transaction()
    await producer.stop()
    await say(teller, 2)

    async with listener.listening():
        await until(lambda: heard(listener, 2))

    assert await listener.numbers() == [1, 2]


async def test_acks_1_the_relay_waits_for_all_replicas(pair):
    teller, _ = pair
    async with in_turn(teller.bootstrap, teller.name) as producers:
        assert [producer._sender._acks for producer in producers] == [-1, -1]
        assert [p._txn_manager.transactional_id for p in producers] == [
            f"relay-{teller.name}{x}" for x in ("", "-2")
        ]


async def test_auto_create_a_missing_topic_is_not_made_with_default_settings(pair):
    """FastStream, the client and the broker would each make one: one partition, a week's retention."""
    teller, listener = pair
    listener.hears[:] = ["missing.events"]

    async with listener.listening() as ear:
        await until(lambda: _has_asked(ear))
        await say(teller, 1)  # a round trip later

    assert "missing.events" not in await topics_of(listener.bootstrap)


async def _has_asked(ear: Ear) -> bool:
    return ear.consumer is not None


async def topics_of(bootstrap: str) -> set[str]:
    admin = AIOKafkaAdminClient(**at(bootstrap))
    await admin.start()
    names = set(await admin.list_topics())
    await admin.close()
    return names


async def test_the_stored_offset_counts_not_kafkas(pair):
    """After a database restore, Kafka's group offset would skip history."""
    teller, listener = pair
    await say(teller, *range(6))
    async with listener.listening():
        await until(lambda: heard(listener, 6))
    pool = listener.service.log.pool
    assert await pool.fetchval("SELECT max(next_offset) FROM consumed") > 0

    class Counting(Hearing):
        seen = 0

        async def take_in(self, expected, records):
            Counting.seen += len(records)
            return await super().take_in(expected, records)

    await pool.execute("UPDATE consumed SET next_offset = 0")
    async with listener.listening(Counting(listener.service)):
        await until(lambda: _saw(Counting, 6))

    assert await listener.numbers() == list(range(6))


async def _saw(counting, count: int) -> bool:
    return counting.seen >= count


async def test_offsets_of_another_kafka_mean_nothing_here(pair):
    teller, listener = pair
    await say(teller, *range(3))
    await listener.service.log.pool.execute(
        "INSERT INTO consumed SELECT $1, p, 'another-cluster', 999 FROM generate_series(0, 1) p",
        listener.hears[0],
    )

    async with listener.listening():
        await until(lambda: heard(listener, 3))


async def test_an_offset_out_of_range_is_an_error_to_see_not_a_jump(pair):
    teller, listener = pair
    await say(teller, *range(3))
    async with listener.listening() as ear:
        await until(lambda: heard(listener, 3))
    await listener.service.log.pool.execute("UPDATE consumed SET next_offset = 999")

    async with listener.listening() as ear:
        await until(lambda: _out_of_range(ear))
        assert not any(ear.expected.values())


async def _out_of_range(ear: Ear) -> bool:
    return len(ear.out_of_range) == 2


async def test_a_zombie_is_fenced_by_the_stored_offset(pair):
    """Who lost the partition while at work commits nothing; nothing is taken in twice."""
    teller, listener = pair
    await say(teller, *range(8))

    async with listener.listening() as first, listener.listening() as second:
        for ear in (first, second):
            ear.expected = {TopicPartition(listener.hears[0], p): 0 for p in (0, 1)}
        await until(lambda: heard(listener, 8))

    assert await listener.numbers() == list(range(8))


def test_only_one_file_names_an_acknowledgement_policy():
    naming = [
        path.relative_to(ROOT).as_posix()
        for folder in ("shared", "services", "deploy")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"AckPolicy|ack_policy", path.read_text())
    ]
    peer = "deploy/bench/peers/per_message.py"  # what we are compared with hears nothing that is ours
    assert [path for path in naming if path != peer] == ["shared/kafka.py"]


@pytest.mark.parametrize("content", [b"[]", json.dumps({"type": "x"}).encode(), b"null", b"\x00" * 100])
async def test_rubbish_on_a_services_own_topic_is_set_aside_and_the_rest_goes_through(pair, content):
    teller, listener = pair
    await put(teller.bootstrap, teller.topic, (b"case-1", content))
    await say(teller, 1, 2)

    async with listener.listening():
        await until(lambda: heard(listener, 2))

    assert await listener.numbers() == [1, 2]
