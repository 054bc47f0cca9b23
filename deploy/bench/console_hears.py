"""The real console hearing intake: into its log and its views."""

from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground
from deploy.bench.hearing import hear_all
from deploy.bench.history import put_cases
from deploy.bench.peers import per_message
from deploy.provisioning import provision_topics

NAME = "console-hears"
EVENTS = 20_000
RUNS = 1
PEER_EVENTS = 2_000


async def run(ground: Ground, events: int) -> list[Figure]:
    """The peer keeps each message and shows nothing."""
    await provision_topics(ground.bootstrap, ground.agencies)
    wires = await put_cases(ground, events)
    meter = await hear_all(ground, "console", "intake.events", events)
    few = [(b"", wire) for wire in wires[:PEER_EVENTS]]
    figure = Figure(
        name=NAME,
        value=events / meter.seconds,
        unit="events/s",
        peer=per_message.name(publishes=False),
        peer_value=await per_message.rate(ground, few, publishes=False),
        bound_by=meter.bound_by(),
        events=events,
        event_bytes=mean_bytes(wires),
    )
    return [figure]
