"""What is still to be sent follows the date of the duty that it is to meet; what was sent stays."""

from datetime import date
from typing import Any

import pytest

from shared.decider import Occasion
from shared.dispatch import life as dispatching
from shared.dispatch.redating import with_dispatches
from shared.duties import life as duties
from shared.duties.recount import RecountDeadline
from shared.events.base import Event
from shared.events.dispatch import DispatchRedated
from shared.testing import OCCASION, SOMEBODY
from tests import examples as ex

recount = RecountDeadline(duty=ex.DUTY, holidays=(ex.holiday,))
history = (ex.duty_arose, ex.dispatch_due)


def redated(*before: Event) -> list[DispatchRedated]:
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


@pytest.mark.parametrize("on_its_way", [(), (ex.attempted,)], ids=["due", "attempted"])
def test_what_is_not_in_doubt_has_its_new_date_and_nothing_to_send_again(on_its_way: tuple[Event, ...]) -> None:
    assert redated(*history, *on_its_way) == [ex.redated.model_copy(update={"resend_at": None})]


def test_what_was_handed_over_stays_as_it_was() -> None:
    assert redated(*history, ex.attempted, ex.handed_over) == []


def test_what_goes_to_somebody_else_or_for_another_date_stays() -> None:
    other = ex.dispatch_due.model_copy(update={"recipient": "ofsted"})
    later = ex.dispatch_due.model_copy(update={"due_on": date(2026, 5, 1)})
    assert redated(ex.duty_arose, other) == redated(ex.duty_arose, later) == []


def test_nothing_moves_twice() -> None:
    assert redated(*history, ex.deadline_recomputed, ex.redated) == []
