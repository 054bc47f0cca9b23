"""How far the present text is through the anonymity gate, and the commands that take it there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Name, OwnId, Reasons
from shared.events.anonymity import (
    CertificateVoided,
    FindingSettled,
    Found,
    IdentifierKind,
    IdentifiersAdded,
    Settled,
    TextScanned,
)
from shared.events.base import Event
from shared.events.beforehand import LimitedToImprovements
from shared.events.publisher import DraftSaved

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LearnOfPeople(Command):
    """From a reaction: a report, a correction or something new was heard; what was scanned is out of date."""

    told_by: UUID  # that event's id


class RecordScan(Command):
    """From the worker: it opened the seals and compared."""

    text_hash: str
    edition: str
    opened: int
    found: tuple[Found, ...]
    asked: int  # as in Passage, when the seals were opened


class SettleFinding(Command):
    """Accept with a reason what may tell who somebody is, or have it blurred."""

    finding: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    decision: Settled
    reason: Reasons


class AddIdentifiers(Command):
    """A school, a worker, a nickname or a place of this case that no report told."""

    addition: OwnId
    kind: IdentifierKind
    values: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]


OFFICERS = (SettleFinding, AddIdentifiers)
PASSAGE = (LearnOfPeople, RecordScan, *OFFICERS)


@dataclass(frozen=True)
class Passage:
    """`scanned`: the hash of the text that `found` is of; empty while the present one is not scanned."""

    scanned: str = ""
    opened: int = 0
    found: tuple[Found, ...] = ()
    settled: dict[str, Settled] = field(default_factory=dict)
    asked: int = 0  # how often a scan was asked for: one that began before the last time is out of date
    learned: frozenset[UUID] = frozenset()  # the events heard, and the additions, that voided one

    def against(self, text_hash: str) -> Iterator[str]:
        """Why nobody may certify this text yet. It fails closed: not scanned is a reason."""
        if self.scanned != text_hash:
            yield "The text has not been scanned for what could tell who the child is."
            return
        if not self.opened:
            yield "No report of this case was there to compare the text with."
        certain = sum(each.certain for each in self.found)
        likely = [self.settled.get(each.mark) for each in self.found if not each.certain]
        if certain:
            yield f"The text names somebody or something of the case in {certain} places; these must go."
        if likely.count(None):
            yield f"{likely.count(None)} findings are still to be accepted or blurred."
        if likely.count("blur"):
            yield f"{likely.count('blur')} findings are to be blurred and stand in the text."


def evolve(passage: Passage, event: Event) -> Passage:
    match event:
        case DraftSaved() | LimitedToImprovements():
            return _asked(passage)
        case CertificateVoided(told_by=told_by):
            return replace(_asked(passage), learned=passage.learned | {told_by} if told_by else passage.learned)
        case IdentifiersAdded(addition=addition):
            return replace(_asked(passage), learned=passage.learned | {addition})
        case TextScanned(text_hash=hash_, opened=opened, found=found):
            return replace(passage, scanned=hash_, opened=opened, found=found)
        case FindingSettled(mark=mark, decision=decision):
            return replace(passage, settled={**passage.settled, mark: decision})
    return passage


def _asked(passage: Passage) -> Passage:
    return replace(passage, scanned="", opened=0, found=(), asked=passage.asked + 1)
