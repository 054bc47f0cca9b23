"""A CloudEvent in binary mode is the same report as in structured mode, over Kafka and over HTTP."""

import json
from typing import Any

import pytest

from services.intake.partners import read_report, reader
from shared.binary import HTTP, KAFKA, from_http, structured
from shared.edge import BadInput
from shared.event_log import Place
from shared.events.base import Undecodable
from shared.hearing import Record
from tests.intake.conftest import Intake
from tests.intake.examples import body, child, report, wire

JSON = ("content-type", b"application/json; charset=utf-8")
read_record = reader(["hospital", "police"])
Headers = list[tuple[str, bytes]]


def parts(prefix: str = KAFKA, document: dict[str, Any] | None = None, **changes: str) -> tuple[bytes, Headers]:
    """Data, and the attributes as headers."""
    attributes = {**(document or body()), **changes}
    data = json.dumps(attributes.pop("data")).encode()
    return data, [JSON, *((prefix + name, value.encode()) for name, value in attributes.items())]


def record(value: bytes, headers: Headers) -> Record:
    return Record(Place("partner.hospital.incidents", 0, 7), None, value, tuple(headers))


def refused(value: bytes, headers: Headers) -> tuple[str, str]:
    with pytest.raises(Undecodable) as set_aside:
        read_record(record(value, headers))
    return set_aside.value.pointer, set_aside.value.reason


def test_over_kafka_it_is_the_same_demand_as_in_structured_mode() -> None:
    assert read_record(record(*parts())) == read_report(wire(), "hospital")


def test_over_http_it_is_the_same_demand_as_in_structured_mode() -> None:
    data, headers = parts(HTTP)
    assert read_report(structured(data, headers, HTTP), "hospital") == read_report(wire(), "hospital")


def test_headers_in_any_case_are_the_same() -> None:
    data, headers = parts()
    assert read_record(record(data, [(name.upper(), value) for name, value in headers])).id == report().cause()


def test_over_http_attributes_are_percent_encoded() -> None:
    raw = [(b"ce-subject", b"PGH%2F2026%2F17"), (b"content-type", b"a%20b")]
    assert from_http(raw) == [("ce-subject", b"PGH/2026/17"), ("content-type", b"a%20b")]


def test_the_content_type_of_a_structured_event_wins_over_headers() -> None:
    _, headers = parts(id="another")
    headers[0] = ("content-type", b"application/cloudevents+json")
    assert read_record(record(wire(), headers)) == read_report(wire(), "hospital")


def test_other_headers_are_nobodys_business() -> None:
    others = [("traceparent", b"\xff\xff"), ("content-type", b"\xff")]
    assert read_record(record(wire(), others)) == read_report(wire(), "hospital")


def test_a_refusal_points_into_the_whole_event() -> None:
    data, headers = parts(document=body(children=[child(nhs_number="1")]))
    assert refused(data, headers) == ("/data/children/0/nhs_number", "must be ten digits")
    assert refused(*parts(source="police")) == ("/source", "is not the agency that this came from")
    assert refused(*parts(type="something.else"))[0] == "/type"
    assert refused(b"{", parts()[1]) == ("/data", "not JSON (line 1, column 2)")
    assert refused(b"", parts()[1])[0] == "/data"
    assert refused(b'{"a": "\\ud800"}', parts()[1]) == ("/data", "half of a surrogate pair is no character")


def test_a_missing_attribute_is_named() -> None:
    data, headers = parts()
    without = [(name, value) for name, value in headers if name != "ce_specversion"]
    assert refused(data, without) == ("/specversion", "Field required")


def test_an_attribute_that_no_report_has_is_refused_as_in_structured_mode() -> None:
    assert refused(*parts(traceparent="00-1")) == ("", "it has a member of a name that is not known here")


def test_another_content_type_is_refused() -> None:
    data, headers = parts()
    assert refused(data, [("content-type", b"text/xml"), *headers[1:]])[0] == "/datacontenttype"


@pytest.mark.parametrize(
    ("more", "rule"),
    [(("ce_id", b"again"), "the same header twice"), (("ce_other", b"Tomasz\xff"), "a header is not UTF-8")],
)
def test_headers_that_cannot_be_read_are_refused_without_an_echo(more: tuple[str, bytes], rule: str) -> None:
    data, headers = parts()
    assert refused(data, [*headers, more]) == ("/…", rule)


def test_a_body_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadInput):
        structured(b" " * 1024 * 1025, parts()[1], KAFKA)


@pytest.mark.real
async def test_the_same_report_in_both_modes_and_over_both_ways_is_one(intake: Intake) -> None:
    data, headers = parts()
    await intake.bring(data, headers=tuple(headers))
    await intake.bring(wire())
    as_http = {name.replace("ce_", "ce-"): value.decode() for name, value in headers}
    answer = await intake.client.post("/reports", content=data, headers={**as_http, "Actor": "agency:hospital"})
    assert answer.status_code == 202
    assert await intake.types(report().case()) == ["incident-reported"]
    assert (await intake.client.get("/quarantine")).json() == []


@pytest.mark.real
async def test_what_was_set_aside_in_binary_mode_is_replayed_with_its_headers(intake: Intake) -> None:
    data, headers = parts()
    await intake.bring(data, headers=tuple(headers), key=b"another key")
    (row,) = (await intake.client.get("/quarantine")).json()
    asked = {"reason": "The key was wrong, the report is right."}
    person = {"Actor": "person:officer", "Idempotency-Key": "1"}
    answer = await intake.client.post(f"/quarantine/{row['quarantine']}/replay-record", json=asked, headers=person)
    assert answer.status_code == 202
    assert await intake.types(report().case()) == ["incident-reported"]


@pytest.mark.real
async def test_kafka_read_anew_sets_nothing_aside_twice_though_the_words_have_changed(intake: Intake) -> None:
    """After a loss a later release reads the topic again, and may refuse the same record in other words."""
    await intake.bring(b"{")
    await intake.service.log.pool.execute("UPDATE consumed SET next_offset = 0")
    intake.offset = 0
    await intake.bring(b"{}")
    assert len((await intake.client.get("/quarantine")).json()) == 1
