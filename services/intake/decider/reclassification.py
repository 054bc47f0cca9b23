"""The incident stands on another footing, or on none: proposed by one person, confirmed by another.

From A to another class, or to none, it ends a rapid review that the Panel does not have yet; to A it begins a duty
afresh, from the later of the two clocks. Class D is a withdrawal.
"""

from uuid import UUID

from services.intake.casework import (
    ConfirmReclassification,
    DeclineReclassification,
    ProposeReclassification,
    ProposeWithdrawal,
)
from services.intake.decider.dates import countable_clock, criteria_first
from services.intake.decider.jurisdiction import ours_by_place
from services.intake.decider.state import Incident
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.intake import (
    IncidentReclassified,
    ReclassificationDeclined,
    ReclassificationProposed,
    TriggerClass,
)
from shared.sealed import Sealed


def propose(
    command: ProposeReclassification | ProposeWithdrawal, incident: Incident, occasion: Occasion
) -> list[Event]:
    to = command.trigger_class if isinstance(command, ProposeReclassification) else "D"
    if incident.decision != "notify" or incident.trigger_class is None:
        raise Refused(
            "not-notified", "Only a decided notification is reclassified or withdrawn: decide-to-notify first."
        )
    if to == incident.trigger_class:
        return []
    if incident.proposal:
        return _proposed_before(incident.proposal, to, occasion)
    if command.asked == occasion.actor:
        raise Refused("two-people", "The second signature must be another person's: ask somebody else.", "/asked")
    _may_become(incident, to)
    return [
        ReclassificationProposed(
            proposal=occasion.new_id("reclassification"),
            proposed_by=occasion.actor,
            asked=command.asked,
            previous=incident.trigger_class,
            trigger_class=to,
            reasons=Sealed.of(command.reasons),
        )
    ]


def _proposed_before(proposal: ReclassificationProposed, to: TriggerClass, occasion: Occasion) -> list[Event]:
    if (proposal.trigger_class, proposal.proposed_by) == (to, occasion.actor):
        return []
    detail = "Another proposal awaits its second signature: confirm it or decline it first."
    raise Refused("already-proposed", detail)


def _may_become(incident: Incident, to: TriggerClass) -> None:
    if to == "A" and incident.criteria_met_at is None:
        raise criteria_first()
    if to == "A":
        ours_by_place(incident)
    if to != "D" and incident.aware_at:
        countable_clock(incident.aware_at, incident.criteria_met_at)


def confirm(command: ConfirmReclassification, incident: Incident, occasion: Occasion) -> list[Event]:
    proposal = _pending(command.proposal, incident, "confirmed")
    if proposal is None:
        return []
    if proposal.proposed_by == occasion.actor:
        raise Refused("two-people", "Whoever proposed it cannot confirm it: another person signs, or declines.")
    _may_become(incident, proposal.trigger_class)
    assert incident.aware_at, "notifying needs it"
    in_duty = proposal.trigger_class != "D"
    return [
        IncidentReclassified(
            previous=proposal.previous,
            trigger_class=proposal.trigger_class,
            clock_starts_at=countable_clock(incident.aware_at, incident.criteria_met_at) if in_duty else None,
            second_signature=occasion.actor,
            reasons=proposal.reasons,  # boxed under this case's key already
            proposal=proposal.proposal,
            proposed_by=proposal.proposed_by,
            reported_by=incident.reported_by,
        )
    ]


def decline(command: DeclineReclassification, incident: Incident, _: Occasion) -> list[Event]:
    proposal = _pending(command.proposal, incident, "declined")
    if proposal is None:
        return []
    return [ReclassificationDeclined(proposal=proposal.proposal, reasons=Sealed.of(command.reasons))]


def _pending(id_: UUID, incident: Incident, wanted: str) -> ReclassificationProposed | None:
    """None when what is asked has happened already."""
    if incident.settled.get(id_) == wanted:
        return None
    if id_ in incident.settled:
        raise Refused("settled", f"This proposal was {incident.settled[id_]} already; propose anew.", "/proposal")
    if incident.proposal is None or incident.proposal.proposal != id_:
        raise Refused("no-such-proposal", "No proposal with this id awaits a second signature.", "/proposal")
    return incident.proposal
