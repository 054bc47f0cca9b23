"""Agencies' reports, through the real intake: read strictly, sealed, decided, shown, answered and published."""

from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground
from deploy.bench.hearing import hear_all
from deploy.bench.peers import per_message
from deploy.bench.reports import by_agency
from deploy.bench.sending import send_all
from deploy.provisioning import provision_topics
from shared.topics import incidents_of

NAME = "intake-reports"
EVENTS = 6_000
RUNS = 1
PEER_EVENTS = 2_000


async def run(ground: Ground, events: int) -> list[Figure]:
    """Each report becomes two events and a key; the peer keeps the report and passes it on."""
    await provision_topics(ground.bootstrap, ground.agencies)
    sent = by_agency(events, ground.agencies)
    for agency, records in sent.items():
        await send_all(ground.bootstrap, incidents_of(agency), records)
    meter = await hear_all(ground, "intake", "partner.%", events)
    everything = [record for records in sent.values() for record in records]
    figure = Figure(
        name=NAME,
        value=events / meter.seconds,
        unit="reports/s",
        peer=per_message.name(publishes=True),
        peer_value=await per_message.rate(ground, everything[:PEER_EVENTS]),
        bound_by=meter.bound_by(),
        events=events,
        event_bytes=mean_bytes(wire for _, wire in everything),
    )
    return [figure]
