"""A case of each service with as much in it as its routes can show, by what it hears and what people ask of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from services.intake import attachments
from services.intake.amendment import case_of
from services.notifier.commands import DraftSupplement
from services.reviews.document_commands import KeepDocument
from shared import documents
from shared.decider import Ask, Command, Occasion
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events.amendments import AttachmentKept
from shared.events.base import Event
from shared.keys import sealed_under
from shared.service import Service
from tests import examples as ex
from tests.intake import examples as ix
from tests.notifier import examples as nx
from tests.publisher import beforehand, stories
from tests.publisher import examples as px
from tests.publisher.conftest import SteppedClock
from tests.reviews import examples as rx
from tests.reviews import gathering_examples as ge
from tests.reviews import learning_examples as le
from tests.reviews import practice_examples as pr
from tests.reviews import stories as reviewing

PAPER = b"%PDF-1.7 A letter."


@dataclass(frozen=True)
class Told:
    """`parts`: what stands in a path beside the case. `queries`: what a path is asked with."""

    case: str
    parts: Mapping[str, str] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)


async def _do(service: Service, case: str, *commands: Command, actor: str = ex.DRAFTER) -> None:
    for command in commands:
        await service.do(case, command, actor=actor, cause=uuid4())


async def _dispatch(service: Service, recipient: str = ex.PANEL) -> UUID:
    found = await service.log.pool.fetchval("SELECT dispatch FROM dispatches WHERE recipient = $1", recipient)
    assert isinstance(found, UUID)
    return found


async def _in_intake(service: Service) -> Told:
    case = case_of("hospital", "rep-1")
    await _do(service, case, ix.RecordReport(report=ix.report(id="rep-1")), ix.record_awareness)
    await _do(service, case, ix.record_criteria, ix.decide_to_notify, ix.child_died)
    said = await attachments.keep(
        service, "hospital", "rep-1", PAPER, kind="other", name="A letter", actor="agency:hospital"
    )
    (kept,) = (each.data for each in said.events if isinstance(each.data, AttachmentKept))
    return Told(case, {"attachment": str(kept.attachment)})


async def _in_notifier(service: Service) -> Told:
    async with service.transaction() as tx:
        key = await service.keyring.find_or_make(tx, ex.CASE, may_make=True)
    heard: tuple[Event, ...] = (ex.incident_reported, ex.became_aware, ex.criteria_met, ex.notify_decided)
    await stories.hear(service, "intake", *(sealed_under(each, ex.CASE, key) for each in heard), subject=ex.CASE)
    await _do(service, ex.CASE, nx.draft)
    await _do(service, ex.CASE, nx.approve, actor="person:approver")
    dispatch = await _dispatch(service)
    await _do(service, ex.CASE, AttemptDispatch(dispatch=dispatch, attempt=1))
    await _do(service, ex.CASE, RecordHandOver(dispatch=dispatch, attempt=1, response="250 ok"))
    await _do(service, ex.CASE, DraftSupplement(information="A second scan."))
    await _do(service, ex.CASE, nx.keep_proof.model_copy(update={"dispatch": dispatch}))
    parts = {"number": "1", "dispatch": str(dispatch), "proof": nx.keep_proof.proof}
    return Told(ex.CASE, parts, {"/notifications/{case}/preview": f"?recipient={ex.PANEL}"})


async def _in_reviews(service: Service) -> Told:
    dispatch = await reviewing.sent(service)
    cast(SteppedClock, service.clock).at = rx.LATER
    await _do(service, rx.CASE, ge.ask, ge.submit, ge.upload, le.record, le.issue)
    act = le.propose.model_copy(update={"recommendation": le.issue.recommendation})
    await _do(service, rx.CASE, act, pr.notice)
    it = documents.looked_at(rx.CASE, PAPER)
    told = {"document": it.id, "sha256": it.sha256, "size": it.size, "media_type": it.media_type}
    keep = KeepDocument(**{**pr.keep_letter.model_dump(), **told})
    await documents.keep(service, Ask(rx.CASE, keep), Occasion(rx.LATER, ex.DRAFTER, uuid4()), it, PAPER)
    parts = {"document": str(it.id), "dispatch": str(dispatch)}
    return Told(rx.CASE, parts, {"/cases/{case}/learning/texts": "?purpose=assurance"})


async def _in_publisher(service: Service) -> Told:
    clock = cast(SteppedClock, service.clock)
    await stories.certified(service)
    await _do(service, px.CASE, beforehand.name_mother)
    await stories.schedule(service, clock, px.text)
    await stories.work(service, clock, px.PUBLISHED_AT)
    dispatch = await _dispatch(service, px.RECIPIENTS[0])
    return Told(px.CASE, {"number": "0", "text_hash": px.HASH, "dispatch": str(dispatch)})


IN: Mapping[str, tuple[datetime, Callable[[Service], Awaitable[Told]]]] = {
    "intake": (ex.SENT_AT, _in_intake),
    "notifier": (ex.SENT_AT, _in_notifier),
    "reviews": (rx.TODAY, _in_reviews),
    "publisher": (px.ACCEPTED_AT, _in_publisher),
}


async def told(service: Service) -> Told:
    at, of_service = IN[service.name]
    service.clock = SteppedClock(at)
    return await of_service(service)
