"""What the worker mails, and when it publishes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.publisher.commands import ListPastReview, SendAdvanceCopies
from services.publisher.past_reviews import SUBJECT
from services.publisher.printing import pdf_hash
from services.publisher.worker import composer
from shared.decider import Command
from shared.dispatch import post
from shared.dispatch.email import Mail
from shared.dispatch.life import message_id
from shared.dispatch.post import DispatchRow
from shared.dispatch.sender import Sender
from shared.duties import board
from shared.events.publisher import ReportPublished
from shared.keys import KeyNotHere
from shared.service import Service
from shared.stuck import Stuck
from shared.worker import Todo, Worker
from tests.leading import Leads
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.toys import until

pytestmark = pytest.mark.real

LETTER = f"""\
OFFICIAL-SENSITIVE

Portsea and Meon Safeguarding Children Partnership plans to publish this report on Wed 6 Jan 2027.
Attached is the file that will be published, with the briefing for professionals; and its text,
part by part.

Title:     Child safeguarding practice review: Willow
Reviewer:  Dr Amara Okonkwo-Pryce
SHA-256:   {ex.HASH}

The hash is of the title, pseudonym, reviewer and every part of the text. Only a text with this hash
will be published; if the text changes, you will be sent another copy.

Contact:   partnership@portsea-meon.example
"""


async def test_an_advance_copy_is_the_very_text_with_its_hash(service: Service, stepped: SteppedClock) -> None:
    await stories.certified(service)
    stepped.at = ex.IN_DECEMBER
    await stories.do(service, SendAdvanceCopies(publish_on=ex.PUBLISH_ON))
    row, *_ = [it for it in await post.ready(service.log.pool, stepped.at) if it.recipient == "ofsted"]
    mail = await composer(service, ex.partnership())(row)
    assert (mail.to, mail.message_id) == ("incidents@inspectorate.example", message_id(row.dispatch))
    assert mail.subject == "Advance copy of a practice review 5B0E9F37 [OFFICIAL-SENSITIVE]"
    assert mail.text == LETTER
    (report, text), (briefing, steps) = mail.attachments
    assert (report, text, briefing) == ("report.md", ex.REPORT, "briefing.md")
    assert all(step in steps for step in ex.STEPS)
    (file,) = mail.files
    assert (file.name, file.sha256()) == ("report.pdf", pdf_hash(ex.text, ex.partnership().name))


@dataclass
class Letterbox:
    """A server that takes everything."""

    taken: list[str] = field(default_factory=list)

    async def send(self, mail: Mail, at: datetime) -> str:
        self.taken.append(mail.to)
        return "250 ok"


async def test_a_mail_that_cannot_be_composed_holds_up_no_other(
    service: Service, stepped: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(*_: object, **__: object) -> bool:
        return True  # Kafka has it

    async def compose(row: DispatchRow) -> Mail:
        if row.recipient == "ofsted" and key_is_missing:
            raise KeyNotHere(row.subject)
        return await composer(service, ex.partnership())(row)

    monkeypatch.setattr("shared.dispatch.sender.recorded_on_kafka", at_once)
    await stories.certified(service)
    stepped.at = ex.IN_DECEMBER
    await stories.do(service, SendAdvanceCopies(publish_on=ex.PUBLISH_ON))
    letterbox, key_is_missing = Letterbox(), True
    sender = Sender(service, compose, letterbox, ex.partnership())
    await sender.begin(Leads())
    sender.stuck = Stuck(rest_seconds=0)
    assert await sender.work(stepped.at)
    assert (len(letterbox.taken), "incidents@inspectorate.example" in letterbox.taken) == (2, False)
    assert not await sender.work(stepped.at)  # it is not busy about what is stuck
    assert Worker(service, tasks=[sender]).how_many_stuck() == 1
    key_is_missing = False
    assert await sender.work(stepped.at)
    assert (letterbox.taken[2:], len(sender.stuck)) == (["incidents@inspectorate.example"], 0)


async def test_a_text_that_cannot_be_opened_holds_up_no_other(service: Service) -> None:
    async def no_key() -> Command:
        raise KeyNotHere("a-case")

    past = ListPastReview(title="Child Q", kind="serious case review", year=2016)

    class Timetable:
        async def due(self, *_: object) -> list[Todo]:
            return [Todo("a-case", no_key, UUID(int=1)), Todo(SUBJECT, past, UUID(int=2))]

        async def next_at(self, *_: object) -> None:
            return None

    worker = Worker(service, timetables=[Timetable()])
    running = asyncio.create_task(worker.run())
    await until(lambda: service.log.about(SUBJECT), 30)
    worker.stopping.set()
    await running
    assert worker.how_many_stuck() == 1


async def test_the_report_is_published_at_the_start_of_its_day(service: Service, stepped: SteppedClock) -> None:
    await stories.scheduled(service, stepped)
    assert await stories.work(service, stepped, ex.PUBLISHED_AT - timedelta(seconds=1)) == 0
    assert await stories.work(service, stepped, ex.PUBLISHED_AT) == 1
    assert await stories.work(service, stepped, ex.PUBLISHED_AT) == 0
    (said,) = [r for r in await service.log.about(ex.CASE) if isinstance(r.data, ReportPublished)]
    assert said.data.text == ex.text
    assert ex.text.title.encode() in said.wire  # in the clear, where every version before was sealed


async def test_until_then_no_word_of_it_is_in_the_clear(service: Service, stepped: SteppedClock) -> None:
    await stories.scheduled(service, stepped)
    assert not any(b"Willow" in recorded.wire for recorded in await service.log.about(ex.CASE))


async def test_the_duties_are_met_in_turn(service: Service, stepped: SteppedClock) -> None:
    await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    duties = await board.of_case(service.log.pool, ex.CASE)
    assert [(duty.rule, duty.state) for duty in duties] == [
        *[("advance-copy", "met")] * 3,
        ("practice-review", "met"),
        ("take-down", "met"),
    ]
