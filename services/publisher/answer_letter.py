"""What a requester reads by mail: that the request is in hand, where the copy is, or why none is given.

Nothing typed into the public form stands in it: whoever types somebody else's address could choose the words.
"""

from dataclasses import dataclass
from datetime import date

from shared.calendar import london_date
from shared.dispatch.email import Mail
from shared.dispatch.letter import lines
from shared.dispatch.life import message_id
from shared.dispatch.post import DispatchRow
from shared.events.requests import CopyRequested, CopySupplied, RequestAcknowledged, RequestRefused
from shared.partnership import Partnership

Answer = RequestAcknowledged | CopySupplied | RequestRefused
ANSWERS = (RequestAcknowledged, CopySupplied, RequestRefused)
PRIVATE = "Keep the address to yourself: whoever has it can read what is there."
# FOIA s17(7): how to complain, and the right to apply to the Information Commissioner (s50).
REVIEW = (
    "If you are not content, ask the partnership to review this decision, at the contact below. After that you\n"
    "can complain to the Information Commissioner: https://ico.org.uk/make-a-complaint/"
)


def written(day: date) -> str:
    """In full, as on the site: this goes to people who do not read our abbreviations."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Told:
    """What the letter is made of. `page` and `copy` are whole addresses that only the requester is given.

    `title` is empty where the review is not on the site any more; `explanation` is what a refusal says.
    """

    answer: Answer
    came: CopyRequested
    to: str
    page: str
    copy: str = ""
    title: str = ""
    explanation: str = ""
    information_due: date | None = None


def letter(row: DispatchRow, partnership: Partnership, told: Told) -> Mail:
    """To the mailbox in the request, and so without a marking: it goes to a member of the public."""
    review = lines(
        *((("Review", told.title),) if told.title else ()),
        ("Reference", told.came.reference),
        ("Asked for", written(london_date(told.came.requested_at))),
    )
    return Mail(
        to=told.to,
        subject=f"Your request for a copy of {told.came.reference}",
        text=f"You asked {partnership.name} for a copy of a review.\n\n{review}\n\n{_said(partnership, told)}\n\n"
        f"Your request and its answer are on a page of your own:\n{told.page}\n{PRIVATE}\n\n"
        f"Contact: {partnership.contact}\n",
        message_id=message_id(row.dispatch),
        headers=(("X-Dispatch", str(row.dispatch)),),
    )


def _said(partnership: Partnership, told: Told) -> str:
    match told.answer:
        case RequestAcknowledged():
            by = told.information_due
            return "Somebody at the partnership has it in hand." + (
                f" It will be answered by {written(by)}." if by else ""
            )
        case CopySupplied(readable_until=until):
            if until is None:
                return "The partnership sends you the copy by other means."
            return f"A copy is given to you. You can read it until {written(until)}:\n{told.copy}"
        case RequestRefused(ground=ground):
            content = REVIEW if told.information_due else _complaints(partnership)
            return f"No copy is given: {ground}.\n\n{told.explanation}\n\n{content}"


def _complaints(partnership: Partnership) -> str:
    return f"If you are not content, you can complain: {partnership.site.url}/complaints"
