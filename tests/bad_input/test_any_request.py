"""Any request at all, at every address that intake has: never a 5xx, and what is no answer is a problem."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.commands import OFFICERS
from shared.web.commands import command_path
from tests.bad_input.door import Door
from tests.bad_input.made import AGENCY, good, wired
from tests.bad_input.test_fuzz import DAYS, INSTANTS, JSON, TEXTS

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
relaxed = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))

HEADERS = st.dictionaries(
    st.sampled_from(
        ["Actor", "Idempotency-Key", "If-Match", "Prefer", "Content-Type", "Content-Length", "Accept"]
    ),
    st.one_of(
        st.sampled_from(
            [f"agency:{AGENCY}", "person:officer", "wait=recorded;x", '"1"', '"999999999"', "*", "W/"]
        ),
        st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00")),
    ).map(lambda text: text.encode("latin-1")),
)
BODIES = st.binary() | JSON.map(lambda value: json.dumps(value).encode())
ONE_CASE = st.sampled_from([b"none", b"", b"..", b"a/b", b"%00", b"x" * 101]) | st.binary(max_size=40)


def no_fault_of_ours(answer: Any) -> None:
    assert answer.status_code < 500, answer.text
    if answer.is_error:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def addresses(intake: Door) -> list[tuple[str, str]]:
    paths = intake.app.openapi()["paths"]
    return [(method.upper(), path) for path in sorted(paths) for method in paths[path]]


@relaxed
@given(data=st.data())
async def test_any_request_is_answered(intake: Door, data: st.DataObject) -> None:
    method, path = data.draw(st.sampled_from(addresses(intake)))
    case = quote(data.draw(ONE_CASE), safe="/")
    answer = await intake.client.request(
        data.draw(st.sampled_from([method, method, method, "PUT", "HEAD", "OPTIONS", "TRACE"])),
        path.replace("{case}", case),
        content=data.draw(BODIES),
        headers=data.draw(HEADERS),
        params=data.draw(st.dictionaries(st.text(), st.text(), max_size=2)),
    )
    if answer.request.method != "HEAD":
        no_fault_of_ours(answer)


ANY_FIELD = st.one_of(
    INSTANTS, DAYS, TEXTS, JSON, st.sampled_from(["A", "D", "in area", "known", "person:other", 2**63, True])
)
ASKED = st.sampled_from(OFFICERS).flatmap(
    lambda command: st.tuples(
        st.just(command_path(command)),
        st.fixed_dictionaries({}, optional=dict.fromkeys(command.model_fields, ANY_FIELD)),
    )
)


@relaxed
@given(asked=st.lists(ASKED, min_size=1, max_size=4), key=st.integers(0, 10**9))
async def test_any_command_on_a_case_is_answered(intake: Door, asked: Any, key: int) -> None:
    """Field by field something that some field could take, on a case that there is."""
    case = (await intake.report(wired(good(f"fuzzed {key}")))).json()["case"]
    for number, (path, fields) in enumerate(asked):
        headers = {"Actor": "person:officer", "Idempotency-Key": f"fuzz-{key}-{number}"}
        answer = await intake.client.post(f"/cases/{case}/{path}", content=json.dumps(fields), headers=headers)
        no_fault_of_ours(answer)
    shown = await intake.client.get(f"/cases/{case}")
    assert shown.status_code == 200
