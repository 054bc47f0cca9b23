"""How far services are behind, measured from outside them."""

from collections.abc import Iterable

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.ports import free_base_port
from deploy.watcher.behind import Behind
from deploy.watcher.lag import Group, Lag
from deploy.watcher.told import Told
from shared.broker import client as at
from tests.toys import Toy, until

PARTITION = TopicPartition("notifier.events", 2)


def numbers(text: bytes) -> dict[tuple[str, str], float]:
    """By a measure's name and its labels' values, as the labels' names are sorted."""
    samples = [it for each in text_string_to_metric_families(text.decode()) for it in each.samples]
    return {(it.name, "/".join(value for _, value in sorted(it.labels.items()))): it.value for it in samples}


def test_a_group_is_told_by_partition_with_what_it_has_not_heard_and_since_when() -> None:
    told = Told()
    told.found([Group("reviews", 2, {PARTITION: Behind(3, 90_000)}, {PARTITION: 12.0}, read_at=100.0)])
    found = numbers(told.text(now=110.0))
    assert found["cspr_group_lag_records", "reviews/2/notifier.events"] == 3
    assert found["cspr_group_lag_seconds", "reviews/2/notifier.events"] == 20
    assert found["cspr_group_unmoved_seconds", "reviews/2/notifier.events"] == 12
    assert found["cspr_group_members", "reviews"] == 2
    assert found["cspr_group_read_age_seconds", "reviews"] == 10
    assert found["cspr_kafka_reachable", ""] == 1


def test_when_kafka_is_away_no_old_number_is_told() -> None:
    told = Told()
    told.found([Group("reviews", 2, {PARTITION: Behind(0)}, {PARTITION: 0.0}, read_at=100.0)])
    told.failed()
    assert numbers(told.text(now=110.0)) == {("cspr_kafka_reachable", ""): 0}


def test_clocks_that_differ_never_make_a_wait_negative() -> None:
    assert Behind(1, since_ms=50_000).seconds(now=49.0) == 0


async def test_kafka_away_is_an_error_and_no_number() -> None:
    lag = Lag(f"127.0.0.1:{free_base_port()}", {"reviews": ["notifier.events"]})
    with pytest.raises(KafkaError):
        await lag.read()


async def test_a_group_that_has_heard_all_is_behind_by_no_record_whatever_its_offsets_say(
    pair: tuple[Toy, Toy],
) -> None:
    """The marks of the relay's transactions have offsets too."""
    teller, listener = pair
    lag = Lag(teller.bootstrap, {listener.name: [teller.topic]})
    async with teller.relaying(), listener.listening():
        for number in range(3):
            await teller.tell(number, f"case-{number}")
        await until(lambda: _has(listener, range(3)))
        await until(lambda: _is_behind(lag, 0))
        (group,) = await lag.read()
    assert group.members == 1
    assert {each.topic for each in group.partitions} == {teller.topic}
    assert all(it.records == 0 and it.since_ms is None for it in group.partitions.values())


async def test_what_was_said_while_nobody_listens_is_counted_by_records_and_by_how_long_it_waits(
    pair: tuple[Toy, Toy],
) -> None:
    teller, listener = pair
    lag = Lag(teller.bootstrap, {listener.name: [teller.topic]})
    async with teller.relaying():
        async with listener.listening():
            await teller.tell(0)
            await until(lambda: _has(listener, [0]))  # else it may not have been said yet, and nothing be behind
            await until(lambda: _is_behind(lag, 0, members=1))
        for number in range(1, 6):
            await teller.tell(number)
        await until(lambda: _is_behind(lag, 5))
    (group,) = await lag.read()
    behind = [it for it in group.partitions.values() if it.records]
    assert [it.records for it in behind] == [5]
    assert behind[0].since_ms and behind[0].seconds(behind[0].since_ms / 1000 + 7) == 7


async def test_a_group_that_never_heard_anything_is_behind_by_everything(pair: tuple[Toy, Toy]) -> None:
    teller, listener = pair
    lag = Lag(teller.bootstrap, {listener.name: [teller.topic]})
    async with teller.relaying():
        await teller.tell(0)
        await teller.tell(1)
        await until(lambda: _is_behind(lag, 2, members=0))


async def test_what_a_relay_has_not_committed_is_nobodys_to_hear(pair: tuple[Toy, Toy]) -> None:
    teller, listener = pair
    lag = Lag(teller.bootstrap, {listener.name: [teller.topic]})
    producer = AIOKafkaProducer(**at(teller.bootstrap), transactional_id=f"{teller.name}-watched")
    await producer.start()
    try:
        await producer.begin_transaction()
        await producer.send_and_wait(teller.topic, b"{}", key=b"k")
        (group,) = await lag.read()
        assert not any(it.records for it in group.partitions.values())
        await producer.commit_transaction()
        await until(lambda: _is_behind(lag, 1))
    finally:
        await producer.stop()


async def test_since_when_an_offset_has_not_moved_begins_anew_when_it_moves(pair: tuple[Toy, Toy]) -> None:
    teller, listener = pair
    lag = Lag(teller.bootstrap, {listener.name: [teller.topic]})
    (first,) = await lag.read()
    (second,) = await lag.read()
    for partition, before in first.unmoved_seconds.items():
        assert second.unmoved_seconds[partition] > before
    async with teller.relaying(), listener.listening():
        await teller.tell(1)
        moved = await until(lambda: _moved(lag, second))
    assert moved


async def _moved(lag: Lag, before: Group) -> list[TopicPartition]:
    (group,) = await lag.read()
    return [each for each, seconds in group.unmoved_seconds.items() if seconds < before.unmoved_seconds[each]]


async def _has(listener: Toy, wanted: Iterable[int]) -> bool:
    return set(wanted) <= set(await listener.numbers())


async def _is_behind(lag: Lag, records: int, members: int | None = None) -> bool:
    (group,) = await lag.read()
    as_many = members is None or group.members == members
    return as_many and sum(it.records for it in group.partitions.values()) == records
