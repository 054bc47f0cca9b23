"""The national repository: sent each report after publication only, with our name or without; and taken back."""

import io
from datetime import UTC, date, datetime, timedelta
from uuid import uuid5

import httpx
import pytest
from pypdf import PdfReader

from services.publisher.care import RemoveReport
from services.publisher.collecting import ChooseRepositoryNaming, SubmitToRepository
from services.publisher.repository import submitted_from
from services.publisher.repository_letter import submission
from services.publisher.views import timetable
from services.publisher.worker import composer
from shared.dispatch import post
from shared.dispatch.email import Mail
from shared.dispatch.life import AttemptDispatch, RecordHandOver, RecordReceipt, message_id
from shared.dispatch.post import DispatchRow
from shared.events.base import Event
from shared.events.dispatch import DispatchAttempted, DispatchDue, DispatchReceived, DispatchWithdrawn
from shared.events.repository import RepositoryNamingChosen
from shared.service import Service
from shared.testing import Given
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.publisher.test_decider_limiting import improvements

REPOSITORY = "national-repository"
# Published on Wednesday 6 January 2027: submitted from Wednesday 13 January.
A_WEEK_LATER = datetime(2027, 1, 13, 0, 0, tzinfo=UTC)
DISPATCH = uuid5(ex.PUBLICATION, f"dispatch/{REPOSITORY}/1")
submitted = DispatchDue(
    dispatch=DISPATCH,
    purpose="repository submission",
    about=ex.PUBLICATION,
    recipient=REPOSITORY,
    channel="email",
    revision=1,
    document_hash=ex.HASH,
)
attempted = DispatchAttempted(dispatch=DISPATCH, attempt=1, message_id=message_id(DISPATCH))
handed_over = ex.handed_over(REPOSITORY, A_WEEK_LATER)
unnamed = ChooseRepositoryNaming(anonymously=True)
remove = RemoveReport(ground="court order", explanation="Served today.", court_order="ZC27P00001")


def given(*more: Event) -> Given:
    return Given(ex.decider()).given(*ex.published_so_far, *more)


def test_a_report_goes_to_the_repository_a_week_after_it_was_published_and_once() -> None:
    given().when(SubmitToRepository(), at=A_WEEK_LATER).then(submitted)
    given(submitted).when(SubmitToRepository(), at=A_WEEK_LATER + timedelta(days=1)).then_nothing()


def test_not_before_the_week_is_over_and_never_before_publication() -> None:
    given().when(SubmitToRepository(), at=A_WEEK_LATER - timedelta(seconds=1)).then_nothing()
    Given(ex.decider()).given(*ex.scheduled_so_far).when(SubmitToRepository(), at=A_WEEK_LATER).then_nothing()


def test_what_was_removed_in_that_week_never_goes_there() -> None:
    gone = given().when(remove, at=ex.PUBLISHED_AT).happened
    assert gone
    given(*gone).when(SubmitToRepository(), at=A_WEEK_LATER).then_nothing()


def test_it_may_be_submitted_anonymously_if_that_is_chosen_before() -> None:
    chosen = RepositoryNamingChosen(publication=ex.PUBLICATION, anonymously=True)
    given().when(unnamed).then(chosen)
    given(chosen).when(ChooseRepositoryNaming(anonymously=False)).then_one(RepositoryNamingChosen)
    given(submitted).when(unnamed).then_refused("already-submitted")


def test_the_repositorys_acknowledgement_is_recorded() -> None:
    receipt = RecordReceipt(dispatch=DISPATCH, reference="NCRR-2027-14", received_at=A_WEEK_LATER)
    done = given(submitted, attempted, handed_over).when(receipt, at=A_WEEK_LATER).then_one(DispatchReceived)
    assert done.reference == "NCRR-2027-14"


def test_a_removal_withdraws_a_submission_that_has_not_left() -> None:
    happened = given(submitted).when(remove, at=A_WEEK_LATER).happened
    assert [type(each) for each in happened[2:]] == [DispatchWithdrawn]


def test_a_removal_asks_the_repository_to_drop_what_it_has() -> None:
    asked = given(submitted, attempted, handed_over).when(remove, at=A_WEEK_LATER).then_one(DispatchDue)
    assert (asked.purpose, asked.recipient, asked.revision) == ("repository withdrawal", REPOSITORY, 2)


async def mail_to_repository(service: Service) -> Mail:
    """The last one that is due."""
    *_, row = [it for it in await post.of_case(service.log.pool, ex.CASE) if it.recipient == REPOSITORY]
    return await composer(service, ex.partnership())(row)


@pytest.mark.real
async def test_by_itself_the_published_text_goes_there_as_a_pdf_with_its_address(
    service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    assert await timetable.next_at(service.log.pool, ex.PUBLISHED_AT) == A_WEEK_LATER
    assert await stories.work(service, stepped, A_WEEK_LATER) == 1
    assert await stories.work(service, stepped, A_WEEK_LATER) == 0
    mail = await mail_to_repository(service)
    assert mail.to == "library@repository.example"
    assert mail.subject == f"Published review {reference}"
    assert f"/reviews/{reference}" in mail.text and ex.partnership().name in mail.text
    (pdf,) = mail.files
    assert pdf.name == f"{reference}.pdf" and pdf.content.startswith(b"%PDF")


def test_improvements_only_are_sent_as_what_they_are_and_name_no_reviewer() -> None:
    published = ex.published.model_copy(update={"scope": "improvements only"})
    fields = dict.fromkeys(("not_before", "resend_at", "handed_over_at", "received_at", "due_on"))
    sent = submitted.model_dump(exclude={"due_on"})
    plain = {"subject": ex.CASE, "state": "due", "attempts": 0, "reference": "", "detail": "", "attested_by": ""}
    row = DispatchRow.model_validate({**sent, **fields, **plain, "doubtful": False})
    mail = submission(row, ex.partnership(), improvements, published, anonymously=False)
    assert "information on improvements, and not the report" in mail.text and "Reviewer" not in mail.text
    assert "Not the whole report" in PdfReader(io.BytesIO(mail.files[0].content)).pages[0].extract_text()


@pytest.mark.real
async def test_anonymously_neither_mail_nor_file_names_the_partnership(
    service: Service, stepped: SteppedClock, staff: httpx.AsyncClient
) -> None:
    await stories.published(service, stepped)
    path, headers = f"/cases/{ex.CASE}/choose-repository-naming", {"Actor": ex.FIRST, "Idempotency-Key": "1"}
    assert (await staff.post(path, json={"anonymously": True}, headers=headers)).status_code == 202
    await stories.work(service, stepped, A_WEEK_LATER)
    mail = await mail_to_repository(service)
    assert ex.partnership().name not in mail.text and "/reviews/" not in mail.text
    assert "without the name of this partnership" in mail.text
    pages = PdfReader(io.BytesIO(mail.files[0].content)).pages
    assert ex.partnership().name not in " ".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.real
async def test_after_a_removal_the_repository_is_asked_to_delete_it_and_told_nothing_of_it(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.published(service, stepped)
    await stories.work(service, stepped, A_WEEK_LATER)
    (row,) = [it for it in await post.of_case(service.log.pool, ex.CASE) if it.recipient == REPOSITORY]
    await stories.do(service, AttemptDispatch(dispatch=row.dispatch, attempt=1))
    await stories.do(service, RecordHandOver(dispatch=row.dispatch, attempt=1, response="250 ok"))
    await stories.do(service, remove, ex.FIRST)
    mail = await mail_to_repository(service)
    assert "delete every copy" in mail.text and mail.files == ()
    assert "Willow" not in mail.text + mail.subject


def test_a_year_end_is_counted_like_any_other_week() -> None:
    assert submitted_from(date(2026, 12, 28)) == date(2027, 1, 4)
