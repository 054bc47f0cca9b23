"""A Word document sent by staff: it becomes a draft like any other, and whatever is wrong with it is told."""

from typing import Any

import httpx
import pytest

from services.publisher.commands import SaveDraft
from services.publisher.import_http import steps
from services.publisher.worker import opened
from shared.events.publisher import PublicText
from shared.service import Service
from tests import examples as told
from tests.publisher import documents as made
from tests.publisher import examples as ex
from tests.publisher import stories

PATH = f"/cases/{ex.CASE}/import-docx"
CHILD = told.details.children[0]
WILLOW = made.document(made.paragraph("What happened", style="Heading1"), made.paragraph("Willow was hurt."))
FIRST = {"title": "Practice review: Willow", "pseudonym": "Willow"}


async def send(staff: httpx.AsyncClient, content: bytes, key: str = "1", **query: str) -> Any:
    headers = {"Actor": ex.WRITER, "Idempotency-Key": key}
    return await staff.post(PATH, content=content, params=query, headers=headers)


async def present(service: Service) -> PublicText:
    state = await stories.state_of(service)
    return await opened(service, await service.log.about(ex.CASE), state.text_hash, "preparing a publication")


async def test_the_first_document_begins_a_draft(staff: httpx.AsyncClient, service: Service) -> None:
    await stories.accepted(service)
    answer = await send(staff, WILLOW, **FIRST)
    assert (answer.status_code, len(answer.json()["events"]), answer.json()["left_behind"]) == (202, 1, [])
    text = await present(service)
    assert text.report == "# What happened\n\nWillow was hurt."
    assert (text.title, text.pseudonym) == ("Practice review: Willow", "Willow")
    state = await stories.state_of(service)
    assert answer.json()["text_hash"] == state.text_hash
    assert state.drafters == {ex.WRITER}  # who brought it cannot certify it
    again = await send(staff, WILLOW, key="2")
    assert (again.status_code, again.json()["events"]) == (200, [])  # the same text is no news


async def test_each_part_is_brought_by_itself_and_the_others_stay(
    staff: httpx.AsyncClient, service: Service
) -> None:
    await stories.accepted(service)
    await stories.do(service, ex.save())
    response = made.document(made.paragraph("We accept every finding."))
    easy = made.document(made.paragraph("We want to do better."))
    headings = [heading for heading, _ in ex.text.briefing]
    briefing = made.document(
        *(each for h in headings for each in (made.paragraph(h, style="Heading2"), made.paragraph("Do this.")))
    )
    for key, (part, content) in enumerate({"response": response, "easy_read": easy, "briefing": briefing}.items()):
        assert (await send(staff, content, key=str(key), part=part)).status_code == 202
    assert await present(service) == ex.text.model_copy(
        update={
            "response": "We accept every finding.\n",
            "easy_read": "We want to do better.\n",
            "briefing": tuple((heading, "Do this.") for heading in headings),
        }
    )


async def test_what_stays_behind_is_told(staff: httpx.AsyncClient, service: Service) -> None:
    await stories.accepted(service)
    name = "".join(f"<w:del>{made.run(CHILD.first_name)}</w:del>")
    content = made.document(made.paragraph("Willow", name), parts={"docProps/core.xml": "<p><by>Jo</by></p>"})
    answer = await send(staff, content, **FIRST)
    assert answer.json()["left_behind"] == [
        {"what": "metadata: author, dates and other properties", "count": 1},
        {"what": "tracked deletions", "count": 1},
    ]
    await stories.scan(service)
    assert not [each for each in (await stories.state_of(service)).passage.found if each.certain]


async def test_a_name_in_the_document_is_found_by_the_gate(staff: httpx.AsyncClient, service: Service) -> None:
    await stories.accepted(service)
    split = [made.run(CHILD.first_name[:2], "<w:b/>"), made.run(CHILD.first_name[2:])]
    await send(staff, made.document(made.paragraph("Then ", *split, " fell.")), **FIRST)
    await stories.scan(service)
    assert "name" in {each.rule for each in (await stories.state_of(service)).passage.found if each.certain}


@pytest.mark.parametrize(
    ("content", "query", "status", "pointer"),
    [
        (b"PK", FIRST, 422, ""),
        (WILLOW, {"title": "Only a title"}, 422, "/pseudonym"),
        (WILLOW, {"part": "everything"}, 422, "/query/part"),
        (WILLOW, {**FIRST, "part": "briefing"}, 422, "/briefing"),
        (made.document(), FIRST, 422, "/report"),
        (made.document(made.paragraph("x" * 100_001)), FIRST, 422, "/report"),
    ],
    ids=["no document", "no pseudonym", "no such part", "one step", "no words", "too long"],
)
async def test_a_document_that_makes_no_draft_is_refused_by_field_and_rule(
    staff: httpx.AsyncClient, service: Service, content: bytes, query: dict[str, str], status: int, pointer: str
) -> None:
    await stories.accepted(service)
    answer = await send(staff, content, **query)
    assert answer.status_code == status
    assert pointer in [each["pointer"] for each in answer.json()["errors"]]


async def test_no_document_without_a_publication_and_none_of_any_length(staff: httpx.AsyncClient) -> None:
    assert (await send(staff, WILLOW, **FIRST)).status_code == 404
    assert (await send(staff, b"x" * (10 * 1024 * 1024 + 1))).status_code == 413


def test_a_briefing_is_cut_at_its_highest_headings() -> None:
    text = "## One\n\nA\n\n### Below\n\nB\n\n## Two\n\nC\n"
    assert steps(text) == [("One", "A\n\n### Below\n\nB"), ("Two", "C")]
    assert steps(f"Before\n\n{text}")[0] == ("", "Before")
    assert steps("") == []
    SaveDraft(title="T", pseudonym="W", report="R", briefing=tuple(steps(text) * 3))
