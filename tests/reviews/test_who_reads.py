"""Before the meeting an agency reads nothing of another: every read, asked by every agency in many ways."""

from collections.abc import Iterator
from uuid import UUID, uuid5

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from services.reviews.staff import NAMED, OWN
from services.reviews.staff import for_staff as guarded
from shared.dispatch import post
from shared.service import Service
from shared.testing import OCCASION
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import learning_examples as le
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock
from tests.reviews.routed import app_of, client_of, reads

AGENCIES = {agency.id: agency for agency in ex.partnership().agencies}
FOR_EVERYBODY = {"/themes"}  # the kept vocabulary, which speaks of schools and the police
# What is asked beside a read's own parameters; what a read does not take, it ignores.
QUERIES = (
    {},
    {"as_of": "2026-05-01T09:00:00Z"},
    {"format": "csv", "overdue": "true"},
    {"format": "html", "view": "anonymised"},
    {"agency": "{other}", "owner": "{other_name}", "organisation": "{other_name}"},
    {"owner": "{own_name}", "organisation": "{own_name}", "purpose": "assurance"},
)
REFUSED = {403, 404, 422}


def secret(agency: str) -> str:
    return f"only-{agency[::-1]}-knows"


def document(agency: str) -> UUID:
    return uuid5(OCCASION, agency)


async def gathered(service: Service) -> None:
    """Each agency was asked, by mail where it has a mailbox, and told something."""
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    for agency in AGENCIES:
        told = ge.bruise.model_copy(update={"text": secret(agency), "source": secret(agency)})
        ask = ge.ask.model_copy(update={"agency": agency})
        sent = {"agency": agency, "involvement": secret(agency), "chronology": (told,)}
        paper = {"document": document(agency), "agency": agency, "name": secret(agency)}
        kept = pr.keep_letter.model_copy(update={**paper, "about": "agency return"})
        await stories.do(service, ask, ge.submit.model_copy(update=sent), kept)
    await stories.do(service, pa.link, le.record.model_copy(update={"found_on": ex.DECIDED_ON}))


def asked(app: FastAPI, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(the path as it is documented, and as it is asked)"""
    for path in reads(app):
        yield path, path.format(**{"case": ex.CASE, "agency": "police", **ids})


def queries(agency: str, other: str) -> Iterator[dict[str, str]]:
    words = {"other": other, "other_name": AGENCIES[other].name, "own_name": AGENCIES[agency].name}
    for query in QUERIES:
        yield {name: value.format(**words) for name, value in query.items()}


def others_of(agency: str) -> Iterator[tuple[str, list[str]]]:
    """Another agency, and every word that would give it away."""
    for other in set(AGENCIES) - {agency}:
        mailbox = AGENCIES[other].address
        yield (
            other,
            [f'"{other}"', f">{other}<", f",{other},", AGENCIES[other].name, secret(other), mailbox or "@@"],
        )


@pytest.mark.real
async def test_before_the_meeting_no_read_shows_an_agency_anything_of_another(
    service: Service, stepped: SteppedClock
) -> None:
    await gathered(service)
    app = app_of(service)
    (letter,) = {row.dispatch for row in await post.of_case(service.log.pool, ex.CASE)}
    ids = {name: str(letter) for name in ("dispatch", "proof", "quarantine_id")}
    answered: set[str] = set()
    async with client_of(app) as client:
        for agency in AGENCIES:
            for other, giveaways in others_of(agency):
                for path, url in asked(app, {**ids, "document": str(document(other))}):
                    for query in queries(agency, other):
                        answer = await client.get(url, params=query, headers={"Actor": f"agency:{agency}"})
                        _shows_nothing(path, answer, giveaways)
                        answered |= {path} if answer.is_success else set()
    another_agencys = {"/cases/{case}/documents/{document}"}
    assert answered == {*OWN, *NAMED} - another_agencys, "each of the others was really answered"


def _shows_nothing(path: str, answer: httpx.Response, giveaways: list[str]) -> None:
    assert answer.is_success or answer.status_code in REFUSED, (path, answer.text)
    if path not in FOR_EVERYBODY:
        assert not [word for word in giveaways if word in answer.text], path


@pytest.mark.real
async def test_what_is_not_an_agencys_own_is_refused_to_it_and_read_by_staff(service: Service) -> None:
    await gathered(service)
    app = app_of(service)
    async with client_of(app) as client:
        for path in ("/cases/{case}/dispatches", "/dispatches/waiting", "/watch", "/learning/findings?theme=x"):
            url = path.format(case=ex.CASE)
            refused = await client.get(url, headers={"Actor": "agency:police"})
            assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:staff-alone"), path
            assert (await client.get(url, headers={"Actor": "person:manager"})).status_code in (200, 422), path
        seen = (await client.get(f"/cases/{ex.CASE}/dispatches")).json()
    assert [row["recipient"] for row in seen] == ["agency:schools"]


@pytest.mark.real
async def test_an_agency_reads_of_the_lists_what_names_itself(service: Service) -> None:
    async with client_of(app_of(service)) as client:
        for path, query in NAMED.items():
            for name, status in (("Meon Valley Police", 200), ("Portsea General Hospital", 403), ("", 403)):
                params = {query: name} if name else {}
                answer = await client.get(path, params=params, headers={"Actor": "agency:police"})
                assert answer.status_code == status, (path, name)
            unknown = {"Actor": "agency:elsewhere"}
            assert (await client.get(path, params={query: "x"}, headers=unknown)).status_code == 403


def test_a_router_within_a_router_is_not_let_through() -> None:
    outer = APIRouter()
    outer.include_router(APIRouter())
    with pytest.raises(AssertionError):
        guarded(outer, ex.partnership())
