"""Searching the site: a plain GET form, so that a search has an address that can be sent to somebody."""

from collections.abc import Callable
from http import HTTPStatus
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException

from services.publisher.site.pages import Pages
from services.publisher.views import search
from services.publisher.views.search import MARK, PAGE, UNMARK, Asked
from shared.events.publisher import ReviewKind
from shared.service import Service

LONGEST = 200  # characters of a search; what is longer is cut, and the page shows what was searched for
LATEST_PAGE = 1000


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool]) -> APIRouter:
    router = APIRouter()

    @router.api_route("/search", methods=["GET", "HEAD"])
    async def find(request: Request) -> HTMLResponse:
        if not is_ready():
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        asked = _asked(request)
        pool = service.log.pool
        found = await search.find(pool, asked)
        page = pages.show(
            "search",
            asked=asked,
            found=found,
            choices=await search.choices(pool),
            highlighted=highlighted,
            turns=_turns(asked, found.total),
        )
        page.headers["X-Robots-Tag"] = "noindex"  # one page for each search would be no end of pages
        return page

    return router


def highlighted(passage: str) -> Markup:
    """Escaped first, so that only our own <mark> is a tag."""
    return Markup(str(escape(passage)).replace(MARK, "<mark>").replace(UNMARK, "</mark>"))


def _asked(request: Request) -> Asked:
    """Of each name the first value. What no form of ours can send is a bad request, not another search."""
    given = request.query_params
    year, kind, page = given.get("year", ""), given.get("type", ""), given.get("page", "1")
    if not (_number(year, 4) or not year) or kind not in ("", *get_args(ReviewKind)):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    if not _number(page, 4) or not 1 <= int(page) <= LATEST_PAGE:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return Asked(
        words=_clean(given.get("q", "")),
        year=int(year) if year else None,
        kind=next((each for each in get_args(ReviewKind) if each == kind), None),
        theme=_clean(given.get("theme", "")),
        page=int(page),
    )


def _number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= digits


def _clean(text: str) -> str:
    """One line without control characters and broken surrogates: PostgreSQL takes no others."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:LONGEST]


def _turns(asked: Asked, total: int) -> dict[str, str]:
    """The addresses of the page before and the page after, where there is one."""
    numbers = {"Previous page": asked.page - 1, "Next page": asked.page + 1}
    last = max(1, -(-total // PAGE))
    return {words: _address(asked, number) for words, number in numbers.items() if 1 <= number <= last}


def _address(asked: Asked, page: int) -> str:
    given = {"q": asked.words, "year": asked.year, "type": asked.kind, "theme": asked.theme, "page": page}
    return "/search?" + urlencode({name: value for name, value in given.items() if value})
