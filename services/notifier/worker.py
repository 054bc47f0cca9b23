"""What the notifier sends, composed as it leaves: the notification, what is new since, an invitation."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.notifier.document import sections
from services.notifier.gathering import gathered
from services.notifier.invitation import invitation
from services.notifier.supplement import as_sections, supplement_of
from services.notifier.view import view_of
from shared.dispatch.email import Mail
from shared.dispatch.notice import Printer, in_a_thread, notice
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.dispatch import GUEST, DispatchDue
from shared.partnership import Partnership
from shared.service import Service

NOTIFICATION, SUPPLEMENT = "Serious incident notification", "Further information on a notification"


def composer(
    service: Service, partnership: Partnership, printed: Printer = in_a_thread, console: str = ""
) -> Callable[[DispatchRow], Awaitable[Mail]]:
    """`console`: where browsers reach it, for whoever is invited."""

    async def compose(row: DispatchRow) -> Mail:
        known = await service.log.about(row.subject)
        if row.recipient == GUEST:
            return await invitation(service, partnership, console, row, known)
        known, due = _when_due(known, row.dispatch)
        if due.supplement:
            further = await supplement_of(service, known, due.supplement)
            told = as_sections(row.subject, partnership, further)
            return await notice(row, partnership, SUPPLEMENT, told, printed)
        view = view_of(partnership.recipient(row.recipient))
        contents = await gathered(service, partnership, row.subject, known, row.recipient, row.revision)
        return await notice(row, partnership, NOTIFICATION, sections(contents, partnership, view), printed)

    return compose


def _when_due(known: list[Recorded], dispatch: UUID) -> tuple[list[Recorded], DispatchDue]:
    """What was known when it was let out: what is sent a second time must not read otherwise."""
    for number, recorded in enumerate(known):
        if isinstance(recorded.data, DispatchDue) and recorded.data.dispatch == dispatch:
            return known[:number], recorded.data
    raise LookupError("no such dispatch")
