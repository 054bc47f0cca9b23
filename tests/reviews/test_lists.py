"""The list of reviews: in pages, the newest first, joint reviews among them with what they cover."""

from datetime import timedelta
from typing import Any

import pytest

from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import practice_examples as pr
from tests.reviews.conftest import SteppedClock
from tests.reviews.test_learning_register import ask, client

pytestmark = pytest.mark.real


async def listed(service: Service, **query: Any) -> list[dict[str, Any]]:
    """All pages of it, one after another."""
    found, after = [], None
    async with client(service) as asked:
        while after or not found:
            answer = await asked.get("/reviews", params={**query, **({"after": after} if after else {})})
            assert answer.status_code == 200, answer.text
            found += answer.json()["reviews"]
            if not (after := answer.json()["next"]):
                return found
    return found


async def test_page_after_page_shows_each_once_the_newest_first(service: Service, stepped: SteppedClock) -> None:
    """Two at the same instant stand in one order, too."""
    cases = [f"case-{number}" for number in range(7)]
    for number, case in enumerate(cases):
        stepped.at += timedelta(seconds=number % 2)
        await ask(service, case, ex.open_it)
    assert [row["subject"] for row in await listed(service, limit=2)] == cases[::-1]


async def test_a_joint_review_is_listed_with_what_it_covers(service: Service, stepped: SteppedClock) -> None:
    stepped.at = ex.LATER
    await ask(service, ex.CASE, ex.open_it)
    async with service.transaction() as tx:
        await service.keyring.find_or_make(tx, pr.JOINT, may_make=True)
    await ask(service, pr.JOINT, pr.initiate.model_copy(update={"covers": (ex.CASE,)}))
    covered, joint = sorted(await listed(service), key=lambda row: str(row["state"] is None))
    assert (joint["subject"], joint["scope"], joint["covers"], joint["state"]) == (
        pr.JOINT,
        "thematic",
        [ex.CASE],
        None,
    )
    assert (covered["subject"], covered["covered_by"]) == (ex.CASE, pr.JOINT)


@pytest.mark.parametrize("after", ["somewhere", "2026-13-01T00:00:00Z~a", "2026-05-01~a~b", "~"])
async def test_what_is_no_place_is_bad_input(service: Service, after: str) -> None:
    async with client(service) as asked:
        assert (await asked.get("/reviews", params={"after": after})).status_code == 422
