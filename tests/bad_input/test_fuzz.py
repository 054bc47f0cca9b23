"""What nobody thought of: any document that keeps the rules, and one that is changed anywhere."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any
from unicodedata import category

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.commands import RecordReport
from services.intake.partners import read_report
from shared.authorities import codes
from shared.edge import BadInput
from tests.bad_input.made import AGENCY, CANARY, NOW, good

# Good documents.

CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}", fullmatch=True)
_NO_CONTROLS = st.characters(exclude_categories=["Cs", "Cc"])
LINES = st.text(_NO_CONTROLS, max_size=500)
NAMES = st.text(_NO_CONTROLS, min_size=1, max_size=200)
TEXTS = st.text(_NO_CONTROLS | st.sampled_from("\n\t"), min_size=1, max_size=2_000)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.builds(datetime.combine, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.times(), ZONES).map(
    datetime.isoformat
)


@st.composite
def nhs_numbers(draw: Any) -> str:
    nine = draw(st.text("0123456789", min_size=9, max_size=9))
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return nine + str(check) if check < 10 else "9434765919"


def says_something(text: str) -> bool:
    """Written apart from the rule under test: some character has ink."""
    return any(not (character.isspace() or category(character)[0] in "CZ") for character in text)


def or_null(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values | st.none()


CHILDREN = st.fixed_dictionaries(
    {"first_name": NAMES.filter(says_something)},
    optional={
        "last_name": LINES,
        "address": LINES,
        "date_of_birth": or_null(DAYS),
        "expected_date_of_birth": or_null(DAYS),
        "date_of_death": or_null(DAYS),
        "nhs_number": or_null(nhs_numbers()),
        "unique_pupil_number": or_null(st.from_regex(r"[A-Z][0-9]{11}[0-9A-Z]", fullmatch=True)),
    },
)
DATA = st.fixed_dictionaries(
    {
        "la_code": st.sampled_from(sorted(codes())),
        "harm": st.sampled_from(["death", "serious harm"]),
        "agency_aware_at": INSTANTS,
        "outline": TEXTS.filter(says_something),
        "children": st.lists(CHILDREN, min_size=1, max_size=4),
    },
    optional={
        "incident_on": or_null(DAYS),
        "incident_precision": st.sampled_from(["exact", "day", "approximate", "unknown"]),
        "place": LINES,
        "reporter_name": LINES,
        "reporter_contact": LINES,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "specversion": st.just("1.0"),
        "id": CODES,
        "source": st.just(AGENCY),
        "type": st.just("cspr.partner.incident-report.v1"),
        "subject": CODES,
        "time": INSTANTS,
        "data": DATA,
    },
    optional={"datacontenttype": st.just("application/json")},
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(DOCUMENTS, st.booleans())
def test_a_document_that_keeps_the_rules_is_taken_in_as_it_was_written(document: Any, escaped: bool) -> None:
    sent = json.dumps(document, ensure_ascii=escaped).encode()
    command = read_report(sent, AGENCY).ask.command
    assert isinstance(command, RecordReport)
    kept = command.report
    assert kept.data.outline == document["data"]["outline"]
    assert [c.first_name for c in kept.details().children] == [
        c["first_name"] for c in document["data"]["children"]
    ]
    assert len(kept.flags(NOW)) == len(set(kept.flags(NOW)))


# Something changed.

ODD = ["0", "-1", "\x00", "\ud800"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["0", "-1", "\x00", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from places(each, (*path, name))


DOCUMENT = good("changed")
PLACES = st.sampled_from([path for path in places(DOCUMENT) if path])


def changed(path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    document = copy.deepcopy(DOCUMENT)
    around = document
    for step in path[:-1]:
        around = around[step]
    change(around, path[-1])
    return document


def read_or_refuse(sent: bytes) -> None:
    """The door's promise: a demand, or BadInput, and nothing else."""
    try:
        demand = read_report(sent, AGENCY)
    except BadInput as bad:
        assert bad.problems
        assert CANARY not in str(bad)
        return
    assert isinstance(demand.ask.command, RecordReport)
    demand.ask.command.report.flags(NOW)
    demand.ask.command.model_dump_json()


@given(PLACES, JSON)
def test_another_value_anywhere_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    read_or_refuse(json.dumps(changed(path, lambda around, last: around.__setitem__(last, value))).encode())


@given(PLACES)
def test_a_value_left_out_anywhere_is_read_or_refused(path: tuple[Any, ...]) -> None:
    read_or_refuse(json.dumps(changed(path, lambda around, last: around.__delitem__(last))).encode())


@given(st.data(), st.sampled_from(["cut", "put", "flip"]))
def test_other_bytes_anywhere_are_read_or_refused(data: st.DataObject, kind: str) -> None:
    sent = bytearray(json.dumps(DOCUMENT, ensure_ascii=False).encode())
    at = data.draw(st.integers(0, len(sent) - 1))
    if kind == "cut":
        del sent[at : at + data.draw(st.integers(1, 50))]
    elif kind == "put":
        sent[at:at] = data.draw(st.binary(min_size=1, max_size=20))
    else:
        sent[at] ^= data.draw(st.integers(1, 255))
    read_or_refuse(bytes(sent))


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(sent: bytes) -> None:
    read_or_refuse(sent)
