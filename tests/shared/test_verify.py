"""Proof, taken while the service goes on."""

from shared import verify
from tests.toys import until


async def drained(toy) -> bool:
    return not await toy.service.log.pool.fetchval("SELECT count(*) FROM event_log WHERE kafka_offset IS NULL")


async def test_what_is_published_while_it_looks_is_no_difference(pair, monkeypatch):
    teller, _ = pair
    really = verify._read_kafka

    async def read_and_go_on(service, bootstrap):
        found = await really(service, bootstrap)
        await teller.tell(2)
        await until(lambda: drained(teller))
        return found

    monkeypatch.setattr(verify, "_read_kafka", read_and_go_on)
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
        findings = await verify.verify(teller.service, teller.bootstrap)

    assert [finding.problems for finding in findings] == [()] * len(findings)


async def test_what_was_marked_before_and_is_not_there_is_told(pair):
    teller, _ = pair
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
    await teller.tell(2)
    await teller.service.log.pool.execute(
        "UPDATE event_log SET kafka_offset = 9, kafka_partition = 0 WHERE version = 2"
    )

    findings = {each.what: each.problems for each in await verify.verify(teller.service, teller.bootstrap)}

    (told,) = findings["kafka"]
    assert told.endswith("in the log, not on Kafka")


async def test_what_was_not_heard_yet_is_no_difference(pair):
    teller, listener = pair
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
        findings = await verify.verify(listener.service, listener.bootstrap)

    assert [finding.problems for finding in findings] == [()] * len(findings)


async def test_what_was_passed_over_is_told(pair):
    teller, listener = pair
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
    (at,) = await teller.service.log.pool.fetch("SELECT kafka_partition AS partition FROM event_log")
    await listener.service.log.pool.execute(
        "INSERT INTO consumed VALUES ($1, $2, 'this', 1)", teller.topic, at["partition"]
    )

    findings = {each.what: each.problems for each in await verify.verify(listener.service, listener.bootstrap)}

    (told,) = findings["kafka"]
    assert told.endswith("offset 0: not in the log")
