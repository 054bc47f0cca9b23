"""Everything from Kafka into an empty database: the console, and beside it a service that said half of it."""

from deploy.bench.case_history import EVENTS_A_CASE
from deploy.bench.console_pages import put_past
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.history import until_caught_up
from deploy.bench.meter import Meter
from deploy.provisioning import provision_topics

NAME = "console-rebuild"
EVENTS = 100_000
RUNS = 1
PEER = "the real notifier, rebuilt from the same two topics"


async def run(ground: Ground, events: int) -> list[Figure]:
    """Each from starting its process until it says that its views are as far as Kafka; one after the other."""
    await provision_topics(ground.bootstrap, ground.agencies)
    cases = max(1, events // EVENTS_A_CASE)
    await put_past(ground, cases)
    ours, theirs = [await _rebuilt(ground, name, cases) for name in ("console", "notifier")]
    figure = Figure(
        name=NAME,
        value=cases * EVENTS_A_CASE / ours.seconds,
        unit="events/s",
        peer=PEER,
        peer_value=cases * EVENTS_A_CASE / theirs.seconds,
        bound_by=ours.bound_by(),
        events=cases * EVENTS_A_CASE,
    )
    return [figure]


async def _rebuilt(ground: Ground, name: str, cases: int) -> Meter:
    service = await ground.service(name)
    service.child.spawn()
    meter = ground.meter(**{name: service.child.pid})
    with meter:
        await until_caught_up(service)
    connection = await ground.connect(name)
    try:
        known = await connection.fetchval(
            "SELECT count(*) FROM log.event_log WHERE source IN ('intake', 'notifier')"
        )
    finally:
        await connection.close()
    await service.stop()
    if known < cases * EVENTS_A_CASE:  # the notifier may have said something since, by itself
        raise NotMeasured(f"{name} knows {known} of {cases * EVENTS_A_CASE} events")
    return meter
