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

    async def kept_out(self, person: str) -> None:
        """Of the earlier case, by a conflict, as the view has it once intake said so."""
        sql = "INSERT INTO views.case_relations VALUES ($1, 'conflict', $2, '', NULL, $3, '')"
        await self.service.log.pool.execute(sql, ex.CASE, person, UUID(int=9))

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
