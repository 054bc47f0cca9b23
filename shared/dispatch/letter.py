"""The outer form of every notice that leaves by mail: marked, its subject a reference, in plain sections."""

from collections.abc import Iterable
from datetime import datetime

from shared.calendar import LONDON
from shared.deadline import written
from shared.dispatch.email import Mail
from shared.dispatch.life import message_id
from shared.dispatch.outgoing import Attached
from shared.dispatch.post import DispatchRow
from shared.partnership import Partnership

MARKING = "OFFICIAL-SENSITIVE"


def mail(
    row: DispatchRow,
    partnership: Partnership,
    *,
    title: str,
    text: str,
    attachments: tuple[tuple[str, str], ...] = (),
    html: str = "",
    files: tuple[Attached, ...] = (),
) -> Mail:
    """To the recipient's configured address. Raises KeyError when it has none."""
    return Mail(
        to=partnership.recipient(row.recipient).address,
        subject=f"{title} {reference(row.subject)} [{MARKING}]",
        text=f"{MARKING}\n\n{text}",
        message_id=message_id(row.dispatch),
        headers=(("X-Dispatch", str(row.dispatch)),),
        attachments=attachments,
        html=html,
        files=files,
    )


def reference(case: str) -> str:
    """What a subject line and a file name may tell of a case."""
    return case[:8].upper()


def reference_rows(case: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The reference as the subject line has it, and below it the whole id, by which a system finds the case."""
    return ("Reference", reference(case)), ("Case identifier", case)


def sections(parts: Iterable[tuple[str, str]]) -> str:
    """(title, body), one below the other."""
    return "\n\n".join(f"{title.upper()}\n{body}" for title, body in parts) + "\n"


def lines(*pairs: tuple[str, str]) -> str:
    """(name, value), the values in one column."""
    width = max(len(name) for name, _ in pairs) + 1
    return "\n".join(f"{name + ':':<{width}} {value}" for name, value in pairs)


def moment(at: datetime) -> str:
    """As London's clocks show it."""
    local = at.astimezone(LONDON)
    return f"{written(local.date())}, {local:%H:%M}"
