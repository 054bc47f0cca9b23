"""The second signature under a time that was moved or recorded late, or none: never one's own."""

from datetime import datetime
from uuid import UUID

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.decider.backdating import asked_again
from services.intake.decider.clocks import corrected, criteria_corrected, not_before_awareness
from services.intake.decider.dates import aware_first
from services.intake.decider.state import Incident, Signed
from shared.decider import Occasion, Refused
from shared.events.backdating import BackdatingConfirmed, BackdatingProposed, BackdatingRefused
from shared.events.base import Event
from shared.sealed import Sealed


def confirm(command: ConfirmBackdating, incident: Incident, occasion: Occasion) -> list[Event]:
    waiting = _waiting(command.proposal, incident, "confirmed")
    if waiting is None:
        return []
    if waiting.proposed_by == occasion.actor:
        raise Refused("two-people", "Whoever proposed this time cannot confirm it: another person signs.")
    if waiting.reason is None:
        detail = "Nobody has said yet why it was recorded so late: record the same time again, with late_because."
        raise Refused("reason-first", detail)
    confirmed = BackdatingConfirmed(proposal=waiting.proposal, clock=waiting.clock, confirmed_by=occasion.actor)
    # Its reason is boxed under this case's key already.
    return [confirmed, *_moved(incident, waiting, waiting.at, waiting.reason, occasion)]


def refuse(command: RefuseBackdating, incident: Incident, occasion: Occasion) -> list[Event]:
    waiting = _waiting(command.proposal, incident, "refused")
    if waiting is None:
        return []
    if waiting.proposed_by == occasion.actor and waiting.counts_from != waiting.previous:
        detail = "It counts already, until another person has said whether it is right: ask somebody else."
        raise Refused("two-people", detail)
    reasons = Sealed.of(command.reasons)
    refused = BackdatingRefused(proposal=waiting.proposal, clock=waiting.clock, reasons=reasons)
    back_to = waiting.previous or _counting(incident, waiting)
    late = incident.late.get(waiting.clock)
    again = asked_again(late, occasion) if late and late.at == back_to else []
    return [refused, *_moved(incident, waiting, back_to, reasons, occasion), *again]


def _waiting(id_: UUID, incident: Incident, wanted: Signed) -> BackdatingProposed | None:
    """None when what is asked has happened already. Raises Refused."""
    if incident.signed.get(id_) == wanted:
        return None
    if id_ in incident.signed:
        raise Refused("settled", f"This proposal {_ENDED[incident.signed[id_]]} already.", "/proposal")
    for waiting in incident.backdatings.values():
        if waiting.proposal == id_:
            return waiting
    raise Refused("no-such-proposal", "No proposal with this id awaits a second signature.", "/proposal")


_ENDED: dict[Signed, str] = {
    "confirmed": "was confirmed",
    "refused": "was refused",
    "lapsed": "lapsed: another took its place, or the cases were merged",
}


def _counting(incident: Incident, waiting: BackdatingProposed) -> datetime:
    """Raises Refused: the awareness may have been that of a case which was parted since."""
    at = incident.aware_at if waiting.clock == "awareness" else incident.criteria_met_at
    if at is None:
        raise aware_first()
    return at


def _moved(
    incident: Incident, waiting: BackdatingProposed, to: datetime, reason: Sealed[str], occasion: Occasion
) -> list[Event]:
    """The correction, where another time counts than should. Raises Refused: the other clock may have moved."""
    was = _counting(incident, waiting)
    if was == to:
        return []
    if waiting.clock == "awareness":
        if incident.criteria_met_at:
            not_before_awareness(incident.criteria_met_at, to, "proposal")
        return corrected(incident, was, to, reason, occasion)
    if incident.aware_at is None:
        raise aware_first()
    not_before_awareness(to, incident.aware_at, "proposal")
    return criteria_corrected(incident, was, to, reason, occasion)
