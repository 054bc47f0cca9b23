"""What intake and the notifier say to reviews, as it comes over the wire, and the case's story on top of it."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from msgspec.structs import replace

from services.reviews.commands import SubmitRapidReview
from shared.decider import Command
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.event_log import Place
from shared.events.base import Event, Recorded, encode, event_type
from shared.events.intake import IncidentReclassified
from shared.events.notifier import NotificationSubmitted
from shared.sealed import Sealed
from shared.service import Service
from tests.reviews import examples as ex

submitted = NotificationSubmitted(
    notification=ex.NOTIFICATION,
    trigger_class="A",
    submitted_at=ex.SUBMITTED_AT,
    incident_aware_at=ex.AWARE_AT,
)
reclassified = IncidentReclassified(
    previous="A",
    trigger_class="D",
    second_signature="person:other",
    reasons=Sealed(key=ex.CASE, box="AAAA"),
)


@dataclass
class Others:
    """Speaks for the services we hear, each with its own versions."""

    service: Service
    _versions: dict[str, int] = field(default_factory=dict)

    async def say(self, source: str, *events: Event, **heard: int) -> None:
        for event in events:
            version = self._versions[source] = self._versions.get(source, 0) + 1
            recorded = _recorded(source, version, event, heard)
            async with self.service.transaction() as tx:
                await self.service.take_in(tx, recorded, Place(f"{source}.events", 0, version))


def _recorded(source: str, version: int, event: Event, heard: dict[str, int]) -> Recorded:
    id_ = uuid5(UUID(int=9), f"{source}/{version}")
    unwired = Recorded(
        id=id_,
        source=source,
        type=event_type(source, type(event)),
        subject=ex.CASE,
        version=version,
        time=ex.SUBMITTED_AT,
        cause=id_,
        correlation=id_,
        actor="person:officer",
        data=event,
        heard=heard,
    )
    return replace(unwired, wire=encode(unwired))


async def with_the_cases_key(service: Service) -> None:
    """As if it had been heard on case-keys."""
    async with service.transaction() as tx:
        await service.keyring.find_or_make(tx, ex.CASE, may_make=True)


async def do(service: Service, *commands: Command) -> None:
    for command in commands:
        await service.do(ex.CASE, command, actor="person:manager", cause=uuid4())


async def decided(service: Service) -> None:
    """From the notifier's hand-over to the partners' decision."""
    await with_the_cases_key(service)
    await Others(service).say("notifier", submitted)
    findings = [ex.assess("11a"), ex.assess("11b", met=False), ex.assess("11c"), ex.assess("11d", met=False)]
    await do(service, *ex.purposes, *ex.circumstances, *findings, ex.decide_practice_review)


async def sent(service: Service) -> UUID:
    """And on to the Panel. Returns the dispatch."""
    await decided(service)
    await do(service, SubmitRapidReview())
    dispatch: UUID = await service.log.pool.fetchval("SELECT dispatch FROM dispatches")
    await do(service, AttemptDispatch(dispatch=dispatch, attempt=1))
    await do(service, RecordHandOver(dispatch=dispatch, attempt=1, response="250 ok"))
    return dispatch
