"""What is still to be sent follows the date of the duty that it is to meet; what was sent stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.decider import Occasion
from shared.dispatch import life as dispatching
from shared.dispatch.redating import with_dispatches
from shared.duties import life as duties
from shared.duties.recount import RecountDeadline
from shared.events.base import Event
from shared.events.dispatch import DispatchFailed, DispatchRedated
from shared.proclaimed import Holiday
from shared.testing import OCCASION, SOMEBODY
from tests import examples as ex

recount = RecountDeadline(duty=ex.DUTY, holidays=(ex.holiday,))
history = (ex.duty_arose, ex.dispatch_due)
refused_for_good = DispatchFailed(dispatch=ex.DISPATCH, attempt=1, failure="permanent", detail="SMTP 550")


def holiday(day: int) -> Holiday:
    return Holiday(place="england-and-wales", day=date(2026, 4, day), name=ex.holiday.name)


def redated(*before: Event, recount: RecountDeadline = recount) -> list[DispatchRedated]:
    owed: Any = {}
    sent: Any = {}
    for event in before:
        owed, sent = duties.evolve(owed, event), dispatching.evolve(sent, event)
    at = Occasion(at=ex.SENT_AT, actor=SOMEBODY, id=OCCASION)
    said = with_dispatches(duties.decide(recount, owed, at), owed, sent)
    return [event for event in said if isinstance(event, DispatchRedated)]


def test_a_mail_in_doubt_goes_again_one_working_day_before_the_new_date() -> None:
    """Due Mon 13 April 2026, so on Fri 10 at nine; Wed 8 proclaimed: due Tue 14, so on Mon 13 at nine."""
    assert redated(*history, ex.attempted, ex.in_doubt) == [ex.redated]


@pytest.mark.parametrize(
    "on_its_way", [(), (ex.attempted,), (ex.attempted, refused_for_good)], ids=["due", "attempted", "refused"]
)
def test_what_is_not_in_doubt_has_its_new_date_and_nothing_to_send_again(on_its_way: tuple[Event, ...]) -> None:
    assert redated(*history, *on_its_way) == [ex.redated.model_copy(update={"resend_at": None})]


def test_what_was_refused_and_is_sent_again_in_doubt_ends_one_working_day_before_the_new_date() -> None:
    sent: Any = {}
    so_far = (*history, ex.attempted, refused_for_good)
    again = ex.doubt_resolved.model_copy(update={"decision": "send again"})
    for event in (*so_far, *redated(*so_far), again, ex.attempted.model_copy(update={"attempt": 2})):
        sent = dispatching.evolve(sent, event)
    at = Occasion(at=ex.SENT_AT, actor=SOMEBODY, id=OCCASION)
    (doubt,) = dispatching.decide(dispatching.NoticeDoubt(dispatch=ex.DISPATCH, attempt=2), sent, at)
    assert doubt == ex.in_doubt.model_copy(update={"attempt": 2, "resend_at": ex.redated.resend_at})


def test_what_was_handed_over_stays_as_it_was() -> None:
    assert redated(*history, ex.attempted, ex.handed_over) == []


def test_what_goes_to_somebody_else_or_for_another_date_stays() -> None:
    other = ex.dispatch_due.model_copy(update={"recipient": "ofsted"})
    later = ex.dispatch_due.model_copy(update={"due_on": date(2026, 5, 1)})
    assert redated(ex.duty_arose, other) == redated(ex.duty_arose, later) == []


def test_nothing_moves_twice() -> None:
    assert redated(*history, ex.deadline_recomputed, ex.redated) == []


def test_what_is_dispatched_after_the_recount_goes_again_one_working_day_before_by_the_holidays_of_then() -> None:
    """Mon 13 April 2026 proclaimed: due Tue 14, dispatched and in doubt then. One working day before is Fri 10."""
    recounted = redated(*history, recount=RecountDeadline(duty=ex.DUTY, holidays=(holiday(13),)))
    counted = {"due_on": recounted[0].due_on, "calendar": recounted[0].calendar}
    sent: Any = {}
    for event in (ex.dispatch_due.model_copy(update=counted), ex.attempted):
        sent = dispatching.evolve(sent, event)
    at = Occasion(at=ex.SENT_AT, actor=SOMEBODY, id=OCCASION)
    (doubt,) = dispatching.decide(dispatching.NoticeDoubt(dispatch=ex.DISPATCH, attempt=1), sent, at)
    assert recounted[0].due_on == date(2026, 4, 14)
    assert doubt == ex.in_doubt.model_copy(update={"resend_at": datetime(2026, 4, 10, 8, tzinfo=UTC)})


def test_a_date_that_stays_redates_nothing() -> None:
    """Due Mon 13, and missed: Wed 15 proclaimed makes it late by a day less, and moves no date."""
    late = RecountDeadline(duty=ex.DUTY, holidays=(holiday(15),), until=date(2026, 4, 20))
    assert redated(*history, ex.attempted, ex.in_doubt, recount=late) == []


def test_a_date_that_stays_may_be_tried_again_sooner_when_the_day_before_it_is_a_holiday_now() -> None:
    """Due Tue 14, Wed 8 being none; Wed 8 taken back and Mon 13 proclaimed: due Tue 14 still, so on Fri 10."""
    swapped = RecountDeadline(duty=ex.DUTY, holidays=(holiday(13),), withdrawn=(holiday(8),))
    (found,) = redated(*history, ex.attempted, ex.in_doubt, ex.deadline_recomputed, ex.redated, recount=swapped)
    assert (found.due_on, found.resend_at) == (ex.redated.due_on, ex.in_doubt.resend_at)
