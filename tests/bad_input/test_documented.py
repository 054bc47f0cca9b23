"""Every service's API keeps to its OpenAPI document, whatever it is asked. Schemathesis makes requests of that."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from functools import cache

import httpx
import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.documents import ROOT, SERVICES
from deploy.local.postgres import LocalPostgres
from shared.web.problems import PROBLEM_JSON
from tests import examples as ex
from tests.bad_input.made import AGENCY
from tests.bad_input.wired import wired

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# That it is too long refuses a request as well: of what is made at random, some is.
REFUSED = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}})
# What each asks is not there in this test, Kafka or another service; each says so, by a 503 that is documented.
AWAY = (
    "GET /cases/{case}/erasure-clearance",
    "GET /health/views",
    "GET /learning",
    "GET /report-by-hand",
    "GET /report-by-hand/{part}",
    "POST /report-by-hand/{part}",
)
# The console's pages, for people: each says in words what there is not, and takes any text.
_WORK = "/work/{service}/{action}"
PAGES = (
    "GET /",
    "GET /cases",
    "GET /register",
    "GET /cases/{case}",
    "GET /cases/{case}/who-looked",
    "GET /cases/{case}/who-looked.csv",  # a link on that page: what there is not is a page too
    "GET /exports",
    "POST /exports",
    "GET /exports/{export}",
    "GET /exports/{export}/cases.csv",  # a link on that page, as above
    "POST /exports/{export}/approve",
    "POST /exports/{export}/decline",
    "GET /work",
    "GET /report",
    "GET /statistics",
    "GET /lists",
    "GET /read/{service}/{question}",
    f"GET {_WORK}",
    f"POST {_WORK}",
    "POST /you",
    "GET /sign-in/to/{issuer}",
    "POST /sign-out",
    "GET /people",
    "POST /people/leavers",
    "POST /people/returners",
    "POST /account/sessions/end",
    "GET /drafts",
    "GET /learning",
    "GET /report-by-hand",
    "GET /report-by-hand/{part}",
    "POST /report-by-hand/{part}",
    "POST /drafts/{draft}/discard",
    "GET /partners/mend/{service}/{quarantine}",
    "POST /partners/mend/{service}/{quarantine}",
)
bounded = settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=8,
    suppress_health_check=list(HealthCheck),
)


@cache
def operations(service: str) -> dict[str, APIOperation]:
    """By method and path; of the document that is committed, which another test holds to the code."""
    document = json.loads((ROOT / "docs" / "api" / f"{service}.openapi.json").read_text())
    found = (each.ok() for each in schemathesis.openapi.from_dict(document, config=CONFIG).get_all_operations())
    return {operation.label: operation for operation in found}


def asked() -> Iterator[tuple[str, str, GenerationMode]]:
    """What takes nothing, or any text, cannot be asked badly."""
    for service in SERVICES:
        for label, operation in operations(service).items():
            yield service, label, GenerationMode.POSITIVE
            takes_something = operation.body or any(True for _ in operation.iter_parameters())
            if takes_something and not (service == "console" and label in PAGES):
                yield service, label, GenerationMode.NEGATIVE


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clients(
    postgres: LocalPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    folder = tmp_path_factory.mktemp("documented")
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(wired(postgres, name, folder)) for name in SERVICES}


async def answer_to(client: httpx.AsyncClient, case: Case) -> httpx.Response:
    sent = case.as_transport_kwargs(base_url=str(client.base_url).rstrip("/"))
    del sent["cookies"]
    body = sent.pop("data", None)
    form = {"data": body} if isinstance(body, dict) else {"content": body}
    request = client.build_request(**form, **sent)
    await request.aread()  # an upload is a stream, and what was asked is looked at again with the answer
    return await client.send(request)


def of_what_there_is(case: Case) -> None:
    """By somebody who may, of the case that this service has, whatever its version."""
    if "case" in case.path_parameters:
        case.path_parameters["case"] = ex.CASE
    if "Actor" in case.headers:
        case.headers["Actor"] = f"agency:{AGENCY}"
    case.headers.pop("If-Match", None)


@pytest.mark.parametrize(("name", "label", "mode"), list(asked()))
@bounded
@given(data=st.data())
async def test_every_answer_is_as_documented(
    clients: dict[str, httpx.AsyncClient], name: str, label: str, mode: GenerationMode, data: st.DataObject
) -> None:
    case = data.draw(operations(name)[label].as_strategy(generation_mode=mode))
    if mode is GenerationMode.POSITIVE and data.draw(st.booleans(), label="of what there is"):
        of_what_there_is(case)
    answer = await answer_to(clients[name], case)
    assert answer.status_code < 500 or (label in AWAY and answer.status_code == 503), answer.text
    case.validate_response(answer, checks=CHECKS)
    if answer.is_error and not (name == "console" and label in PAGES):
        assert answer.headers["content-type"] == PROBLEM_JSON
