"""What must be true before a day of publication is fixed."""

from datetime import UTC, date, datetime

from services.publisher.commands import SchedulePublication
from shared.events.base import Event
from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())
schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)
NOT_READY = "not-ready-to-publish"
PANEL, EDUCATION, OFSTED = ex.RECIPIENTS


def why_not(*history: Event, command: SchedulePublication = schedule, at: datetime = ex.IN_DECEMBER) -> str:
    answer = it.given(*history).when(command, at=at)
    answer.then_refused(NOT_READY)
    assert answer.refused
    return answer.refused.detail


def test_copies_handed_over_on_wednesday_23_december_allow_wednesday_6_january() -> None:
    it.given(*ex.sent_so_far).when(schedule, at=ex.ON_THE_LAST_DAY).then(ex.scheduled)


def test_a_copy_handed_over_on_thursday_24_december_does_not() -> None:
    history = (
        *ex.certified_so_far,
        *ex.sent_to(PANEL),
        *ex.sent_to(EDUCATION),
        *ex.sent_to(OFSTED, ex.A_DAY_LATE),
    )
    assert why_not(*history) == (
        "Ofsted was handed its advance copy on Thu 24 Dec 2026; for publication on Wed 6 Jan 2027"
        " the last day was Wed 23 Dec 2026."
    )


def test_the_day_of_a_hand_over_is_londons() -> None:
    just_after_midnight = datetime(2027, 6, 21, 23, 30, tzinfo=UTC)  # 00:30 on the 22nd in London
    history = (
        *ex.certified_so_far,
        *(event for r in ex.RECIPIENTS for event in ex.sent_to(r, just_after_midnight)),
    )
    assert "on Tue 22 Jun 2027" in why_not(*history, command=SchedulePublication(publish_on=date(2027, 6, 30)))
    allowed = SchedulePublication(publish_on=date(2027, 7, 1))
    assert it.given(*history).when(allowed).happened


def test_every_reason_is_told_at_once() -> None:
    bare = ex.text.model_copy(update={"reviewer": "", "briefing": ()})
    history = (*ex.accepted_so_far, ex.drafted(bare))
    assert why_not(*history, command=SchedulePublication(publish_on=date(2026, 12, 1))) == " ".join(
        [
            "The text lacks the reviewer's name.",
            "The text lacks the six-step briefing.",
            "The text has not been scanned for what could tell who the child is.",
            "Two people must certify the anonymity of exactly this text; 0 have.",
            "Child Safeguarding Practice Review Panel has not been handed an advance copy.",
            "Department for Education has not been handed an advance copy.",
            "Ofsted has not been handed an advance copy.",
            "Tue 1 Dec 2026 lies in the past.",
        ]
    )


def test_a_changed_text_makes_certificate_and_copies_stale() -> None:
    against = why_not(*ex.scheduled_so_far, ex.drafted(ex.other_text))
    assert "Two people must certify" in against
    assert "Ofsted has an advance copy of another text, not of this one." in against


def test_a_text_that_came_back_needs_a_new_certificate_but_no_new_copies() -> None:
    against = why_not(*ex.scheduled_so_far, ex.drafted(ex.other_text), ex.drafted(), ex.scanned())
    assert against == "Two people must certify the anonymity of exactly this text; 0 have."


def test_nothing_is_scheduled_without_a_draft() -> None:
    assert why_not(*ex.accepted_so_far).startswith("No public text has been drafted.")


def test_a_day_whose_working_days_nobody_knows_is_refused() -> None:
    assert "No working days are known" in why_not(
        *ex.sent_so_far, command=SchedulePublication(publish_on=date(2040, 1, 4))
    )


def test_the_same_day_again_is_no_news() -> None:
    it.given(*ex.scheduled_so_far).when(schedule, at=ex.IN_DECEMBER).then_nothing()


def test_the_day_can_be_moved_until_it_comes() -> None:
    later = SchedulePublication(publish_on=date(2027, 1, 13))
    moved = ex.scheduled.model_copy(update={"publish_on": date(2027, 1, 13)})
    it.given(*ex.scheduled_so_far).when(later, at=ex.IN_DECEMBER).then(moved)


def test_what_is_public_cannot_be_scheduled_for_another_day() -> None:
    later = SchedulePublication(publish_on=date(2027, 1, 13))
    it.given(*ex.published_so_far).when(later, at=ex.PUBLISHED_AT).then_refused("already-published")
