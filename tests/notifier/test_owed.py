"""Who is owed a notification, row by row of what statute and guidance say; and what a person attests."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifier.commands import (
    AttestNotPracticable,
    AttestTold,
    CloseNotification,
    ConcernAuthority,
    NoteCircumstances,
    OpenNotification,
    ReclassifyNotification,
)
from services.notifier.reactions import react
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchWithdrawn
from shared.events.duties import DutyArose, DutyFellAway, DutyMet, LatenessExplained
from shared.events.intake import TriggerClass
from shared.events.notifier import (
    CircumstancesNoted,
    Concerned,
    NotificationClosed,
    NotPracticableToTell,
    ToldInPerson,
)
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex
from tests.notifier import examples as asked
from tests.notifier.examples import BOARD, EDUCATION, HAMPSHIRE, OFSTED, PANEL, PARENTS, POLICE, story
from tests.notifier.test_reactions import recorded

given = Given(asked.decider()).given
UNKNOWN_HERE = "E10000008"  # Devon: an authority that the partnership's file does not know
PLACED = Concerned(la_code="E10000014", connection="placing")
AWAY = Concerned(la_code=UNKNOWN_HERE, connection="home")
LATE = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)


def opening(class_: TriggerClass, **known: Any) -> OpenNotification:
    return asked.open_it(class_).model_copy(update=known)


def owed_to(events: Iterable[Event]) -> dict[str, str]:
    return {e.owed_to: e.strength for e in events if isinstance(e, DutyArose)}


PANEL_AND_THROUGH_IT = {PANEL: "must", EDUCATION: "must", OFSTED: "must"}
PARTNERS = {BOARD: "should", POLICE: "should"}
ROWS: dict[str, tuple[OpenNotification, dict[str, str]]] = {
    "abuse or neglect known or suspected: Panel, DfE and Ofsted through it, own partners": (
        opening("A"),
        PANEL_AND_THROUGH_IT | PARTNERS,
    ),
    "with another area where appropriate": (
        opening("A", others=(PLACED,)),
        PANEL_AND_THROUGH_IT | PARTNERS | {HAMPSHIRE: "should"},
    ),
    "a child who is not looked after: the parents are not of this duty": (
        opening("A", died=True),
        PANEL_AND_THROUGH_IT | PARTNERS,
    ),
    "a looked-after child seriously harmed: nor there": (
        opening("A", looked_after=True),
        PANEL_AND_THROUGH_IT | PARTNERS,
    ),
    "a looked-after child's death without abuse or neglect: not the Panel; the parents": (
        opening("B", looked_after=True, died=True),
        {EDUCATION: "must", OFSTED: "must", PARENTS: "must"} | PARTNERS,
    ),
    "placed out of area: that area too": (
        opening("B", others=(AWAY,)),
        {EDUCATION: "must", OFSTED: "must", PARENTS: "must", f"authority/{UNKNOWN_HERE}": "should"} | PARTNERS,
    ),
    "a looked-after child's death with abuse or neglect: everybody": (
        opening("A", looked_after=True, died=True, others=(PLACED,)),
        PANEL_AND_THROUGH_IT | PARTNERS | {PARENTS: "must", HAMPSHIRE: "should"},
    ),
    "a care leaver's death below 25: voluntary, no Panel, no parents": (
        opening("C", died=True),
        {EDUCATION: "should", OFSTED: "should"},
    ),
    "a care leaver placed elsewhere: that area too": (
        opening("C", died=True, others=(PLACED,)),
        {EDUCATION: "should", OFSTED: "should", HAMPSHIRE: "should"},
    ),
    "outside the duty: nobody": (opening("D", looked_after=True, died=True, others=(PLACED,)), {}),
}


@pytest.mark.parametrize("row", ROWS)
def test_who_is_owed_it_and_whether_as_a_must_or_a_should(row: str) -> None:
    command, owed = ROWS[row]
    assert owed_to(given().when(command).happened) == owed


@pytest.mark.parametrize("row", ROWS)
def test_each_has_a_clock_of_its_own_of_five_working_days(row: str) -> None:
    arisen = [e for e in given().when(ROWS[row][0]).happened if isinstance(e, DutyArose)]
    assert {duty.due.due_on for duty in arisen} <= {ex.DUE_ON}
    assert len({duty.duty for duty in arisen}) == len(arisen)


# What turns out afterwards.


def test_another_authority_that_turns_out_to_be_concerned_is_owed_what_was_approved() -> None:
    then = given(*asked.approved()).when(NoteCircumstances(others=(PLACED,)))
    assert owed_to(then.happened) == {HAMPSHIRE: "should"}
    due = then.then_one(DispatchDue)
    assert (due.recipient, due.revision, due.due_on) == (HAMPSHIRE, 1, ex.DUE_ON)


def test_before_anything_was_approved_nothing_is_sent_to_it() -> None:
    then = given(*story(asked.open_it())).when(NoteCircumstances(others=(PLACED,)))
    assert not [e for e in then.happened if isinstance(e, DispatchDue)]


def test_an_authority_that_is_not_concerned_after_all_is_no_longer_owed_it() -> None:
    history = story(
        opening("A", others=(PLACED.model_copy(update={"connection": "home"}),)), asked.draft, asked.approve
    )
    then = given(*history).when(NoteCircumstances(others=()))
    assert then.then_one(DutyFellAway).duty == asked.duty_to(HAMPSHIRE)
    assert then.then_one(DispatchWithdrawn).dispatch == asked.dispatch_to(HAMPSHIRE)


def test_one_that_is_concerned_once_more_is_owed_it_by_another_duty_and_another_dispatch() -> None:
    home = PLACED.model_copy(update={"connection": "home"})
    history = story(opening("A", others=(home,)), asked.draft, asked.approve, NoteCircumstances(others=()))
    then = given(*history).when(NoteCircumstances(others=(home,)))
    assert then.then_one(DutyArose).duty != asked.duty_to(HAMPSHIRE)
    assert then.then_one(DispatchDue).dispatch != asked.dispatch_to(HAMPSHIRE)


def test_the_authority_that_placed_the_child_stays_when_the_jurisdiction_is_recorded() -> None:
    placed = ConcernAuthority(la_code=PLACED.la_code, connection="placing")
    then = given(*story(asked.open_it(), placed)).when(NoteCircumstances(others=(AWAY,)))
    assert then.then_one(CircumstancesNoted).others == (AWAY, PLACED)


def test_an_authority_named_twice_is_concerned_once() -> None:
    placed = ConcernAuthority(la_code=PLACED.la_code, connection="placing")
    given(*story(asked.open_it(), placed)).when(placed).then_nothing()


def test_the_parents_are_owed_it_when_a_looked_after_child_dies_of_the_harm_later() -> None:
    history = story(opening("A", looked_after=True))
    assert owed_to(given(*history).when(NoteCircumstances(died=True)).happened) == {PARENTS: "must"}


def test_before_the_decision_to_notify_nothing_is_noted() -> None:
    given().when(NoteCircumstances(looked_after=True, died=True)).then_nothing()


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (ex.classified, NoteCircumstances(looked_after=False)),
        (ex.child_died, NoteCircumstances(died=True)),
        (ex.jurisdiction, NoteCircumstances(others=(Concerned(la_code="E10000014", connection="home"),))),
    ],
    ids=["classified", "died", "jurisdiction"],
)
def test_what_intake_learns_is_noted(event: Event, command: NoteCircumstances) -> None:
    (ask,) = react(recorded(event))
    assert (ask.subject, ask.command) == (ex.CASE, command)


def test_the_decision_brings_what_is_known_by_then() -> None:
    decided = ex.notify_decided.model_copy(update={"looked_after": True, "died": True})
    (ask,) = react(recorded(decided))
    assert isinstance(ask.command, OpenNotification)
    assert ask.command.looked_after and ask.command.died
    assert ask.command.others == (Concerned(la_code="E10000014", connection="home"),)


# What a person attests (Children Act 1989, Schedule 2, paragraph 20: so far as is reasonably practicable).

parents = story(opening("B"))
tell = AttestTold(
    duty=ex.PARENTS_DUTY,
    told_by="person:social-worker",
    told_at=ex.SENT_AT,
    account=ex.told_in_person.account.plain,
)
cannot = AttestNotPracticable(duty=ex.PARENTS_DUTY, reason=ex.not_practicable.reason.plain)


def test_whoever_told_the_parents_attests_it_and_that_meets_the_duty() -> None:
    then = given(*parents).when(tell, at=ex.SENT_AT)
    then.then(
        ex.told_in_person,
        DutyMet(
            duty=ex.PARENTS_DUTY,
            met_at=ex.SENT_AT,
            late=False,
            working_days_late=0,
            evidence="told by person:social-worker",
        ),
    )


def test_telling_is_judged_by_its_own_date_and_not_by_the_attestations() -> None:
    assert given(*parents).when(tell, at=LATE).then_one(DutyMet).late is False
    late = tell.model_copy(update={"told_at": LATE})
    assert given(*parents).when(late, at=LATE).then_one(DutyMet).late is True


def test_it_is_kept_sealed_how_they_were_told() -> None:
    told = given(*parents).when(tell, at=ex.SENT_AT).then_one(ToldInPerson)
    assert isinstance(told.account, Sealed)


def test_nobody_is_told_in_the_future() -> None:
    given(*parents).when(tell, at=ex.SENT_AT - timedelta(days=1)).then_refused("not-in-the-future")


def test_where_the_parents_cannot_be_told_the_duty_ends_with_the_reason() -> None:
    then = given(*parents).when(cannot)
    assert then.then_one(NotPracticableToTell) == ex.not_practicable
    assert then.then_one(DutyFellAway).reason == "not reasonably practicable"


def test_attested_twice_it_is_said_once() -> None:
    given(*story(opening("B"), tell, at=ex.SENT_AT)).when(tell).then_nothing()
    given(*story(opening("B"), cannot)).when(cannot).then_nothing()


def test_after_the_one_the_other_is_not_attested() -> None:
    given(*story(opening("B"), tell, at=ex.SENT_AT)).when(cannot).then_refused("not-owed")
    given(*story(opening("B"), cannot)).when(tell).then_refused("not-owed")


def test_only_of_the_parents_can_it_be_impracticable() -> None:
    history = story(opening("B", others=(AWAY,)))
    other = cannot.model_copy(update={"duty": asked.duty_to(f"authority/{UNKNOWN_HERE}")})
    given(*history).when(other).then_refused("parents-only")


def test_whoever_is_sent_the_notification_is_not_attested_as_told() -> None:
    given(*parents).when(tell.model_copy(update={"duty": asked.duty_to(BOARD)})).then_refused("sent-not-told")


def test_a_duty_of_nobody_is_refused() -> None:
    given(*parents).when(tell.model_copy(update={"duty": ex.DISPATCH})).then_refused("no-such-duty")


# The end. Late is a matter of explaining, never of sending.

IN_TIME = (opening("C"), asked.draft, asked.approve)


def everything(at: datetime) -> tuple[Event, ...]:
    steps = [step for to in (EDUCATION, OFSTED) for step in (asked.attempt(to), asked.hand_over(to))]
    return story(*IN_TIME, *steps, at=at)


def test_a_notification_that_everybody_has_is_closed() -> None:
    given(*everything(ex.SENT_AT)).when(CloseNotification()).then(ex.notification_closed)


def test_while_somebody_is_owed_it_it_stays_open() -> None:
    given(*story(*IN_TIME)).when(CloseNotification()).then_refused("still-owed")


def test_before_anything_was_approved_it_stays_open() -> None:
    given(*story(opening("D"))).when(CloseNotification()).then_refused("not-approved")


def test_what_was_late_is_explained_before_it_is_closed() -> None:
    late = everything(LATE)
    given(*late).when(CloseNotification()).then_refused("explain-lateness")
    explained = [
        LatenessExplained(duty=asked.duty_to(to), reason=Sealed.of("The approver was ill."))
        for to in (EDUCATION, OFSTED)
    ]
    given(*late, explained[0]).when(CloseNotification()).then_refused("explain-lateness")
    given(*late, *explained).when(CloseNotification()).then(ex.notification_closed)


def test_late_by_a_weekend_is_late_by_no_working_day_and_explained_all_the_same() -> None:
    """W7: due on Friday 20 November, handed over on Saturday at 00:00."""
    friday = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
    steps = [step for to in (EDUCATION, OFSTED) for step in (asked.attempt(to), asked.hand_over(to))]
    opened = opening("C").model_copy(update={"clock_starts_at": friday, "incident_aware_at": friday})
    late = story(opened, asked.draft, asked.approve, *steps, at=datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    assert {e.working_days_late for e in late if isinstance(e, DutyMet)} == {0}
    given(*late).when(CloseNotification()).then_refused("explain-lateness")


def test_a_refusal_opens_it_again() -> None:
    back = asked.refuse.model_copy(update={"dispatch": asked.dispatch_to(OFSTED)})
    history = (*everything(ex.SENT_AT), NotificationClosed(notification=ex.NOTIFICATION))
    then = given(*history).when(back)
    given(*history, *then.happened).when(CloseNotification()).then_refused("still-owed")


def test_closed_twice_is_closed_once() -> None:
    given(*everything(ex.SENT_AT), ex.notification_closed).when(CloseNotification()).then_nothing()


def test_a_withdrawn_notification_is_closed_without_a_text() -> None:
    history = story(opening("B"), ReclassifyNotification(trigger_class="D"))
    given(*history).when(CloseNotification()).then(ex.notification_closed)
