"""What the notifier sends: the notification, composed for its recipient at the moment it leaves."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from services.notifier.document import Contents, text
from shared.calendar import london_date
from shared.dispatch.email import Mail
from shared.dispatch.letter import mail
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
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


def composer(service: Service, partnership: Partnership) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def compose(row: DispatchRow) -> Mail:
        contents = await _contents(service, row)
        return mail(row, partnership, title="Serious incident notification", text=text(contents, partnership))

    return compose


async def _contents(service: Service, row: DispatchRow) -> Contents:
    """Opens the case's seals for this one purpose."""
    known = await service.log.about(row.subject)
    reported = _last(known, IncidentReported)
    (draft,) = (
        r.data for r in known if isinstance(r.data, NotificationDrafted) and r.data.revision == row.revision
    )
    decided = _last(known, NotifyDecided)
    pool = service.log.pool
    approved = _when_approved(known, row.dispatch)
    clock_starts_at = _clock(approved, row.recipient)
    return Contents(
        case=row.subject,
        trigger_class=_trigger_class(approved),
        clock_starts_at=clock_starts_at,
        reported=reported,
        details=await service.keyring.open(pool, reported.details, ReportDetails),
        aware=_aware(approved),
        criteria=_criteria(approved),
        decided=decided,
        grounds=await _grounds(service, decided),
        narrative=await service.keyring.open(pool, draft.narrative, str),
        structured=policy_on(london_date(clock_starts_at)).structured_children,
    )


def _aware(known: list[Recorded]) -> AuthorityBecameAware:
    """With its time as it was corrected last."""
    aware = _last(known, AuthorityBecameAware)
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
    return await service.keyring.open(service.log.pool, decided.stated_grounds, str)


def _when_approved(known: list[Recorded], dispatch: UUID) -> list[Recorded]:
    """What the notification was when it was let out: what is sent a second time must not read otherwise."""
    said = [isinstance(r.data, DispatchDue) and r.data.dispatch == dispatch for r in known]
    return known[: said.index(True)]


def _trigger_class(known: list[Recorded]) -> TriggerClass:
    classed = (NotificationOpened, NotificationReclassified)
    return [r.data.trigger_class for r in known if isinstance(r.data, classed)][-1]


def _clock(known: list[Recorded], recipient: str) -> datetime:
    """What this recipient's duty is counted from: one that a reclassification left open runs on."""
    starts = [r.data.due.start for r in known if isinstance(r.data, DutyArose) and r.data.owed_to == recipient]
    assert isinstance(starts[-1], datetime), "a clock that starts at an instant"
    return starts[-1]


def _last(known: list[Recorded], kind: type[E]) -> E:
    return [recorded.data for recorded in known if isinstance(recorded.data, kind)][-1]
