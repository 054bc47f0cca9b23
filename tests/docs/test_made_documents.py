"""The committed documents are those that the code makes: agencies and other teams read them as they are."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.documents import ROOT, SERVICES
from services.intake.report import Report, ReportData
from services.intake.reported_child import ReportedChild
from tests.contracts.records import VOCABULARIES

NAMES = (
    "docs/events.md",
    *(f"docs/events/{name}.shapes.json" for name in VOCABULARIES),
    "docs/partners/incident-report.schema.json",
    "docs/api/asked-by.txt",
    "docs/api/fields.txt",
    *(f"docs/api/{name}.{kind}.json" for name in SERVICES for kind in ("openapi", "asyncapi")),
)
SCHEMA = json.loads((ROOT / "docs" / "partners" / "incident-report.schema.json").read_text())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written anew elsewhere, by a process of its own: it takes on settings that are nobody's."""
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, "-m", "deploy.documents", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_as_the_code_makes_it(made: Path, name: str) -> None:
    assert (ROOT / name).read_text() == (made / name).read_text(), "run: make documents"


def test_no_document_is_left_over(made: Path) -> None:
    there = {str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()}
    assert set(NAMES) <= there
    for folder in ("docs/api", "docs/events"):
        here = {str(path.relative_to(ROOT)) for path in (ROOT / folder).iterdir()}
        assert here == {name for name in NAMES if name.startswith(f"{folder}/")}


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".json")])
def test_every_reference_leads_somewhere_in_the_same_document(name: str) -> None:
    document = json.loads((ROOT / name).read_text())
    for ref in _references(document):
        assert ref.startswith("#/")
        node = document
        for step in ref[2:].split("/"):
            node = node[step.replace("~1", "/").replace("~0", "~")]


def _references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str(ref)}:
            yield ref
        case dict():
            for value in node.values():
                yield from _references(value)
        case list():
            for value in node:
                yield from _references(value)


def test_every_event_is_in_the_catalogue_with_its_meaning() -> None:
    text = (ROOT / "docs" / "events.md").read_text()
    for vocabulary in VOCABULARIES.values():
        for type_, event in vocabulary.classes.items():
            assert f"`{type_}`" in text
            assert (event.__doc__ or "?").splitlines()[0] in text


def test_no_seal_is_lost_in_words() -> None:
    text = (ROOT / "docs" / "events.md").read_text()
    assert "| `details` | sealed [ReportDetails](#reportdetails) | never absent |" in text


def test_the_schema_asks_for_what_the_model_asks_for() -> None:
    child, data = SCHEMA["$defs"]["ReportedChild"], SCHEMA["$defs"]["ReportData"]
    for model, schema in ((Report, SCHEMA), (ReportData, data), (ReportedChild, child)):
        assert set(schema["properties"]) == set(model.model_fields)
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == {n for n, f in model.model_fields.items() if f.is_required()}


def test_the_schema_bounds_what_a_validator_bounds() -> None:
    child, data = SCHEMA["$defs"]["ReportedChild"]["properties"], SCHEMA["$defs"]["ReportData"]["properties"]
    assert data["children"]["minItems"] == data["outline"]["minLength"] == 1
    assert "^[0-9]{10}$" in json.dumps(child["nhs_number"])
