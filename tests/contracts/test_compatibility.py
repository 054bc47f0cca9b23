"""No event changes in a way that somebody could not read: neither we what was said, nor others what we say."""

from typing import Any, ClassVar, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, create_model

from deploy.compatibility import differences, merged, shape, shapes
from deploy.documents import committed, refusals
from shared.events.base import Event, Unrecognised, Vocabulary, decode, event_type
from shared.sealed import Sealed
from tests.contracts import records


def test_todays_events_are_compatible_with_all_that_were_committed() -> None:
    assert refusals() == []


@pytest.mark.parametrize("vocabulary", records.VOCABULARIES.values(), ids=lambda vocabulary: vocabulary.source)
def test_every_event_has_a_committed_shape(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.classes) <= set(committed(vocabulary))


@pytest.mark.parametrize("path", sorted(records.GOLDEN.rglob("*.json")), ids=lambda path: path.stem)
def test_every_golden_record_is_read_and_its_fields_are_known(path: Any) -> None:
    """What stands on Kafka is read by today's models, and none of its fields has silently become unknown."""
    recorded = decode(records.read(path), records.VOCABULARIES)
    assert type(recorded.data) is not Unrecognised
    if recorded.type in records.VOCABULARIES[recorded.source].classes:
        properties = shape(type(recorded.data))["data"]["properties"]
        assert set(recorded.data.model_dump(mode="json")) == set(properties)


# What the check itself refuses, planted.


class Cake(BaseModel):
    slices: int


class Inside(BaseModel):
    words: str


class Served(Event):
    table: UUID
    cups: int
    milk: Literal["none", "some"]
    note: str = ""
    cake: Cake
    guests: tuple[Cake, ...] = ()
    prices: dict[str, int] = {}  # noqa: RUF012
    cream: Literal["a", "b"] | None = None
    secret: Sealed[Inside]
    title: str = "x"


def changed(*, without: str = "", **fields: Any) -> Vocabulary:
    """The same event with other fields: (type, default), where ... is none."""
    now = {
        name: (field.annotation, ... if field.is_required() else field.default)
        for name, field in Served.model_fields.items()
        if name != without
    }
    model = create_model("Served", __base__=Event, **{**now, **fields})
    return Vocabulary.of("kitchen", model)


BEFORE = shapes(Vocabulary.of("kitchen", Served))
BiggerCake = create_model("Cake", slices=(int, ...), candles=(int, 0))
GreedyCake = create_model("Cake", slices=(int, ...), candles=(int, ...))
SmallCake = create_model("Cake", candles=(int, 0))
OtherInside = create_model("Inside", text=(str, ...))
MoreInside = create_model("Inside", words=(str, ...), more=(str, ""))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (changed(without="cups"), "/cups was removed or renamed"),
        (changed(without="cups", mugs=(int, 0)), "/cups was removed or renamed"),
        (changed(without="note"), "/note was removed or renamed"),
        (changed(without="title"), "/title was removed or renamed"),
        (changed(cups=(str, ...)), "/cups is of another type"),
        (changed(cups=(int | None, ...)), "/cups is of another type"),
        (changed(table=(str, ...)), "/table is of another type"),
        (changed(cake=(tuple[Cake, ...], ...)), "/cake is of another type"),
        (changed(sugar=(int, ...)), "/sugar is new and must be there"),
        (changed(note=(str, ...)), "/note must now be there"),
        (changed(cups=(int, 1)), "/cups may now be absent"),
        (changed(note=(str, "none")), "/note has another default"),
        (changed(milk=(Literal["none"], ...)), "/milk no longer takes ['some']"),
        (changed(milk=(Literal["none", "some", "oat"], ...)), "/milk also takes ['oat']"),
        (changed(milk=(Literal["none", "a little"], ...)), "/milk no longer takes ['some']"),
        (changed(milk=(str, ...)), "/milk is of another type"),
        (changed(cream=(Literal["a"] | None, None)), "/cream is of another type"),
        (changed(cream=(Literal["a", "b"], "a")), "/cream is of another type"),
        (changed(cake=(GreedyCake, ...)), "/cake/candles is new and must be there"),
        (changed(cake=(SmallCake, ...)), "/cake/slices was removed or renamed"),
        (changed(guests=(tuple[SmallCake, ...], ())), "/guests/*/slices was removed or renamed"),
        (changed(prices=(dict[str, str], {})), "/prices/* is of another type"),
        (changed(secret=(Sealed[OtherInside], ...)), "/secret (sealed)/words was removed or renamed"),
        (changed(secret=(Inside, ...)), "/secret is no longer sealed"),
        (Vocabulary.of("kitchen"), " is gone"),
    ],
)
def test_what_somebody_could_not_read_is_refused(now: Vocabulary, sentence: str) -> None:
    assert any(f"cspr.kitchen.served.v1{sentence}" in found for found in differences(BEFORE, now))


@pytest.mark.parametrize(
    "now",
    [
        changed(),
        changed(sugar=(int, 0)),
        changed(sugar=(int | None, None)),
        changed(cake=(BiggerCake, ...)),
        changed(guests=(tuple[BiggerCake, ...], ())),
        changed(secret=(Sealed[MoreInside], ...)),
    ],
    ids=["same", "optional", "optional or null", "inside", "inside a list", "inside a seal"],
)
def test_a_shape_may_grow_optional_fields(now: Vocabulary) -> None:
    assert differences(BEFORE, now) == []


def test_a_new_event_is_compatible() -> None:
    class Cleared(Event):
        table: UUID

    assert differences(BEFORE, Vocabulary.of("kitchen", Served, Cleared)) == []


class ServedAgain(Event):
    VERSION: ClassVar[int] = 2
    pots: int


def test_a_type_may_go_once_an_upcaster_reads_it() -> None:
    ServedAgain.__name__ = "Served"
    now = Vocabulary.of("kitchen", ServedAgain, upcasters={"cspr.kitchen.served.v1": lambda data: {"pots": 1}})
    assert event_type("kitchen", ServedAgain) == "cspr.kitchen.served.v2"
    assert differences(BEFORE, now) == []
    assert set(merged(BEFORE, shapes(now))) == {"cspr.kitchen.served.v1", "cspr.kitchen.served.v2"}
