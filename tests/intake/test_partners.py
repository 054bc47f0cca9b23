"""The one door for agencies: who sent it is taken from the topic, and the body must agree."""

import json

import pytest

from services.intake.commands import RecordReport
from services.intake.partners import read_report, reader
from shared.edge import MOST_PROBLEMS, BadInput
from shared.event_log import Place
from shared.events.base import Undecodable
from shared.hearing import Record
from tests.intake.examples import body, child, report, wire

read_record = reader(["hospital", "police"])


def record(value: bytes | None, *, agency: str = "hospital", key: bytes | None = b"PGH-2026-17") -> Record:
    return Record(Place(f"partner.{agency}.incidents", 0, 7), key, value)


def refused(it: Record) -> tuple[str, str]:
    with pytest.raises(Undecodable) as set_aside:
        read_record(it)
    return set_aside.value.pointer, set_aside.value.reason


def test_a_record_asks_for_its_case_in_the_agencys_name() -> None:
    demand = read_record(record(wire()))
    assert demand.ask.subject == report().case()
    assert demand.ask.command == RecordReport(report=report())
    assert (demand.actor, demand.id) == ("agency:hospital", report().cause())


def test_over_http_and_over_kafka_it_is_the_same() -> None:
    assert read_record(record(wire())) == read_report(wire(), "hospital")


def test_a_source_forged_on_another_agencys_topic_is_refused() -> None:
    assert refused(record(wire(source="police"))) == ("/source", "is not the agency that this came from")


def test_over_http_too_the_source_is_the_credentials() -> None:
    with pytest.raises(BadInput) as bad:
        read_report(wire(source="police"), "hospital")
    assert bad.value.problems == (("/source", "is not the agency that this came from"),)


def test_an_agency_that_is_not_registered_is_refused() -> None:
    assert refused(record(wire(source="stranger"), agency="stranger")) == ("", "this agency is not registered")


def test_the_key_is_the_subject_or_absent() -> None:
    read_record(record(wire(), key=None))
    assert refused(record(wire(), key=b"another"))[0] == "/subject"


@pytest.mark.parametrize("key", [b"PGH-2026-17 ", b"pgh-2026-17", b"\xff\xfe"])
def test_a_key_that_only_looks_like_the_subject_is_another(key: bytes) -> None:
    assert refused(record(wire(), key=key))[0] == "/subject"


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        wire()[:-1],
        wire() + b"}",
        b"\xef\xbb\xbf" + wire(),
        b"\xff" + wire(),
        b"\x1f\x8b\x08 not gzip to us",
        wire().replace(b'"id"', b'"source"'),
    ],
    ids=[
        "none",
        "empty",
        "null",
        "array",
        "string",
        "number",
        "truncated",
        "trailing",
        "BOM",
        "not UTF-8",
        "gzip",
        "duplicate name",
    ],
)
def test_rubbish_is_set_aside_with_a_reason(value: bytes | None) -> None:
    _, why = refused(record(value))
    assert why


def test_the_first_problem_is_the_reason_given() -> None:
    assert refused(record(wire(data={"harm": "none"})))[0] == "/data/harm"
    assert refused(record(wire(children=[child(), child(nhs_number="1")])))[0] == "/data/children/1/nhs_number"


def test_the_reason_does_not_echo_the_value() -> None:
    where, why = refused(record(wire(children=[child(first_name="Tomasz\x00")])))
    assert "Tomasz" not in where + why


def test_ten_thousand_children_are_refused_and_not_listed_one_by_one() -> None:
    with pytest.raises(BadInput) as bad:
        read_report(wire(children=[{"first_name": ""}] * 10_000), "hospital")
    assert len(bad.value.problems) <= MOST_PROBLEMS


def test_the_same_content_with_another_layout_is_the_same_demand() -> None:
    """The whole content is compared when an id comes again; spaces and order are not content."""
    shuffled = dict(reversed(body().items()))
    assert read_report(json.dumps(shuffled, indent=2).encode(), "hospital") == read_report(wire(), "hospital")
