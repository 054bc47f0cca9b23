"""Files of many cases, decided: asked for by one person, approved by another, fetched by the first for a while."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.console.exporting.commands import (
    ApproveExport,
    AskExport,
    DeclineExport,
    PurgeExport,
    State,
    TakeExport,
)
from services.console.exporting.decider import exporting
from shared.decider import Command
from shared.events.base import Event
from shared.events.exports import ExportApproved, ExportAsked, ExportDeclined, ExportPurged, ExportTaken
from shared.sealed import Sealed
from shared.testing import Given

given = Given(exporting).given
ID = UUID(int=7)
ONE, TWO, THREE = "person:one", "person:two", "person:three"
THURSDAY = datetime(2026, 4, 2, 9, tzinfo=UTC)  # Good Friday is the 3rd, Easter Monday the 6th
TUESDAY = date(2026, 4, 7)
ask = AskExport(export=ID, filters="owing=overdue", filtered_by=("owing",), purpose="For the inspection.")
approve, take = ApproveExport(export=ID), TakeExport(export=ID)
decline = DeclineExport(export=ID, reasons="Figures are enough.")
asked = (
    ExportAsked(
        export=ID,
        asked_by=ONE,
        filters=Sealed.of("owing=overdue"),
        filtered_by=("owing",),
        purpose=Sealed.of("For the inspection."),
    ),
)
approved = (*asked, ExportApproved(export=ID, approved_by=TWO, until_on=TUESDAY))
declined = (*asked, ExportDeclined(export=ID, declined_by=TWO, reasons=Sealed.of("Figures are enough.")))


def test_one_person_asks_with_what_it_is_for() -> None:
    given().when(ask, actor=ONE).then(*asked)


def test_whoever_asked_does_not_approve() -> None:
    given(*asked).when(approve, actor=ONE, at=THURSDAY).then_refused("two-people")


def test_another_person_approves_until_the_end_of_the_next_working_day() -> None:
    given(*asked).when(approve, actor=TWO, at=THURSDAY).then(approved[-1])


def test_a_working_day_begins_and_ends_in_london() -> None:
    """23:30 by UTC is half past midnight in summer: Friday's next working day is Monday."""
    late = datetime(2026, 6, 4, 23, 30, tzinfo=UTC)
    assert given(*asked).when(approve, actor=TWO, at=late).then_one(ExportApproved).until_on == date(2026, 6, 8)


def test_nobody_fetches_what_nobody_approved() -> None:
    given(*asked).when(take, actor=ONE, at=THURSDAY).then_refused("not-approved")


def test_whoever_asked_fetches_it_as_often_as_they_need_and_each_time_is_said() -> None:
    taken = ExportTaken(export=ID, taken_by=ONE)
    given(*approved).when(take, actor=ONE, at=THURSDAY).then(taken)
    given(*approved, taken).when(take, actor=ONE, at=THURSDAY).then(taken)


@pytest.mark.parametrize("actor", [TWO, THREE])
def test_nobody_fetches_what_another_asked_for(actor: str) -> None:
    given(*approved).when(take, actor=actor, at=THURSDAY).then_refused("not-yours")


def test_it_is_fetched_until_midnight_in_london_and_no_longer() -> None:
    last, over = datetime(2026, 4, 7, 22, 59, tzinfo=UTC), datetime(2026, 4, 7, 23, 0, tzinfo=UTC)
    given(*approved).when(take, actor=ONE, at=last).then_one(ExportTaken)
    given(*approved).when(take, actor=ONE, at=over).then_refused("over")


def test_what_is_declined_is_not_fetched_and_not_approved_any_more() -> None:
    given(*asked).when(decline, actor=TWO).then(declined[-1])
    given(*declined).when(take, actor=ONE, at=THURSDAY).then_refused("declined")
    given(*declined).when(approve, actor=THREE, at=THURSDAY).then_refused("declined")


def test_what_was_approved_may_be_stopped() -> None:
    stopped = given(*approved).when(decline, actor=THREE).happened
    given(*approved, *stopped).when(take, actor=ONE, at=THURSDAY).then_refused("declined")


@pytest.mark.parametrize(
    ("history", "command", "actor"), [(asked, ask, ONE), (approved, approve, THREE), (declined, decline, THREE)]
)
def test_a_repeat_says_nothing(history: tuple[Event, ...], command: Command, actor: str) -> None:
    given(*history).when(command, actor=actor, at=THURSDAY).then_nothing()


def test_an_approval_is_not_made_longer_by_another() -> None:
    later = datetime(2026, 4, 7, 9, tzinfo=UTC)
    given(*approved).when(approve, actor=THREE, at=later).then_nothing()


@pytest.mark.parametrize("command", [approve, decline, take, PurgeExport(export=ID, stood="asked", kept_days=180)])
def test_only_what_was_asked_for_is_decided(command: Command) -> None:
    given().when(command, actor=TWO).then_refused("no-such-export")


@pytest.mark.parametrize(("history", "stood"), [(asked, "asked"), (approved, "approved"), (declined, "declined")])
def test_what_it_was_for_is_purged_once_and_nothing_is_done_with_it_any_more(
    history: tuple[Event, ...], stood: State
) -> None:
    purge = PurgeExport(export=ID, stood=stood, kept_days=180)
    purged = ExportPurged(export=ID, kept_days=180)
    given(*history).when(purge).then(purged)
    given(*history, purged).when(purge).then_nothing()
    for command, actor in ((approve, TWO), (decline, TWO), (take, ONE)):
        given(*history, purged).when(command, actor=actor, at=THURSDAY).then_refused("purged")


def test_where_somebody_decided_meanwhile_its_days_begin_anew() -> None:
    given(*approved).when(PurgeExport(export=ID, stood="asked", kept_days=180)).then_nothing()
    given(*declined).when(PurgeExport(export=ID, stood="approved", kept_days=180)).then_nothing()


def test_what_is_looked_for_and_what_for_are_sealed() -> None:
    """Whatever somebody looks for may be anybody's name."""
    (said,) = given().when(ask, actor=ONE).happened
    assert isinstance(said, ExportAsked)
    assert isinstance(said.filters, Sealed) and isinstance(said.purpose, Sealed)
