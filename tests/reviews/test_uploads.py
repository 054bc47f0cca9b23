"""Files: a chronology as CSV or JSON, all or nothing; documents of returns and of requests to the reviewer."""

import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx
import pytest

from services.reviews import chronology_file
from services.reviews.chronology_file import COLUMNS, from_csv, from_json
from services.reviews.decider.keeping import keeping
from services.reviews.decider.practice_review import practice_review
from services.reviews.document_commands import KeepDocument
from services.reviews.gathering_commands import MOST_ENTRIES
from shared.documents import looked_at
from shared.edge import MOST_PROBLEMS, BadInput
from shared.events.documents import DocumentKept
from shared.events.gathering import ChronologyEntry, ChronologyUploaded
from shared.sealed import Sealed
from shared.service import Service
from shared.testing import OCCASION, Given
from tests.bad_input.made import CANARY
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import practice_examples as pr
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock
from tests.reviews.routed import app_of, client_of

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
ROW = {"on": "03/03/2026", "source": "Ward record", "text": "Seen with a bruise."}
MORE = {
    "precision": "month",
    "until": "2026-04-01",
    "order": "2",
    "significance": "key episode",
    "episode": "bruise",
}


def table(*rows: Mapping[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def problems(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as bad:
        from_csv(content)
    assert CANARY not in str(bad.value)
    return list(bad.value.problems)


def test_a_row_is_an_entry_with_its_days_as_they_are_written_here() -> None:
    plain, full = from_csv(table(ROW, {**ROW, **MORE, "anonymised": "A bruise.", "significance": "key episode"}))
    assert (plain.on, plain.precision, plain.order) == (date(2026, 3, 3), "day", 0)
    assert (full.until, full.precision, full.order) == (date(2026, 4, 1), "month", 2)
    assert (full.significance, full.episode, full.anonymised) == ("key episode", "bruise", "A bruise.")


def test_the_templates_are_taken_in_as_they_are_served() -> None:
    assert chronology_file.csv_template().decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    (entry,) = from_json(chronology_file.EXAMPLE.model_dump_json().encode())
    assert entry.text == "What the record tells"


def test_the_template_that_agencies_are_given_is_this_one() -> None:
    given = Path(__file__).parents[2] / "docs" / "partners" / "chronology.csv"
    assert given.read_bytes() == chronology_file.csv_template()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"on": CANARY}, "/3/on"),
        ({"on": "31/02/2026"}, "/3/on"),
        ({"on": ""}, "/3/on"),
        ({"text": ""}, "/3/text"),
        ({"source": ""}, "/3/source"),
        ({"precision": CANARY}, "/3/precision"),
        ({"order": "-1"}, "/3/order"),
        ({"order": "first"}, "/3/order"),
        ({"significance": CANARY}, "/3/significance"),
        ({"until": "2026-03-02"}, "/3"),
        ({"episode": "two words"}, "/3/episode"),
        ({"text": f"{CANARY}\x07"}, "/3/text"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_row_and_column_and_never_by_its_value(
    changes: dict[str, str], where: str
) -> None:
    (found,) = problems(table(ROW, {**ROW, **changes}))
    assert found[0] == where and found[1]


def test_every_wrong_row_is_told_up_to_as_many_as_are_told_of_one_document() -> None:
    assert [where for where, _ in problems(table(ROW, {**ROW, "on": "x"}, ROW, {**ROW, "text": ""}))] == [
        "/3/on",
        "/5/text",
    ]
    assert len(problems(table(*[{**ROW, "on": "x"}] * (MOST_PROBLEMS + 5)))) == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "is empty"),
        (table(), "has no rows"),
        (b"on,source\n", "this column is missing"),
        (f"{CANARY},on,source,text\n".encode(), "a column that is not in the template"),
        (table(*[ROW] * (MOST_ENTRIES + 1)), f"more than {MOST_ENTRIES} rows"),
        (table(ROW).rstrip() + b",x,y,z,a,b,c,d,e,f\r\n", "more cells than columns"),
    ],
    ids=["empty", "header alone", "missing", "unknown", "too many", "too wide"],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: bytes, rule: str) -> None:
    assert any(rule in told for _, told in problems(content))


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)"])
def test_a_formula_is_a_text_and_the_apostrophe_of_an_export_is_no_part_of_it(formula: str) -> None:
    plain, exported = from_csv(table({**ROW, "text": formula}, {**ROW, "text": f"'{formula}"}))
    assert plain.text == exported.text == formula
    (quoted,) = from_csv(table({**ROW, "text": "'Tis what she said."}))
    assert quoted.text == "'Tis what she said."


upload = ge.upload
uploaded = ChronologyUploaded(
    agency_return=ge.RETURN,
    agency="hospital",
    sha256=ex.HASH,
    entries=(ChronologyEntry(entry=uuid5(OCCASION, "entry/0"), content=Sealed.of(ge.bruise.model_dump_json())),),
)


def test_a_chronology_by_file_stands_beside_the_return_which_is_still_owed() -> None:
    gathering = Given(ge.DECIDER)
    gathering.given(*ge.asked).when(upload).then(uploaded)
    assert "hospital" in ge.DECIDER.state((*ge.asked, uploaded)).outstanding()


def test_the_same_file_again_says_nothing_and_another_takes_its_place() -> None:
    given = Given(ge.DECIDER).given(*ge.asked, uploaded)
    given.when(upload).then_nothing()
    given.when(upload.model_copy(update={"sha256": "cd" * 32})).then(
        uploaded.model_copy(update={"sha256": "cd" * 32})
    )


def test_an_agency_uploads_its_own_chronology_and_only_if_it_was_asked() -> None:
    given = Given(ge.DECIDER).given(*ge.asked)
    given.when(upload, actor="agency:police").then_refused("own-return")
    Given(ge.DECIDER).given(*ex.opened).when(upload).then_refused("not-requested")


letter = looked_at(ex.CASE, PDF)
keep = KeepDocument(
    document=letter.id,
    about="agency return",
    agency="hospital",
    sha256=letter.sha256,
    size=letter.size,
    media_type=letter.media_type,
    name="Ward notes",
)
kept = DocumentKept(**keep.model_dump(exclude={"name"}), name=Sealed.of("Ward notes"))
to_reviewer = keep.model_copy(update={"about": "written request", "agency": ""})


def test_a_document_goes_with_a_return_that_was_asked_for() -> None:
    documents = Given(keeping)
    documents.given(*ge.asked).when(keep).then(kept)
    documents.given(*ge.asked, kept).when(keep).then_nothing()
    documents.given(*ex.opened).when(keep).then_refused("no-such-request")
    documents.given(*ge.asked, ge.released).when(keep).then_refused("no-such-request")
    documents.given(*ge.asked).when(keep, actor="agency:police").then_refused("own-return")


def test_a_written_request_is_kept_for_a_practice_review_and_by_the_partnership_alone() -> None:
    documents = Given(keeping)
    documents.given(*ex.decided).when(to_reviewer).then(
        kept.model_copy(update={"about": "written request", "agency": ""})
    )
    documents.given(*ex.opened).when(to_reviewer).then_refused("no-such-review")
    documents.given(*ex.decided).when(to_reviewer, actor="agency:hospital").then_refused("staff-alone")


def test_a_request_to_the_reviewer_waits_for_its_document() -> None:
    """SI 2018/789, regulation 14(3): it is made in writing."""
    review = Given(practice_review(ex.partnership()))
    review.given(*ex.decided, ex.appointed).when(pr.request).then_refused("document-first")


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    await stories.do(service, ge.ask, ge.ask.model_copy(update={"agency": "police"}))
    async with client_of(app_of(service)) as made:
        yield made


async def send(
    client: httpx.AsyncClient, what: str, content: bytes, actor: str, *, key: str = "1", **asked: str
) -> httpx.Response:
    type_ = asked.pop("type", "text/csv")
    headers = {"Actor": actor, "Idempotency-Key": key, "Content-Type": type_}
    return await client.post(f"/cases/{ex.CASE}/{what}", content=content, params=asked, headers=headers)


async def lines(client: httpx.AsyncClient, actor: str = "person:manager") -> list[Any]:
    answer = await client.get(f"/cases/{ex.CASE}/chronology", headers={"Actor": actor})
    found: list[Any] = answer.json()
    return found


@pytest.mark.real
async def test_all_rows_are_in_the_chronology_or_none_is(client: httpx.AsyncClient) -> None:
    bad = await send(client, "chronology", table(ROW, {**ROW, "on": "x"}), "agency:hospital")
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/3/on")
    assert await lines(client) == []
    checked = await send(client, "chronology", table(ROW, ROW), "agency:hospital", check="true")
    assert checked.json() == {"accepted": True} and await lines(client) == []
    whole = table(ROW, {**ROW, "order": "1", "text": "Seen again."})
    good = await send(client, "chronology", whole, "agency:hospital", key="2")
    assert good.status_code == 202
    assert [line["text"] for line in await lines(client)] == ["Seen with a bruise.", "Seen again."]
    assert await lines(client, "agency:police") == []
    document = json.dumps({"entries": [{"on": "2026-03-04", "source": "Ward", "text": "Instead."}]}).encode()
    again = await send(
        client, "chronology", document, "person:manager", key="3", agency="hospital", type="application/json"
    )
    assert again.status_code == 202
    assert [line["text"] for line in await lines(client)] == ["Instead."]


@pytest.mark.real
async def test_a_file_is_refused_with_what_to_do_instead(client: httpx.AsyncClient) -> None:
    unnamed = await send(client, "chronology", table(ROW), "person:manager")
    assert (unnamed.status_code, unnamed.json()["errors"][0]["pointer"]) == (422, "/query/agency")
    assert (await send(client, "chronology", table(ROW), "agency:hospital", type="text/plain")).status_code == 415
    assert (await send(client, "chronology", table(ROW), "agency:schools")).status_code == 409
    for name in ("csv", "json"):
        served = await client.get(f"/chronology/template.{name}")
        assert served.status_code == 200
    assert (await client.get("/chronology/template.csv")).content == chronology_file.csv_template()


@pytest.mark.real
async def test_a_returns_document_is_kept_sealed_and_seen_by_whoever_sees_the_return(
    client: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    content = PDF + CANARY.encode()
    asked = {"about": "agency return", "name": f"{CANARY}.pdf", "type": "application/octet-stream"}
    assert (await send(client, "documents", content, "agency:hospital", **asked)).status_code == 202
    pool = service.log.pool
    (box,) = [row["box"] for row in await pool.fetch("SELECT box FROM log.attachment")]
    wires = [row["wire"] for row in await pool.fetch("SELECT wire FROM log.event_log")]
    assert not [each for each in (box, *wires) if CANARY.encode() in each]
    seen = {
        actor: await documents(client, actor) for actor in ("person:manager", "agency:hospital", "agency:police")
    }
    assert seen["person:manager"] == seen["agency:hospital"] != []
    assert seen["agency:police"] == []
    (it,) = seen["person:manager"]
    told = (it["sha256"], it["media_type"], it["size"], it["name"])
    assert told == (hashlib.sha256(content).hexdigest(), "application/pdf", len(content), f"{CANARY}.pdf")
    path = f"/cases/{ex.CASE}/documents/{it['document']}"
    opened = await client.get(path, headers={"Actor": "agency:hospital"})
    assert opened.content == content and opened.headers["cache-control"] == "no-store"
    assert (await client.get(path, headers={"Actor": "agency:police"})).status_code == 404
    await stories.do(service, ge.meet)
    assert (await client.get(path, headers={"Actor": "agency:police"})).content == content
    before = (stepped.at - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert (
        await client.get(path.rpartition("/")[0], params={"as_of": before}, headers={"Actor": "person:x"})
    ).status_code == 404


async def documents(client: httpx.AsyncClient, actor: str) -> list[Any]:
    found: list[Any] = (await client.get(f"/cases/{ex.CASE}/documents", headers={"Actor": actor})).json()
    return found


@pytest.mark.real
async def test_nothing_is_kept_of_a_document_that_is_refused(client: httpx.AsyncClient, service: Service) -> None:
    asked = {"about": "agency return", "name": "notes", "type": "application/octet-stream"}
    refused = [
        await send(client, "documents", b"MZ\x90\x00" + bytes(80), "agency:hospital", **asked),
        await send(client, "documents", PDF, "agency:schools", **asked),
        await send(client, "documents", PDF, "person:manager", **asked),
        await send(client, "documents", PDF, "person:manager", **{**asked, "about": "written request"}),
    ]
    assert [answer.status_code for answer in refused] == [422, 404, 422, 404]
    assert await service.log.pool.fetchval("SELECT count(*) FROM log.attachment") == 0


@pytest.mark.real
async def test_a_request_is_sent_to_the_reviewer_with_the_document_that_was_uploaded(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.decided(service)
    stepped.at = ex.LATER
    await stories.do(service, ex.appoint)
    async with client_of(app_of(service)) as client:
        asked = {"about": "written request", "name": "Our questions", "type": "application/octet-stream"}
        assert (await send(client, "documents", PDF, "person:manager", **asked)).status_code == 202
        (it,) = await documents(client, "person:manager")
        body = {"asks": "draft report", "document_hash": it["sha256"], "answer_by": "2026-11-30"}
        headers = {"Actor": "person:manager", "Idempotency-Key": "ask"}
        answer = await client.post(f"/cases/{ex.CASE}/request-from-reviewer", json=body, headers=headers)
        assert answer.status_code == 202
        unkept = {**body, "document_hash": "00" * 32}
        refused = await client.post(
            f"/cases/{ex.CASE}/request-from-reviewer", json=unkept, headers={**headers, "Idempotency-Key": "b"}
        )
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:cspr:problem:document-first")
    made = (await service.log.about(ex.CASE))[-1].data
    assert (made.document_hash, made.media_type, made.size_bytes) == (it["sha256"], "application/pdf", len(PDF))
    assert isinstance(made.request, UUID)
