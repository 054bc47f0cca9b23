"""One case from report to take-down, as four services said it, each having heard the ones before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from shared.events.base import Event, Recorded, encode, event_type
from shared.events.dispatch import DispatchDue
from shared.events.duties import DeadlineMissed, LatenessExplained, ReminderRaised
from shared.events.intake import (
    NotifiableCriteriaMet,
)
from shared.events.publisher import (
    PublicationOpened,
    PublicationReady,
)
from tests.console.examples import (
    ACCEPTED,
    APPROVED,
    AWARE,
    CASE,
    CERTIFIED,
    DRAFTED,
    NOTIFICATION,
    NOTIFY,
    OPENED,
    PRACTICE,
    PRACTICE_INITIATED,
    PUBLICATION,
    PUBLISHED,
    RAPID,
    RAPID_DECIDED,
    RAPID_OPENED,
    RAPID_SUBMITTED,
    REPORTED,
    SAVED,
    SCHEDULED,
    SECRET,
    SUBMITTED,
    TAKEN_DOWN,
    arose,
    day,
    duty_of,
    met,
)


@dataclass
class Story:
    """Records events as their services would; each hears what the services named have said so far."""

    subject: str = CASE
    heads: dict[str, int] = field(default_factory=dict)

    def said(
        self,
        source: str,
        event: Event,
        at: datetime,
        *,
        after: Iterable[str] = (),
        because: Recorded | None = None,
    ) -> Recorded:
        version = self.heads[source] = self.heads.get(source, 0) + 1
        id_ = uuid5(UUID(int=0), f"{self.subject}/{source}/{version}")
        blank = Recorded(
            id=id_,
            source=source,
            type=event_type(source, type(event)),
            subject=self.subject,
            version=version,
            time=at,
            cause=because.id if because else id_,
            correlation=id_,
            actor="person:officer",
            data=event,
            heard={name: self.heads[name] for name in after},
        )
        return Recorded(**{**_fields(blank), "wire": encode(blank)})


def _fields(recorded: Recorded) -> dict[str, object]:
    return {name: getattr(recorded, name) for name in Recorded.__slots__}


def whole_case(subject: str = CASE) -> Iterator[Recorded]:
    """In the order of the story; another order is as true, where `heard` allows it."""
    story = Story(subject)
    yield story.said("intake", REPORTED, day(0))
    yield story.said("intake", AWARE, day(1))
    criteria = NotifiableCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=day(1))
    yield story.said("intake", criteria, day(1))
    yield story.said("intake", NOTIFY, day(2))
    yield from _notified(story)
    yield from _reviewed(story)
    yield from _published(story)


def _notified(story: Story) -> Iterator[Recorded]:
    heard = {"after": ["intake"]}
    dispatch = DispatchDue(
        dispatch=UUID(int=9),
        purpose="notification",
        about=NOTIFICATION,
        recipient="national-panel",
        channel="email",
        revision=1,
    )
    board_due = arose(NOTIFICATION, "notification", day(1), "integrated-care-board")
    yield story.said("notifier", OPENED, day(2), **heard)
    yield story.said("notifier", arose(NOTIFICATION, "notification", day(1), "national-panel"), day(2), **heard)
    yield story.said("notifier", board_due, day(2), **heard)
    yield story.said("notifier", DRAFTED, day(3), **heard)
    yield story.said("notifier", APPROVED, day(4), **heard)
    yield story.said("notifier", dispatch, day(4), **heard)
    yield story.said("notifier", met(NOTIFICATION, "national-panel", day(4)), day(4), **heard)
    yield story.said("notifier", SUBMITTED, day(4), **heard)


def _reviewed(story: Story) -> Iterator[Recorded]:
    """The care board is told late: the notifier speaks while the rapid review is under way."""
    heard = {"after": ["intake", "notifier"]}
    board = duty_of(NOTIFICATION, "integrated-care-board")
    late = met(NOTIFICATION, "integrated-care-board", day(10), late=2)
    missed = DeadlineMissed(duty=board, due_on=date(2026, 1, 13))
    yield story.said("reviews", RAPID_OPENED, day(4), **heard)
    yield story.said("reviews", arose(RAPID, "rapid-review", day(4), "national-panel"), day(4), **heard)
    reminded = ReminderRaised(
        duty=board, step="four office hours", due_on=date(2026, 1, 13), role="director", escalated=True
    )
    yield story.said("notifier", reminded, day(8))
    yield story.said("notifier", missed, day(9))
    yield story.said("notifier", late, day(10))
    yield story.said("notifier", LatenessExplained(duty=board, reason=SECRET), day(11))
    yield story.said("reviews", RAPID_DECIDED, day(15), **heard)
    yield story.said("reviews", met(RAPID, "national-panel", day(17)), day(17), **heard)
    yield story.said("reviews", RAPID_SUBMITTED, day(17), **heard)
    yield story.said("reviews", PRACTICE_INITIATED, day(17), **heard)
    yield story.said("reviews", ACCEPTED, day(126), **heard)


def _published(story: Story) -> Iterator[Recorded]:
    heard = {"after": ["intake", "notifier", "reviews"]}
    opened = PublicationOpened(publication=PUBLICATION, practice_review=PRACTICE, kind="practice review")
    ready = PublicationReady(publication=PUBLICATION, report_hash="0" * 64, reviewer=SECRET)
    duty = arose(PUBLICATION, "practice-review", date(2026, 1, 20), "public")
    down = arose(UUID(int=5), "take-down", date(2026, 6, 1), "public")
    yield story.said("publisher", opened, day(17), **heard)
    yield story.said("publisher", duty, day(17), **heard)
    yield story.said("publisher", ready, day(126), **heard)
    yield story.said("publisher", SAVED, day(127), **heard)
    yield story.said("publisher", CERTIFIED, day(128), **heard)
    yield story.said("publisher", SCHEDULED, day(129), **heard)
    yield story.said("publisher", PUBLISHED, day(147), **heard)
    yield story.said("publisher", met(PUBLICATION, "public", day(147)), day(147), **heard)
    yield story.said("publisher", down, day(147), **heard)
    yield story.said("publisher", TAKEN_DOWN, day(513), **heard)
