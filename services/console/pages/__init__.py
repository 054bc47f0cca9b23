"""The pages: plain HTML that needs no script, filled in here and nowhere else."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.console.casework import CLASSES
from services.console.reading.offers import columns
from services.console.titles import BANDS, FILTERS, REASONS_OF
from services.console.who_looked import subject
from services.console.words import plural
from services.console.work.called import coded
from services.console.work.labels import label
from shared.calendar import LONDON, london_date
from shared.deadline import written
from shared.recipients import Agency

_HERE = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,  # every word may have been written by a stranger
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_DAY_FIRST = re.compile(r"\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$")
STYLE = (_HERE / "console.css").read_bytes()
LIVE = (_HERE / "live.js").read_bytes()
SCRIPT = (_HERE / "console.js").read_bytes()


def moment(at: datetime) -> str:
    """An instant as people in London read it: "Mon 5 Jan 2026, 09:00"."""
    local = at.astimezone(LONDON)
    return f"{written(local.date())}, {local:%H:%M}"


def named(agency: str, agencies: Mapping[str, Agency]) -> tuple[str, str]:
    return agency, agencies[agency].name if agency in agencies else agency


def told(value: object) -> object:
    """A value of JSON as staff read it: an instant or a day in words, anything else as it is."""
    if not isinstance(value, str) or not _DAY_FIRST.match(value):
        return value
    try:
        return written(date.fromisoformat(value)) if len(value) == 10 else moment(datetime.fromisoformat(value))
    except ValueError:
        return value


_PAGES.filters.update(
    told=told,
    coded=coded,
    label=label,
    columns=columns,
    moment=moment,
    looked_at=subject,
    written=written,
    plural=plural,
    london=london_date,
    named=named,
    classed=lambda letter: (letter, coded(letter, "trigger_class")),
    twice=lambda value: (value, value),  # a choice that is called what it is
)
_PAGES.globals.update(classes=CLASSES, titles=BANDS, filter_names=FILTERS, reasons_of=REASONS_OF)


def page(name: str, **shown: object) -> str:
    return _PAGES.get_template(f"{name}.html").render(**shown)
