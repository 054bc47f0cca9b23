"""How a recipient is reached is changed by two people, or not at all."""

from uuid import UUID

import pytest

from services.notifier.recipients import (
    ConfirmRecipientChange,
    DropRecipientChange,
    ProposeRecipientChange,
    recipients,
)
from shared.events.recipients import RecipientChangeProposed
from shared.testing import Given
from tests import examples as ex

given = Given(recipients(ex.partnership(), {ex.PANEL})).given
ADDRESS = "https://panel.example/notices"
WHY = "The Panel's office wrote on 2 April."
propose = ProposeRecipientChange(recipient=ex.PANEL, channel="webhook", address=ADDRESS, reason=WHY)
confirm = ConfirmRecipientChange(recipient=ex.PANEL, change=ex.CHANGE)
drop = DropRecipientChange(recipient=ex.PANEL, change=ex.CHANGE, reason="A false alarm.")


def test_a_proposal_changes_nothing_yet() -> None:
    said = given().when(propose, actor=ex.DRAFTER).then_one(RecipientChangeProposed)
    assert said.model_copy(update={"change": ex.CHANGE}) == ex.change_proposed


def test_somebody_else_confirms_it() -> None:
    given(ex.change_proposed).when(confirm, actor=ex.APPROVER).then(ex.change_confirmed)


def test_whoever_proposed_it_does_not_confirm_it() -> None:
    given(ex.change_proposed).when(confirm, actor=ex.DRAFTER).then_refused("two-people")


def test_only_what_waits_is_confirmed_or_dropped() -> None:
    other = confirm.model_copy(update={"change": UUID(int=9)})
    given().when(confirm).then_refused("no-such-change")
    given(ex.change_proposed).when(other).then_refused("no-such-change")
    given(ex.change_proposed, ex.change_dropped).when(confirm).then_refused("no-such-change")
    given(ex.change_proposed, ex.change_confirmed).when(drop).then_refused("no-such-change")


def test_a_later_proposal_takes_the_place_of_an_earlier_one() -> None:
    later = ex.change_proposed.model_copy(update={"change": UUID(int=9), "proposer": ex.APPROVER})
    given(ex.change_proposed, later).when(confirm, actor="person:third").then_refused("no-such-change")


def test_what_is_not_to_be_is_dropped_by_anybody() -> None:
    given(ex.change_proposed).when(drop, actor=ex.DRAFTER).then(ex.change_dropped)


def test_each_said_twice_says_nothing_the_second_time() -> None:
    given(ex.change_proposed).when(propose, actor=ex.DRAFTER).then_nothing()
    given(ex.change_proposed, ex.change_confirmed).when(confirm, actor=ex.APPROVER).then_nothing()
    given(ex.change_proposed, ex.change_dropped).when(drop).then_nothing()


def test_the_same_proposed_by_another_person_is_another_proposal() -> None:
    assert given(ex.change_proposed).when(propose, actor=ex.APPROVER).happened


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"recipient": "nobody"}, "no-such-recipient"),
        ({"channel": "file", "address": "/etc"}, "by-file-only"),
        ({"channel": "email", "address": ADDRESS}, "wrong-address"),
        ({"address": "http://panel.example/"}, "wrong-address"),
        ({"address": "http://localhost/"}, "wrong-address"),
        ({"recipient": "ofsted"}, "no-secret"),
    ],
)
def test_what_could_not_work_is_not_proposed(changes: dict[str, str], rule: str) -> None:
    given().when(propose.model_copy(update=changes)).then_refused(rule)
