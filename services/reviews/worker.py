"""What reviews sends, composed at the moment it leaves: the rapid review, and letters of a practice review."""

from collections.abc import Awaitable, Callable

from services.reviews import agency_letters, practice_letters
from services.reviews.compiling import contents_of
from services.reviews.document import sections
from shared.dispatch.email import Mail
from shared.dispatch.letter import mail
from shared.dispatch.notice import Printer, in_a_thread, notice
from shared.dispatch.post import DispatchRow
from shared.partnership import Partnership
from shared.service import Service


def composer(
    service: Service, partnership: Partnership, printed: Printer = in_a_thread
) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def compose(row: DispatchRow) -> Mail:
        if row.purpose in practice_letters.TITLES:
            body = await practice_letters.text(service, partnership, row)
            return mail(row, partnership, title=practice_letters.TITLES[row.purpose], text=body)
        if row.purpose in agency_letters.TITLES:
            return await agency_letters.compose(service, partnership, row)
        contents = await contents_of(service, row.subject)
        return await notice(row, partnership, "Rapid review", sections(contents, partnership), printed)

    return compose
