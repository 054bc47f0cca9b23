"""A notice as it leaves: its sections as text, as a page and as a PDF that goes with it, which say the same."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from shared.dispatch.letter import MARKING, mail, reference
from shared.dispatch.outgoing import Attached, Mail
from shared.dispatch.paper import Section, html_of, pdf_of, text_of
from shared.dispatch.post import DispatchRow
from shared.partnership import Partnership

Printer = Callable[[str], Awaitable[bytes]]  # a page, as HTML, to a PDF


async def in_a_thread(html: str) -> bytes:
    """Making a PDF takes a while: others are served meanwhile."""
    return await asyncio.to_thread(pdf_of, html)


async def notice(
    row: DispatchRow,
    partnership: Partnership,
    title: str,
    parts: Sequence[Section],
    printed: Printer = in_a_thread,
) -> Mail:
    """In three forms. Raises KeyError when the recipient is not configured."""
    html = _page(row, title, parts)
    name = f"{title.lower().replace(' ', '-')}-{reference(row.subject)}-{row.revision}.pdf"
    pdf = Attached(name, "application/pdf", await printed(html))
    return mail(row, partnership, title=title, text=text_of(parts), html=html, files=(pdf,))


def letter(row: DispatchRow, partnership: Partnership, title: str, parts: Sequence[Section]) -> Mail:
    """What is only to be read: text and page."""
    return mail(row, partnership, title=title, text=text_of(parts), html=_page(row, title, parts))


def _page(row: DispatchRow, title: str, parts: Sequence[Section]) -> str:
    return html_of(f"{title} {reference(row.subject)}", MARKING, parts)
