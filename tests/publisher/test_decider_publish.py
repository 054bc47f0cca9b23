"""The day comes, and a year later it has fully run."""

from datetime import UTC, date, datetime, timedelta

from services.publisher.commands import Publish, TakeDown
from shared.events.duties import DutyArose, DutyMet
from shared.events.publisher import ReportPublished
from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())
publish = Publish(text=ex.text)
A_MOMENT = timedelta(microseconds=1)


def test_at_the_start_of_its_london_day_the_report_is_published_in_the_clear() -> None:
    it.given(*ex.approved_so_far).when(publish, at=ex.PUBLISHED_AT).then(
        ex.published,
        DutyMet(
            duty=ex.DUTY,
            met_at=ex.PUBLISHED_AT,
            late=False,
            working_days_late=0,
            evidence=f"published as {ex.REFERENCE}",
        ),
        ex.take_down_owed(ex.PUBLISH_ON),
    )


def test_not_a_moment_before() -> None:
    it.given(*ex.approved_so_far).when(publish, at=ex.PUBLISHED_AT - A_MOMENT).then_nothing()


def test_only_the_scheduled_text_is_published() -> None:
    it.given(*ex.approved_so_far).when(Publish(text=ex.other_text), at=ex.PUBLISHED_AT).then_nothing()


def test_a_text_changed_meanwhile_stops_the_publication() -> None:
    history = (*ex.approved_so_far, ex.drafted(ex.other_text))
    it.given(*history).when(publish, at=ex.PUBLISHED_AT).then_nothing()
    it.given(*history).when(Publish(text=ex.other_text), at=ex.PUBLISHED_AT).then_nothing()


def test_it_is_published_once() -> None:
    it.given(*ex.published_so_far).when(publish, at=ex.PUBLISHED_AT).then_nothing()


def test_after_six_months_it_is_late_and_still_published() -> None:
    at = datetime(2027, 3, 1, 0, 0, tzinfo=UTC)
    met = it.given(*ex.approved_so_far).when(publish, at=at).then_one(DutyMet)
    assert (met.late, met.working_days_late) == (True, 1)  # due Sunday 28 February


def test_after_an_outage_the_day_it_became_public_is_the_day_that_counts() -> None:
    at = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
    happened = it.given(*ex.approved_so_far).when(publish, at=at)
    assert happened.then_one(ReportPublished).published_on == date(2027, 1, 8)
    assert happened.then_one(DutyArose).due.due_on == date(2028, 1, 9)


def test_it_stays_through_the_whole_anniversary_and_goes_on_friday_7_january_2028() -> None:
    met = DutyMet(
        duty=ex.TAKE_DOWN_DUTY,
        met_at=ex.TAKEN_DOWN_AT,
        late=False,
        working_days_late=0,
        evidence="taken down on 2028-01-07",
    )
    public = it.given(*ex.published_so_far)
    public.when(TakeDown(), at=ex.TAKEN_DOWN_AT - A_MOMENT).then_nothing()
    public.when(TakeDown(), at=ex.TAKEN_DOWN_AT).then(ex.taken_down, met)


def test_published_on_29_february_it_stays_through_1_march() -> None:
    leap_day = date(2028, 2, 29)
    history = (*ex.approved_so_far, ex.published_on(leap_day), ex.take_down_owed(leap_day))
    first_allowed = datetime(2029, 3, 2, 0, 0, tzinfo=UTC)
    it.given(*history).when(TakeDown(), at=first_allowed - A_MOMENT).then_nothing()
    assert it.given(*history).when(TakeDown(), at=first_allowed).happened


def test_the_london_day_begins_an_hour_early_in_summer() -> None:
    summer = date(2027, 7, 1)
    moved = ex.scheduled.model_copy(update={"publish_on": summer})
    history = (*ex.approved_so_far, moved, ex.approved_on(summer))
    midnight = datetime(2027, 6, 30, 23, 0, tzinfo=UTC)
    it.given(*history).when(publish, at=midnight - A_MOMENT).then_nothing()
    assert it.given(*history).when(publish, at=midnight).then_one(ReportPublished).published_on == summer


def test_it_is_taken_down_once() -> None:
    met = DutyMet(
        duty=ex.TAKE_DOWN_DUTY, met_at=ex.TAKEN_DOWN_AT, late=False, working_days_late=0, evidence="taken down"
    )
    history = (*ex.published_so_far, ex.taken_down, met)
    it.given(*history).when(TakeDown(), at=ex.TAKEN_DOWN_AT).then_nothing()


def test_the_workers_commands_never_raise_on_an_unknown_case() -> None:
    it.given().when(publish).then_nothing()
    it.given().when(TakeDown()).then_nothing()
