"""The mail that tells somebody of a date: which duties, by when, and why them. It names no child and no family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID, uuid5

from shared.alarms.waiting import AlarmRow, letters_due
from shared.calendar import LONDON
from shared.deadline import written
from shared.dispatch.outgoing import Mail
from shared.duties.reminders import NoteReminderSent
from shared.duties.words import to_do
from shared.escalation import address_of
from shared.event_log import Database
from shared.partnership import Partnership

MESSAGE_DOMAIN = "reminder.cspr.invalid"  # RFC 6761: never anybody's; the id alone must be unique
_SAME_MAIL = UUID("6a1f4a0e-2f0c-5c1c-9b0e-5a3a7f6d2b11")
_LEFT = {
    "two working days": "Two working days are left.",
    "one working day": "One working day is left.",
    "four office hours": "Four office hours are left, or fewer.",
    "missed": "The date has passed, and it is still owed. Send it all the same, and say why it was late.",
}


@dataclass(frozen=True)
class Letter:
    """What one role is told at one step of one case. `alarms` have all the same subject, step, role and date."""

    alarms: Sequence[AlarmRow]

    @property
    def key(self) -> UUID:
        """The same for the same reminders, however often it is sent."""
        return uuid5(_SAME_MAIL, "/".join(sorted(str(alarm.event) for alarm in self.alarms)))

    @property
    def subject(self) -> str:
        return self.alarms[0].subject

    @property
    def role(self) -> str:
        return self.alarms[0].role

    @property
    def events(self) -> list[UUID]:
        return [alarm.event for alarm in self.alarms]

    def to(self, partnership: Partnership) -> str:
        """Whoever has the role; empty when the partnership's file has no such role."""
        return address_of(partnership.escalation, self.role)

    def noted(self, outcome: str) -> NoteReminderSent:
        duties = tuple(alarm.duty for alarm in self.alarms)
        told = {"duties": duties, "step": self.alarms[0].step, "role": self.role, "outcome": outcome}
        return NoteReminderSent.model_validate(told)

    def mail(self, to: str, partnership: Partnership, console: str) -> Mail:
        """`console` is where people look; empty when the installation does not say."""
        return Mail(
            to=to,
            subject=self._subject(),
            text=self._text(partnership, console),
            message_id=f"<{self.key}@{MESSAGE_DOMAIN}>",
            headers=(
                ("X-Reminder", ",".join(str(alarm.event) for alarm in self.alarms)),
                ("Auto-Submitted", "auto-generated"),  # RFC 3834: no absence notice is to answer it
            ),
            recipient=self.role,
            key=str(self.key),
        )

    def _subject(self) -> str:
        first = self.alarms[0]
        state = "Missed" if first.step == "missed" else "Due"
        count = "1 duty" if len(self.alarms) == 1 else f"{len(self.alarms)} duties"
        return f"{state} {written(first.due_on)}: {count} on case {_reference(first.subject)}"

    def _text(self, partnership: Partnership, console: str) -> str:
        first = self.alarms[0]
        names = {recipient.id: recipient.name for recipient in partnership.recipients}
        owed = sorted(_owed(alarm, names) for alarm in self.alarms)
        return "\n".join(
            [
                f"To the {first.role}",
                "",
                f"{_LEFT[first.step]} {self._why()}".strip(),
                "",
                *owed,
                "",
                *_where(first.subject, console),
                "",
                f"{partnership.name}. This message was made by a machine; nobody reads answers to it.",
                "",
            ]
        )

    def _why(self) -> str:
        first = self.alarms[0]
        if first.step == "missed" or not first.escalated:
            return ""
        return "Nobody has said yet that they see to it, so you are told."


async def waiting_letters(db: Database) -> list[Letter]:
    """One for each case, role, step and date, whatever the number of duties; the oldest first."""
    rows = sorted(await letters_due(db), key=_alike)
    letters = [Letter(list(group)) for _, group in groupby(rows, key=_alike)]
    return sorted(letters, key=lambda letter: (min(alarm.raised_at for alarm in letter.alarms), letter.key))


def _alike(it: AlarmRow) -> tuple[str, str, str, date, bool]:
    return it.subject, it.step, it.role, it.due_on, it.escalated


def _owed(alarm: AlarmRow, names: dict[str, str]) -> str:
    until = f"by {written(alarm.due_on)}"
    if alarm.due_at:
        until = f"by {written(alarm.due_on)}, {alarm.due_at.astimezone(LONDON):%H:%M}"
    to = names.get(alarm.owed_to, alarm.owed_to.replace("-", " "))
    return f"- {to_do(alarm.strength, alarm.rule)}, owed to {to}, {until}."


def _where(subject: str, console: str) -> list[str]:
    """Where the duties are shown and acknowledged."""
    if console:
        return ["See the case, and say there that you see to it:", f"{console}/cases/{subject}"]
    return ["See the case in the console, and say there that you see to it. Its id is:", subject]


def _reference(subject: str) -> str:
    """What people call the case; a request for a copy is called by its whole id."""
    return subject if subject.startswith("request-") else subject[:8].upper()
