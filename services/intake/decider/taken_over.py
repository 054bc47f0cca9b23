"""What a merge means for both incidents: the earliest awareness counts; no death is told of twice or never.

It is the log's own word and nobody's typing, so it needs no second person; and what waits for one lapses where the
merge answers it.
"""

from datetime import datetime

from services.intake.commands import CountReleased, CountTakenOver, SetDutiesAside, TakeUpDuties
from services.intake.decider.backdating import asked_again, lapsed
from services.intake.decider.clocks import corrected
from services.intake.decider.dates import due_on_if_any
from services.intake.decider.death_review import arises
from services.intake.decider.state import Incident
from shared.decider import Occasion
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.intake import AuthorityBecameAware, ChildDied, ReportedBy
from shared.sealed import Sealed

CHANNEL = "a report of the same incident"
REASON = "Another report of the same incident was merged into this one: the authority knew earlier."
MERGED = "merged into another case"


def take_over(command: CountTakenOver, incident: Incident, by: ReportedBy, occasion: Occasion) -> list[Event]:
    return [*_aware(command.incident_aware_at, incident, by, occasion), *_died(command, incident, occasion)]


def _aware(at: datetime | None, incident: Incident, by: ReportedBy, occasion: Occasion) -> list[Event]:
    if at is None:
        return []
    if incident.aware_at is None:
        became = AuthorityBecameAware(reported_by=by, incident_aware_at=at, channel=CHANNEL)
        return [became, *(arises(incident, at, occasion) if incident.died else [])]
    if at >= incident.aware_at:
        return _between(at, incident, occasion)
    overtaken = lapsed(incident, "awareness", "another report")
    return [*overtaken, *corrected(incident, incident.aware_at, at, Sealed.of(REASON), occasion)]


def _between(at: datetime, incident: Incident, occasion: Occasion) -> list[Event]:
    """What waits passes over nothing that the other case knew: a later time is answered by it, and a refusal of an
    earlier one goes back no further.
    """
    waiting = incident.backdatings.get("awareness")
    if waiting is None or waiting.previous is None:
        return []
    if waiting.at > at:
        return lapsed(incident, "awareness", "another report")
    if waiting.previous <= at:
        return []
    bounded = {
        "proposal": occasion.new_id("backdating", "awareness"),
        "previous": at,
        "previous_due_on": due_on_if_any(at, incident.criteria_met_at),
    }
    return [*lapsed(incident, "awareness", "another report"), waiting.model_copy(update=bounded)]


def _died(command: CountTakenOver, incident: Incident, occasion: Occasion) -> list[Event]:
    """Where only the merged report knew of a death, the panel is owed here."""
    if command.died_known_at is None or incident.died:
        return []
    return [ChildDied(known_at=command.died_known_at), *arises(incident, command.died_known_at, occasion)]


def set_aside(_: SetDutiesAside, incident: Incident) -> list[Event]:
    """What a merged case still owed is owed on the other: here nobody could do anything about it."""
    fell_away = [event for duty in incident.duties.values() for event in duties.fell_away(duty, MERGED)]
    return [*fell_away, *(event for clock in incident.backdatings for event in lapsed(incident, clock, "merged"))]


def released(_: CountReleased, incident: Incident, occasion: Occasion) -> list[Event]:
    """What a refusal would go back to may have been the parted case's awareness, which counts here no longer.

    Where it is again what was recorded here late, that awaits its second person as before the merge.
    """
    waiting, late = incident.backdatings.get("awareness"), incident.late.get("awareness")
    parted = lapsed(incident, "awareness", "another report") if waiting and waiting.previous else []
    return [*parted, *(asked_again(late, occasion) if late and late.at == incident.aware_at else [])]


def take_up(_: TakeUpDuties, incident: Incident, occasion: Occasion) -> list[Event]:
    """And what awaited a second person when it was merged awaits one again."""
    again = [event for it in incident.set_aside.values() for event in asked_again(it, occasion)]
    duty = incident.death_review_duty
    known_at = incident.died_known_at or incident.aware_at
    if duty is None or duty.open or duty.met or known_at is None:
        return again
    return [*arises(incident, known_at, occasion), *again]
