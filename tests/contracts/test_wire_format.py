"""The golden files still read the same, and there is one for every event that anybody says."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from shared.events.base import Recorded, Unrecognised, decode, encode, event_type
from shared.sealed import Sealed
from shared.sealing import unseal
from tests.contracts import records
from tests.contracts.records import VOCABULARIES

RECORDS = {recorded.type: recorded for recorded in records.examples()}
TYPES = sorted(type_ for vocabulary in VOCABULARIES.values() for type_ in vocabulary.classes)


@pytest.fixture(scope="session", autouse=True)
def _missing_files_written_when_asked() -> None:
    if os.environ.get("CSPR_WRITE_GOLDEN") == "1":
        records.write_missing()


@pytest.mark.parametrize("type_", TYPES)
def test_every_event_has_a_golden_file(type_: str) -> None:
    assert (records.GOLDEN / f"{type_}.json").is_file()


def test_no_golden_file_is_without_its_event() -> None:
    files = {path.stem for path in records.GOLDEN.glob("*.json")}
    assert files == set(TYPES)


def test_every_event_has_one_example() -> None:
    assert sorted(recorded.type for recorded in records.examples()) == TYPES


@pytest.mark.parametrize("type_", TYPES)
def test_a_golden_file_reads_as_its_example(type_: str) -> None:
    expected = RECORDS[type_]
    assert decode(records.read(records.path_of(expected)), VOCABULARIES) == expected


@pytest.mark.parametrize("type_", TYPES)
def test_what_was_read_is_written_byte_for_byte_the_same(type_: str) -> None:
    wire = records.read(records.path_of(RECORDS[type_]))
    assert encode(decode(wire, VOCABULARIES)) == wire, "was a field added? see tests/contracts/records.py"


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_inside_the_seals_reads_the_same(type_: str) -> None:
    """The sealed models are stored as well: their names and fields are a contract like any event's."""
    stored = decode(records.read(records.path_of(RECORDS[type_])), VOCABULARIES)
    opened = [unseal(seal, kind, records.KEY) for seal, kind in _seals(stored.data)]
    examples = [event for event in records.SAID[stored.source] if type(event) is type(stored.data)]
    assert opened == [seal.plain for seal, _ in _seals(examples[0])]


def test_earlier_shapes_of_an_event_are_still_understood() -> None:
    for path in records.EARLIER.glob("*.json"):
        assert _read(path) and type(_read(path).data) is not Unrecognised, path.name


def test_a_field_that_a_later_release_adds_is_ignored() -> None:
    record = _as_json("notifiable-criteria-met")
    record["data"]["added_later"] = {"anything": 1}
    record["addedlater"] = "an attribute"
    read = decode(json.dumps(record).encode(), VOCABULARIES)
    assert read.data == RECORDS["cspr.intake.notifiable-criteria-met.v1"].data


def test_a_type_that_a_later_release_adds_is_kept_and_left_alone() -> None:
    record = _as_json("notifiable-criteria-met")
    record["type"] = "cspr.intake.something-new.v1"
    assert decode(json.dumps(record).encode(), VOCABULARIES).data == Unrecognised()


def test_a_type_name_comes_from_the_class_and_its_version() -> None:
    for vocabulary in VOCABULARIES.values():
        for type_, event in vocabulary.classes.items():
            assert type_ == event_type(vocabulary.source, event)


def _as_json(name: str) -> Any:
    return json.loads(RECORDS[f"cspr.intake.{name}.v1"].wire)


def _read(path: Path) -> Recorded:
    return decode(records.read(path), VOCABULARIES)


def _seals(model: BaseModel) -> Iterator[tuple[Sealed[Any], Any]]:
    """Every sealed value inside, with the type that the field promises."""
    for name, field in type(model).model_fields.items():
        match getattr(model, name):
            case Sealed() as seal:
                yield seal, _inside(field.annotation)
            case tuple() as items:
                for item in items:
                    if isinstance(item, BaseModel):
                        yield from _seals(item)
            case BaseModel() as inner:
                yield from _seals(inner)


def _inside(annotation: Any) -> Any:
    """What a seal holds, where there may also be none."""
    sealed = [each for each in (annotation, *get_args(annotation)) if get_origin(each) is Sealed]
    return get_args(sealed[0])[0]
