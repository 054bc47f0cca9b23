"""Where the duty to notify is another authority's, it and whoever else is concerned are told what is known here.

Guidance: the authority where it happened notifies, and works with the one where the child lives; "and in other
areas if appropriate" within five working days. Where the duty is ours, or the death is of class B or C, they are
told with the notification, by the notifier, unless there is none: withdrawn, or decided against. Here nothing can
be sent: a person tells, and attests it.
"""

from collections.abc import Iterable
from datetime import datetime

from services.intake.casework import RecordAuthorityTold
from services.intake.decider.state import Incident
from shared.authorities import authority
from shared.calendar import BeyondCalendar, london_date
from shared.decider import Occasion, Refused, not_in_the_future
from shared.duties import life as duties
from shared.duties.lateness import met_with_reason
from shared.duties.life import Duty
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.telling import AUTHORITY, OtherAuthorityTold
from shared.policy import NoPolicyInForce, policy_on
from shared.sealed import Sealed

NOT_CONCERNED = "not to be told from here any longer"
CORRECTED = "when the authority became aware was corrected"


def told(command: RecordAuthorityTold, incident: Incident, occasion: Occasion) -> list[Event]:
    """Judged late or not by the London date of the telling. Told twice is told once."""
    found = [each for each in _duties(incident) if _same(_code(each), command.la_code)]
    duty = next((each for each in found if each.open), found[-1] if found else None)
    if duty is None:
        detail = "That authority is not owed word from here: record-jurisdiction says who is."
        raise Refused("no-such-duty", detail, "/la_code")
    if duty.met:
        return []
    if not duty.open:
        raise Refused("not-owed", "This duty fell away, and is no longer owed.", "/la_code")
    not_in_the_future(command.told_at, "told_at", occasion)
    if incident.aware_at and command.told_at < incident.aware_at:
        detail = "told_at lies before the authority knew itself: look whether the year is right."
        raise Refused("not-before-awareness", detail, "/told_at")
    said = OtherAuthorityTold(
        la_code=_code(duty),
        duty=duty.id,
        told_by=command.told_by,
        told_at=command.told_at,
        account=Sealed.of(command.account),
    )
    return [said, *met_with_reason(duty, command.told_at, f"told by {command.told_by}", command.late_because)]


def follows(incident: Incident, occasion: Occasion) -> list[Event]:
    """What the facts make of it: who is owed word from here, and who no longer. Whoever was told stays told."""
    concerned = _concerned(incident)
    kept, fallen = list[str](), list[Event]()
    for duty in _duties(incident):
        why = _over(duty, concerned, incident.aware_at) if duty.open else ""
        fallen += duties.fell_away(duty, why) if why else []
        if duty.met or (duty.open and not why):
            kept.append(_code(duty))
    new = [code for code in concerned if not _among(code, kept)]
    return [*fallen, *(each for code in new for each in _arises(code, incident.aware_at, occasion))]


def _concerned(incident: Incident) -> tuple[str, ...]:
    """By code; nobody where the notifier tells them with the notification, or there is nobody to tell."""
    where = incident.jurisdiction
    if where is None or where.ours or incident.merged_into or _with_a_notification(incident):
        return ()
    return tuple(each.la_code for each in where.to_be_told)


def _with_a_notification(incident: Incident) -> bool:
    """Whether one stands, or in B or C may yet be decided: the notifier tells them with it."""
    if incident.decision == "notify":
        return incident.trigger_class != "D"  # withdrawn: the decision stays on record
    if incident.decision == "do not notify" or incident.classified is None:
        return False
    return incident.classified.trigger_class in ("B", "C")


def _over(duty: Duty, concerned: tuple[str, ...], aware_at: datetime | None) -> str:
    """Why it is owed no longer; empty while it is."""
    if not _among(_code(duty), concerned):
        return NOT_CONCERNED
    return CORRECTED if duty.due.start != aware_at else ""


def _arises(code: str, aware_at: datetime | None, occasion: Occasion) -> list[Event]:
    """From when this authority became aware, by the policy of that day. Nothing where nobody can count."""
    if aware_at is None:
        return []
    try:
        due = policy_on(london_date(aware_at)).deadline("notification", aware_at).due()
    except (NoPolicyInForce, BeyondCalendar):
        return []
    about = occasion.new_id(f"tell/{code}")
    return [DutyArose(duty=about, about=about, owed_to=AUTHORITY + code, strength="should", due=due)]


def _duties(incident: Incident) -> list[Duty]:
    return [duty for duty in incident.duties.values() if duty.owed_to.startswith(AUTHORITY)]


def _code(duty: Duty) -> str:
    return duty.owed_to.removeprefix(AUTHORITY)


def _among(code: str, codes: Iterable[str]) -> bool:
    return any(_same(code, each) for each in codes)


def _same(code: str, other: str) -> bool:
    """Two codes of one authority are the same authority."""
    return authority(code) == authority(other)
