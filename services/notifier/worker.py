"""What the notifier sends: the notification, composed for its recipient at the moment it leaves."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.notifier.document import Contents, text
from shared.calendar import london_date
from shared.dispatch.email import Mail
from shared.dispatch.life import message_id
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    ReportDetails,
)
from shared.events.notifier import NotificationDrafted
from shared.partnership import Partnership
from shared.policy import policy_on
from shared.service import Service

E = TypeVar("E")


def composer(service: Service, partnership: Partnership) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def compose(row: DispatchRow) -> Mail:
        contents = await _contents(service, row)
        reference = row.subject[:8].upper()
        return Mail(
            to=partnership.recipient(row.recipient).address,
            subject=f"Serious incident notification {reference} [OFFICIAL-SENSITIVE]",
            text=text(contents, partnership),
            message_id=message_id(row.dispatch),
            headers=(("X-Dispatch", str(row.dispatch)),),
        )

    return compose


async def _contents(service: Service, row: DispatchRow) -> Contents:
    """Opens the case's seals for this one purpose."""
    known = await service.log.about(row.subject)
    reported = _last(known, IncidentReported)
    decided = _last(known, NotifyDecided)
    criteria = [r.data for r in known if isinstance(r.data, NotifiableCriteriaMet)]
    (draft,) = (
        r.data for r in known if isinstance(r.data, NotificationDrafted) and r.data.revision == row.revision
    )
    pool = service.log.pool
    return Contents(
        case=row.subject,
        reported=reported,
        details=await service.keyring.open(pool, reported.details, ReportDetails),
        aware=_last(known, AuthorityBecameAware),
        criteria=criteria[-1] if criteria else None,
        decided=decided,
        narrative=await service.keyring.open(pool, draft.narrative, str),
        structured=policy_on(london_date(decided.clock_starts_at)).structured_children,
    )


def _last(known: list[Recorded], kind: type[E]) -> E:
    return [recorded.data for recorded in known if isinstance(recorded.data, kind)][-1]
