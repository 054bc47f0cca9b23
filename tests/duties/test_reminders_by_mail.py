"""Whoever is responsible is mailed before a date and after it: at the hour, once, with nothing about a family."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from deploy.local.mail import LocalMail
from deploy.local.mailbox import Mailbox
from shared.alarms import waiting
from shared.alarms.mailing import RETRY, Mailing
from shared.dispatch.email import SmtpPost
from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Post, Refusal
from shared.duties.life import AcknowledgeDuty
from shared.events.base import Event
from shared.events.duties import DeadlineMissed, ReminderMailed, ReminderRaised, ReminderUndeliverable
from shared.service import Service
from tests import examples as ex
from tests.duties.conftest import CASE, Clock, ask, on_kafka, say, what_is_due
from tests.leading import Leads

pytestmark = pytest.mark.real
CONSOLE = "https://console.portsea-meon.example"
TWO, ONE, HOURS = "2026-04-09T08:00Z", "2026-04-10T08:00Z", "2026-04-13T12:00Z"
OVER = "2026-04-13T23:00Z"
second = ex.duty_arose.model_copy(update={"duty": UUID(int=77), "owed_to": "integrated-care-board"})


@dataclass
class Fake:
    """A mail server that answers as it is told to, then takes everything."""

    answers: list[Exception] = field(default_factory=list)
    took: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail, _: datetime) -> str:
        error = self.answers.pop(0) if self.answers else None
        if error is None or isinstance(error, OutcomeUnknown):
            self.took.append(mail)
        if error:
            raise error
        return "250 taken"


async def mailing(service: Service, outgoing: Post) -> Mailing:
    made = Mailing(service, outgoing, ex.partnership(), CONSOLE)
    await made.begin(Leads())
    return made


async def at(service: Service, clock: Clock, instant: str, outgoing: Post) -> None:
    """What a worker does at this instant, when Kafka is there."""
    clock.at = datetime.fromisoformat(instant)
    await what_is_due(service)
    await on_kafka(service)
    await (await mailing(service, outgoing)).work(clock.at)


async def said(service: Service, kind: type[Event]) -> list[Event]:
    return [recorded.data for recorded in await service.log.about(CASE) if isinstance(recorded.data, kind)]


async def test_while_nobody_sees_to_it_each_reminder_goes_further_up(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    post = Fake()
    for instant in (TWO, ONE, HOURS, OVER):
        await at(service, clock, instant, post)
    assert [mail.to.partition("@")[0] for mail in post.took] == [
        "duty-officer",
        "team-manager",
        "director",
        "director",
    ]
    assert len(await said(service, ReminderMailed)) == 4


async def test_before_the_hour_nobody_is_told(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    post = Fake()
    clock.at = datetime.fromisoformat(TWO) - timedelta(seconds=1)
    await at(service, clock, clock.at.isoformat(), post)
    assert (post.took, await said(service, ReminderRaised)) == ([], [])


async def test_once_somebody_sees_to_it_only_the_first_is_reminded(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    await ask(service, AcknowledgeDuty(duty=ex.DUTY))
    post = Fake()
    for instant in (TWO, ONE, HOURS):
        await at(service, clock, instant, post)
    assert {mail.to for mail in post.took} == {"duty-officer@portsea-meon.example"}
    assert not any(r.escalated for r in await said(service, ReminderRaised) if isinstance(r, ReminderRaised))


async def test_duties_of_one_case_and_date_are_one_mail(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose, second)
    post = Fake()
    await at(service, clock, TWO, post)
    (mail,) = post.took
    assert mail.subject == "Due Mon 13 Apr 2026: 2 duties on case CASE-1"
    assert len(await said(service, ReminderMailed)) == 2


async def test_nothing_leaves_before_its_event_is_on_kafka(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    clock.at = datetime.fromisoformat(TWO)
    await what_is_due(service)
    post = Fake()
    worker = await mailing(service, post)
    assert not await worker.work(clock.at)
    assert post.took == []
    await on_kafka(service)
    assert await worker.work(clock.at)
    assert len(post.took) == 1


async def test_a_second_worker_or_a_second_look_sends_nothing_again(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    post = Fake()
    for _ in range(2):
        await at(service, clock, TWO, post)
    assert len(post.took) == 1


async def test_after_a_crash_between_sending_and_noting_the_second_copy_bears_the_same_id(
    service: Service, clock: Clock
) -> None:
    await say(service, ex.duty_arose, second)
    post = Fake([OutcomeUnknown("the answer was lost")])
    await at(service, clock, TWO, post)
    assert await said(service, ReminderMailed) == []
    await at(service, clock, TWO, post)
    first, again = post.took
    assert first == again and len(await said(service, ReminderMailed)) == 2


async def test_a_mail_server_that_is_away_is_tried_again_later(service: Service, clock: Clock) -> None:
    await say(service, ex.duty_arose)
    post = Fake([NotNow("busy")])
    clock.at = datetime.fromisoformat(TWO)
    await what_is_due(service)
    await on_kafka(service)
    worker = await mailing(service, post)
    await worker.work(clock.at)
    assert await worker.next_at(clock.at) == clock.at + RETRY
    assert not await worker.work(clock.at + RETRY - timedelta(seconds=1))
    assert await worker.work(clock.at + RETRY)
    assert len(post.took) == 1


async def test_an_address_that_is_refused_for_good_is_noted_and_the_next_step_goes_on(
    service: Service, clock: Clock
) -> None:
    await say(service, ex.duty_arose)
    post = Fake([Refusal("SMTP 550")])
    await at(service, clock, TWO, post)
    (refused,) = await said(service, ReminderUndeliverable)
    assert isinstance(refused, ReminderUndeliverable) and refused.role == "duty officer"
    await at(service, clock, ONE, post)
    assert [mail.recipient for mail in post.took] == ["team manager"]


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
async def test_nobody_is_told_of_what_is_over_meanwhile(service: Service, clock: Clock, end: Event) -> None:
    await say(service, ex.duty_arose)
    clock.at = datetime.fromisoformat(TWO)
    await what_is_due(service)
    await say(service, end)
    await on_kafka(service)
    post = Fake()
    await (await mailing(service, post)).work(clock.at)
    assert post.took == []


async def test_a_reminder_from_before_there_was_a_chain_is_mailed_to_nobody(service: Service) -> None:
    await say(service, ex.duty_arose, ex.reminder_raised.model_copy(update={"role": ""}))
    await say(service, DeadlineMissed(duty=ex.DUTY, due_on=ex.DUE_ON))
    assert await waiting.letters_due(service.log.pool) == []


async def test_a_duty_that_is_known_only_after_its_last_reminder_is_escalated_at_once(
    service: Service, clock: Clock
) -> None:
    clock.at = datetime.fromisoformat("2026-04-13T15:00Z")  # three hours after one o'clock on the day
    await say(service, ex.duty_arose)
    post = Fake()
    await at(service, clock, "2026-04-13T15:01Z", post)
    assert [mail.recipient for mail in post.took] == ["director"]


async def test_as_it_is_read(service: Service, clock: Clock, mail_server: LocalMail) -> None:
    """Through a real mail server, as the team manager has it."""
    await say(service, ex.duty_arose, second)
    post = SmtpPost(mail_server.smtp, ex.partnership().sender)
    await at(service, clock, ONE, post)
    kept = [message for message in _mailbox(mail_server).messages() if "team-manager" in message.to[0]]
    assert [message.body.replace("\r\n", "\n") for message in kept] == [AS_READ]


def _mailbox(server: LocalMail) -> Mailbox:
    return Mailbox(server.child.log.parent)


AS_READ = """\
To the team manager

One working day is left. Nobody has said yet that they see to it, so you are told.

- Must notify of the serious incident, owed to Child Safeguarding Practice Review Panel, by Mon 13 Apr 2026.
- Must notify of the serious incident, owed to Portsea and Meon Integrated Care Board, by Mon 13 Apr 2026.

See the case, and say there that you see to it:
https://console.portsea-meon.example/cases/case-1

Portsea and Meon Safeguarding Children Partnership. This message was made by a machine; nobody reads answers to it.
"""
