"""A chronology as CSV, as a page and as PDF. The PDF is made from the page."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.reviews.chronology import Told, when
from shared.formulas import inert

COLUMNS = ("when", "agency", "significance", "source", "text", "conflict")
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,  # every word was written by a stranger
    undefined=StrictUndefined,
    trim_blocks=True,
)


def written(
    lines: Sequence[Mapping[str, Any]], format: Literal["csv", "html", "pdf"], view: str
) -> tuple[bytes, str]:
    """(content, media type). A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if format == "csv":
        return _csv(lines).encode(), "text/csv; charset=utf-8"
    page = _PAGES.get_template("chronology.html").render(lines=lines, view=view)
    if format == "html":
        return page.encode(), "text/html; charset=utf-8"
    from weasyprint import HTML  # thirty megabytes: for a process that prints

    return bytes(HTML(string=page).write_pdf(pdf_tags=True)), "application/pdf"


def when_of(told: Told, view: str) -> str:
    """Exact days identify: the anonymised view tells the month."""
    as_it_is = view == "personal" or told.precision == "year"
    return when(told if as_it_is else told.model_copy(update={"precision": "month"}))


def _csv(lines: Sequence[Mapping[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(_cell(line[name]) for name in COLUMNS)
    return file.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return inert(value)
