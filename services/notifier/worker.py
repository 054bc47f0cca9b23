"""What the notifier sends: the notification, or what is new since, composed at the moment it leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from services.notifier.document import sections
from services.notifier.gathering import gathered
from services.notifier.supplement import as_sections, supplement_of
from services.notifier.view import view_of
from shared.dispatch.email import Mail
from shared.dispatch.letter import MARKING, mail, reference
from shared.dispatch.outgoing import Attached
from shared.dispatch.paper import Section, html_of, pdf_of, text_of
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.dispatch import DispatchDue
from shared.partnership import Partnership
from shared.service import Service

NOTIFICATION, SUPPLEMENT = "Serious incident notification", "Further information on a notification"


Printer = Callable[[str], Awaitable[bytes]]  # a page, as HTML, to a PDF


async def in_a_thread(html: str) -> bytes:
    """Making a PDF takes a while: others are served meanwhile."""
    return await asyncio.to_thread(pdf_of, html)


def composer(
    service: Service, partnership: Partnership, printed: Printer = in_a_thread
) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def paper(row: DispatchRow, title: str, parts: tuple[Section, ...]) -> Mail:
        """In three forms that say the same."""
        html = html_of(f"{title} {reference(row.subject)}", MARKING, parts)
        name = f"{title.lower().replace(' ', '-')}-{reference(row.subject)}-{row.revision}.pdf"
        pdf = Attached(name, "application/pdf", await printed(html))
        return mail(row, partnership, title=title, text=text_of(parts), html=html, files=(pdf,))

    async def compose(row: DispatchRow) -> Mail:
        known, due = _when_due(await service.log.about(row.subject), row.dispatch)
        if due.supplement:
            further = await supplement_of(service, known, due.supplement)
            return await paper(row, SUPPLEMENT, as_sections(row.subject, partnership, further))
        view = view_of(partnership.recipient(row.recipient))
        contents = await gathered(service, partnership, row.subject, known, row.recipient, row.revision)
        return await paper(row, NOTIFICATION, sections(contents, partnership, view))

    return compose


def _when_due(known: list[Recorded], dispatch: UUID) -> tuple[list[Recorded], DispatchDue]:
    """What was known when it was let out: what is sent a second time must not read otherwise."""
    for number, recorded in enumerate(known):
        if isinstance(recorded.data, DispatchDue) and recorded.data.dispatch == dispatch:
            return known[:number], recorded.data
    raise LookupError("no such dispatch")
