"""The templates, and what every page of the site knows."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.publisher.listing import HEADINGS
from services.publisher.markdown import render
from shared.partnership import Partnership

PAGES = Path(__file__).parents[1] / "pages"
EXIT_TO = "https://www.bbc.co.uk/weather"  # somewhere neutral; a plain link
RETRY_AFTER_SECONDS = "10"


class Pages:
    """Renders a template by its name."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self._jinja = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals.update(partnership=partnership, exit_to=EXIT_TO, kinds=HEADINGS)
        self._jinja.filters.update(day=lambda day: f"{day.day} {day:%B %Y}", markdown=render)

    def show(self, name: str, status: int = 200, **known: Any) -> HTMLResponse:
        return HTMLResponse(self._jinja.get_template(f"{name}.html").render(known), status)

    def error(self, status: int) -> HTMLResponse:
        page = self.show("error", status, code=status, phrase=HTTPStatus(status).phrase)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            page.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return page
