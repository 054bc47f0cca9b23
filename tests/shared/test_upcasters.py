"""An earlier version of an event is read as the one that is said now, step by step; its bytes stay."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from shared.events.base import Event, Recorded, Undecodable, Unrecognised, Vocabulary, decode
from tests.shared.test_events_base import recorded

V1, V2, V3 = (f"cspr.kitchen.tea-served.v{version}" for version in (1, 2, 3))


class TeaServed(Event):
    """Its third version: first `cups`, then `pots`, now pots with their size."""

    VERSION: ClassVar[int] = 3
    pots: int
    size: str


def pots_for_cups(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"pots": -(-data["cups"] // 4)}


def with_a_size(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "size": "usual"}


KITCHEN = Vocabulary.of("kitchen", TeaServed, upcasters={V1: pots_for_cups, V2: with_a_size})


def read(type_: str, data: Any) -> Recorded:
    wire = json.dumps({**json.loads(recorded().wire), "type": type_, "data": data}).encode()
    return decode(wire, {"kitchen": KITCHEN})


@pytest.mark.parametrize(
    ("type_", "data"),
    [(V1, {"cups": 5}), (V2, {"pots": 2}), (V3, {"pots": 2, "size": "usual"})],
)
def test_every_version_is_read_as_the_one_that_is_said_now(type_: str, data: dict[str, Any]) -> None:
    assert read(type_, data).data == TeaServed(pots=2, size="usual")


def test_a_record_keeps_its_type_and_its_bytes() -> None:
    it = read(V1, {"cups": 5})
    assert it.type == V1
    assert json.loads(it.wire)["data"] == {"cups": 5}


def test_a_version_from_the_future_is_left_alone() -> None:
    assert read("cspr.kitchen.tea-served.v4", {"anything": 1}).data == Unrecognised()


@pytest.mark.parametrize("data", [{}, {"cups": None}, {"cups": "many"}, {"cups": []}])
def test_data_that_are_not_of_their_version_are_undecodable_and_not_echoed(data: dict[str, Any]) -> None:
    with pytest.raises(Undecodable) as error:
        read(V1, data)
    assert error.value.pointer.startswith("/data")
    assert "many" not in error.value.reason


def test_an_upcaster_leads_to_something_that_is_said() -> None:
    with pytest.raises(ValueError, match="lead to one"):
        Vocabulary.of("kitchen", TeaServed, upcasters={V1: pots_for_cups})
    with pytest.raises(ValueError, match="no longer said"):
        Vocabulary.of("kitchen", TeaServed, upcasters={V3: with_a_size})


class NapkinFolded(Event):
    corners: int


def test_what_the_next_release_says_is_read_as_this_one_has_it() -> None:
    ahead = {"cspr.kitchen.napkin-folded.v2": NapkinFolded}
    this = Vocabulary.of("kitchen", NapkinFolded, ahead=ahead)
    said = json.loads(recorded().wire) | {"type": "cspr.kitchen.napkin-folded.v2"}
    wire = json.dumps({**said, "data": {"corners": 4, "colour": "blue"}}).encode()
    it = decode(wire, {"kitchen": this})
    assert it.data == NapkinFolded(corners=4)
    assert (it.type, it.wire) == ("cspr.kitchen.napkin-folded.v2", wire)


@pytest.mark.parametrize("version", [1, 3])
def test_only_the_very_next_version_is_read_ahead(version: int) -> None:
    with pytest.raises(ValueError, match="the next version"):
        Vocabulary.of("kitchen", NapkinFolded, ahead={f"cspr.kitchen.napkin-folded.v{version}": NapkinFolded})
