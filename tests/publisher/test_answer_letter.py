"""The words of a letter to a requester, whatever became of the request."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.publisher.answer_letter import Answer, Told, letter
from shared.dispatch.post import DispatchRow
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    RequestAcknowledged,
    Requester,
    RequestRefused,
)
from shared.sealed import Sealed
from tests.publisher import examples as ex

ID = UUID(int=7)
ROW = DispatchRow(
    dispatch=UUID(int=8),
    subject=f"request-{ID}",
    about=ID,
    purpose="answer to a request",
    recipient="requester",
    channel="email",
    revision=1,
    due_on=None,
    document_hash="",
    state="due",
    attempts=0,
    not_before=None,
    resend_at=None,
    handed_over_at=None,
    received_at=None,
    reference="",
    detail="",
    attested_by="",
    doubtful=False,
)
WHO = Requester(name="BUY NOW", reply_to="reader@example.org", organisation="BUY NOW", purpose="BUY NOW")
CAME = CopyRequested(
    request=ID,
    reference=ex.REFERENCE,
    requested_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),  # half past midnight on 1 July in London
    information_request=False,
    requester=Sealed.of(WHO),
    answered_by_mail=True,
)
PAGE, CODE = "https://reviews.example/requests/7", "7Q2XM-K0T4V-9ZB3R-D6HNE"
REFUSED = RequestRefused(request=ID, ground="not held", explanation=Sealed.of("Never given to us."))
BY_LINK = CopySupplied(request=ID, means="by link", readable_until=date(2026, 7, 14))
BY_HAND = CopySupplied(request=ID, means="by hand", readable_until=None)


def told(answer: Answer) -> Told:
    never = "Never given to us."
    return Told(answer, came=CAME, to=WHO.reply_to, page=PAGE, code=CODE, readable=True, explanation=never)


def text(it: Told) -> str:
    return letter(ROW, ex.partnership(), it).text


@pytest.mark.parametrize("answer", [RequestAcknowledged(request=ID), REFUSED, BY_LINK, BY_HAND])
def test_every_letter_names_the_reference_the_page_and_whom_to_write_to_and_nothing_typed(answer: Answer) -> None:
    mail = letter(ROW, ex.partnership(), told(answer))
    assert all(words in mail.text for words in (ex.REFERENCE, PAGE, CODE, ex.partnership().contact))
    assert "BUY" not in f"{mail.subject}{mail.text}"
    assert mail.to == WHO.reply_to


def test_the_day_of_the_request_is_londons() -> None:
    assert "Asked for: 1 July 2026" in text(told(BY_HAND))


def test_the_title_is_told_where_there_is_one() -> None:
    assert "Review:" not in text(told(BY_HAND))
    assert "Review:    Willow\n" in text(replace(told(BY_HAND), title="Willow"))


def test_by_link_the_letter_bears_its_last_day_and_no_other_letter_does() -> None:
    assert "until 14 July 2026, on the page below.\n" in text(told(BY_LINK))
    for answer in (RequestAcknowledged(request=ID), REFUSED, BY_HAND):
        assert "14 July 2026" not in text(told(answer))


def test_where_there_is_no_text_to_read_no_link_is_promised() -> None:
    assert "there is none to read" in text(replace(told(BY_LINK), readable=False))


def test_a_refusal_tells_its_ground_its_explanation_and_the_way_to_complain() -> None:
    said = text(told(REFUSED))
    assert "No copy is given: not held.\n\nNever given to us.\n" in said and "/complaints" in said


def test_under_the_information_act_a_refusal_names_review_and_commissioner() -> None:
    """FOIA s17(7): the procedure for complaints, and the right to apply under s50."""
    said = text(replace(told(REFUSED), information_due=date(2026, 7, 29)))
    assert "review this decision" in said and "Information Commissioner" in said and "/complaints" not in said


def test_under_the_information_act_the_acknowledgement_names_the_day() -> None:
    acknowledged = told(RequestAcknowledged(request=ID))
    assert "answered by 29 July 2026" in text(replace(acknowledged, information_due=date(2026, 7, 29)))
    assert "answered by" not in text(acknowledged)
