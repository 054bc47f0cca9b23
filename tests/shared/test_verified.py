"""What was found when a service was last verified stays with its log, and its status tells it."""

from datetime import UTC, datetime, timedelta

from deploy.verifying import verify_and_note
from shared import verified
from tests.toys import until

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


async def drained(toy) -> bool:
    return not await toy.service.log.pool.fetchval("SELECT count(*) FROM event_log WHERE kafka_offset IS NULL")


async def test_nobody_has_looked_at_a_new_log(pair):
    teller, _ = pair
    assert await verified.last(teller.service.log.pool) is None


async def test_the_last_that_was_found_takes_the_place_of_what_was_found_before(pair):
    teller, listener = pair
    pool = teller.service.log.pool
    await verified.note(pool, 14, ["view duties"], AT)
    await verified.note(pool, 12, [], AT + timedelta(hours=1))
    await verified.note(pool, 14, ["streams"], AT)  # who began earlier and ended later
    found = await verified.last(pool)
    assert found and (found.compared, found.differing, found.at) == (12, (), AT + timedelta(hours=1))
    assert await verified.last(listener.service.log.pool) is None


async def test_whoever_verifies_a_service_leaves_what_was_found_for_its_status(pair):
    teller, _ = pair
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
    findings = await verify_and_note(teller.service, teller.bootstrap)
    found = await verified.last(teller.service.log.pool)
    assert found and (found.compared, found.differing) == (len(findings), ())


async def test_what_differs_is_kept_by_its_name(pair):
    teller, _ = pair
    async with teller.relaying():
        await teller.tell(1)
        await until(lambda: drained(teller))
    await teller.service.log.pool.execute("UPDATE numbers SET number = 9")
    await verify_and_note(teller.service, teller.bootstrap)
    found = await verified.last(teller.service.log.pool)
    assert found and found.differing == ("view numbers",)
