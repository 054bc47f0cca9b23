"""Gathering a rapid review: who was asked, who told what, whether they met, what was done at once."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from uuid import UUID

from services.reviews.chronology import Told
from services.reviews.decider.dates import plan_day
from services.reviews.gathering_commands import (
    GATHERING,
    UNASKED,
    ChaseAgencyReturn,
    RecordImmediateAction,
    RecordMeeting,
    RequestAgencyReturn,
    SubmitAgencyReturn,
)
from shared.decider import Command, Decider, Occasion, Refused, not_in_the_future
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChaseStep,
    ChronologyEntry,
    ImmediateActionTaken,
    RapidReviewMeetingHeld,
)
from shared.events.reviews import RapidReviewCancelled, RapidReviewOpened, RapidReviewReopened
from shared.partnership import Partnership
from shared.sealed import Sealed


@dataclass(frozen=True)
class Asked:
    id: UUID
    due_on: date
    chased: Set[ChaseStep] = frozenset()


@dataclass(frozen=True)
class Gathering:
    """`asked`: agency -> what was asked of it; `revisions`: agency -> the last that it sent."""

    rapid_review: UUID | None = None
    cancelled: bool = False
    asked: Mapping[str, Asked] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    met_on: date | None = None
    actions: Set[str] = frozenset()
    duties: Duties = field(default_factory=dict)

    @property
    def clock_started(self) -> Duty | None:
        """The duty to the Panel: the returns are counted from where it is."""
        own = [duty for duty in self.duties.values() if duty.due.rule == "rapid-review"]
        return own[-1] if own else None


def decide(partnership: Partnership, command: Command, it: Gathering, occasion: Occasion) -> list[Event]:
    if isinstance(command, ChaseAgencyReturn):
        return _chase(command, it)
    if it.rapid_review is None:
        raise Refused("no-such-case", "No rapid review is open on this case.")
    if isinstance(command, RecordImmediateAction):
        return _acted(command, it, it.rapid_review, occasion)
    if it.cancelled:
        raise Refused("cancelled", "This rapid review was cancelled: none is owed any more.")
    match command:
        case RequestAgencyReturn(agency=agency):
            return _request(partnership, agency, it, occasion)
        case SubmitAgencyReturn():
            return _submit(command, it, occasion)
        case RecordMeeting():
            return _met(command, it, it.rapid_review, occasion)
    raise TypeError(f"not a command of gathering: {type(command).__name__}")


def _request(partnership: Partnership, agency: str, it: Gathering, occasion: Occasion) -> list[Event]:
    assert it.rapid_review and it.clock_started
    if agency in it.asked:
        return []  # asked before
    if agency not in {each.id for each in partnership.agencies}:
        raise Refused("no-such-agency", "There is no agency of this name here.")
    id_ = occasion.new_id("agency-return", agency)
    due_on = plan_day(it.clock_started.due, partnership.rapid_review_plan.returns)
    return [AgencyReturnRequested(agency_return=id_, rapid_review=it.rapid_review, agency=agency, due_on=due_on)]


def _chase(command: ChaseAgencyReturn, it: Gathering) -> list[Event]:
    """Asked by the worker, and so never refused: what came meanwhile needs no chasing."""
    asked = it.asked.get(command.agency)
    if it.cancelled or asked is None or it.revisions.get(command.agency) or command.step in asked.chased:
        return []
    return [
        AgencyReturnChased(agency_return=asked.id, agency=command.agency, step=command.step, due_on=asked.due_on)
    ]


def _submit(command: SubmitAgencyReturn, it: Gathering, occasion: Occasion) -> list[Event]:
    """What is written is sealed, so a repeat is known by its revision."""
    kind, _, who = occasion.actor.partition(":")
    if kind == "agency" and who != command.agency:
        raise Refused("own-return", "An agency sends its own return, and no other's.")
    if command.agency not in it.asked:
        raise Refused("not-requested", "This agency was not asked for a return.")
    last = it.revisions.get(command.agency, 0)
    if command.revision <= last:
        return []
    if command.revision != last + 1:
        raise Refused("next-revision", f"The next revision of this return is {last + 1}.")
    said = AgencyReturnSubmitted(
        agency_return=it.asked[command.agency].id,
        agency=command.agency,
        revision=command.revision,
        involvement=Sealed.of(command.involvement),
        key_episodes=Sealed.of(command.key_episodes),
        good_practice=_sealed(command.good_practice),
        immediate_action=_sealed(command.immediate_action),
        chronology=tuple(_entry(n, told, occasion) for n, told in enumerate(command.chronology)),
    )
    return [said]


def _sealed(text: str | None) -> Sealed[str] | None:
    return Sealed.of(text) if text is not None else None


def _entry(number: int, told: Told, occasion: Occasion) -> ChronologyEntry:
    return ChronologyEntry(entry=occasion.new_id("entry", str(number)), content=Sealed.of(told.model_dump_json()))


def _met(command: RecordMeeting, it: Gathering, rapid_review: UUID, occasion: Occasion) -> list[Event]:
    if it.met_on == command.held_on:
        return []
    if it.met_on:
        raise Refused("already-met", "The meeting is recorded, on another day.")
    not_in_the_future(command.held_on, "held_on", occasion)
    return [RapidReviewMeetingHeld(rapid_review=rapid_review, held_on=command.held_on, attended=command.attended)]


def _acted(command: RecordImmediateAction, it: Gathering, rapid_review: UUID, occasion: Occasion) -> list[Event]:
    if command.reference in it.actions:
        return []  # recorded before
    not_in_the_future(command.taken_on, "taken_on", occasion)
    taken = ImmediateActionTaken(
        rapid_review=rapid_review,
        reference=command.reference,
        owner=command.owner,
        taken_on=command.taken_on,
        text=Sealed.of(command.text),
    )
    return [taken]


def evolve(it: Gathering, event: Event) -> Gathering:
    match event:
        case RapidReviewOpened(rapid_review=id_):
            return replace(it, rapid_review=id_)
        case RapidReviewCancelled():
            return replace(it, cancelled=True)
        case RapidReviewReopened():
            return replace(it, cancelled=False)
        case AgencyReturnRequested(agency=agency, agency_return=id_, due_on=day):
            return replace(it, asked={**it.asked, agency: Asked(id_, day)})
        case AgencyReturnChased(agency=agency, step=step):
            asked = it.asked[agency]
            chased = replace(asked, chased=asked.chased | {step})
            return replace(it, asked={**it.asked, agency: chased})
        case AgencyReturnSubmitted(agency=agency, revision=revision):
            return replace(it, revisions={**it.revisions, agency: revision})
        case RapidReviewMeetingHeld(held_on=day):
            return replace(it, met_on=day)
        case ImmediateActionTaken(reference=reference):
            return replace(it, actions=it.actions | {reference})
        case _:
            return replace(it, duties=duties.evolve(it.duties, event))


def gathering(partnership: Partnership) -> Decider[Gathering]:
    return Decider(
        commands=(*GATHERING, *UNASKED), initial=Gathering(), decide=partial(decide, partnership), evolve=evolve
    )
