"""The case's story as it really goes: what reviews says, what people ask for, what the worker does."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from msgspec.structs import replace

from services.publisher.beforehand import ApprovePublication
from services.publisher.commands import SchedulePublication, SendAdvanceCopies
from services.publisher.passage import SettleFinding
from services.publisher.publication import Publication
from services.publisher.scanning import Scanning
from services.publisher.worker import Publishing
from shared.decider import Command
from shared.dispatch import post
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.event_log import Place
from shared.events.base import Event, Recorded, encode, event_type
from shared.events.publisher import PublicText
from shared.keys import sealed_under
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher.conftest import SteppedClock


async def hear(
    service: Service, source: str, *events: Event, after: int = 0, subject: str = ex.CASE, **heard: int
) -> None:
    """As it comes from Kafka, following `after` earlier events of that source."""
    for version, event in enumerate(events, after + 1):
        async with service.transaction() as tx:
            place = Place(f"{source}.events", 0 if subject == ex.CASE else 1, version)
            await service.take_in(tx, _recorded(source, version, event, heard, subject), place)


def _recorded(source: str, version: int, event: Event, heard: dict[str, int], subject: str) -> Recorded:
    id_ = uuid5(UUID(int=9), f"{source}/{version}" if subject == ex.CASE else f"{source}/{subject}/{version}")
    unwired = Recorded(
        id=id_,
        source=source,
        type=event_type(source, type(event)),
        subject=subject,
        version=version,
        time=ex.ACCEPTED_AT,
        cause=id_,
        correlation=id_,
        actor="person:manager",
        data=event,
        heard=heard,
    )
    return replace(unwired, wire=encode(unwired))


async def do(service: Service, command: Command, actor: str = ex.WRITER, subject: str = ex.CASE) -> None:
    await service.do(subject, command, actor=actor, cause=uuid4())


async def work(service: Service, clock: SteppedClock, at: datetime) -> int:
    """What the worker does of its timetable at this moment. Returns how much that was."""
    clock.at = at
    todos = await Publishing(service, ex.partnership()).due(service.log.pool, at)
    for todo in todos:
        await service.do(todo.subject, await todo.asked(), actor="service:publisher", cause=todo.id)
    return len(todos)


async def scan(service: Service) -> None:
    """What the worker does of the gate's timetable."""
    for todo in await Scanning(service, ex.partnership()).due(service.log.pool, ex.ACCEPTED_AT):
        await service.do(todo.subject, await todo.asked(), actor="service:publisher", cause=todo.id)


async def settle(service: Service) -> None:
    """Somebody accepts whatever may tell who it was."""
    state = await state_of(service)
    for each in state.passage.found:
        await do(service, SettleFinding(finding=each.mark, decision="accept", reason="Already known."), ex.FIRST)


async def state_of(service: Service) -> Publication:
    known = await service.log.about(ex.CASE)
    return ex.decider().state([each.data for each in known if each.source == "publisher"])


async def accepted(service: Service) -> None:
    async with service.transaction() as tx:
        key = await service.keyring.find_or_make(tx, ex.CASE, may_make=True)  # as if heard on case-keys
    await hear(service, "intake", sealed_under(ex.reported, ex.CASE, key))
    await hear(service, "reviews", ex.initiated, ex.accepted)


async def certified(service: Service, words: PublicText = ex.text) -> None:
    await accepted(service)
    await certify(service, words)


async def certify(service: Service, words: PublicText) -> None:
    await do(service, ex.save(words))
    await scan(service)
    await settle(service)
    hash_ = ex.text_hash(words)
    await do(service, ex.sign(hash_), ex.FIRST)
    await do(service, ex.sign(hash_), ex.SECOND)


async def scheduled(service: Service, clock: SteppedClock, words: PublicText = ex.text) -> None:
    await certified(service, words)
    await schedule(service, clock, words)


async def schedule(service: Service, clock: SteppedClock, words: PublicText) -> None:
    """Advance copies, the day, and the second person's approval."""
    clock.at = ex.IN_DECEMBER
    await do(service, SendAdvanceCopies(publish_on=ex.PUBLISH_ON))
    for row in await post.of_case(service.log.pool, ex.CASE):
        await do(service, AttemptDispatch(dispatch=row.dispatch, attempt=1))
        await do(service, RecordHandOver(dispatch=row.dispatch, attempt=1, response="250 ok"))
    await do(service, SchedulePublication(publish_on=ex.PUBLISH_ON))
    untold = "No family is known."
    approve = ApprovePublication(text_hash=ex.text_hash(words), publish_on=ex.PUBLISH_ON, untold_because=untold)
    await do(service, approve, ex.SECOND)


async def published(service: Service, clock: SteppedClock, words: PublicText = ex.text) -> str:
    """Returns the reference it was published under."""
    await scheduled(service, clock, words)
    await work(service, clock, ex.PUBLISHED_AT)
    reference: str = await service.log.pool.fetchval("SELECT reference FROM public_reviews")
    return reference
