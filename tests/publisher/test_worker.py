"""What the worker mails, and when it publishes."""

from datetime import timedelta

import pytest

from services.publisher.commands import SendAdvanceCopies
from services.publisher.worker import composer
from shared.dispatch import post
from shared.dispatch.life import message_id
from shared.duties import board
from shared.events.publisher import ReportPublished
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real

LETTER = f"""\
OFFICIAL-SENSITIVE

Portsea and Meon Safeguarding Children Partnership plans to publish this report on Wed 6 Jan 2027.
Attached are its full text and the briefing for professionals, as they will be published.

Title:     Child safeguarding practice review: Willow
Reviewer:  Dr Amara Okonkwo-Pryce
SHA-256:   {ex.HASH}

The hash is of the title, pseudonym, reviewer, report and briefing together. Only a text with this
hash will be published; if the text changes, you will be sent another copy.

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
