"""Reviews asked by tokens, about one case and another at once: whoever asks must be let in to both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from shared import views
from shared.clock import WallClock
from shared.identity.minting import minted
from shared.identity.principal import Role
from shared.service import Service
from tests.conftest import MakeDatabase
from tests.identity.tokens import Authorities, agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews.conftest import SteppedClock
from tests.reviews.test_learning_register import LATER_CASE, ask, reviewed
from tests.reviews.test_return_door import document

pytestmark = pytest.mark.real
ME, SOMEBODY = "person:d.okafor", "person:b.manners"
AGAIN = le.record.model_copy(update={"finding": "F3", "found_on": date(2027, 5, 1), "aspects": ()})
SETTLE = {"finding": "F3", "earlier_case": ex.CASE, "earlier_finding": "F1", "reasons": "The same gap."}


@dataclass
class Reviews:
    client: httpx.AsyncClient
    service: Service
    trust: Authorities

    async def get(self, path: str, who: str, **asked: str) -> httpx.Response:
        return await self.client.get(path, params=asked, headers=self._of(who))

    async def post(
        self, path: str, who: str, role: Role = "decision-maker", org: str = "", **body: Any
    ) -> httpx.Response:
        headers = {**self._of(who, role, org), "Idempotency-Key": str(uuid4())}
        return await self.client.post(path, json=body, headers=headers)

    async def kept_out(self, person: str, case: str = ex.CASE) -> None:
        """Of the earlier case or another, by a conflict, as the view has it once intake said so."""
        sql = "INSERT INTO views.case_relations VALUES ($1, 'conflict', $2, '', NULL, $3, '')"
        await self.service.log.pool.execute(sql, case, person, UUID(int=9))

    def _of(self, who: str, role: Role = "decision-maker", org: str = "") -> dict[str, str]:
        signer, clock = self.trust.signers["console"], WallClock()
        token = minted(signer, actor=who, audience="reviews", clock=clock, roles=[role], org=org)
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def reviews(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Reviews]:
    """Two cases; what was found on the later one was found before on the earlier."""
    trust, clock = authorities(tmp_path), SteppedClock(ex.TODAY)
    module = wired("reviews", trust, partnership_file(tmp_path, {"hospital": [agency_key().text]}))
    module.service.clock = clock
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(module.service.log.opened(await database("reviews")))
        async with module.service.log.pool.acquire() as connection:
            await views.rebuild(module.service, connection)
        module.application.status.accepting = True
        for case, finding in ((ex.CASE, le.record), (LATER_CASE, AGAIN)):
            await reviewed(module.service, clock, case)
            clock.at = le.TODAY
            await ask(module.service, case, finding)
        transport = httpx.ASGITransport(module.app)
        client = httpx.AsyncClient(transport=transport, base_url="http://reviews")
        yield Reviews(await stack.enter_async_context(client), module.service, trust)


async def earlier(reviews: Reviews, who: str, **asked: str) -> list[str]:
    answer = await reviews.get(f"/cases/{LATER_CASE}/learning", who, **asked)
    assert answer.status_code == 200, answer.text
    assert [it["finding"] for it in answer.json()["findings"]] == ["F3"]
    return [it["earlier_case"] for it in answer.json()["recurrences"]]


async def test_an_earlier_finding_is_told_to_whoever_may_see_its_case(reviews: Reviews) -> None:
    assert await earlier(reviews, ME) == [ex.CASE]
    await reviews.kept_out(ME)
    now = reviews.service.clock.now().isoformat()
    for asked in ({}, {"as_of": now}):
        assert await earlier(reviews, ME, **asked) == []
        assert await earlier(reviews, SOMEBODY, **asked) == [ex.CASE]


async def recurred(reviews: Reviews, who: str, **asked: str) -> set[int]:
    """Of the earlier finding, as its case and as the list of its theme tell it."""
    of_case = await reviews.get(f"/cases/{ex.CASE}/learning", who, **asked)
    listed = await reviews.get("/learning/findings", who, theme=le.record.theme, **asked)
    assert (of_case.status_code, listed.status_code) == (200, 200)
    told = (*of_case.json()["findings"], *listed.json()["findings"])
    return {it["recurred"] for it in told if (it["subject"], it["finding"]) == (ex.CASE, "F1")}


async def test_how_often_a_finding_came_again_counts_cases_that_whoever_asks_may_see(reviews: Reviews) -> None:
    assert (await reviews.post(f"/cases/{LATER_CASE}/confirm-recurrence", SOMEBODY, **SETTLE)).status_code == 202
    assert await recurred(reviews, ME) == {1}
    await reviews.kept_out(ME, LATER_CASE)
    now = reviews.service.clock.now().isoformat()
    for asked in ({}, {"as_of": now}):
        assert await recurred(reviews, ME, **asked) == {0}
        assert await recurred(reviews, SOMEBODY, **asked) == {1}


async def test_the_picture_of_actions_is_of_the_list_beside_it(reviews: Reviews) -> None:
    for case in (ex.CASE, LATER_CASE):
        await ask(reviews.service, case, le.propose)
    await reviews.kept_out(ME)

    async def counted(who: str) -> tuple[int, int]:
        lines = (await reviews.get("/learning/at-a-glance", who, by="owner")).json()
        listed = (await reviews.get("/learning/actions", who)).json()["actions"]
        return sum(line["actions"] for line in lines), len(listed)

    assert (await counted(ME), await counted(SOMEBODY)) == ((1, 1), (2, 2))


@pytest.mark.parametrize("command", ["confirm-recurrence", "dismiss-recurrence"])
async def test_it_is_settled_by_whoever_may_do_so_with_both_cases(reviews: Reviews, command: str) -> None:
    await reviews.kept_out(ME)
    path = f"/cases/{LATER_CASE}/{command}"
    refused = await reviews.post(path, ME, **SETTLE)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:conflict")
    assert (await reviews.post(path, SOMEBODY, **SETTLE)).status_code == 202


async def test_a_return_is_decided_on_the_case_that_it_names(reviews: Reviews) -> None:
    """Of a contributor, whom a conflict keeps out of that case as it does anybody."""

    async def sent(who: str) -> httpx.Response:
        return await reviews.post("/returns", who, "agency contributor", "hospital", **document())

    await reviews.kept_out(ME)
    refused = await sent(ME)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:conflict")
    assert await reviews.service.log.about("feedback/hospital") == []
    let_in = await sent(SOMEBODY)
    assert let_in.json()["type"] == "urn:cspr:problem:not-requested"  # the door's own rule, which comes after
