"""The mails that a requester reads, word for word, and the way they leave by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest

from services.publisher.copies import Codes, page_of
from services.publisher.request_commands import AcknowledgeRequest, RefuseRequest, RequestCopy, SupplyCopy
from services.publisher.requests import subject_of
from services.publisher.worker import composer
from shared.decider import Command
from shared.dispatch import post
from shared.dispatch.email import Mail
from shared.dispatch.life import message_id
from shared.dispatch.sender import Sender
from shared.service import Service
from tests.leading import Leads
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real
ASKED_AT = datetime(2028, 2, 1, 9, 30, tzinfo=UTC)
KEY = UUID("7b1d1c52-7d1e-4f6a-9b1d-3c1d6f0a9e77")
# What somebody who types another person's address would like that person to read.
TYPED = "BUY NOW https://spam.example"
REFUSAL = """\
You asked Portsea and Meon Safeguarding Children Partnership for a copy of a review.

Review:    {title}
Reference: {reference}
Asked for: 1 February 2028

No copy is given: it could lead to a family.

A trial names the town.

If you are not content, ask the partnership to review this decision, at the contact below. After that you
can complain to the Information Commissioner: https://ico.org.uk/make-a-complaint/

Your request and its answer are on a page of your own:
{page}
It asks for your code: {code}
Keep the code to yourself: whoever has it can read what is there.

Contact: {contact}
"""


@pytest.fixture
async def archived(service: Service, stepped: SteppedClock) -> str:
    reference = await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    stepped.at = ASKED_AT
    return reference


async def mails_after(service: Service, reference: str, *commands: Command, foi: bool = False) -> list[Mail]:
    ask = RequestCopy(
        reference=reference,
        information_request=foi,
        name=TYPED,
        organisation=TYPED,
        purpose=TYPED,
        reply_to="reader@example.org",
    )
    subject = subject_of(KEY)
    await service.do(subject, ask, actor="public:reader", cause=KEY)
    for number, command in enumerate(commands):
        await service.do(subject, command, actor=ex.FIRST, cause=uuid5(KEY, str(number)))
    compose = composer(service, ex.partnership())
    rows = await post.of_case(service.log.pool, subject)
    return [await compose(row) for row in sorted(rows, key=lambda row: row.revision)]


async def test_a_refusal_names_its_ground_and_who_reviews_it_word_for_word(
    service: Service, archived: str
) -> None:
    refuse = RefuseRequest(ground="it could lead to a family", explanation="A trial names the town.")
    (mail,) = await mails_after(service, archived, refuse, foi=True)
    assert mail.text == REFUSAL.format(
        reference=archived,
        title=ex.text.title,
        page=ex.partnership().site.url + page_of(KEY),
        code=Codes(service.keyring).of(KEY),
        contact=ex.partnership().contact,
    )
    assert (mail.to, mail.subject) == ("reader@example.org", f"Your request for a copy of {archived}")


async def test_without_the_information_act_a_refusal_names_the_way_to_complain(
    service: Service, archived: str
) -> None:
    (mail,) = await mails_after(service, archived, RefuseRequest(ground="not held", explanation="Never was."))
    assert "/complaints" in mail.text and "Information Commissioner" not in mail.text


async def test_the_acknowledgement_bears_the_day_of_the_information_act(service: Service, archived: str) -> None:
    (mail,) = await mails_after(service, archived, AcknowledgeRequest(), foi=True)
    assert "It will be answered by 29 February 2028." in mail.text


async def test_a_copy_is_given_with_its_last_day(service: Service, archived: str) -> None:
    said = await mails_after(service, archived, AcknowledgeRequest(), SupplyCopy(days_readable=14))
    given = "You can read it until 14 February 2028, on the page below."
    assert given in said[-1].text
    assert "in hand" in said[0].text and given not in said[0].text  # composed late, it still says what it said


async def test_nothing_typed_into_the_form_is_ever_mailed(service: Service, archived: str) -> None:
    commands = (AcknowledgeRequest(), SupplyCopy(means="by hand"))
    for mail in await mails_after(service, archived, *commands):
        assert "spam" not in repr(mail) and "BUY" not in repr(mail)


async def test_what_was_removed_is_not_named_by_its_title(service: Service, archived: str) -> None:
    await service.log.pool.execute("UPDATE public_reviews SET removed_on = '2028-01-05'")
    (mail,) = await mails_after(service, archived, AcknowledgeRequest())
    assert ex.text.title not in mail.text and archived in mail.text


@dataclass
class Letterbox:
    """A server that takes everything; `before` looks at what is known when it does."""

    before: Callable[[], object]
    taken: list[Mail] = field(default_factory=list)
    waited_for: list[object] = field(default_factory=list)

    async def send(self, mail: Mail, at: datetime) -> str:
        self.waited_for.append(self.before())
        self.taken.append(mail)
        return "250 ok"


async def test_it_leaves_to_where_the_requester_asked_once_its_attempt_is_recorded(
    service: Service, archived: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[object] = []

    async def at_once(_: object, said: object, **__: object) -> bool:
        recorded.append(said)
        return True  # Kafka has it

    monkeypatch.setattr("shared.dispatch.sender.recorded_on_kafka", at_once)
    await mails_after(service, archived, SupplyCopy())
    letterbox = Letterbox(before=lambda: len(recorded))
    sender = Sender(service, composer(service, ex.partnership()), letterbox, ex.partnership())
    await sender.begin(Leads())
    await sender.work(ASKED_AT)
    await sender.work(ASKED_AT)
    (row,) = await post.of_case(service.log.pool, subject_of(KEY))
    (mail,) = [each for each in letterbox.taken if each.recipient == "requester"]
    assert (mail.to, mail.message_id, mail.key) == (
        "reader@example.org",
        message_id(row.dispatch),
        str(row.dispatch),
    )
    assert (row.state, row.attempts) == ("handed over", 1)
    assert 0 not in letterbox.waited_for
