"""To notify, or considered and not notified: by the authority, with grounds, reasons and the partners' views.

The safeguarding partners are asked; what they say is kept, and what they do not say blocks nothing.
"""

from services.intake.casework import ConsultPartner
from services.intake.commands import DecideNotToNotify, DecideToNotify
from services.intake.decider.dates import countable_clock
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
    if command.partner not in {partner.id for partner in partnership.with_role("safeguarding partner")}:
        raise Refused("partners-only", "Only a safeguarding partner is consulted.")
    if incident.views.get(command.partner) == command.view:
        return []
    return [PartnerConsulted(**command.model_dump())]


def notify(command: DecideToNotify, incident: Incident, by: ReportedBy, occasion: Occasion) -> list[Event]:
    if incident.decision == "notify":
        if command.trigger_class != incident.trigger_class:
            raise Refused("already-notified", "A notification was decided; reclassify it instead.")
        return []
    if incident.aware_at is None:
        raise Refused("aware-first", "Record first when the authority became aware.")
    if command.trigger_class == "A" and incident.criteria_met_at is None:
        raise Refused("criteria-first", "Class A needs the criteria of section 16C to be met.")
    if command.trigger_class == "A":
        ours_by_place(incident)
    if incident.classified and incident.classified.trigger_class != command.trigger_class:
        raise Refused("classified-otherwise", "The recorded facts make this another class; correct them first.")
    decided = NotifyDecided(
        reported_by=by,
        trigger_class=command.trigger_class,
        clock_starts_at=countable_clock(incident.aware_at, incident.criteria_met_at),
        incident_aware_at=incident.aware_at,
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
    command: DecideNotToNotify, incident: Incident, by: ReportedBy, occasion: Occasion
) -> list[Event]:
    if incident.decision == "notify":
        raise Refused("already-notified", "A notification was decided; reclassify it instead.")
    if incident.decision == "do not notify":
        if command.trigger_class != incident.trigger_class:
            raise Refused("already-considered", "It was considered; new information opens it again.")
        return []  # considered before, and nothing new
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
