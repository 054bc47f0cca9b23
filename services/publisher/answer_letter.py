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
PRIVATE = "Keep the code to yourself: whoever has it can read what is there."
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
    """What the letter is made of. `page` is a whole address, `code` what it asks for, which nobody else is given.

    `title` is empty where the review was removed; `readable` is not so where there is no text to read: it was
    removed, or is from before this system. `explanation` is what a refusal says.
    """

    answer: Answer
    came: CopyRequested
    to: str
    page: str
    code: str
    readable: bool = False
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
        f"Your request and its answer are on a page of your own:\n{told.page}\n"
        f"It asks for your code: {told.code}\n{PRIVATE}\n\n"
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
        case CopySupplied() as it:
            return _supplied(it, told)
        case RequestRefused(ground=ground):
            content = REVIEW if told.information_due else _complaints(partnership)
            return f"No copy is given: {ground}.\n\n{told.explanation}\n\n{content}"


def _supplied(it: CopySupplied, told: Told) -> str:
    if it.readable_until is None:
        return "The partnership sends you the copy by other means."
    if not told.readable:
        return "You were to read a copy on the site, but there is none to read. Please write to the contact below."
    return f"A copy is given to you. You can read it until {written(it.readable_until)}, on the page below."


def _complaints(partnership: Partnership) -> str:
    return f"If you are not content, you can complain: {partnership.site.url}/complaints"
