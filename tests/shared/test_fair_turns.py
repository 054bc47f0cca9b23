"""Over Kafka each agency has a topic of its own, and its turn: another's flood does not keep it waiting."""

from tests.toys import make_topics, put, until

FLOOD = 1_500
RECORD_BYTES = 8_000  # of one topic Kafka hands out a mebibyte at a time, so some 130 of them
QUIET = 1_000_000


async def test_a_flood_on_one_agency_s_topic_does_not_keep_another_s_report_waiting(pair):
    _, listener = pair
    flooding, quiet = (f"partner.{which}-{listener.name}.incidents" for which in ("flooding", "quiet"))
    await make_topics(listener.bootstrap, flooding, quiet, partitions=1)
    # The toy's records are numbers; blanks after one are none of its digits.
    flood = [(None, str(number).encode().ljust(RECORD_BYTES)) for number in range(14, 14 + FLOOD)]
    await put(listener.bootstrap, flooding, *flood)
    await put(listener.bootstrap, quiet, (None, str(QUIET).encode()))  # the last of all to come
    listener.hears = [flooding, quiet]

    async with listener.listening():
        await until(lambda: _position(listener, QUIET))
        await until(lambda: _position(listener, 14 + FLOOD - 1))

    before = await listener.service.log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE position < $1", await _position(listener, QUIET)
    )
    assert before < FLOOD / 2


async def _position(toy, number: int) -> int | None:
    """Where this number stands in the log; None before it was taken in."""
    found: int | None = await toy.service.log.pool.fetchval(
        "SELECT position FROM event_log WHERE convert_from(wire, 'UTF8') LIKE $1", f'%"number":{number}}}%'
    )
    return found
