"""How the neighbours are, in at most about a second, whatever they do."""

import asyncio

import pytest

from services.console import health
from services.console.health import ServiceHealth, ask_all
from tests.console.neighbour import neighbour
from tests.hurry import PATIENCE_SECONDS


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no neighbour that hangs."""
    monkeypatch.setattr(health, "TIMEOUT_SECONDS", PATIENCE_SECONDS)


async def ask(address: str) -> ServiceHealth:
    (found,) = await ask_all(["intake"], {"intake": address})
    return found


async def test_a_service_that_accepts_is_up_and_tells_its_counts() -> None:
    async with neighbour(unpublished=1, parked=2, quarantined=3, lag={"a/0": 4, "a/1": 5}) as address:
        it = await ask(address)
    assert (it.state, it.note) == ("up", "")
    assert (it.unpublished, it.parked, it.quarantined, it.behind) == (1, 2, 3, 9)


async def test_a_service_that_does_not_accept_is_not_ready() -> None:
    async with neighbour(ready=503, kafka=False) as address:
        it = await ask(address)
    assert (it.state, it.note) == ("not ready", "Kafka is away")


async def test_a_service_that_cannot_read_on_says_where() -> None:
    async with neighbour(out_of_range=["intake.events/0"]) as address:
        assert (await ask(address)).note == "cannot read on in intake.events/0"


async def test_a_service_that_talks_nonsense_is_shown_without_counts() -> None:
    async with neighbour(unpublished="many") as address:
        it = await ask(address)
    assert (it.state, it.unpublished, it.note) == ("up", None, "it does not tell its counts")


async def test_a_service_that_is_gone_or_has_no_address_is_away() -> None:
    async with neighbour() as address:
        pass
    assert (await ask(address)).state == "away"
    assert (await ask("")).note == "its address is not known here"


async def test_services_that_hang_cost_one_patience_together() -> None:
    """Neither gives up before both were asked, each for two things, and the third has answered."""
    all_ = asyncio.Barrier(6)
    async with (
        neighbour(hangs=True, together=all_) as one,
        neighbour(hangs=True, together=all_) as two,
        neighbour(together=all_) as three,
    ):
        found = await ask_all(["a", "b", "c"], {"a": one, "b": two, "c": three})
    assert [it.state for it in found] == ["away", "away", "up"]
