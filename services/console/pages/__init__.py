"""The pages: plain HTML that needs no script, filled in here and nowhere else."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.console.casework import CLASSES
from services.console.words import BANDS, FILTERS, plural
from shared.calendar import LONDON, london_date
from shared.deadline import written
from shared.partnership import Agency

_HERE = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,  # every word may have been written by a stranger
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
STYLE = (_HERE / "console.css").read_bytes()


def moment(at: datetime) -> str:
    """An instant as people in London read it: "Mon 5 Jan 2026, 09:00"."""
    local = at.astimezone(LONDON)
    return f"{written(local.date())}, {local:%H:%M}"


def named(agency: str, agencies: Mapping[str, Agency]) -> tuple[str, str]:
    return agency, agencies[agency].name if agency in agencies else agency


_PAGES.filters.update(
    moment=moment,
    written=written,
    plural=plural,
    london=london_date,
    named=named,
    twice=lambda value: (value, value),  # a choice that is called what it is
)
_PAGES.globals.update(classes=CLASSES, titles=BANDS, filter_names=FILTERS)


def page(name: str, **shown: object) -> str:
    return _PAGES.get_template(f"{name}.html").render(**shown)
