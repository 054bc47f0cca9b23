"""What a guest reads: that they were let in to a case, what for, until when, and where to sign in.

Mail is read over shoulders and passed on: it names no child, no person, and of the case its reference alone.
"""

from shared.dispatch.email import Mail
from shared.dispatch.letter import lines, reference
from shared.dispatch.life import message_id
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.need import AccessGranted
from shared.partnership import Partnership
from shared.service import Service

# That advice was asked for may be privileged, as the advice itself is.
_NOT_TOLD = "legal advice"


async def invitation(
    service: Service, partnership: Partnership, console: str, row: DispatchRow, known: list[Recorded]
) -> Mail:
    """`console`: where people sign in; empty when the installation does not say. Raises KeyNotHere, Erased."""
    granted = next(r.data for r in known if isinstance(r.data, AccessGranted) and r.data.grant == row.about)
    assert granted.mail_address
    to = await service.keyring.open(service.log.pool, granted.mail_address, str, "inviting somebody")
    return letter(row, partnership, console, granted, to)


def letter(row: DispatchRow, partnership: Partnership, console: str, granted: AccessGranted, to: str) -> Mail:
    """To somebody who may work for none of the partners, and so without a marking."""
    last, case = granted.until_on, reference(row.subject)
    facts = lines(
        ("Case", case),
        *((("For", granted.purpose),) if granted.purpose != _NOT_TOLD else ()),
        ("Until", f"the end of {last.day} {last:%B %Y}, London time"),
    )
    return Mail(
        to=to,
        subject=f"You were given access to case {case}",
        text=f"{partnership.name} has given you access to a case.\n\n{facts}\n\n{_where(console)}\n\n"
        "Nothing more of the case is told by mail. If you did not expect this, or cannot sign in, please write\n"
        "to the contact below. If it was not meant for you, please delete it.\n\n"
        f"Contact: {partnership.contact}\n\n"
        "This message was made by a machine; nobody reads answers to it.\n",
        message_id=message_id(row.dispatch),
        headers=(
            ("X-Dispatch", str(row.dispatch)),
            ("Auto-Submitted", "auto-generated"),  # RFC 3834: no absence notice is to answer it
        ),
    )


def _where(console: str) -> str:
    account = "with the account that your organisation or the partnership gave you"
    return f"Sign in here, {account}:\n{console}" if console else f"Sign in at the console, {account}."
