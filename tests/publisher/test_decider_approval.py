"""Publishing takes two people: one schedules, another approves, and whatever comes between takes it back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.publisher.commands import Publish, SchedulePublication
from services.publisher.held import NoteHold
from services.publisher.passage import LearnOfPeople
from shared.deadline import written
from shared.decider import Command
from shared.dispatch.life import RecordBounce
from shared.events.base import Event
from shared.events.beforehand import ApprovalTakenBack, PublicationApproved
from shared.events.duties import LatenessExplained
from shared.sealed import Sealed
from shared.testing import SOMEBODY, Given
from tests.publisher import beforehand as before
from tests.publisher import examples as ex
from tests.publisher.test_decider_gate import learn

it = Given(ex.decider())
NOT_READY = "not-ready-to-publish"
publish = Publish(text=ex.text)


def why_not(*history: Event, actor: str = before.APPROVER, at: datetime = ex.IN_DECEMBER) -> str:
    answer = it.given(*history).when(before.approve, at=at, actor=actor)
    answer.then_refused(NOT_READY)
    assert answer.refused
    return answer.refused.detail


def test_a_second_person_approves_exactly_this_text_for_exactly_this_day() -> None:
    approved = before.approved_by(before.APPROVER, because=before.approve.untold_because)
    it.given(*ex.scheduled_so_far).when(before.approve, at=ex.IN_DECEMBER, actor=before.APPROVER).then(approved)


due_the_day_before = ex.owed.model_copy(
    update={"due": ex.due.model_copy(update={"due_on": ex.PUBLISH_ON - timedelta(days=1)})}
)
late_so_far = tuple(due_the_day_before if event == ex.owed else event for event in ex.scheduled_so_far)


def test_publication_after_the_six_months_is_approved_with_the_reason_why_it_is_late() -> None:
    assert f"Publication was due by {written(due_the_day_before.due.due_on)}." in why_not(*late_so_far)
    command = before.approve.model_copy(update={"late_because": "A trial went on."})
    said = it.given(*late_so_far).when(command, at=ex.IN_DECEMBER, actor=before.APPROVER)
    assert [type(event) for event in said.happened] == [PublicationApproved, LatenessExplained]
    assert said.then_one(LatenessExplained).duty == ex.DUTY


def test_what_was_explained_before_needs_no_second_reason_and_in_time_none_is_kept() -> None:
    explained = LatenessExplained(duty=ex.DUTY, reason=Sealed.of("A trial went on."))
    told = before.approve.model_copy(update={"late_because": "A trial went on."})
    for history in ((*late_so_far, explained), ex.scheduled_so_far):
        said = it.given(*history).when(told, at=ex.IN_DECEMBER, actor=before.APPROVER).happened
        assert [type(event) for event in said] == [PublicationApproved]


def test_without_the_second_person_nothing_is_published() -> None:
    it.given(*ex.scheduled_so_far).when(publish, at=ex.PUBLISHED_AT).then_nothing()


def test_whoever_scheduled_it_cannot_approve_it() -> None:
    assert "whoever scheduled it cannot approve it" in why_not(*ex.scheduled_so_far, actor=SOMEBODY)


def test_whoever_drafted_any_version_cannot_approve_it() -> None:
    assert "whoever drafted the text cannot approve" in why_not(*ex.scheduled_so_far, actor=ex.WRITER)


def test_approved_once_it_is_approved_whoever_says_so_again() -> None:
    for actor in (ex.SECOND, before.APPROVER, SOMEBODY):
        it.given(*ex.approved_so_far).when(before.approve, at=ex.IN_DECEMBER, actor=actor).then_nothing()
    it.given(*ex.published_so_far).when(before.approve, at=ex.PUBLISHED_AT, actor=ex.FIRST).then_nothing()


@pytest.mark.parametrize(
    "other", [{"text_hash": ex.OTHER_HASH}, {"publish_on": date(2027, 1, 13)}], ids=["text", "day"]
)
def test_no_other_text_and_no_other_day_is_approved(other: dict[str, object]) -> None:
    command = before.approve.model_copy(update=other)
    answer = it.given(*ex.scheduled_so_far).when(command, at=ex.IN_DECEMBER, actor=before.APPROVER)
    answer.then_refused("not-scheduled")


def test_what_is_not_scheduled_cannot_be_approved_and_what_is_public_needs_no_approval() -> None:
    it.given(*ex.sent_so_far).when(before.approve, actor=before.APPROVER).then_refused("not-scheduled")
    other = before.approve.model_copy(update={"publish_on": date(2027, 1, 13)})
    it.given(*ex.published_so_far).when(other, actor=before.APPROVER).then_refused("already-published")


def test_every_reason_is_told_at_once_also_those_that_came_after_the_schedule() -> None:
    silent = before.approve.model_copy(update={"untold_because": ""})
    history = (*ex.scheduled_so_far, before.mother_named, before.comments)
    at = datetime(2027, 1, 7, 9, tzinfo=UTC)
    answer = it.given(*history).when(silent, at=at, actor=SOMEBODY)
    answer.then_refused(NOT_READY)
    assert answer.refused and answer.refused.detail == (
        "Comments on the advance copies to which no regard was had: 1."
        " Wed 6 Jan 2027 lies in the past."
        " It takes two people: whoever scheduled it cannot approve it."
        " Of 1 people who are to be told before publication, 1 have not been."
        " Tell them, or say why not in untold_because."
    )


def test_another_day_needs_another_approval() -> None:
    later = SchedulePublication(publish_on=date(2027, 1, 13))
    moved = it.given(*ex.approved_so_far).when(later, at=ex.IN_DECEMBER).happened
    history = (*ex.approved_so_far, *moved)
    it.given(*history).when(publish, at=datetime(2027, 1, 13, tzinfo=UTC)).then_nothing()
    back_again = it.given(*history).when(SchedulePublication(publish_on=ex.PUBLISH_ON), at=ex.IN_DECEMBER).happened
    it.given(*history, *back_again).when(publish, at=ex.PUBLISHED_AT).then_nothing()


@pytest.mark.parametrize(
    "command",
    [ex.save(ex.other_text), NoteHold(hold=before.COMMENT), learn],
    ids=["another text", "a hold", "more became known"],
)
def test_what_takes_the_day_back_takes_the_approval_with_it(command: Command) -> None:
    happened = it.given(*ex.approved_so_far).when(command, actor=ex.WRITER).happened
    assert happened
    history = (*ex.approved_so_far, *happened)
    assert not ex.decider().state(history).approved
    it.given(*history).when(publish, at=ex.PUBLISHED_AT).then_nothing()
    it.given(*history).when(before.approve, actor=before.APPROVER).then_refused("not-scheduled")


def test_a_copy_that_comes_back_takes_the_approval_back() -> None:
    bounce = RecordBounce(dispatch=ex.dispatch_to("national-panel"), bounced_at=ex.ON_THE_LAST_DAY, reason="550")
    happened = it.given(*ex.approved_so_far).when(bounce, at=ex.ON_THE_LAST_DAY).happened
    assert happened[-1] == before.back("a copy came back")
    history = (*ex.approved_so_far, *happened)
    it.given(*history).when(publish, at=ex.PUBLISHED_AT).then_nothing()
    assert "has not been handed an advance copy" in why_not(*history)
    after = it.given(*ex.published_so_far).when(bounce, at=ex.ON_THE_LAST_DAY).happened
    assert not any(isinstance(event, ApprovalTakenBack) for event in after)


def test_taken_back_it_can_be_approved_anew() -> None:
    history = (*ex.approved_so_far, before.mother_named, before.back("somebody is to be told"), before.mother_told)
    again = it.given(*history).when(before.approve, at=ex.IN_DECEMBER, actor=before.APPROVER)
    again.then_one(PublicationApproved)
    assert it.given(*history, *again.happened).when(publish, at=ex.PUBLISHED_AT).happened


def test_what_was_scheduled_before_two_people_were_asked_for_is_approved_by_anybody_who_did_not_draft() -> None:
    history = (*ex.sent_so_far, ex.scheduled_by(""))
    it.given(*history).when(before.approve, at=ex.IN_DECEMBER, actor=SOMEBODY).then_one(PublicationApproved)


def test_news_after_the_approval_are_news_to_the_scan_too() -> None:
    news = it.given(*ex.approved_so_far).when(LearnOfPeople(told_by=before.MOTHER)).happened
    assert not ex.decider().state([*ex.approved_so_far, *news]).passage.scanned
