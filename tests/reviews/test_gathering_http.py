"""Who sees which return, and a chronology in every form."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID

import httpx
import pypdf
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from services.reviews.case_known import Gathered
from services.reviews.chronology_http import chronology_routes
from services.reviews.gathering_http import gathering_routes
from services.reviews.joining_commands import JoinEntries
from services.reviews.views import asked
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.contracts.records import examples
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import stories

AGENCIES = ("hospital", "police", "schools")
SECRET = {agency: f"only {agency} knows" for agency in AGENCIES}


def submit(agency: str):
    entry = ge.bruise.model_copy(
        update={
            "text": f"=SECRET {SECRET[agency]}",
            "source": f"{agency} record",
            "anonymised": "A bruise was seen.",
        }
    )
    return ge.submit.model_copy(update={"agency": agency, "involvement": SECRET[agency], "chronology": (entry,)})


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(gathering_routes(service, ex.partnership()))
    app.include_router(chronology_routes(service, ex.partnership()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews") as made:
        await stories.with_the_cases_key(service)
        await stories.Others(service).say("notifier", stories.submitted)
        for agency in AGENCIES:
            await stories.do(service, ge.ask.model_copy(update={"agency": agency}), submit(agency))
        yield made


def get(client: httpx.AsyncClient, path: str, actor: str = "person:manager"):
    return client.get(f"/cases/{ex.CASE}/{path}", headers={"Actor": actor})


@pytest.mark.real
async def test_before_the_meeting_an_agency_sees_its_own_return_and_nothing_of_another(client):
    for agency in AGENCIES:
        for path in ("returns", "chronology", "chronology?format=csv", "chronology?format=html"):
            shown = (await get(client, path, f"agency:{agency}")).text
            assert agency in shown
            for other in set(AGENCIES) - {agency}:
                assert other not in shown


EVERYWHERE = (
    "returns",
    "chronology",
    "chronology?view=anonymised",
    "chronology?format=csv",
    "chronology?format=html",
    "chronology?agency={other}",
    "chronology?as_of=2026-05-01T09:00:00Z",
    "returns?as_of=2026-05-01T09:00:00Z",
    "asked-about",
    "plan",
)


@pytest.mark.real
@pytest.mark.parametrize("path", EVERYWHERE)
async def test_nothing_of_another_agency_leaks_before_the_meeting(client, path):
    """No return, entry or name, whatever is asked and however it is refused."""
    for agency in AGENCIES:
        for other in set(AGENCIES) - {agency}:
            answer = await get(client, path.format(other=other), f"agency:{agency}")
            assert answer.status_code == 200, answer.text
            assert other not in answer.text
            assert SECRET[other] not in answer.text


@pytest.mark.real
async def test_a_chronology_on_paper_leaks_nothing_and_who_was_not_asked_learns_nothing(client, service):
    pdf = await get(client, "chronology?format=pdf", "agency:police")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "police" in text and "hospital" not in text and "schools" not in text
    refused = await get(client, "asked-about", "agency:elsewhere")
    assert refused.status_code == 404
    assert not any(agency in refused.text for agency in AGENCIES)
    feeds = [await service.log.about(f"feedback/{agency}") for agency in AGENCIES]
    for agency, feed in zip(AGENCIES, feeds, strict=True):
        told = b"".join(recorded.wire for recorded in feed if recorded.subject == f"feedback/{agency}").decode()
        assert told and not any(other in told for other in set(AGENCIES) - {agency})


@pytest.mark.real
async def test_in_the_list_of_what_is_missing_an_agency_sees_its_own_alone(client, service):
    await service.log.pool.execute("UPDATE asked SET revision = 0")  # as if none had told
    mine = (await client.get("/returns", headers={"Actor": "agency:police"})).json()
    assert [row["agency"] for row in mine] == ["police"]
    assert len((await client.get("/returns")).json()) == 3


@pytest.mark.real
async def test_once_they_met_every_agency_that_was_asked_sees_all_and_nobody_else_does(client, service):
    await stories.do(service, ge.meet)
    for actor, seen in (("agency:police", 3), ("person:manager", 3), ("agency:elsewhere", 0), ("service:x", 0)):
        assert len((await get(client, "returns", actor)).json()) == seen
        assert len((await get(client, "chronology", actor)).json()) == seen


def test_an_agency_that_is_not_asked_any_more_reads_nothing_of_the_case_until_it_is_asked_again():
    """The incident may not be what it was taken for: whoever had told nothing by then need not know of it."""
    police = ge.requested.model_copy(update={"agency": "police"})
    said = [ge.requested, police, ge.other_told, ge.met, ge.released]
    assert Gathered(recorded(said[:-1])).seen_by("agency:hospital") == ["hospital", "police"]
    ended = Gathered(recorded(said))
    assert (ended.seen_by("agency:hospital"), ended.joined_for("agency:hospital")) == ([], ())
    for actor in ("agency:police", "person:manager"):
        assert ended.seen_by(actor) == ["hospital", "police"]
    assert Gathered(recorded([*said, ge.requested])).seen_by("agency:hospital") == ["hospital", "police"]


def recorded(said):
    one = next(iter(examples()))
    return [replace(one, data=event) for event in said]


@given(
    asked=st.sets(st.sampled_from(AGENCIES)),
    met=st.booleans(),
    kind=st.sampled_from(["agency", "person", "service", ""]),
    who=st.sampled_from([*AGENCIES, "elsewhere", ""]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whoever_asks_sees_no_more_than_they_may(asked, met, kind, who):
    gathered = Gathered(())
    gathered.asked, gathered.met_on = sorted(asked), ge.MET_ON if met else None
    seen = set(gathered.seen_by(f"{kind}:{who}"))
    may = asked if kind == "person" or (kind == "agency" and met and who in asked) else set()
    own = asked & {who} if kind == "agency" else set()
    assert seen == may | own


def test_before_the_meeting_no_agency_learns_that_its_own_entries_were_joined_through_anothers():
    gathered = Gathered(())
    gathered.asked, gathered.joined = ["hospital", "police"], (frozenset(ge.ENTRIES),)
    assert gathered.joined_for("agency:hospital") == ()
    assert gathered.joined_for("person:manager") == gathered.joined
    gathered.met_on = ge.MET_ON
    assert gathered.joined_for("agency:hospital") == gathered.joined


@pytest.mark.real
async def test_the_anonymised_view_names_no_agency_record_or_day(client):
    lines = (await get(client, "chronology?view=anonymised")).json()
    assert {line["agency"] for line in lines} == {"health", "police", "education"}
    assert {(line["when"], line["text"], line["source"]) for line in lines} == {
        ("March 2026", "A bruise was seen.", None)
    }


@pytest.mark.real
async def test_what_staff_join_is_marked_where_its_days_differ_and_hides_from_who_may_not_see_the_other(
    client, service
):
    for agency, day in (("hospital", 3), ("police", 4)):
        entry = ge.bruise.model_copy(update={"on": date(2026, 3, day), "episode": None})
        again = submit(agency).model_copy(update={"revision": 2, "chronology": (entry,)})
        await stories.do(service, again)
    before = (await get(client, "chronology")).json()
    assert not any(line["conflict"] or line["alike"] for line in before)
    ids = {line["agency"]: line["entry"] for line in before}
    await stories.do(service, JoinEntries(entries=(UUID(ids["hospital"]), UUID(ids["police"]))))
    lines = {line["agency"]: line for line in (await get(client, "chronology")).json()}
    assert {agency: line["conflict"] for agency, line in lines.items()} == {
        "hospital": True,
        "police": True,
        "schools": False,
    }
    assert lines["hospital"]["alike"] == [ids["police"]]
    (own,) = (await get(client, "chronology", "agency:hospital")).json()
    assert (own["conflict"], own["alike"]) == (False, [])


@pytest.mark.real
async def test_a_chronology_is_exported_for_spreadsheets_for_browsers_and_for_paper(client):
    rows = list(csv.DictReader(io.StringIO((await get(client, "chronology?format=csv")).text)))
    assert [row["text"][:8] for row in rows] == ["'=SECRET"] * 3
    page = await get(client, "chronology?format=html")
    assert page.headers["cache-control"] == "no-store"
    pdf = pypdf.PdfReader(io.BytesIO((await get(client, "chronology?format=pdf")).content))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for agency in AGENCIES:
        assert SECRET[agency] in page.text
        assert SECRET[agency] in text


@pytest.mark.real
async def test_what_is_still_to_come_is_listed_chased_and_overdue_the_day_after(client, service, stepped):
    # As if the police had not told.
    await service.log.pool.execute("UPDATE asked SET revision = 0 WHERE agency = 'police'")
    assert [row["agency"] for row in (await client.get("/returns")).json()] == ["police"]
    stepped.at = datetime(2026, 4, 27, 12, tzinfo=UTC)
    assert (await client.get("/returns?overdue=true")).json() == []
    stepped.at = datetime(2026, 4, 28, 12, tzinfo=UTC)
    assert len((await client.get("/returns?overdue=true")).json()) == 1
    (todo,) = await asked.due(service.log.pool, stepped.at)
    assert (todo.subject, (await todo.asked()).step) == (ex.CASE, "overdue")


@pytest.mark.real
async def test_the_plan_is_the_partnerships_own(client):
    plan = {row["step"]: row["by"] for row in (await get(client, "plan")).json()}
    assert plan == {
        "scoping": "2026-04-14",
        "returns": "2026-04-27",
        "meeting": "2026-04-29",
        "sign_off": "2026-05-05",
    }  # 4 May is a holiday


@pytest.mark.real
async def test_what_was_told_is_read_as_it_was_known(client):
    assert len((await get(client, "chronology")).json()) == 3
    before = "2026-05-01T08:59:59Z"
    assert (await get(client, f"chronology?as_of={before}")).status_code == 404
    assert (await client.get("/cases/unknown/returns", headers={"Actor": "person:x"})).status_code == 404
