"""What an agency reads when it is asked by mail for a return, and when it is reminded of it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.reviews.asked_about import ChildNamed, children_of
from shared.deadline import written
from shared.dispatch.notice import letter
from shared.dispatch.outgoing import Mail
from shared.dispatch.paper import Section
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.gathering import AgencyReturnRequested
from shared.partnership import Partnership
from shared.service import Service

REQUEST, REMINDER = "Rapid review: return requested", "Rapid review: return reminder"
TITLES = {"agency return request": REQUEST, "agency return reminder": REMINDER}
ASKED_FOR = (
    "Tell us, as far as your records readily show: how your agency was involved with the child and the family; the"
    " key episodes and what you make of them; good practice; what was or must be done at once; and a chronology,"
    " each entry with the record it stands in.\n\n"
    "Send it over your topic of returns, over HTTP, or from the spreadsheet template; or to the contact above, who"
    " enters it for you. Until the rapid review's meeting no other agency sees it."
)
REMINDED = "We do not have your return yet. If something stands in its way, tell the contact above."


async def compose(service: Service, partnership: Partnership, row: DispatchRow) -> Mail:
    """The request names the children, a reminder nobody. Raises KeyError when the log has no such request."""
    known = await service.log.about(row.subject)
    head = Section("Rapid review", _head(partnership, row, _request(known, row.about)))
    if row.purpose == "agency return reminder":
        return letter(row, partnership, REMINDER, (head, Section("Your return", text=REMINDED)))
    children = await children_of(service, known, "composing a letter")
    parts = (head, Section("Children", _named(children)), Section("What we ask", text=ASKED_FOR))
    return letter(row, partnership, REQUEST, parts)


def _request(known: Iterable[Recorded], about: UUID) -> AgencyReturnRequested:
    for recorded in known:
        if isinstance(recorded.data, AgencyReturnRequested) and recorded.data.agency_return == about:
            return recorded.data
    raise KeyError(about)


def _head(partnership: Partnership, row: DispatchRow, asked: AgencyReturnRequested) -> tuple[tuple[str, str], ...]:
    return (
        ("From", partnership.name),
        ("To", partnership.recipient(row.recipient).name),
        ("Reference", row.subject),
        ("Return due by", written(asked.due_on)),
        ("Contact", partnership.contact),
    )


def _named(children: Sequence[ChildNamed]) -> tuple[tuple[str, str], ...]:
    return tuple((f"Child {n}", _described(child)) for n, child in enumerate(children, 1))


def _described(child: ChildNamed) -> str:
    born = f", born {written(child.date_of_birth)}" if child.date_of_birth else ""
    return f"{child.name}{born}"
