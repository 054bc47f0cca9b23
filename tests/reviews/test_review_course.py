"""The course of a practice review as it is read: what was agreed, asked, answered, shared, delayed, said of it."""

from datetime import date, timedelta

import pytest

from services.reviews.course_known import ReviewCourse, course_of
from services.reviews.learning_texts import Texts
from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock
from tests.reviews.routed import app_of, client_of

BEGUN = (*pa.held, ex.appointed, pr.letter_kept)
WHOLE = pr.after(
    BEGUN,
    *(pr.terms, pr.terms.model_copy(update={"version": 2}), pr.invite, pr.took_part),
    *(pr.request, pr.request_answered, pr.draft, pr.share),
    *(pr.delay, ex.accept, pr.not_publish, pr.comments, pr.regard),
)


def course(*events: object) -> ReviewCourse:
    found = course_of(events)  # type: ignore[arg-type]
    assert found
    return found


def test_there_is_no_course_before_a_practice_review_is_initiated() -> None:
    assert course_of(ex.submitted[: len(ex.all_assessed)]) is None


def test_terms_of_reference_are_listed_by_version_and_none_is_lost() -> None:
    assert [(each.version, each.agreed_on) for each in course(*WHOLE).terms] == [
        (1, pr.terms.agreed_on),
        (2, pr.terms.agreed_on),
    ]


def test_an_invitation_is_listed_with_how_and_what_came_of_it() -> None:
    invited = pr.after(BEGUN, pr.invite)
    (waiting,) = course(*invited).invitations
    assert (waiting.who, waiting.how, waiting.answer, waiting.answered_on) == ("family", "visit", None, None)
    (answered,) = course(*WHOLE).invitations
    assert (answered.answer, answered.answered_on) == ("took part", pr.took_part.answered_on)


def test_a_written_request_is_listed_with_its_document_and_its_answer() -> None:
    (made,) = course(*WHOLE).requests
    assert (made.asks, made.document_hash) == ("draft report", pr.LETTER)
    assert (made.answer_by, made.answered_on) == (pr.request.answer_by, pr.request_answered.answered_on)


def test_a_draft_is_listed_with_whom_it_was_shared_with() -> None:
    (draft,) = course(*WHOLE).drafts
    assert (draft.number, draft.document_hash) == (1, pr.DRAFT)
    assert [(each.organisation, each.shared_on) for each in draft.shared] == [
        ("Portsea General Hospital", date(2026, 8, 3))
    ]


def test_a_delay_is_listed_and_the_due_date_stays_what_it_was() -> None:
    found = course(*WHOLE)
    (delay,) = found.delays
    assert delay.due_on == found.due_on == date(2026, 10, 29)
    assert (delay.process, delay.expected_on, delay.in_advance) == (pa.PROCESS, date(2027, 1, 29), True)


def test_a_comment_is_listed_with_whether_regard_was_had_to_it() -> None:
    before = pr.after(BEGUN, pr.delay, pr.comments)
    assert [each.regarded for each in course(*before).comments] == [False]
    assert [each.regarded for each in course(*WHOLE).comments] == [True]
    assert course(*WHOLE).not_published == "improvements only"


def test_no_text_and_no_name_is_in_the_course() -> None:
    told = course(*WHOLE).model_dump_json()
    texts = (pr.terms.text, pr.invite.person, pr.invite.explained, pr.took_part.said, pr.delay.reasons)
    assert not [text for text in (*texts, pr.comments.text, pr.regard.response) if text in told]


def test_the_texts_are_read_on_purpose_by_staff_and_by_no_agency() -> None:
    texts = Texts(WHOLE)
    kinds = [each.kind for each in texts.seen_by(None)]
    assert kinds == [
        "terms of reference",
        "terms of reference",
        "invited",
        "invitation",
        "participant's answer",
        "delay",
        "recommendation",
        "not published",
        "comment",
        "regard",
    ]
    assert [each.kind for each in texts.seen_by("Portsea General Hospital")] == ["recommendation"]
    assert texts.seen_by("Meon Valley Police") == []


@pytest.mark.real
async def test_the_course_is_read_over_http_as_it_was_known(service: Service, stepped: SteppedClock) -> None:
    await stories.decided(service)
    stepped.at = ex.LATER
    await stories.do(service, pr.terms)
    first = stepped.at.isoformat().replace("+00:00", "Z")
    stepped.at += timedelta(hours=1)
    await stories.do(service, pr.terms.model_copy(update={"version": 2}))
    path = f"/cases/{ex.CASE}/practice-review"
    async with client_of(app_of(service)) as client:
        assert len((await client.get(path)).json()["terms"]) == 2
        assert len((await client.get(path, params={"as_of": first})).json()["terms"]) == 1
        before = (await client.get("/cases/unknown/practice-review")).json()
    assert before["type"] == "urn:cspr:problem:no-such-review"
