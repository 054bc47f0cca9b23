"""Open duties are counted again when a holiday is proclaimed inside their time: found, moved once, replayed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from shared import views
from shared.duties import agenda, board, recounting
from shared.duties.board import DutyRow
from shared.edition import CalendarName
from shared.events.calendar import CalendarExtended
from shared.events.duties import DeadlineRecomputed
from shared.service import Service
from tests import examples as ex
from tests.duties.conftest import CASE, Clock, on_kafka, say, what_is_due

pytestmark = pytest.mark.real
WEDNESDAY = date(2026, 4, 8)
NEW = date(2026, 4, 14)
OTHER = UUID(int=77)


def extended(day: date = WEDNESDAY, place: CalendarName = "england-and-wales") -> CalendarExtended:
    return CalendarExtended(
        place=place, day=day, holiday=ex.holiday.name, proposed_by="person:a", approved_by="person:b"
    )


async def recount(service: Service) -> list[DeadlineRecomputed]:
    """As the worker does it."""
    for todo in await recounting.due(service.log.pool, service.clock.now()):
        await service.do(todo.subject, await todo.asked(), actor="service:owing", cause=todo.id)
    said = [recorded.data for recorded in await service.log.about(CASE)]
    return [data for data in said if isinstance(data, DeadlineRecomputed)]


async def row(service: Service) -> DutyRow:
    (found,) = await board.of_case(service.log.pool, CASE)
    return found


async def planned(service: Service) -> dict[str, datetime]:
    rows = await service.log.pool.fetch("SELECT step, at FROM duty_agenda")
    return {each["step"]: each["at"] for each in rows}


async def test_a_proclaimed_holiday_moves_an_open_duty_once_and_the_old_date_stays_visible(
    service: Service,
) -> None:
    await say(service, ex.duty_arose, extended())
    assert await recount(service) == [ex.deadline_recomputed]
    assert await recounting.due(service.log.pool, service.clock.now()) == []
    shown = await row(service)
    assert (shown.first_due_on, shown.due_on, shown.calendar) == (ex.DUE_ON, NEW, ex.counted_again.calendar)


async def test_a_duty_that_arises_after_the_holiday_is_counted_by_it_too(service: Service) -> None:
    await say(service, extended(), ex.duty_arose)
    assert await recount(service) == [ex.deadline_recomputed]


async def test_a_holiday_outside_the_time_or_elsewhere_moves_nothing(service: Service) -> None:
    await say(service, ex.duty_arose, extended(date(2026, 4, 14)), extended(place="any-uk"))
    assert await recount(service) == []


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
async def test_what_is_over_is_left_as_it_was(service: Service, end: object) -> None:
    await say(service, ex.duty_arose, end, extended())  # type: ignore[arg-type]
    assert await recount(service) == []


async def test_a_second_holiday_moves_it_again_and_the_first_date_of_all_is_shown(service: Service) -> None:
    await say(service, ex.duty_arose, extended())
    await recount(service)
    await say(service, extended(date(2026, 4, 9)))
    said = await recount(service)
    assert [event.new.due_on for event in said] == [NEW, date(2026, 4, 15)]
    assert (await row(service)).first_due_on == ex.DUE_ON


async def test_reminders_are_planned_anew_and_the_new_date_is_missed_at_its_own_end(
    service: Service, clock: Clock
) -> None:
    """Two working days before Tue 14 April is Fri 10; the last four office hours begin at one on the 14th."""
    await say(service, ex.duty_arose)
    clock.at = datetime(2026, 4, 9, 8, tzinfo=UTC)  # Thursday, nine in London: two days before Monday 13
    await what_is_due(service)
    await say(service, extended())
    await recount(service)
    assert await planned(service) == dict(agenda.steps(ex.counted_again))
    assert (await row(service)).last_reminder is None
    clock.at = datetime(2026, 4, 14, 23, tzinfo=UTC)
    await what_is_due(service)
    assert (await row(service)).state == "missed"


async def test_a_mail_that_has_not_left_yet_does_not_tell_the_old_date(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose, ex.reminder_raised)
    await on_kafka(service)
    assert await service.log.pool.fetchval("SELECT count(*) FROM duty_alarms") == 1
    await say(service, extended())
    await recount(service)
    assert await service.log.pool.fetchval("SELECT count(*) FROM duty_alarms") == 0


async def test_what_was_missed_is_open_again_if_the_holiday_gives_it_a_day(service: Service) -> None:
    await say(service, ex.duty_arose, ex.deadline_missed, extended())
    await recount(service)
    assert (await row(service)).state == "open"


async def test_a_missed_duty_is_counted_by_a_later_holiday_only_once_that_day_has_come(
    service: Service, clock: Clock
) -> None:
    await say(service, ex.duty_arose, ex.deadline_missed, extended(date(2026, 4, 15)))
    alarms = "SELECT count(*) FROM duty_alarms"
    assert await service.log.pool.fetchval(alarms) == 1
    clock.at = datetime(2026, 4, 14, 9, tzinfo=UTC)
    assert await recount(service) == []
    at = await recounting.next_at(service.log.pool, clock.at)
    assert at == datetime(2026, 4, 14, 23, tzinfo=UTC)  # midnight in London, in summer
    clock.at = at
    (said,) = await recount(service)
    assert said.new.due_on == said.old.due_on
    assert await recount(service) == [said]
    shown = await row(service)
    assert (shown.state, shown.first_due_on) == ("missed", None)
    assert await service.log.pool.fetchval(alarms) == 1  # that it was missed is still to be told


async def test_what_would_move_is_told_beforehand_and_nothing_is_changed(service: Service) -> None:
    met = ex.duty_arose.model_copy(update={"duty": OTHER})
    await say(service, ex.duty_arose, met, ex.duty_met.model_copy(update={"duty": OTHER}))
    (moved,) = await recounting.would_move(service.log.pool, ex.holiday)
    assert (moved.duty, moved.due_on, moved.would_be_due_on) == (ex.DUTY, ex.DUE_ON, NEW)
    assert await recounting.would_move(service.log.pool, ex.holiday.model_copy(update={"place": "any-uk"})) == []
    assert await recount(service) == []


async def test_replayed_the_views_are_as_they_were_live(service: Service) -> None:
    await say(service, ex.duty_arose, ex.reminder_raised, extended())
    await recount(service)
    async with service.log.pool.acquire() as connection:
        compared = await views.compared(service, connection)
    assert all(live == folded for live, folded in compared.values())
    assert compared["duties"][0][0] == compared["proclaimed_holidays"][0][0] == 1
