"""Further information after the submission, as its recipients read it: numbered, beside what they have."""

from dataclasses import dataclass
from datetime import datetime

from shared.dispatch.letter import moment, reference_rows
from shared.dispatch.paper import Section
from shared.events.base import Recorded
from shared.events.notifier import NotificationSubmitted, SupplementDrafted
from shared.partnership import Partnership
from shared.service import Service


@dataclass(frozen=True)
class Supplement:
    number: int
    submitted_at: datetime | None  # when the Panel had the notification; none where it is not the Panel's
    information: str


async def supplement_of(service: Service, known: list[Recorded], number: int) -> Supplement:
    """The latest draft of that number: what was approved."""
    drafts = [r.data for r in known if isinstance(r.data, SupplementDrafted) and r.data.number == number]
    submitted = [r.data.submitted_at for r in known if isinstance(r.data, NotificationSubmitted)]
    information = await service.keyring.open(service.log.pool, drafts[-1].information, str, "composing a notice")
    return Supplement(number, submitted[-1] if submitted else None, information)


def as_sections(case: str, partnership: Partnership, it: Supplement) -> tuple[Section, ...]:
    about = [
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        *reference_rows(case),
        ("Supplement", f"number {it.number}; what was sent before stands as it was sent"),
        ("Contact", partnership.contact),
    ]
    if it.submitted_at:
        about.insert(3, ("Submitted", moment(it.submitted_at)))
    return (Section("Notification", tuple(about)), Section("Further information", text=it.information))
