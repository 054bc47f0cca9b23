"""An agency that names what is another's, in the address, a query or in what it sends: by every route it has."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from services.reviews.asked_by import RULES
from services.reviews.staff import NAMED, OWN
from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import stories
from tests.reviews.routed import app_of, client_of
from tests.reviews.test_return_door import document
from tests.reviews.test_uploads import PDF, ROW, table
from tests.reviews.test_who_reads import AGENCIES, QUERIES, secret

pytestmark = pytest.mark.real
ASKED = "hospital"
OTHERS = sorted(set(AGENCIES) - {ASKED})
OF_NO_CASE = {"/events", "/returns", "/themes", "/chronology/template.csv", "/chronology/template.json"}
OCTETS = {"Content-Type": "application/octet-stream"}
CSV = {"Content-Type": "text/csv"}
ABOUT = {"about": "agency return", "name": "notes"}


def _submitted() -> bytes:
    return json.dumps(ge.submit.model_dump(mode="json")).encode()


# What the agency that was asked may send, and what names it there: in the query or in the body.
WRITES: dict[str, dict[str, Any]] = {
    "POST /returns": {"content": json.dumps(document()).encode(), "headers": {"Content-Type": "application/json"}},
    "POST /cases/{case}/chronology": {"params": {"agency": ASKED}, "content": table(ROW), "headers": CSV},
    "POST /cases/{case}/documents": {"params": {"agency": ASKED, **ABOUT}, "content": PDF, "headers": OCTETS},
    "POST /cases/{case}/submit-agency-return": {
        "content": _submitted(),
        "headers": {"Content-Type": "application/json"},
    },
}


def test_every_route_that_agencies_have_is_asked_here_or_names_nothing() -> None:
    reads = {f"GET {path}" for path in (*OWN, *NAMED)}
    assert set(RULES.agencies) == reads | WRITES.keys()
    assert {path for path in OWN if "{" not in path} == OF_NO_CASE


async def send(client: httpx.AsyncClient, route: str, agency: str) -> httpx.Response:
    method, path = route.split()
    it = WRITES[route]
    headers = {**it["headers"], "Actor": f"agency:{agency}", "Idempotency-Key": f"{agency}-1"}
    return await client.request(method, path.format(case=ex.CASE), **{**it, "headers": headers})


async def was_asked(service: Service) -> None:
    """One agency alone, of a case that exists."""
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    await stories.do(service, ge.ask)


@pytest.mark.parametrize("route", WRITES)
async def test_nobody_sends_anything_in_anothers_name(service: Service, route: str) -> None:
    await was_asked(service)
    async with client_of(app_of(service)) as client:
        before = await service.log.pool.fetchval("SELECT count(*) FROM event_log")
        for other in OTHERS:
            refused = await send(client, route, other)
            assert refused.status_code in (403, 409, 422), (other, refused.text)
        assert await service.log.pool.fetchval("SELECT count(*) FROM event_log") == before
        assert await service.log.pool.fetchval("SELECT count(*) FROM log.attachment") == 0
        good = await send(client, route, ASKED)
        assert good.status_code == 202, "it was refused for the name, and for nothing else"


def of_a_case(ids: dict[str, str]) -> Iterator[str]:
    for path in OWN:
        if path not in OF_NO_CASE:
            yield path.format(**ids)


async def test_an_agency_learns_nothing_of_a_case_that_it_was_not_asked_about(service: Service) -> None:
    """No name, no word, no document; not even whom it would have to ask."""
    await was_asked(service)
    told = ge.bruise.model_copy(update={"text": secret(ASKED), "source": secret(ASKED)})
    await stories.do(service, ge.submit.model_copy(update={"involvement": secret(ASKED), "chronology": (told,)}))
    async with client_of(app_of(service)) as client:
        kept = await send(client, "POST /cases/{case}/documents", ASKED)
        assert kept.status_code == 202
        (paper,) = (await client.get(f"/cases/{ex.CASE}/documents", headers={"Actor": "person:manager"})).json()
        ids = {"case": ex.CASE, "document": paper["document"]}
        for path in of_a_case(ids):
            mine = await client.get(path, params={"purpose": "assurance"}, headers={"Actor": f"agency:{ASKED}"})
            assert mine.status_code == 200, path
            for other in OTHERS:
                for query in QUERIES:
                    params = {
                        name: value.format(other=ASKED, other_name=AGENCIES[ASKED].name, own_name=other)
                        for name, value in query.items()
                    }
                    answer = await client.get(path, params=params, headers={"Actor": f"agency:{other}"})
                    assert answer.status_code in (200, 403, 404, 422), (path, answer.text)
                    for word in (
                        secret(ASKED),
                        AGENCIES[ASKED].name,
                        f'"{ASKED}"',
                        paper["document"],
                        paper["sha256"],
                    ):
                        assert word not in answer.text, (path, other, word)
