"""Advance copies: the certified text, to three recipients, each owed by the seventh working day before."""

from datetime import date

from services.publisher.commands import SchedulePublication, SendAdvanceCopies
from shared.dispatch.life import RecordBounce, RecordHandOver, RecordReceipt
from shared.duties.recount import RecountDeadline
from shared.events.dispatch import DispatchDue, DispatchFailed, DispatchHandedOver, DispatchWithdrawn
from shared.events.duties import DeadlineRecomputed, DutyArose, DutyFellAway, DutyMet, DutyReopened
from shared.proclaimed import Holiday
from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())
send = SendAdvanceCopies(publish_on=ex.PUBLISH_ON)
PANEL = "national-panel"
record = RecordHandOver(dispatch=ex.dispatch_to(PANEL), attempt=1, response="250 ok")
waiting = (*ex.certified_so_far, *ex.copies_due, ex.attempted(PANEL))


def test_panel_secretary_of_state_and_inspectorate_are_each_owed_a_copy() -> None:
    it.given(*ex.certified_so_far).when(send, at=ex.IN_DECEMBER).then(*ex.copies_due)


def test_the_latest_day_skips_christmas_and_new_year() -> None:
    assert ex.copy_owed(PANEL).due.due_on == date(2026, 12, 23)  # worked date W6


def test_an_uncertified_text_goes_nowhere() -> None:
    it.given(*ex.drafted_so_far).when(send, at=ex.IN_DECEMBER).then_refused("not-certified")


def test_a_text_changed_after_the_certificate_goes_nowhere() -> None:
    history = (*ex.certified_so_far, ex.drafted(ex.other_text))
    it.given(*history).when(send, at=ex.IN_DECEMBER).then_refused("not-certified")


def test_a_copy_on_its_way_is_not_sent_twice() -> None:
    it.given(*waiting).when(send, at=ex.IN_DECEMBER).then_nothing()


def test_a_hand_over_meets_the_duty_to_that_recipient() -> None:
    happened = it.given(*waiting).when(record, at=ex.ON_THE_LAST_DAY)
    assert happened.then_one(DispatchHandedOver).handed_over_at == ex.ON_THE_LAST_DAY
    assert happened.then_one(DutyMet) == ex.copy_met(PANEL, ex.ON_THE_LAST_DAY)


def test_a_receipt_meets_the_duty_where_the_hand_over_was_never_noted() -> None:
    receipt = RecordReceipt(dispatch=ex.dispatch_to(PANEL), reference="R1", received_at=ex.ON_THE_LAST_DAY)
    happened = it.given(*waiting).when(receipt, at=ex.ON_THE_LAST_DAY)
    assert happened.then_one(DutyMet) == ex.copy_met(PANEL, ex.ON_THE_LAST_DAY)


def test_a_copy_that_came_back_is_owed_again_and_holds_publication_up() -> None:
    bounce = RecordBounce(dispatch=ex.dispatch_to(PANEL), bounced_at=ex.ON_THE_LAST_DAY, reason="550")
    history = (*ex.sent_so_far,)
    back = it.given(*history).when(bounce, at=ex.ON_THE_LAST_DAY)
    assert back.then_one(DutyReopened).duty == ex.copy_owed(PANEL).duty
    schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)
    it.given(*history).when(schedule, at=ex.IN_DECEMBER).then(ex.scheduled)
    assert it.given(*history, *back.happened).when(schedule, at=ex.IN_DECEMBER).refused


def test_once_it_is_published_no_copy_is_owed_again() -> None:
    bounce = RecordBounce(dispatch=ex.dispatch_to(PANEL), bounced_at=ex.ON_THE_LAST_DAY, reason="550")
    back = it.given(*ex.published_so_far).when(bounce, at=ex.ON_THE_LAST_DAY)
    assert not any(isinstance(event, DutyReopened) for event in back.happened)


def test_a_copy_handed_over_late_is_recorded_as_late() -> None:
    met = it.given(*waiting).when(record, at=ex.A_DAY_LATE).then_one(DutyMet)
    assert (met.late, met.working_days_late) == (True, 1)


def test_a_holiday_proclaimed_before_a_copy_left_makes_its_last_day_earlier() -> None:
    """W6 with Tue 29 December proclaimed: 5=1 4=2 31=3 30=4 24=5 23=6, Tue 22=7. Handed over on the 23rd: late."""
    mourning = Holiday(place="england-and-wales", day=date(2026, 12, 29), name="Day of national mourning")
    recount = RecountDeadline(duty=ex.copy_owed(PANEL).duty, holidays=(mourning,))
    moved = it.given(*waiting).when(recount).then_one(DeadlineRecomputed)
    assert (moved.old.due_on, moved.new.due_on) == (date(2026, 12, 23), date(2026, 12, 22))
    late = it.given(*waiting, moved).when(record, at=ex.ON_THE_LAST_DAY)
    assert late.then_one(DutyMet).late
    others = [event for other in ex.RECIPIENTS if other != PANEL for event in ex.sent_to(other)]
    history = (*ex.certified_so_far, *others, *ex.sent_to(PANEL)[:-2], moved, *late.happened)
    schedule = it.given(*history).when(SchedulePublication(publish_on=ex.PUBLISH_ON), at=ex.IN_DECEMBER)
    assert schedule.refused and "the last day was Tue 22 Dec 2026" in schedule.refused.detail


def test_a_copy_of_the_old_text_meets_no_duty_to_send_the_new_one() -> None:
    changed = (*waiting, ex.drafted(ex.other_text), ex.signed(ex.FIRST), ex.certificate)
    happened = it.given(*changed).when(record, at=ex.IN_DECEMBER)
    assert [type(event) for event in happened.happened] == [DispatchHandedOver]


def test_another_planned_day_moves_what_is_owed_not_what_was_sent() -> None:
    history = (*ex.certified_so_far, *ex.sent_to(PANEL), ex.copy_due("ofsted"), ex.copy_owed("ofsted"))
    later = SendAdvanceCopies(publish_on=date(2027, 1, 20))
    happened = it.given(*history).when(later, at=ex.IN_DECEMBER).happened
    owed_to = [event.owed_to for event in happened if isinstance(event, DutyArose)]
    assert owed_to == ["department-for-education", "ofsted"]
    assert [e.recipient for e in happened if isinstance(e, DispatchDue)] == ["department-for-education"]
    assert [e.duty for e in happened if isinstance(e, DutyFellAway)] == [ex.copy_owed("ofsted").duty]


def test_a_copy_that_was_refused_goes_out_anew_when_asked_again() -> None:
    refused = DispatchFailed(dispatch=ex.dispatch_to(PANEL), attempt=1, failure="permanent", detail="SMTP 550")
    again = it.given(*waiting, refused).when(send, at=ex.IN_DECEMBER)
    again.then(ex.copy_due(PANEL, revision=2))


def test_a_copy_that_goes_out_anew_bears_the_date_that_a_holiday_has_moved() -> None:
    """W6 with Tue 29 December proclaimed: Tue 22, not Wed 23, though it is asked for again."""
    mourning = Holiday(place="england-and-wales", day=date(2026, 12, 29), name="Day of national mourning")
    refused = DispatchFailed(dispatch=ex.dispatch_to(PANEL), attempt=1, failure="permanent", detail="SMTP 550")
    recount = RecountDeadline(duty=ex.copy_owed(PANEL).duty, holidays=(mourning,))
    so_far = (*waiting, refused)
    counted = it.given(*so_far).when(recount, at=ex.IN_DECEMBER).happened
    anew = it.given(*so_far, *counted).when(send, at=ex.IN_DECEMBER).then_one(DispatchDue)
    assert (anew.revision, anew.due_on) == (2, date(2026, 12, 22))
    assert anew.calendar.endswith("+2026-12-29")


def test_a_text_that_came_back_is_sent_anew_where_it_was_called_back() -> None:
    called_back = [DispatchWithdrawn(dispatch=ex.dispatch_to(r), reason="changed") for r in ex.RECIPIENTS]
    history = (*ex.certified_so_far, *ex.copies_due, *called_back)
    happened = it.given(*history).when(send, at=ex.IN_DECEMBER).happened
    assert [e.revision for e in happened if isinstance(e, DispatchDue)] == [2, 2, 2]


def test_a_day_in_the_past_or_beyond_the_calendar_is_refused() -> None:
    certified = it.given(*ex.certified_so_far)
    certified.when(SendAdvanceCopies(publish_on=date(2026, 12, 20)), at=ex.IN_DECEMBER).then_refused("in-the-past")
    certified.when(SendAdvanceCopies(publish_on=date(2040, 1, 2)), at=ex.IN_DECEMBER).then_refused("no-calendar")


def test_nothing_goes_in_advance_of_what_is_public() -> None:
    it.given(*ex.published_so_far).when(send, at=ex.IN_DECEMBER).then_nothing()
