"""Somebody from outside was let in to a case: they are told by one mail, which tells nothing of the case."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from services.notifier.inviting import InviteGuest, WithdrawInvitation
from services.notifier.reactions import react
from services.notifier.worker import composer
from shared.decider import Ask
from shared.dispatch.email import Mail
from shared.dispatch.life import AttemptDispatch, RecordBounce, RecordFailure, RecordHandOver, ResolveDoubt
from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchHandedOver,
    DispatchRefused,
    DispatchWithdrawn,
    Purpose,
)
from shared.events.need import Purpose as LetInFor
from shared.sealed import Sealed
from shared.testing import NOON, Given
from tests import examples as ex
from tests.contracts import examples_need as nx
from tests.notifier import examples as asked
from tests.notifier.examples import invited
from tests.notifier.test_reactions import recorded
from tests.notifier.test_worker import Keyring, Log, Service, row

CONSOLE = "https://console.portsea-meon.example"
given = Given(asked.decider()).given
invite, withdraw = InviteGuest(grant=nx.GRANT), WithdrawInvitation(grant=nx.GRANT)
attempted = DispatchAttempted(dispatch=invited.dispatch, attempt=1, message_id="<x>", attempted_at=NOON)
gone = DispatchWithdrawn(dispatch=invited.dispatch, reason="the access is over")
LETTER = f"""\
Portsea and Meon Safeguarding Children Partnership has given you access to a case.

Case:  0F6C2A4E
For:   practice review
Until: the end of 30 October 2026, London time

Sign in here, with the account that your organisation or the partnership gave you:
{CONSOLE}

Nothing more of the case is told by mail. If you did not expect this, or cannot sign in, please write
to the contact below. If it was not meant for you, please delete it.

Contact: partnership@portsea-meon.example

This message was made by a machine; nobody reads answers to it.
"""


def test_whoever_is_let_in_with_an_address_is_invited_and_nobody_else() -> None:
    assert list(react(recorded(nx.granted))) == [Ask(ex.CASE, invite)]
    assert list(react(recorded(nx.granted.model_copy(update={"mail_address": None})))) == []


def test_an_end_of_access_withdraws_the_invitation() -> None:
    assert list(react(recorded(nx.ended))) == [Ask(ex.CASE, withdraw)]


def test_an_invitation_is_owed_to_whoever_was_let_in_whether_or_not_the_case_is_notified() -> None:
    given().when(invite).then(invited)
    given(*asked.approved()).when(invite).then(invited)


@pytest.mark.parametrize("history", [[invited], [invited, attempted], [invited, gone]])
def test_a_grant_has_one_invitation_and_never_another(history: list[Event]) -> None:
    given(*history).when(invite).then_nothing()


def test_an_invitation_is_called_one_and_its_event_stays_one_that_an_older_release_reads() -> None:
    assert (invited.what, ex.dispatch_due.what) == ("invitation", "notification")
    assert invited.purpose in get_args(Purpose)


def test_another_grant_has_an_invitation_of_its_own() -> None:
    other = given(invited).when(InviteGuest(grant=nx.CONFLICT)).then_one(type(invited))
    assert other.dispatch != invited.dispatch


def test_an_invitation_that_has_not_left_does_not_leave_once_the_access_is_over() -> None:
    given(invited).when(withdraw).then(gone)
    given(invited, gone).when(AttemptDispatch(dispatch=invited.dispatch, attempt=1)).then_nothing()


def test_an_invitation_that_has_left_stays_sent() -> None:
    handed = DispatchHandedOver(dispatch=invited.dispatch, attempt=1, handed_over_at=NOON, response_hash="h")
    for history in ([attempted], [attempted, handed]):
        given(invited, *history).when(withdraw).then_nothing()


def test_what_becomes_of_an_invitation_is_noted_and_meets_no_duty() -> None:
    id_ = invited.dispatch
    for history in ((), asked.approved()):
        sent = given(*history, invited, attempted)
        given(*history, invited).when(AttemptDispatch(dispatch=id_, attempt=1)).then_one(DispatchAttempted)
        (handed,) = sent.when(RecordHandOver(dispatch=id_, attempt=1, response="250 ok")).happened
        assert isinstance(handed, DispatchHandedOver)
        (failed,) = sent.when(RecordFailure(dispatch=id_, attempt=1, failure="permanent", detail="550")).happened
        given(*history, invited, attempted, failed).when(withdraw).then(gone)
        again = ResolveDoubt(dispatch=id_, decision="send again", reason="The mailbox is there now.")
        assert len(given(*history, invited, attempted, failed).when(again).happened) == 1
        bounced = RecordBounce(dispatch=id_, bounced_at=NOON, reason="No such mailbox.")
        (refused,) = given(*history, invited, attempted, handed).when(bounced, at=NOON).happened
        assert isinstance(refused, DispatchRefused)


OPEN = Keyring("inviting somebody")


async def composed(console: str = CONSOLE, **changes: Any) -> Mail:
    granted = nx.granted.model_copy(update=changes)
    service: Any = Service(Log((ex.incident_reported, granted, invited)), OPEN)
    due = {name: getattr(invited, name) for name in ("dispatch", "about", "purpose", "recipient", "revision")}
    compose = composer(service, ex.partnership(), console=console)
    return await compose(row.model_copy(update={**due, "due_on": None}))


async def test_an_invitation_says_what_for_until_when_and_where_to_sign_in_word_for_word() -> None:
    mail = await composed()
    assert mail.text == LETTER
    assert (mail.to, mail.subject) == ("r.reviewer@reviews.example", "You were given access to case 0F6C2A4E")
    assert (mail.html, mail.attachments, mail.files) == ("", (), ())


async def test_an_invitation_names_neither_a_child_nor_whoever_is_invited_nor_the_case_by_its_id() -> None:
    mail = await composed()
    whole = repr(replace(mail, to=""))
    personal = [*ex.child.model_dump(mode="json").values(), ex.details.outline, ex.details.reporter_name]
    for secret in (*filter(None, map(str, personal)), ex.CASE, nx.REVIEWER, "r.reviewer", ex.reported_by.agency):
        assert secret not in whole


@pytest.mark.parametrize("purpose", get_args(LetInFor))
async def test_that_legal_advice_is_taken_is_told_by_no_mail(purpose: LetInFor) -> None:
    text = (await composed(purpose=purpose)).text
    assert (f"\nFor:   {purpose}\n" in text) is (purpose != "legal advice")
    assert "legal advice" not in text


async def test_the_last_day_is_told_as_the_day_in_london_that_it_is() -> None:
    assert "Until: the end of 3 April 2026, London time\n" in (await composed(until_on=date(2026, 4, 3))).text


async def test_where_no_console_is_set_an_invitation_asks_to_sign_in_at_the_console() -> None:
    text = (await composed(console="")).text
    assert "Sign in at the console, with the account" in text and "http" not in text


async def test_an_invitation_is_to_the_address_of_its_own_grant() -> None:
    other = nx.granted.model_copy(
        update={"grant": nx.CONFLICT, "mail_address": Sealed.of("other@reviews.example")}
    )
    service: Any = Service(Log((ex.incident_reported, other, nx.granted, invited)), OPEN)
    due = row.model_copy(update={"about": nx.GRANT, "recipient": "guest"})
    mail = await composer(service, ex.partnership())(due)
    assert mail.to == "r.reviewer@reviews.example"
