"""A stream with an erasure in it still folds, in every service: the certificate changes nothing but itself."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.events.base import Recorded, decode, encode
from shared.ids import NAMESPACE
from shared.service import Service
from shared.topics import SERVICES_THAT_SAY
from shared.writes import Writes
from tests.contracts import records
from tests.contracts.examples_keeping import erased
from tests.contracts.wiring import wired

ROOT = Path(__file__).parents[2]
SERVICES = (*SERVICES_THAT_SAY, "console")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Service]]:
    """As they are wired, connected to nothing."""
    with wired(SERVICES, tmp_path_factory.mktemp("keys")) as modules:
        yield {name: module.service for name, module in modules.items()}


CERTIFICATE = next(recorded for recorded in records.examples() if recorded.data == erased)
ONE_OF_EACH = list(records.examples())


@pytest.mark.parametrize("name", SERVICES_THAT_SAY)
def test_what_was_decided_before_it_stays_as_it_was(name: str, services: dict[str, Service]) -> None:
    """But for what says that the case was erased."""
    own = [recorded.data for recorded in ONE_OF_EACH if recorded.source == name]
    for decider in services[name].deciders:
        for event in own:
            try:
                state = decider.evolve(decider.initial, event)
            except KeyError:  # of a duty that never arose: not a stream
                continue
            after = decider.evolve(state, erased)
            assert after == state or getattr(after, "erased", None) in (erased, True)


@given(seed=st.integers(0, 10_000), at=st.integers(0, 400))
def test_views_take_it_in_wherever_it_stands_and_open_nothing(
    services: dict[str, Service], seed: int, at: int
) -> None:
    """Whatever came before it and comes after, of whichever service."""
    stream = _shuffled(seed)
    stream.insert(at % len(stream), CERTIFICATE)
    for name in SERVICES:
        service, writes = services[name], Writes()
        for recorded in stream:
            if recorded.source in service.log.vocabularies:
                read = decode(encode(recorded), service.log.vocabularies)
                service.project(writes.about(read.subject), read)
        assert len(writes)


def _shuffled(seed: int) -> list[Recorded]:
    dice = Random(seed)
    chosen = dice.sample(ONE_OF_EACH, 60)
    return [replace(it, id=uuid5(NAMESPACE, f"{seed}/{n}"), version=n + 1) for n, it in enumerate(chosen)]
