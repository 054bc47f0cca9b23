"""The documents that are made from the code: `python -m deploy.documents` writes them, a test compares them.

docs/partners/incident-report.schema.json   what an agency sends
docs/partners/agency-return.schema.json     what it sends when it is asked for a return
docs/events.md                              every event, in words
docs/api/<service>.openapi.json             over HTTP
docs/api/<service>.asyncapi.json            over Kafka
docs/api/asked-by.txt                       each route, and who may ask for it
docs/api/fields.txt                         each role, and which fields it is told and may send
deploy/grafana/dashboards/<uid>.json        what Grafana shows
services/console/pages/errors.json          why a report is refused: docs/partners/errors.md, for the console
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy import compatibility, fields
from deploy.event_catalogue import catalogue
from deploy.grafana.dashboards import DASHBOARDS
from deploy.partnership import DEFAULT_PARTNERSHIP
from shared.events.base import Vocabulary
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.topics import SERVICES_THAT_SAY
from shared.web.asyncapi import asyncapi

ROOT = Path(__file__).parents[1]
SERVICES = (*SERVICES_THAT_SAY, "console")
VOCABULARIES = (INTAKE, NOTIFIER, REVIEWS, PUBLISHER)
_VERSION = "0.1.0"


def documents() -> Iterator[tuple[str, str]]:
    """Each as (path below the project, content)."""
    yield "docs/events.md", catalogue(VOCABULARIES)
    for vocabulary in VOCABULARIES:
        shapes_now = compatibility.shapes(vocabulary)
        yield shapes_file(vocabulary), _as_text(compatibility.merged(committed(vocabulary), shapes_now))
    yield "docs/partners/incident-report.schema.json", _as_text(report_schema())
    yield "docs/partners/agency-return.schema.json", _as_text(return_schema())
    for dashboard in DASHBOARDS:
        yield f"deploy/grafana/dashboards/{dashboard.uid}.json", _as_text(dashboard.as_json())
    yield "services/console/pages/errors.json", _as_text(error_catalogue())
    with TemporaryDirectory() as folder:
        _pretend_to_be_installed(Path(folder))
        for name in SERVICES:
            yield from _of(name)
        yield "docs/api/asked-by.txt", asked_by()
        yield "docs/api/fields.txt", by_field()


def report_schema() -> dict[str, Any]:
    schema: dict[str, Any] = import_module("services.intake.report").Report.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "cspr.partner.incident-report.v1",
        "description": "What a partner agency sends: one CloudEvent a report. It cannot say all: see errors.md.",
    }


def error_catalogue() -> list[list[str]]:
    """Each rule of the agencies' own catalogue: the rule, what it means, what to do."""
    text = (ROOT / "docs" / "partners" / "errors.md").read_text()
    return [list(row) for row in re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)]


def return_schema() -> dict[str, Any]:
    schema: dict[str, Any] = import_module("services.reviews.agency_return").AgencyReturn.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "cspr.partner.agency-return.v1",
        "description": "What an agency sends that was asked for a return: one CloudEvent. See returns.md.",
    }


def shapes_file(vocabulary: Vocabulary) -> str:
    return f"docs/events/{vocabulary.source}.shapes.json"


def committed(vocabulary: Vocabulary) -> dict[str, Any]:
    """The shapes that this service's events are known to have had."""
    path = ROOT / shapes_file(vocabulary)
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def refusals() -> list[str]:
    """Why today's events may not replace the committed ones."""
    return [
        each
        for vocabulary in VOCABULARIES
        for each in compatibility.differences(committed(vocabulary), vocabulary)
    ]


def _of(name: str) -> Iterator[tuple[str, str]]:
    app = import_module(f"services.{name}.app")
    log, doc = app.service.log, import_module(f"services.{name}").__doc__ or ""
    yield f"docs/api/{name}.openapi.json", _as_text(app.app.openapi())
    yield f"docs/api/{name}.asyncapi.json", _as_text(asyncapi(log.says, log.hears, _VERSION, doc))


def asked_by() -> str:
    """Of every service; a route that somebody adds is a line that somebody reads."""
    lines = ["Who may ask for what, by token; what it does. Written by `make documents`; see docs/running.md."]
    for name in SERVICES:
        lines += ["", name]
        for path, item in import_module(f"services.{name}.app").app.openapi()["paths"].items():
            for method, operation in item.items():
                asked = ", ".join(operation["x-asked-by"])
                lines.append(f"  {asked:<16} {operation.get('x-does', '-'):<14} {method.upper():<5} {path}")
    return "\n".join(lines) + "\n"


def by_field() -> str:
    """Of every service, as asked_by."""
    apps = {name: import_module(f"services.{name}.app").app.openapi() for name in SERVICES}
    return fields.table(apps)


def _pretend_to_be_installed(folder: Path) -> None:
    """A service reads its settings at import; none of them shows in its documents."""
    key = folder / "wrapping.key"
    key.write_bytes(bytes(32))
    os.environ.update(
        CSPR_DATABASE_URL="postgresql://nobody@nowhere.example/nothing",
        CSPR_WRAPPING_KEY_FILE=str(key),
        CSPR_SIGN_IN="declared",
        CSPR_PARTNERSHIP=str(DEFAULT_PARTNERSHIP),
    )


def _as_text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write(root: Path) -> None:
    for path, content in documents():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)


if __name__ == "__main__":
    if found := refusals():
        sys.exit("\n".join(["An event has changed incompatibly; nothing was written.", *found]))
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
