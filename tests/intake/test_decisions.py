"""Consulting the partners, deciding, and what opens a decision not to notify again."""

from datetime import timedelta

import pytest

from services.intake.casework import ConsultPartner, RecordNewInformation
from shared.events.base import Event
from shared.events.intake import (
    CaseSnoozed,
    DecisionReopened,
    NotifyDecided,
    NotNotifyDecided,
    PartnerView,
    SnoozeEnded,
    TriggerClass,
)
from shared.testing import NOON
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, considered, given, met, notified, reported

reopened: tuple[Event, ...] = (*considered, ex.new_information, ex.reopened)


def view(partner: str, thinks: PartnerView) -> ConsultPartner:
    return ConsultPartner(partner=partner, view=thinks, consulted_at=ex.consulted.consulted_at)


# Each safeguarding partner's view.


def test_a_partners_view_is_recorded() -> None:
    given(*met).when(asked.consult).then(ex.consulted)


def test_a_partner_may_change_its_view() -> None:
    given(*met, ex.consulted).when(view("integrated-care-board", "do not notify")).then(
        ex.consulted.model_copy(update={"view": "do not notify"})
    )


@pytest.mark.parametrize("stranger", ["hospital", "ofsted", "national-panel"])
def test_only_safeguarding_partners_are_consulted(stranger: str) -> None:
    given(*met).when(view(stranger, "notify")).then_refused("partners-only")


def test_a_decision_tells_the_views_of_safeguarding_partners_only() -> None:
    for command in (asked.decide_to_notify, asked.decide_not_to_notify):
        strange = command.model_copy(update={"partner_views": {"hospital": "notify"}})
        refused = given(*met).when(strange).refused
        assert refused and (refused.rule, refused.field) == ("partners-only", "/partner_views")


def test_nobody_was_consulted_in_the_future() -> None:
    later = asked.consult.model_copy(update={"consulted_at": NOON + timedelta(hours=1)})
    given(*met).when(later).then_refused("not-in-the-future")


def test_a_decision_carries_the_views_that_were_recorded_and_a_later_word_counts() -> None:
    silent = asked.decide_to_notify.model_copy(update={"partner_views": {}})
    assert given(*met, ex.consulted).when(silent).then_one(NotifyDecided).partner_views == {
        "integrated-care-board": "notify"
    }
    last_word = asked.decide_to_notify.model_copy(
        update={"partner_views": {"integrated-care-board": "do not notify"}}
    )
    assert given(*met, ex.consulted).when(last_word).then_one(NotifyDecided).partner_views == {
        "integrated-care-board": "do not notify"
    }


def test_against_a_partners_view_the_authority_still_decides() -> None:
    against = ex.consulted.model_copy(update={"view": "do not notify"})
    assert given(*met, against).when(asked.decide_to_notify).refused is None


def test_an_absent_partner_blocks_no_decision_of_either_kind() -> None:
    for command in (asked.decide_to_notify, asked.decide_not_to_notify):
        silent = command.model_copy(update={"partner_views": {}})
        (decided,) = given(*met).when(silent).happened
        assert decided.partner_views == {}  # type: ignore[attr-defined]


# Considered and not notified.


def test_partners_may_learn_locally_from_what_is_not_notified() -> None:
    command = asked.decide_not_to_notify.model_copy(update={"local_learning": True})
    assert given(*aware).when(command).then_one(NotNotifyDecided).local_learning


def test_new_information_opens_a_decision_not_to_notify_again() -> None:
    given(*considered).when(asked.new_information).then(ex.new_information, ex.reopened)


def test_criteria_that_are_met_after_all_open_it_again() -> None:
    said = given(*considered).when(asked.record_criteria, at=ex.CRITERIA_MET_AT)
    assert said.happened == [ex.criteria_met, DecisionReopened(because="criteria met")]


def test_before_and_after_a_decision_to_notify_new_information_opens_nothing() -> None:
    for history in (reported, aware, notified):
        given(*history).when(asked.new_information).then(ex.new_information)


def test_opened_again_it_is_decided_anew_either_way() -> None:
    given(*reopened).when(asked.decide_not_to_notify).then_one(NotNotifyDecided)
    now_aware = (*reopened, ex.became_aware, ex.criteria_met)
    given(*now_aware).when(asked.decide_to_notify).then_one(NotifyDecided)


def test_considered_again_it_can_be_opened_again() -> None:
    more = RecordNewInformation(
        told_by="police", received_at=at("2026-04-25T08:00Z"), information="A witness came forward."
    )
    twice = (*reopened, ex.not_notify_decided)
    given(*twice).when(more).then_one(DecisionReopened)
    given(*twice).when(asked.new_information).then_nothing()  # this was known when it was considered again


def test_two_agencies_may_tell_something_at_the_same_moment() -> None:
    police = asked.new_information.model_copy(update={"told_by": "police"})
    assert len(given(*reopened).when(police).happened) == 1


def test_new_information_wakes_whoever_sleeps() -> None:
    asleep = CaseSnoozed(until_on=ex.DUE_ON, due_on=ex.DUE_ON, reason=ex.snoozed.reason)
    told = RecordNewInformation(told_by="police", received_at=at("2026-04-08T08:00Z"), information="More.")
    woken = given(*aware, asleep).when(told, at=at("2026-04-08T09:00Z")).then_one(SnoozeEnded)
    assert woken.because == "new information"


def test_a_decision_ends_a_snooze() -> None:
    asleep = CaseSnoozed(until_on=ex.DUE_ON, due_on=ex.DUE_ON, reason=ex.snoozed.reason)
    now = at("2026-04-08T09:00Z")
    for command in (asked.decide_to_notify, asked.decide_not_to_notify):
        assert given(*met, asleep).when(command, at=now).then_one(SnoozeEnded).because == "decided"


# Grounds.


def test_grounds_of_earlier_releases_still_read() -> None:
    """They stood in the clear. What folds from such an event is the same."""
    old = ex.notify_decided.model_copy(update={"grounds": "in the clear", "stated_grounds": None})
    given(*met, old).when(asked.decide_to_notify).then_nothing()


@pytest.mark.parametrize("other", ["B", "C"])
def test_another_class_is_no_repeat_of_a_decision_and_is_refused(other: TriggerClass) -> None:
    """It was answered as recorded, and dropped: the officer would have believed it."""
    again = asked.decide_to_notify.model_copy(update={"trigger_class": other})
    given(*notified).when(again).then_refused("already-notified")
    given(*notified).when(asked.decide_to_notify).then()
    anew = asked.decide_not_to_notify.model_copy(update={"trigger_class": other})
    given(*considered).when(anew).then_refused("already-considered")
