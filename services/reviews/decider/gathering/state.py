"""What was asked, told and done while a rapid review is gathered, as its own events tell it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChaseStep,
    ChronologyUploaded,
    ImmediateActionTaken,
    RapidReviewMeetingHeld,
)
from shared.events.reviews import RapidReviewCancelled, RapidReviewOpened, RapidReviewReopened


@dataclass(frozen=True)
class Asked:
    id: UUID
    due_on: date
    chased: Set[ChaseStep] = frozenset()


@dataclass(frozen=True)
class Gathering:
    """`asked`: agency -> what was asked of it; `revisions`: agency -> the last that it sent; `released`: the
    agencies of which nothing is asked any more, and which are asked again if the review begins anew.
    """

    rapid_review: UUID | None = None
    cancelled: bool = False
    asked: Mapping[str, Asked] = field(default_factory=dict)
    released: tuple[str, ...] = ()
    revisions: Mapping[str, int] = field(default_factory=dict)
    uploads: Mapping[str, str] = field(default_factory=dict)  # agency -> the hash of its last file
    met_on: date | None = None
    actions: Set[str] = frozenset()
    duties: Duties = field(default_factory=dict)
    letters: Dispatches = field(default_factory=dict)

    @property
    def clock_started(self) -> Duty | None:
        """The duty to the Panel: the returns are counted from where it is."""
        own = [duty for duty in self.duties.values() if duty.due.rule == "rapid-review"]
        return own[-1] if own else None

    def outstanding(self) -> dict[str, Asked]:
        """Asked, and nothing sent."""
        return {agency: asked for agency, asked in self.asked.items() if not self.revisions.get(agency)}


def evolve(it: Gathering, event: Event) -> Gathering:
    match event:
        case RapidReviewOpened(rapid_review=id_):
            return replace(it, rapid_review=id_)
        case RapidReviewCancelled():
            return replace(it, cancelled=True)
        case RapidReviewReopened():
            return replace(it, cancelled=False)
        case AgencyReturnSubmitted(agency=agency, revision=revision):
            return replace(it, revisions={**it.revisions, agency: revision})
        case ChronologyUploaded(agency=agency, sha256=sha256):
            return replace(it, uploads={**it.uploads, agency: sha256})
        case RapidReviewMeetingHeld(held_on=day):
            return replace(it, met_on=day)
        case ImmediateActionTaken(reference=reference):
            return replace(it, actions=it.actions | {reference})
        case AgencyReturnRequested() | AgencyReturnChased() | AgencyReturnReleased():
            return _asking(it, event)
    return replace(it, duties=duties.evolve(it.duties, event), letters=dispatching.evolve(it.letters, event))


def _asking(it: Gathering, event: AgencyReturnRequested | AgencyReturnChased | AgencyReturnReleased) -> Gathering:
    agency = event.agency
    others = tuple(each for each in it.released if each != agency)
    match event:
        case AgencyReturnRequested(agency_return=id_, due_on=day):
            return replace(it, asked={**it.asked, agency: Asked(id_, day)}, released=others)
        case AgencyReturnChased(step=step):
            asked = it.asked[agency]
            return replace(it, asked={**it.asked, agency: replace(asked, chased=asked.chased | {step})})
        case AgencyReturnReleased():
            left = {each: asked for each, asked in it.asked.items() if each != agency}
            return replace(it, asked=left, released=(*others, agency))
