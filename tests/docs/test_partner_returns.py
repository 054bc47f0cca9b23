"""What agencies are shown of returns is true: examples are taken in, or refused where the table says."""

import json
import re
from pathlib import Path

import pytest

from services.reviews.agency_return import AgencyReturn, ReturnData
from services.reviews.chronology import Told
from services.reviews.partners import read_return
from shared.edge import BadInput
from shared.events import asking
from shared.events.reviews import REVIEWS

PARTNERS = Path(__file__).parents[2] / "docs" / "partners"
DOCUMENT = (PARTNERS / "returns.md").read_text()
TAKEN_IN = sorted((PARTNERS / "examples" / "returns").glob("*.json"))
REFUSED = sorted((PARTNERS / "examples" / "returns" / "refused").glob("*.json"))
SENDER = "hospital"
_ROW = re.compile(
    r"^\| \[[\w-]+\]\(examples/returns/refused/([\w-]+\.json)\) \| `([^`]*)` \| (.+) \|$", re.MULTILINE
)
EXPECTED = {name: ("" if pointer == '""' else pointer, rule) for name, pointer, rule in _ROW.findall(DOCUMENT)}


@pytest.mark.parametrize("path", TAKEN_IN, ids=lambda path: path.stem)
def test_an_example_is_taken_in(path: Path) -> None:
    assert read_return(path.read_bytes(), SENDER).actor == f"agency:{SENDER}"


def test_the_smallest_example_has_nothing_that_could_be_left_out() -> None:
    smallest = json.loads((PARTNERS / "examples" / "returns" / "smallest.json").read_bytes())
    assert (set(smallest), set(smallest["data"])) == (required(AgencyReturn), required(ReturnData))


def required(model: type[AgencyReturn | ReturnData]) -> set[str]:
    return {name for name, field in model.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_refused_example_is_refused_where_the_table_says(path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read_return(path.read_bytes(), SENDER)
    assert refused.value.problems == (EXPECTED[path.name],)


def test_every_row_of_the_table_has_its_example() -> None:
    assert set(EXPECTED) == {path.name for path in REFUSED}


@pytest.mark.parametrize("model", [AgencyReturn, ReturnData, Told], ids=lambda model: model.__name__)
def test_every_field_is_described_with_whether_it_must_be_there(model: type[AgencyReturn]) -> None:
    described: dict[str, set[str]] = {}
    for names, need in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (must|may) \|", DOCUMENT, re.MULTILINE):
        for name in re.findall(r"\w+", names):
            described.setdefault(name, set()).add(need)
    for name, field in model.model_fields.items():
        assert ("must" if field.is_required() else "may") in described.get(name, set()), name


@pytest.mark.parametrize("event", asking.EVENTS)
def test_what_is_told_is_described_with_its_fields(event: type) -> None:
    (type_,) = (name for name, class_ in REVIEWS.classes.items() if class_ is event)
    row = re.search(rf"^\| `{re.escape(type_)}` \|.*\| ([^|]+) \|$", DOCUMENT, re.MULTILINE)
    assert row, type_
    assert re.findall(r"\w+", row[1]) == list(event.model_fields)
