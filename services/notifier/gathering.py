"""All that is known of a case for its notification, its seals opened for that one purpose."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from services.notifier.document import Contents
from services.notifier.further import told_afterwards
from shared.calendar import london_date
from shared.deadline import Due
from shared.events.amendments import ReportCorrected
from shared.events.base import Recorded
from shared.events.duties import DeadlineRecomputed, DutyArose
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CriteriaMetCorrected,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    ReportDetails,
    TriggerClass,
)
from shared.events.notifier import NotificationDrafted, NotificationOpened, NotificationReclassified
from shared.partnership import Partnership
from shared.policy import policy_on
from shared.service import Service

E = TypeVar("E")


async def gathered(
    service: Service, partnership: Partnership, case: str, known: list[Recorded], recipient: str, revision: int
) -> Contents:
    """`known` is the case as far as it counts; what comes after is another notice's. No draft: no narrative."""
    pool, keyring = service.log.pool, service.keyring
    reported, details = await _reported(service, known)
    decided = last(known, NotifyDecided)
    due = _due(known, recipient)
    assert isinstance(due.start, datetime), "a clock that starts at an instant"
    drafts = [r.data for r in known if isinstance(r.data, NotificationDrafted) and r.data.revision == revision]
    return Contents(
        case=case,
        trigger_class=_trigger_class(known),
        clock_starts_at=due.start,
        reported=reported,
        details=details,
        aware=_aware(known),
        criteria=_criteria(known),
        decided=decided,
        grounds=await _grounds(service, decided),
        narrative=await keyring.open(pool, drafts[-1].narrative, str, "composing a notice") if drafts else "",
        structured=policy_on(london_date(due.start)).structured_children,
        told=await told_afterwards(service, partnership, known),
        views=_views(partnership, decided),
        revision=revision,
        due_on=due.due_on,
    )


async def _reported(service: Service, known: list[Recorded]) -> tuple[IncidentReported, ReportDetails]:
    """The report of this case as its agency corrected it last."""
    reported = last(known, IncidentReported)
    pool, keyring = service.log.pool, service.keyring
    corrections = [r.data for r in known if isinstance(r.data, ReportCorrected)]
    if not corrections:
        return reported, await keyring.open(pool, reported.details, ReportDetails, "composing a notice")
    now = corrections[-1]
    changed = ("la_code", "harm", "incident_on", "incident_precision", "children")
    facts = {name: getattr(now, name) for name in changed}
    return reported.model_copy(update=facts), await keyring.open(
        pool, now.details, ReportDetails, "composing a notice"
    )


def _views(partnership: Partnership, decided: NotifyDecided) -> tuple[tuple[str, str], ...]:
    names = {recipient.id: recipient.name for recipient in partnership.recipients}
    return tuple((names.get(id_, id_), view) for id_, view in sorted(decided.partner_views.items()))


def _aware(known: list[Recorded]) -> AuthorityBecameAware:
    """With its time as it was corrected last."""
    aware = last(known, AuthorityBecameAware)
    times = [r.data.incident_aware_at for r in known if isinstance(r.data, AwarenessCorrected)]
    return aware.model_copy(update={"incident_aware_at": times[-1]}) if times else aware


def _criteria(known: list[Recorded]) -> NotifiableCriteriaMet | None:
    met = [r.data for r in known if isinstance(r.data, NotifiableCriteriaMet)]
    times = [r.data.criteria_met_at for r in known if isinstance(r.data, CriteriaMetCorrected)]
    if met and times:
        return met[-1].model_copy(update={"criteria_met_at": times[-1]})
    return met[-1] if met else None


async def _grounds(service: Service, decided: NotifyDecided) -> str:
    """Decisions of earlier releases have them in the clear."""
    if decided.stated_grounds is None:
        return decided.grounds
    return await service.keyring.open(service.log.pool, decided.stated_grounds, str, "composing a notice")


def _trigger_class(known: list[Recorded]) -> TriggerClass:
    classed = (NotificationOpened, NotificationReclassified)
    return [r.data.trigger_class for r in known if isinstance(r.data, classed)][-1]


def _due(known: list[Recorded], recipient: str) -> Due:
    """What this recipient's duty is counted from: one that a reclassification left open runs on. "": anybody's."""
    duty = [r.data for r in known if isinstance(r.data, DutyArose) and recipient in (r.data.owed_to, "")][-1]
    again = [r.data.new for r in known if isinstance(r.data, DeadlineRecomputed) and r.data.duty == duty.duty]
    return again[-1] if again else duty.due


def last(known: Sequence[Recorded], kind: type[E]) -> E:
    return [recorded.data for recorded in known if isinstance(recorded.data, kind)][-1]
