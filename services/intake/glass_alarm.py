"""The mail that tells the privacy officer that somebody broke the glass: of which case, and nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from services.intake.need.commands import NoteGlassAlarmed
from services.intake.views import glass
from services.intake.views.glass import Broken
from shared.alarms.letter import MESSAGE_DOMAIN
from shared.deadline import written
from shared.dispatch.outgoing import Mail
from shared.event_log import Database
from shared.partnership import Partnership


@dataclass(frozen=True)
class GlassLetter:
    """It names no child, and not why: the reason is sealed, and shown to whoever reviews it."""

    broken: Broken
    role: str = "privacy officer"

    @property
    def key(self) -> UUID:
        return self.broken.opening

    @property
    def subject(self) -> str:
        return self.broken.subject

    @property
    def events(self) -> Sequence[UUID]:
        return [self.broken.event]

    def to(self, partnership: Partnership) -> str:
        return partnership.privacy_officer

    def noted(self, outcome: str) -> NoteGlassAlarmed:
        return NoteGlassAlarmed.model_validate({"opening": self.broken.opening, "outcome": outcome})

    def mail(self, to: str, partnership: Partnership, console: str) -> Mail:
        by = written(self.broken.review_by)
        return Mail(
            to=to,
            subject=f"Broken glass: case {self.subject[:8].upper()}, to be reviewed by {by}",
            text="\n".join(
                [
                    "To the privacy officer",
                    "",
                    "Somebody broke the glass of a case that is closed to them. They can see it for four hours.",
                    "",
                    f"Another person must say by {by} whether it was right:",
                    *_where(self.subject, console),
                    "",
                    f"{partnership.name}. This message was made by a machine; nobody reads answers to it.",
                    "",
                ]
            ),
            message_id=f"<{uuid5(self.key, 'alarm')}@{MESSAGE_DOMAIN}>",
            headers=(("X-Reminder", str(self.broken.event)), ("Auto-Submitted", "auto-generated")),
            recipient=self.role,
            key=str(self.key),
        )


async def waiting_letters(db: Database) -> list[GlassLetter]:
    """Each opening that nobody was told of, the oldest first."""
    return [GlassLetter(it) for it in await glass.to_tell(db)]


def _where(subject: str, console: str) -> list[str]:
    return [f"{console}/cases/{subject}"] if console else ["In the console. The case's id is:", subject]
