"""However much is missing, no more of it is in memory than a chunk, by number and by bytes."""

import pytest
from msgspec.structs import replace

from deploy.bench import workload
from shared.absorb import Absorber
from shared.event_log import Place

SAID = [replace(recorded, wire=b"-" * 600) for recorded in workload.readings(9)]


async def _one_by_one(*_):
    for offset, recorded in enumerate(SAID):
        yield [(recorded, Place("caller.events", 0, offset))]


@pytest.mark.parametrize(
    ("limit", "value", "sizes"),
    [
        ("CHUNK", 2, [2, 2, 2, 2, 1]),
        ("CHUNK", 100, [9]),
        ("CHUNK_BYTES", 1_800, [3, 3, 3, 0]),
        ("CHUNK_BYTES", 1, [1, 1, 1, 1, 1, 1, 1, 1, 1, 0]),  # however long, one event is taken in
    ],
)
async def test_a_chunk_has_so_many_events_and_so_many_bytes(monkeypatch, limit, value, sizes):
    monkeypatch.setattr(f"shared.absorb.{limit}", value)
    monkeypatch.setattr("shared.absorb.read", _one_by_one)
    absorb = Absorber(workload.answerer(), "")

    assert [len(chunk) async for chunk in absorb._own({})] == sizes
