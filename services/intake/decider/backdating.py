"""Which times need a second person, and what counts until one has signed: never what gives more time than before.

A correction needs one when it moves the day of the notification or the 48 hours of a child death review; a first
recording, when the day or the hours counted from it had passed by then.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.intake.decider.dates import due_on_if_any
from services.intake.decider.death_review import hours_from
from services.intake.decider.state import Incident
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.events.backdating import BackdatingLapsed, BackdatingProposed, Clock, LapsedBecause
from shared.events.base import Event
from shared.sealed import Sealed

IMPORTED = "import:"  # how the actor of what is taken over begins


@dataclass(frozen=True)
class Times:
    """An incident's two times, and what is due by them; none where nothing is, or nobody can count."""

    aware_at: datetime
    met_at: datetime | None
    notification_on: date | None
    death_review_from: datetime | None


def times(incident: Incident, aware_at: datetime, met_at: datetime | None, occasion: Occasion) -> Times:
    due_on = due_on_if_any(aware_at, met_at)
    return Times(aware_at, met_at, due_on, hours_from(incident, aware_at, occasion))


def move(now: Times, was: Times) -> bool:
    """Whether any statutory date is another."""
    return (now.notification_on, now.death_review_from) != (was.notification_on, was.death_review_from)


def give_time(now: Times, was: Times) -> bool:
    """Whether anything would be due later than it is, or no longer."""
    later = was.notification_on and (now.notification_on is None or now.notification_on > was.notification_on)
    hours = was.death_review_from and (
        now.death_review_from is None or now.death_review_from > was.death_review_from
    )
    return bool(later or hours)


def is_past(due_on: date | None, occasion: Occasion) -> bool:
    return due_on is not None and due_on < london_date(occasion.at)


def recorded_late(
    clock: Clock, at: datetime, due_on: date | None, late_because: str, occasion: Occasion
) -> list[Event]:
    """It counts at once, for nothing that is due waits for a signature; and it awaits one.

    What is taken over from another system was recorded there, and in its time: nobody is asked about it.
    """
    if occasion.actor.startswith(IMPORTED):
        return []
    return [
        BackdatingProposed(
            proposal=occasion.new_id("backdating", clock),
            proposed_by=occasion.actor,
            clock=clock,
            previous=None,
            at=at,
            counts_from=at,
            previous_due_on=None,
            due_on=due_on,
            reason=Sealed.of(late_because) if late_because.strip() else None,
        )
    ]


def explained(incident: Incident, clock: Clock, late_because: str, occasion: Occasion) -> list[Event]:
    """The same time again is a repeat, unless it says why it was recorded so late and nobody had."""
    waiting = incident.backdatings.get(clock)
    if waiting is None or waiting.reason or not late_because.strip():
        return []
    said = {
        "proposal": occasion.new_id("backdating", clock),
        "proposed_by": occasion.actor,
        "reason": Sealed.of(late_because),
    }
    return [*lapsed(incident, clock, "proposed otherwise"), waiting.model_copy(update=said)]


def moved(
    incident: Incident,
    clock: Clock,
    now: Times,
    was: Times,
    reason: str,
    corrected: list[Event],
    occasion: Occasion,
) -> list[Event]:
    """`corrected`: what counts by it. What gives time counts once a second person has signed; the rest at once."""
    first = _proposed(incident, clock, now, was, reason, occasion)
    if first is None:
        return corrected
    return first if give_time(now, was) else [*first, *corrected]


def _proposed(
    incident: Incident, clock: Clock, now: Times, was: Times, reason: str, occasion: Occasion
) -> list[Event] | None:
    """The first signature under a correction; none where one is enough, nothing for a repeat. Raises Refused.

    Another proposal takes the place of one that waits; what counted before both is what a refusal goes back to.
    """
    waiting = incident.backdatings.get(clock)
    if waiting and waiting.at == _of(clock, now):
        return _proposed_before(waiting, occasion)
    if waiting is None and not move(now, was):
        return None
    counts = was if give_time(now, was) else now
    previous: datetime | None = _of(clock, was)
    previous_due_on = was.notification_on
    if waiting and waiting.previous:
        previous, previous_due_on = waiting.previous, waiting.previous_due_on
    proposal = BackdatingProposed(
        proposal=occasion.new_id("backdating", clock),
        proposed_by=occasion.actor,
        clock=clock,
        previous=previous,
        at=_of(clock, now),
        counts_from=_of(clock, counts),
        previous_due_on=previous_due_on,
        due_on=now.notification_on,
        reason=Sealed.of(reason),
    )
    return [*lapsed(incident, clock, "proposed otherwise"), proposal]


def _of(clock: Clock, times: Times) -> datetime:
    at = times.aware_at if clock == "awareness" else times.met_at
    assert at, "a time that is corrected was recorded"
    return at


def _proposed_before(waiting: BackdatingProposed, occasion: Occasion) -> list[Event]:
    if waiting.proposed_by == occasion.actor:
        return []
    detail = "This time was proposed already and awaits its second signature: confirm-backdating."
    raise Refused("already-proposed", detail)


def lapsed(incident: Incident, clock: Clock, because: LapsedBecause) -> list[Event]:
    waiting = incident.backdatings.get(clock)
    return [BackdatingLapsed(proposal=waiting.proposal, clock=clock, because=because)] if waiting else []


def asked_again(it: BackdatingProposed | None, occasion: Occasion) -> list[Event]:
    """The same question about the same time, by whoever put it first: nobody withdraws it alone."""
    if it is None:
        return []
    return [it.model_copy(update={"proposal": occasion.new_id("backdating", it.clock, "again")})]
