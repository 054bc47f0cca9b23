"""Letters of a practice review to the national bodies: each a dispatch of its own, about what it tells."""

from uuid import UUID, uuid5

from shared.events.base import Event
from shared.events.dispatch import DispatchDue, Purpose
from shared.partnership import Partnership

PANEL_AND_SECRETARY = ("panel", "secretary of state")
ALL_NATIONAL = (*PANEL_AND_SECRETARY, "inspectorate")


def letters(partnership: Partnership, purpose: Purpose, about: UUID, roles: tuple[str, ...]) -> list[Event]:
    return [
        DispatchDue(
            dispatch=uuid5(about, f"dispatch/{recipient.id}/1"),
            purpose=purpose,
            about=about,
            recipient=recipient.id,
            channel=recipient.channel,
            revision=1,
        )
        for recipient in partnership.with_role(*roles)
    ]
