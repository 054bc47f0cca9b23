"""The mail to the Panel: complete, readable, and nothing personal outside its text."""

import io
from dataclasses import dataclass, field
from datetime import datetime

import pypdf
import pytest

from services.reviews.commands import SubmitRapidReview
from services.reviews.views import reviews
from services.reviews.worker import composer
from shared.dispatch import post
from shared.dispatch.email import Mail
from shared.dispatch.life import message_id
from shared.dispatch.sender import Sender
from shared.service import Service
from tests.leading import Leads
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import stories

pytestmark = pytest.mark.real

LETTER = """\
OFFICIAL-SENSITIVE

RAPID REVIEW
From:              Portsea and Meon Safeguarding Children Partnership
Authority:         Portsea and Meon Council (E06000045)
Reference:         5B0E9F37
Case identifier:   5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e
Authority aware:   Thu 2 Apr 2026, 16:50
Notification sent: Mon 13 Apr 2026, 15:00
Rapid review due:  Tue 5 May 2026, counted from Mon 13 Apr 2026
Contact:           partnership@portsea-meon.example

DECISION
Decided on:                Wed 29 Apr 2026
National review suggested: no
Report due by:             Thu 29 Oct 2026

A local child safeguarding practice review will be held.

VIEWS OF THE SAFEGUARDING PARTNERS
Portsea and Meon Council:               agrees
Portsea and Meon Integrated Care Board: agrees
Meon Valley Police, chief officer:      dissents

CHILD AND FAMILY
Children: as in the notification

Nothing was recorded.

FACTS, AS FAR AS READILY ESTABLISHED
What was found on facts.

THE CHILD'S VOICE AND LIVED EXPERIENCE
Nothing was recorded.

ANALYSIS AND THEMES OF PRACTICE
Nothing was recorded.

GOOD PRACTICE
Nothing was recorded.

ACTION NEEDED FOR CHILDREN'S SAFETY
What was found on immediate action.

IMMEDIATE ACTION
None was recorded.

POTENTIAL FOR IMPROVEMENTS
What was found on improvements.

CONTEXT, AND HOW INEQUALITIES INFLUENCED IT
What was found on context.

AGENCIES ASKED FOR A RETURN
None was asked.

CHRONOLOGY
Nothing was recorded.

PARALLEL PROCEEDINGS
None is known.

CRITERIA (SI 2018/789, REGULATION 11)
11a - whether the case highlights or may highlight improvements needed to safeguard and promote the welfare of children: MET
What was found on 11a.

11b - whether the case highlights or may highlight recurrent themes in safeguarding and promoting the welfare of children: NOT MET
What was found on 11b.

11c - whether the case highlights or may highlight concerns about two or more organisations or agencies working together: MET
What was found on 11c.

11d - whether the case is one that the Panel considered, concluding that a local review may be more appropriate: NOT MET
What was found on 11d.

WHAT THE PARTNERS HAD REGARD TO
The case concerns one organisation or agency alone: NO
What was made of one organisation.

No organisation or agency was involved, and that is a cause for concern: NO
What was made of no organisation.

More than one authority's, police or health area is concerned, also where a family moved: YES
What was made of several areas.

The case may raise issues about an institution: NO
What was made of institution.

REASONS FOR THE DECISION
Agencies knew parts of the same story.
"""  # noqa: E501


@dataclass
class Letterbox:
    """A server that takes everything."""

    taken: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail, at: datetime) -> str:
        self.taken.append(mail)
        return "250 ok"


async def test_the_panel_reads_the_decision_the_views_the_criteria_and_the_reasons(service: Service) -> None:
    await stories.decided(service)
    await stories.do(service, SubmitRapidReview())
    (row,) = await post.of_case(service.log.pool, ex.CASE)
    mail = await composer(service, ex.partnership())(row)
    assert mail.text == LETTER
    assert mail.to == "notifications@panel.example"
    assert mail.message_id == message_id(row.dispatch)
    assert mail.headers == (("X-Dispatch", str(row.dispatch)),)
    assert mail.subject == "Rapid review 5B0E9F37 [OFFICIAL-SENSITIVE]"


async def test_page_and_pdf_say_the_same_and_the_attempt_keeps_the_pdfs_hash(service: Service) -> None:
    await stories.decided(service)
    await stories.do(service, SubmitRapidReview())
    (row,) = await post.of_case(service.log.pool, ex.CASE)
    compose = composer(service, ex.partnership())
    mail, again = await compose(row), await compose(row)
    (pdf,) = mail.files
    assert (pdf.name, mail.document_hash()) == ("rapid-review-5B0E9F37-1.pdf", again.document_hash())
    pages = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    for told in ("What was found on 11d.", "What was found on context.", "Agencies knew parts of the same story."):
        assert told in mail.text and told in mail.html and told in printed


async def test_the_panel_reads_who_was_asked_and_what_was_done_at_once(service: Service) -> None:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    asked = [ge.ask.model_copy(update={"agency": agency}) for agency in ("hospital", "police")]
    criteria = [ex.assess(criterion) for criterion in ("11a", "11b", "11c", "11d")]
    gathered = [*asked, ge.submit, ge.act, *ex.purposes, *ex.circumstances, *ex.headings, *criteria]
    await stories.do(service, *gathered, ex.decide_practice_review, SubmitRapidReview())
    (row,) = await post.of_case(service.log.pool, ex.CASE)
    mail = await composer(service, ex.partnership())(row)
    assert "Portsea General Hospital: received\nMeon Valley Police:       not received" in mail.text
    assert "Tue 14 Apr 2026, Portsea General Hospital\nSeen the same day." in mail.text


async def test_a_correction_is_what_the_panel_reads(service: Service) -> None:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    wrong = ex.assess("11d").model_copy(update={"finding": "Wrong."})
    findings = [ex.assess("11a"), ex.assess("11b"), ex.assess("11c"), wrong]
    right = ex.assess("11d", met=False, correction=True)
    await stories.do(
        service, *ex.purposes, *ex.circumstances, *findings, right, ex.decide_practice_review, SubmitRapidReview()
    )
    (row,) = await post.of_case(service.log.pool, ex.CASE)
    mail = await composer(service, ex.partnership())(row)
    assert "What was found on 11d." in mail.text
    assert "Wrong." not in mail.text


async def test_the_worker_sends_it_once_and_the_duty_is_met(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(*_: object, **__: object) -> bool:
        return True  # Kafka has it

    monkeypatch.setattr("shared.dispatch.sender.recorded_on_kafka", at_once)
    await stories.decided(service)
    await stories.do(service, SubmitRapidReview())
    letterbox = Letterbox()
    sender = Sender(service, composer(service, ex.partnership()), letterbox, ex.partnership())
    await sender.begin(Leads())
    assert await sender.work(ex.TODAY)
    assert not await sender.work(ex.TODAY)
    assert len(letterbox.taken) == 1
    row = await reviews.one(service.log.pool, ex.CASE)
    assert row and row.state == "submitted"
