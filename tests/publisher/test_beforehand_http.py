"""The way from certificate to approval over HTTP, and what is shown of it; the seals are opened for it alone."""

from typing import Any

import httpx
import pytest

from services.publisher.commands import SchedulePublication, SendAdvanceCopies
from services.publisher.views import timetable
from services.publisher.worker import composer
from shared import views
from shared.dispatch import post
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events.practice import NonPublicationDecided
from shared.keys import sealed_under
from shared.reasons import subject_of
from shared.sealed import Sealed
from shared.service import Service
from tests.publisher import beforehand as before
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

CASE = f"/cases/{ex.CASE}"


async def send(staff: httpx.AsyncClient, path: str, command: Any, actor: str = ex.WRITER, key: str = "1") -> Any:
    headers = {"Actor": actor, "Idempotency-Key": f"{path}/{key}"}
    return await staff.post(f"{CASE}/{path}", json=command.model_dump(mode="json"), headers=headers)


async def shown(staff: httpx.AsyncClient, path: str) -> Any:
    answer = await staff.get(f"{CASE}/{path}", headers={"Actor": ex.WRITER})
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


async def same_when_rebuilt(service: Service) -> None:
    async with service.log.pool.acquire() as connection:
        for table, (live, folded) in (await views.compared(service, connection)).items():
            assert live == folded, table


async def test_a_family_is_told_comments_are_answered_and_a_second_person_approves(
    staff: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    await stories.scheduled(service, stepped)  # and approved
    assert await timetable.next_at(service.log.pool, stepped.at) == ex.PUBLISHED_AT
    assert (await send(staff, "name-person-to-tell", before.name_mother)).status_code == 202
    assert (await send(staff, "record-copy-comments", before.record_comments)).status_code == 202
    assert await timetable.next_at(service.log.pool, stepped.at) is None  # both took the approval back
    page = (await staff.get(f"/publications/{ex.CASE}")).json()
    assert (page["state"], page["scheduled_by"], page["approved_by"]) == ("scheduled", ex.WRITER, None)
    assert page["not_yet_because"] == ["Comments on the advance copies to which no regard was had: 1."]
    assert page["warnings"] == ["Of 1 people who are to be told before publication, 1 have not been."]
    refused = await send(staff, "approve-publication", before.approve, before.APPROVER)
    assert (refused.status_code, refused.json()["title"]) == (409, "not ready to publish")
    assert (await send(staff, "record-person-told", before.tell_mother)).status_code == 202
    assert (await send(staff, "record-copy-regard", before.have_regard)).status_code == 202
    assert (await send(staff, "approve-publication", before.approve, before.APPROVER, "2")).status_code == 202
    (person,) = await shown(staff, "people-to-tell")
    assert (person["name"], person["state"], person["told_on"], person["said"]) == (
        *("Ruth Bright", "told", "2026-12-20", "She asks for the name Willow."),
    )
    (comment,) = await shown(staff, "copy-comments")
    assert (comment["text"], comment["outcome"], comment["response"]) == (
        *("Page 3 could be clearer.", "the text stays", "It is in the briefing."),
    )
    assert await stories.work(service, stepped, ex.PUBLISHED_AT) == 1
    counted = (await staff.get("/publications-counted")).json()
    assert counted == [
        {"year": 2027, "published_in_full": 1, "improvements_only": 0, "not_published": 0, "superseded": 0}
    ]
    await same_when_rebuilt(service)


async def test_names_and_words_are_sealed_on_the_wire(
    staff: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    await stories.scheduled(service, stepped)
    for path, command in (
        ("name-person-to-tell", before.name_mother),
        ("record-person-told", before.tell_mother),
        ("record-copy-comments", before.record_comments),
        ("record-copy-regard", before.have_regard),
    ):
        assert (await send(staff, path, command)).status_code == 202
    wires = b"".join(recorded.wire for recorded in await service.log.about(ex.CASE))
    for secret in (b"Ruth", b"Quill", b"She asks", b"clearer", b"briefing."):
        assert secret not in wires


async def limited(service: Service, scope: str) -> None:
    decided = NonPublicationDecided(
        practice_review=ex.PRACTICE_REVIEW,
        decision=before.COMMENT,
        scope=scope,
        decided_on=ex.ACCEPTED_AT.date(),
        justification=Sealed.of("The family could be found."),
    )
    async with service.transaction() as tx:
        key = await service.keyring.find_or_make(tx, ex.CASE, may_make=True)
    await stories.hear(service, "reviews", sealed_under(decided, ex.CASE, key), after=2)


async def test_improvements_only_void_the_draft_and_their_copies_say_why(
    staff: httpx.AsyncClient, service: Service, stepped: SteppedClock, public: httpx.AsyncClient
) -> None:
    await stories.certified(service)
    await limited(service, "improvements only")
    row = (await staff.get(f"/publications/{ex.CASE}")).json()
    assert (row["state"], row["scope"], row["text_hash"]) == ("ready", "improvements only", None)
    words = ex.text.model_copy(update={"title": "Improvements: Willow", "reviewer": "", "briefing": ()})
    await stories.do(service, ex.save(words))
    await stories.scan(service)
    await stories.settle(service)
    for person in (ex.FIRST, ex.SECOND):
        await stories.do(service, ex.sign(ex.text_hash(words)), person)
    stepped.at = ex.IN_DECEMBER
    await stories.do(service, SendAdvanceCopies(publish_on=ex.PUBLISH_ON))
    copy, *_ = await post.ready(service.log.pool, stepped.at)
    mail = await composer(service, ex.partnership())(copy)
    assert "information on improvements on Wed 6 Jan 2027, and not the report" in mail.text
    assert "Why the report is not published:\nThe family could be found.\n" in mail.text
    assert [name for name, _ in mail.attachments] == ["improvements.md"]
    assert [file.name for file in mail.files] == ["improvements.pdf"] and "Reviewer" not in mail.text
    for row_ in await post.of_case(service.log.pool, ex.CASE):
        await stories.do(service, AttemptDispatch(dispatch=row_.dispatch, attempt=1))
        await stories.do(service, RecordHandOver(dispatch=row_.dispatch, attempt=1, response="250 ok"))
    await stories.do(service, SchedulePublication(publish_on=ex.PUBLISH_ON))
    approve = before.approve.model_copy(update={"text_hash": ex.text_hash(words)})
    await stories.do(service, approve, before.APPROVER)
    assert await stories.work(service, stepped, ex.PUBLISHED_AT) == 1
    row = (await staff.get(f"/publications/{ex.CASE}")).json()
    shown_publicly = (await public.get(f"/reviews/{row['reference']}")).text
    assert mail.files[0].content == (await public.get(f"/reviews/{row['reference']}/report.pdf")).content
    assert "Improvements: Willow" in shown_publicly and "Reviewer" not in shown_publicly
    assert (await staff.get("/publications-counted")).json()[0]["improvements_only"] == 1
    await same_when_rebuilt(service)


@pytest.mark.parametrize("scope", ["nothing", "improvements only"])
async def test_what_is_not_published_is_seen_by_staff_and_counted(
    staff: httpx.AsyncClient, service: Service, public: httpx.AsyncClient, scope: str
) -> None:
    await stories.accepted(service)
    await limited(service, scope)
    (row,) = (await staff.get("/publications")).json()
    assert row["state"] == ("ended" if scope == "nothing" else "ready")
    counted = (await staff.get("/publications-counted")).json()
    assert [year["not_published"] for year in counted] == ([1] if scope == "nothing" else [])
    assert "Willow" not in (await public.get("/")).text


async def test_what_is_shown_needs_a_publication(staff: httpx.AsyncClient) -> None:
    for path in ("people-to-tell", "copy-comments"):
        assert (await staff.get(f"{CASE}/{path}", headers={"Actor": ex.WRITER})).status_code == 404
        assert (await staff.get(f"{CASE}/{path}")).status_code == 422


async def test_staff_read_why_a_text_was_cleared_and_that_is_recorded_first(
    staff: httpx.AsyncClient, service: Service
) -> None:
    await stories.certified(service)
    asked = {"purpose": "review"}
    answer = await staff.get(f"{CASE}/reasons", params=asked, headers={"Actor": "person:director"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    methods = [each["text"]["method"] for each in answer.json() if "method" in each["text"]]
    assert methods == [ex.sign().method] * 2
    assert any(each["about"] == "accept" and each["text"]["reason"] for each in answer.json())
    (opened,) = await service.log.about(subject_of(ex.CASE))
    assert (opened.type, opened.actor) == ("cspr.publisher.reasons-opened.v1", "person:director")
    agency = await staff.get(f"{CASE}/reasons", params=asked, headers={"Actor": "agency:hospital"})
    nothing = await staff.get("/cases/none/reasons", params=asked, headers={"Actor": "person:director"})
    assert (agency.status_code, nothing.status_code) == (422, 404)
    assert len(await service.log.about(subject_of(ex.CASE))) == 1  # who was shown nothing has read nothing
