"""To notify, or considered and not notified: by the authority, with grounds, reasons and the partners' views.

The safeguarding partners are asked; what they say is kept, and what they do not say blocks nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from services.intake.casework import ConsultPartner
from services.intake.commands import DecideNotToNotify, DecideToNotify
from services.intake.decider.dates import aware_first, countable_clock, criteria_first
from services.intake.decider.jurisdiction import ours_by_place
from services.intake.decider.snooze import ended
from services.intake.decider.state import Incident
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.intake import NotifyDecided, NotNotifyDecided, PartnerConsulted, ReportedBy
from shared.partnership import Partnership
from shared.sealed import Sealed

SEALED = ""  # what stands where grounds once stood in the clear


def consult(
    command: ConsultPartner, incident: Incident, partnership: Partnership, occasion: Occasion
) -> list[Event]:
    not_in_the_future(command.consulted_at, "consulted_at", occasion)
    _partners_only([command.partner], partnership, "/partner")
    if incident.views.get(command.partner) == command.view:
        return []
    return [PartnerConsulted(**command.model_dump())]


def notify(
    command: DecideToNotify, incident: Incident, by: ReportedBy, partnership: Partnership, occasion: Occasion
) -> list[Event]:
    if incident.decision == "notify":
        if command.trigger_class != incident.trigger_class:
            raise _already_notified()
        return []
    _partners_only(command.partner_views, partnership, "/partner_views")
    aware_at = _aware_first(incident)
    if command.trigger_class == "A" and incident.criteria_met_at is None:
        raise criteria_first()
    if command.trigger_class == "A":
        ours_by_place(incident)
    if incident.classified and incident.classified.trigger_class != command.trigger_class:
        detail = "The facts recorded by classify-trigger make this another class; record them anew first."
        raise Refused("classified-otherwise", detail, "/trigger_class")
    decided = NotifyDecided(
        reported_by=by,
        trigger_class=command.trigger_class,
        clock_starts_at=countable_clock(aware_at, incident.criteria_met_at),
        incident_aware_at=aware_at,
        grounds=SEALED,
        stated_grounds=Sealed.of(command.grounds),
        authority=command.authority,
        partner_views={**incident.views, **command.partner_views},
        reasons=Sealed.of(command.reasons),
        looked_after=bool(incident.classified and incident.classified.looked_after),
        died=incident.died,
        to_be_told=incident.jurisdiction.to_be_told if incident.jurisdiction else (),
    )
    return [decided, *ended(incident, "decided", occasion)]


def do_not_notify(
    command: DecideNotToNotify, incident: Incident, by: ReportedBy, partnership: Partnership, occasion: Occasion
) -> list[Event]:
    if incident.decision == "notify":
        raise _already_notified()
    if incident.decision == "do not notify":
        if command.trigger_class != incident.trigger_class:
            detail = "It was considered and not notified in another class; record the new information first."
            raise Refused("already-considered", detail, "/trigger_class")
        return []  # considered before, and nothing new
    _partners_only(command.partner_views, partnership, "/partner_views")
    _aware_first(incident)
    decided = NotNotifyDecided(
        reported_by=by,
        trigger_class=command.trigger_class,
        grounds=SEALED,
        stated_grounds=Sealed.of(command.grounds),
        authority=command.authority,
        partner_views={**incident.views, **command.partner_views},
        reasons=Sealed.of(command.reasons),
        local_learning=command.local_learning,
    )
    return [decided, *ended(incident, "decided", occasion)]


def _aware_first(incident: Incident) -> datetime:
    """Nothing is decided of what the authority does not know: no decision has a date before its awareness."""
    if incident.aware_at is None:
        raise aware_first()
    return incident.aware_at


def _partners_only(consulted: Iterable[str], partnership: Partnership, field: str) -> None:
    if not set(consulted) <= {partner.id for partner in partnership.with_role("safeguarding partner")}:
        detail = "Only a safeguarding partner of this partnership is consulted: its id in the partnership's file."
        raise Refused("partners-only", detail, field)


def _already_notified() -> Refused:
    detail = "A notification was decided; what it is of changes by propose-reclassification or propose-withdrawal."
    return Refused("already-notified", detail, "/trigger_class")
