"""What the national case review repository reads: the published report as a PDF, and where it stands."""

from services.publisher.printing import pdf
from shared.deadline import written
from shared.dispatch.email import Mail
from shared.dispatch.letter import lines
from shared.dispatch.life import message_id
from shared.dispatch.outgoing import Attached
from shared.dispatch.post import DispatchRow
from shared.events.publisher import PublicText, ReportPublished
from shared.partnership import Partnership

NAMED = "Please add it to the repository."
ANONYMOUS = (
    "Please add it to the repository without the name of this partnership, and without the address at which it is"
    "\npublished. The attached report does not bear the partnership's name."
)
REPLACES = "It takes the place of the text that you were sent before: please delete that one.\n"
RIGHTS = "Copyright stays with the safeguarding partnership. Please acknowledge this message."
PURPOSES = ("repository submission", "repository withdrawal")


def submission(
    row: DispatchRow, partnership: Partnership, text: PublicText, published: ReportPublished, *, anonymously: bool
) -> Mail:
    """Public text alone, so without a marking. Blocks while the PDF is made."""
    where = f"{partnership.site.url}/reviews/{published.reference}"
    limited = published.scope == "improvements only"
    told = lines(
        ("Title", text.title),
        ("Type", published.kind),
        *((("Published is", "information on improvements, and not the report"),) if limited else ()),
        *((("Reviewer", text.reviewer),) if text.reviewer else ()),
        ("Published", written(published.published_on)),
        *(() if anonymously else (("Publisher", partnership.name), ("Address", where))),
    )
    printed = pdf(text, "" if anonymously else partnership.name, published.scope)
    again = row.revision > 1
    what = "A published review was corrected" if again else "A review was published"
    return _mail(
        row,
        partnership,
        f"{'Corrected' if again else 'Published'} review {published.reference}",
        f"{what} and is sent to you for the national case review repository.\n\n{told}\n\n"
        f"{REPLACES if again else ''}"
        f"{ANONYMOUS if anonymously else NAMED}\n{RIGHTS}\n\nContact: {partnership.contact}\n",
        (Attached(f"{published.reference}.pdf", "application/pdf", printed),),
    )


def withdrawal(row: DispatchRow, partnership: Partnership, published: ReportPublished) -> Mail:
    """Without its title, its text and the reason: each may be what must not be read."""
    return _mail(
        row,
        partnership,
        f"Removed review {published.reference}: please delete it",
        f"The review {published.reference}, which you were sent, was removed from publication in an emergency.\n"
        "Please take it out of the repository at once, delete every copy, and acknowledge this message.\n\n"
        f"Contact: {partnership.contact}\n",
    )


def _mail(
    row: DispatchRow, partnership: Partnership, subject: str, text: str, files: tuple[Attached, ...] = ()
) -> Mail:
    return Mail(
        to=partnership.recipient(row.recipient).address,
        subject=subject,
        text=text,
        message_id=message_id(row.dispatch),
        headers=(("X-Dispatch", str(row.dispatch)),),
        files=files,
    )
