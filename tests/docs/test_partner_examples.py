"""What the agencies are shown is true: every example is taken in, every refused one is refused where it says."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.intake.amendment import AMENDMENTS
from services.intake.commands import RecordReport
from services.intake.partners import read_message, read_report
from services.intake.report import Report, ReportData
from services.intake.reported_child import ReportedChild
from shared.edge import BadInput
from shared.events.amendments import AmendmentAcknowledged, AttachmentBlocked
from shared.events.intake import INTAKE, OutcomeTold, ReportAcknowledged, ReportRefused, ReportScreened

PARTNERS = Path(__file__).parents[2] / "docs" / "partners"
DOCUMENT = (PARTNERS / "README.md").read_text()
AFTERWARDS = sorted((PARTNERS / "examples" / "afterwards").glob("*.json"))
TAKEN_IN = sorted((PARTNERS / "examples").glob("*.json"))
REFUSED = sorted((PARTNERS / "examples" / "refused").glob("*.json"))
FEEDBACK = [
    *(ReportAcknowledged, ReportScreened, OutcomeTold),
    *(AmendmentAcknowledged, AttachmentBlocked, ReportRefused),
]
SENDER = "hospital"  # whom the refused ones are sent as
THEN = datetime(2026, 11, 3, 10, tzinfo=UTC)

_ROW = re.compile(r"^\| \[[\w-]+\]\(examples/refused/([\w-]+\.json)\)[^|]* \| `([^`]*)` \| (.+) \|$", re.MULTILINE)
EXPECTED = {name: ("" if pointer == '""' else pointer, rule) for name, pointer, rule in _ROW.findall(DOCUMENT)}


def report_in(path: Path) -> Report:
    demand = read_report(path.read_bytes(), json.loads(path.read_bytes())["source"])
    assert isinstance(demand.ask.command, RecordReport)
    return demand.ask.command.report


@pytest.mark.parametrize("path", TAKEN_IN, ids=lambda path: path.stem)
def test_an_example_is_taken_in_and_is_not_odd(path: Path) -> None:
    assert report_in(path).flags(THEN) == ()


@pytest.mark.parametrize("path", AFTERWARDS, ids=lambda path: path.stem)
def test_what_is_said_afterwards_is_read_as_what_it_is(path: Path) -> None:
    message = read_message(path.read_bytes())
    assert type(message).__name__.lower() == path.stem
    assert message.source == SENDER


def test_everything_that_can_be_said_afterwards_has_an_example_and_a_row() -> None:
    assert {path.stem for path in AFTERWARDS} == {model.WHAT for model in AMENDMENTS.values()}
    assert all(f"| `{type_}` |" in DOCUMENT for type_ in AMENDMENTS)


def test_the_examples_are_different_reports() -> None:
    assert len({report_in(path).case() for path in TAKEN_IN}) == len(TAKEN_IN) >= 5


def test_the_smallest_example_has_nothing_that_could_be_left_out() -> None:
    smallest = json.loads((PARTNERS / "examples" / "smallest.json").read_bytes())
    assert set(smallest) == _required(Report)
    assert set(smallest["data"]) == _required(ReportData)
    assert [set(child) for child in smallest["data"]["children"]] == [_required(ReportedChild)]


def _required(model: type[Report | ReportData | ReportedChild]) -> set[str]:
    return {name for name, field in model.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_refused_example_is_refused_where_the_table_says(path: Path) -> None:
    pointer, rule = EXPECTED[path.name]
    with pytest.raises(BadInput) as refused:
        read_report(path.read_bytes(), SENDER)
    ((where, why),) = refused.value.problems
    assert where == pointer
    assert rule in why


def test_every_row_of_the_table_has_its_example() -> None:
    assert set(EXPECTED) == {path.name for path in REFUSED}


@pytest.mark.parametrize("model", [Report, ReportData, ReportedChild], ids=lambda model: model.__name__)
def test_every_field_is_described_with_whether_it_must_be_there(model: type[Report]) -> None:
    described = {}
    for names, need in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (must|may) \|", DOCUMENT, re.MULTILINE):
        described |= dict.fromkeys(re.findall(r"\w+", names), need)
    fields = {name: "must" if field.is_required() else "may" for name, field in model.model_fields.items()}
    assert {name: described.get(name) for name in fields} == fields


@pytest.mark.parametrize("event", FEEDBACK)
def test_feedback_is_described_with_its_fields(event: type) -> None:
    (type_,) = (name for name, class_ in INTAKE.classes.items() if class_ is event)
    row = re.search(rf"^\| `{re.escape(type_)}` \|.*\| ([^|]+) \|$", DOCUMENT, re.MULTILINE)
    assert row, type_
    assert re.findall(r"\w+", row[1]) == list(event.model_fields)
