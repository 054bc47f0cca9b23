"""Decides about the anonymity gate: what a scan found, what people make of it, and what voids a certificate."""

from uuid import UUID

from services.publisher.passage import AddIdentifiers, LearnOfPeople, RecordScan, SettleFinding, evolve
from services.publisher.publication import Publication
from shared.decider import Command, Occasion, Refused
from shared.events.anonymity import (
    CertificateVoided,
    FindingSettled,
    IdentifiersAdded,
    TextScanned,
    VoidBecause,
)
from shared.events.base import Event
from shared.sealed import Sealed


def decide(command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    match command:
        case LearnOfPeople():
            return _void(it, "more became known", command.told_by)
        case RecordScan():
            return _record(command, it)
        case SettleFinding():
            return _settle(command, it, occasion)
        case AddIdentifiers():
            return _add(command, it)
    raise AssertionError(type(command).__name__)


def _void(it: Publication, because: VoidBecause, told_by: UUID | None = None) -> list[Event]:
    """Nothing while there is no text, and once it is published: a correction is a text of its own."""
    if it.id is None or not it.text_hash or it.settled or told_by in it.passage.learned:
        return []
    return [CertificateVoided(publication=it.id, text_hash=it.text_hash, because=because, told_by=told_by)]


def _record(command: RecordScan, it: Publication) -> list[Event]:
    """Never raises to the worker: something has overtaken the scan, or it is recorded already."""
    if it.id is None or command.text_hash != it.text_hash or it.passage.scanned or it.settled:
        return []
    if command.asked != it.passage.asked:
        return []  # more became known while it ran: it is asked for again
    scanned = TextScanned(publication=it.id, **command.model_dump(exclude={"asked"}))
    signed = it.certified or it.signatures or it.publish_on
    if signed and any(evolve(it.passage, scanned).against(it.text_hash)):
        return [*_void(it, "the scan found something"), scanned]
    return [scanned]


def _settle(command: SettleFinding, it: Publication, occasion: Occasion) -> list[Event]:
    assert it.id
    found = {each.mark: each for each in it.passage.found}
    if command.finding not in found:
        raise Refused("no-such-finding", "The last scan of the present text found nothing of this id.")
    if found[command.finding].certain and command.decision == "accept":
        raise Refused("must-go", "What is certain to tell who somebody is cannot be accepted: change the text.")
    if it.passage.settled.get(command.finding) == command.decision:
        return []
    if it.certified or it.signatures:
        raise Refused("signed-already", "Somebody has signed for this text with its findings as they are settled.")
    settled = FindingSettled(
        publication=it.id,
        mark=command.finding,
        decision=command.decision,
        settled_by=occasion.actor,
        reason=Sealed.of(command.reason),
    )
    return [settled]


def _add(command: AddIdentifiers, it: Publication) -> list[Event]:
    assert it.id
    if it.settled:
        raise Refused("already-published", "What was published stays as it is.")
    if command.addition in it.passage.learned:
        return []
    added = IdentifiersAdded(
        publication=it.id, addition=command.addition, kind=command.kind, values=Sealed.of(command.values)
    )
    return [added, *_void(it, "more became known")]
