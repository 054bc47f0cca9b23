"""A case with a notification is merged into another, parted again, or its clock is corrected."""

from datetime import date, timedelta

import pytest

from services.notifier.commands import (
    OfMerges,
    RecountNotification,
    ReinstateNotification,
    SupersedeNotification,
)
from services.notifier.reactions import react
from shared.decider import Ask
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchWithdrawn
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.notifier import NotificationRecounted, NotificationReinstated, NotificationSuperseded
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er
from tests.notifier import examples as asked
from tests.notifier.examples import approved, decider, sent, story
from tests.notifier.test_reactions import recorded

given = Given(decider()).given
supersede = SupersedeNotification(into=er.OTHER_CASE)
reinstate = ReinstateNotification(clock_starts_at=ex.CRITERIA_MET_AT)
EARLIER = ex.CRITERIA_MET_AT - timedelta(days=1)
recount = RecountNotification(clock_starts_at=EARLIER)


def after(history: tuple[Event, ...], command: OfMerges) -> list[Event]:
    then = given(*history).when(command)
    assert then.refused is None
    return then.happened


def owed_to(events: list[Event]) -> set[str]:
    return {event.owed_to for event in events if isinstance(event, DutyArose)}


def test_what_a_merged_case_still_owes_is_superseded() -> None:
    said = after(approved(), supersede)
    assert isinstance(said[0], NotificationSuperseded)
    arose = [event for event in approved() if isinstance(event, DutyArose)]
    assert {e.duty for e in said if isinstance(e, DutyFellAway)} == {e.duty for e in arose}
    due = [event for event in approved() if isinstance(event, DispatchDue)]
    assert {e.dispatch for e in said if isinstance(e, DispatchWithdrawn)} == {e.dispatch for e in due}


def test_what_was_sent_before_the_merge_stays_sent() -> None:
    said = after(sent(), supersede)
    met = {ex.PANEL, asked.EDUCATION, asked.OFSTED}
    still = {e.duty for e in sent() if isinstance(e, DutyArose) and e.owed_to not in met}
    assert still
    assert {e.duty for e in said if isinstance(e, DutyFellAway)} == still
    assert asked.dispatch_to(ex.PANEL) not in {e.dispatch for e in said if isinstance(e, DispatchWithdrawn)}


def test_a_superseded_notification_is_neither_drafted_nor_approved() -> None:
    history = (*approved(), *after(approved(), supersede))
    given(*history).when(asked.draft).then_refused("withdrawn")


def test_parted_again_it_is_owed_as_before_and_an_approved_text_goes_out() -> None:
    history = (*approved(), *after(approved(), supersede))
    said = after(history, reinstate)
    assert isinstance(said[0], NotificationReinstated)
    arose = [event for event in approved() if isinstance(event, DutyArose)]
    assert owed_to(said) == {event.owed_to for event in arose}
    assert {e.due for e in said if isinstance(e, DutyArose)} == {event.due for event in arose}
    recipients = {e.recipient for e in said if isinstance(e, DispatchDue)}
    assert recipients == {e.recipient for e in approved() if isinstance(e, DispatchDue)}
    assert not {e.dispatch for e in said if isinstance(e, DispatchDue)} & {
        e.dispatch for e in approved() if isinstance(e, DispatchDue)
    }


def test_parted_again_nobody_is_told_who_had_it() -> None:
    history = (*sent(), *after(sent(), supersede))
    said = after(history, reinstate)
    assert not owed_to(said) & {ex.PANEL, asked.EDUCATION, asked.OFSTED}


def test_a_corrected_clock_moves_what_is_still_owed_and_the_old_date_stays() -> None:
    """Criteria met on Thu 2 April 2026: Mon 13 April. A day earlier: Fri 10 April (3 and 6 April are holidays)."""
    opened = story(asked.open_it())
    said = after(opened, recount)
    moved = said[0]
    assert isinstance(moved, NotificationRecounted)
    assert (moved.previous_clock_starts_at, moved.clock_starts_at) == (ex.CRITERIA_MET_AT, EARLIER)
    old = [event for event in opened if isinstance(event, DutyArose)]
    new = [event for event in said if isinstance(event, DutyArose)]
    assert [(a.owed_to, a.strength) for a in old] == [(b.owed_to, b.strength) for b in new]
    assert {a.due.due_on for a in old} == {date(2026, 4, 13)}
    assert {b.due.due_on for b in new} == {date(2026, 4, 10)}
    assert {e.duty for e in said if isinstance(e, DutyFellAway)} == {event.duty for event in old}


def test_what_is_met_is_not_counted_again() -> None:
    said = after(sent(), recount)
    assert not owed_to(said) & {ex.PANEL, asked.EDUCATION, asked.OFSTED}


def test_of_a_withdrawn_or_a_superseded_notification_nothing_is_counted() -> None:
    for history in ((*approved(), *after(approved(), supersede)), (*approved(), ex.notification_withdrawn)):
        given(*history).when(recount).then_nothing()


@pytest.mark.parametrize("command", [supersede, reinstate, recount], ids=lambda it: type(it).__name__)
def test_where_nobody_decided_to_notify_nothing_follows(command: OfMerges) -> None:
    given().when(command).then_nothing()


def merged(class_: object) -> CaseMerged:
    return er.merged.model_copy(update={"trigger_class": class_})


def undone(class_: object) -> MergeUndone:
    return er.merge_undone.model_copy(update={"trigger_class": class_, "clock_starts_at": ex.CRITERIA_MET_AT})


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (merged("B"), supersede),
        (undone("B"), reinstate),
        (
            ex.awareness_corrected,
            RecountNotification(clock_starts_at=ex.awareness_corrected.clock_starts_at),
        ),
        (ex.criteria_corrected, RecountNotification(clock_starts_at=ex.criteria_corrected.clock_starts_at)),
    ],
)
def test_what_intake_says_of_merges_and_corrections_is_answered(event: Event, command: OfMerges) -> None:
    assert list(react(recorded(event))) == [Ask(ex.CASE, command)]


@pytest.mark.parametrize("event", [merged(None), undone(None)])
def test_a_merge_of_what_was_not_to_be_notified_is_nothing_to_the_notifier(event: Event) -> None:
    assert list(react(recorded(event))) == []


def refused_while_superseded() -> tuple[Event, ...]:
    history = (*sent(), *after(sent(), supersede))
    return (*history, *given(*history).when(asked.refuse, at=ex.SENT_AT).happened)


def test_what_is_refused_while_the_case_is_merged_is_owed_to_nobody_and_is_not_submitted() -> None:
    state = decider().state(refused_while_superseded())
    assert not state.submitted
    assert not [duty for duty in state.duties.values() if duty.open or duty.met]


def test_parted_again_whoever_refused_it_meanwhile_is_owed_it() -> None:
    """It was taken for told, though it had sent the notification back."""
    said = after(refused_while_superseded(), reinstate)
    assert {ex.PANEL, asked.EDUCATION, asked.OFSTED} <= owed_to(said)
    assert ex.PANEL in {event.recipient for event in said if isinstance(event, DispatchDue)}
