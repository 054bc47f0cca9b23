"""What an event is on the wire, and what is said of bytes that are none: why and where, never what."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from shared.events.base import (
    Event,
    Recorded,
    Undecodable,
    Unrecognised,
    Vocabulary,
    _Envelope,
    _envelope,
    decode,
    encode,
    event_type,
)
from shared.sealed import Sealed


class Inner(BaseModel):
    name: str


class TeaServed(Event):
    cups: int
    note: str = ""
    inner: Inner | None = None
    secret: Sealed[str] | None = None


class TeaServedAgain(TeaServed):
    VERSION: ClassVar[int] = 2


KITCHEN = Vocabulary.of("kitchen", TeaServed, TeaServedAgain)
VOCABULARIES = {"kitchen": KITCHEN}


def recorded(data: Event | None = None, **changes: Any) -> Recorded:
    blank = Recorded(
        id=UUID(int=1),
        source="kitchen",
        type="cspr.kitchen.tea-served.v1",
        subject="table-1",
        version=1,
        time=datetime(2026, 4, 2, 15, 50, tzinfo=UTC),
        cause=UUID(int=2),
        correlation=UUID(int=3),
        actor="person:waiter",
        data=data or TeaServed(cups=2),
    )
    changed = replace(blank, **changes)
    return replace(changed, wire=encode(changed))


def spoiled(**changes: Any) -> bytes:
    return json.dumps({**json.loads(recorded().wire), **changes}).encode()


def without(name: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(recorded().wire).items() if k != name}).encode()


def refused(wire: bytes) -> Undecodable:
    with pytest.raises(Undecodable) as error:
        decode(wire, VOCABULARIES)
    return error.value


# Round trip.


def test_what_was_written_is_read_again() -> None:
    one = recorded(heard={"intake": 3, "reviews": 1}, prevhash="ab" * 32, policy="2026", command="cd")
    assert decode(one.wire, VOCABULARIES) == one


def test_what_is_empty_is_left_out() -> None:
    assert {"heard", "prevhash", "policyversion", "commandhash"}.isdisjoint(json.loads(recorded().wire))


def test_what_was_heard_is_written_in_one_order() -> None:
    one, two = recorded(heard={"b": 2, "a": 1}), recorded(heard={"a": 1, "b": 2})
    assert one.wire == two.wire and json.loads(one.wire)["heard"] == "a=1,b=2"


def test_names_in_any_script_are_readable_on_the_wire() -> None:
    assert "Siân".encode() in recorded(TeaServed(cups=1, note="Siân")).wire


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 2**53))
def test_any_text_and_any_version_come_back(text: str, version: int) -> None:
    one = recorded(TeaServed(cups=1, note=text), version=version)
    assert decode(one.wire, VOCABULARIES) == one


def test_what_is_not_sealed_is_not_written() -> None:
    with pytest.raises(PydanticSerializationError) as error:
        encode(replace(recorded(), data=TeaServed(cups=1, secret=Sealed.of("sugar"))))
    assert "sugar" not in str(error.value)


# Types.


def test_a_type_is_the_events_name_in_small_letters_with_its_version() -> None:
    assert event_type("kitchen", TeaServed) == "cspr.kitchen.tea-served.v1"
    assert event_type("kitchen", TeaServedAgain) == "cspr.kitchen.tea-served-again.v2"


def test_an_event_is_a_fact_and_does_not_change() -> None:
    with pytest.raises(ValidationError):
        TeaServed(cups=1).cups = 2  # type: ignore[misc]


def test_an_unknown_type_is_kept_and_left_alone() -> None:
    read = decode(spoiled(type="cspr.kitchen.coffee-served.v1"), VOCABULARIES)
    assert read.data == Unrecognised() and b"coffee-served" in read.wire


def test_fields_of_a_later_release_are_ignored() -> None:
    wire = spoiled(data={"cups": 2, "biscuits": 3}, traceparent="00-ab")
    assert decode(wire, VOCABULARIES).data == TeaServed(cups=2)


# Refusals.


@pytest.mark.parametrize(
    "wire", [b"", b"null", b"[]", b"7", b"{", b"\xff", b"\xef\xbb\xbf{}", recorded().wire[:-1], b"[" * 100_000]
)
def test_other_bytes_are_no_event(wire: bytes) -> None:
    assert refused(wire).reason.startswith("not an event: ")


@pytest.mark.parametrize(
    "name",
    [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "sequence",
        "causationid",
        "correlationid",
        "actor",
    ],
)
def test_what_is_missing_is_named(name: str) -> None:
    error = refused(without(name))
    assert (error.pointer, error.reason) == (f"/{name}", "not an event: missing")


@pytest.mark.parametrize(
    ("pointer", "changes"),
    [
        ("/id", {"id": "one"}),
        ("/time", {"time": "2026-04-02T15:50:00"}),  # no zone
        ("/time", {"time": "yesterday"}),
        ("/sequence", {"sequence": "first"}),
        ("/sequence", {"sequence": None}),
        ("/subject", {"subject": 7}),
        ("/data", {"data": None}),
        ("/data", {"data": []}),
        ("", {"specversion": "0.3"}),
        ("", {"sequence": 0}),
        ("", {"sequence": -1}),
    ],
)
def test_what_is_wrong_is_named(pointer: str, changes: dict[str, Any]) -> None:
    assert refused(spoiled(**changes)).pointer == pointer


def test_a_source_that_we_do_not_hear_is_refused() -> None:
    assert refused(spoiled(source="cellar")).pointer == "/source"


@pytest.mark.parametrize("heard", ["intake", "intake=", "intake=x", "intake=1=2", "="])
def test_what_was_heard_is_a_list_of_sources_and_versions(heard: str) -> None:
    assert refused(spoiled(heard=heard)).pointer == "/heard"


@pytest.mark.parametrize("data", [{"cups": "many Tomasz"}, {}, {"cups": 1, "inner": {"name": ["Tomasz"]}}])
def test_an_event_that_is_not_as_its_type_says_is_refused_and_not_echoed(data: dict[str, Any]) -> None:
    error = refused(spoiled(data=data))
    assert "Tomasz" not in f"{error} {error.reason} {error.pointer}"


@given(
    st.dictionaries(
        st.sampled_from(sorted(json.loads(recorded().wire))),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2026-04-02t15:50:00.1Z"),
        max_size=2,
    ),
    st.booleans(),
)
def test_what_is_read_quickly_is_read_as_it_would_be_slowly(changes: dict[str, Any], ascii_: bool) -> None:
    wire = json.dumps(json.loads(recorded().wire) | changes, ensure_ascii=ascii_).encode()
    try:
        slowly = _Envelope.model_validate_json(wire)
    except ValidationError:
        with pytest.raises(ValidationError):
            _envelope(wire)
    else:
        assert {name: getattr(_envelope(wire), name) for name in _Envelope.model_fields} == dict(slowly)


def test_what_is_well_written_is_read_quickly() -> None:
    """Or the slow road would be taken by all, unseen."""
    assert not isinstance(_envelope(recorded().wire), BaseModel)


@given(st.binary(max_size=300))
def test_whatever_comes_it_is_read_or_undecodable(wire: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(wire, VOCABULARIES)


@given(
    st.sampled_from(sorted(json.loads(recorded().wire))),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    ),
)
def test_whatever_stands_in_an_attribute_it_is_read_or_undecodable(name: str, value: object) -> None:
    try:
        decode(spoiled(**{name: value}), VOCABULARIES)
    except Undecodable as error:
        assert error.reason
