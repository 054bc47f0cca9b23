"""What the notifier makes of what intake says: a notification is opened, or loses its footing. Nothing else."""

from uuid import UUID

import pytest

from services.notifier.commands import OpenNotification, ReclassifyNotification
from services.notifier.reactions import react
from shared.decider import Ask
from shared.events.base import Event, Recorded, Unrecognised
from shared.events.notifier import NOTIFIER, Concerned
from tests import examples as ex


def recorded(event: Event, source: str = "intake") -> Recorded:
    return Recorded(
        id=UUID(int=9),
        source=source,
        type="",
        subject=ex.CASE,
        version=4,
        time=ex.SENT_AT,
        cause=UUID(int=9),
        correlation=UUID(int=9),
        actor="person:officer",
        data=event,
    )


def test_a_decision_to_notify_opens_the_notification_with_the_clock_that_was_decided() -> None:
    expected = OpenNotification(
        trigger_class="A",
        clock_starts_at=ex.CRITERIA_MET_AT,
        incident_aware_at=ex.AWARE_AT,
        others=(Concerned(la_code="E10000014", connection="home"),),
    )
    assert list(react(recorded(ex.notify_decided))) == [Ask(ex.CASE, expected)]


def test_a_reclassification_is_passed_on() -> None:
    assert list(react(recorded(ex.reclassified))) == [Ask(ex.CASE, ReclassifyNotification(trigger_class="D"))]


ANSWERED = (ex.notify_decided, ex.reclassified, ex.classified, ex.child_died, ex.jurisdiction)
RECOUNTS = (ex.awareness_corrected, ex.criteria_corrected)
QUIET = [e for e in (*ex.INTAKE, Unrecognised()) if e not in (*ANSWERED, *RECOUNTS)]


@pytest.mark.parametrize("event", QUIET, ids=lambda event: type(event).__name__)
def test_nothing_else_that_intake_says_asks_anything_of_us(event: Event) -> None:
    assert list(react(recorded(event))) == []


@pytest.mark.parametrize("event", ex.NOTIFIER, ids=lambda event: type(event).__name__)
def test_our_own_events_set_nothing_off(event: Event) -> None:
    assert list(react(recorded(event, NOTIFIER.source))) == []
