"""The pages on which staff read what a service tells: all questions, one answer, and files as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

import nh3
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from services.console.around import Around, you
from services.console.catalogue import Catalogue
from services.console.people.looker import looker
from services.console.reading.asking import NotTold, Told, ask
from services.console.reading.offers import columns, offers
from services.console.reading.reads import HTML, Read
from shared.edge import CODE

_TAGS = nh3.ALLOWED_TAGS - {"a", "img"} | {"mark", "small"}
_PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "It is not for whoever asks, or not for what they say", "content": _PAGE},
    404: {"description": "There is no such question, or nothing to tell", "content": _PAGE},
    409: {"description": "A rule forbids it now", "content": _PAGE},
    422: {"description": "What was asked cannot be answered, and why", "content": _PAGE},
    503: {"description": "The service is away", "content": _PAGE},
}


class Readings:
    """Answers for `/lists` and `/read`. What is in the path comes as `in.NAME`, the rest by its own name."""

    def __init__(self, around: Around, catalogue: Catalogue) -> None:
        self._around = around
        self._catalogue = catalogue

    async def lists(self, request: Request) -> Response:
        """Everything that can be asked and is not about one thing."""
        return self._around.page(request, "lists", offered=await self._catalogue.all(looker(request).person))

    async def read(self, request: Request, service: str, id_: str) -> Response:
        """A question with its filters, and the answer where enough was asked."""
        read = await self._catalogue.read(service, id_)
        if read is None:
            return self._around.page(request, "no-list", 404)
        read = read.for_whom(looker(request).person)
        asked = _asked(read, request.query_params)
        shown: dict[str, Any] = {
            "read": read,
            "asked": asked,
            "answer": None,
            "wrong": (),
            "case": asked.get("in.case", ""),
        }
        if missing := _missing(read, asked, you(request)):
            wrong = missing if request.query_params.keys() & {each.name for each in read.asked} else ()
            return self._around.page(request, "read", 422 if wrong else 200, **{**shown, "wrong": wrong})
        told = await self._ask(request, read, asked)
        if isinstance(told, NotTold):
            return self._around.page(request, "read", told.status, **{**shown, "wrong": told.why})
        if read.is_file:
            return _file(told, id_)
        return self._around.page(request, "read", **{**shown, "answer": await self._shown(read, told, asked)})

    async def _ask(self, request: Request, read: Read, asked: Mapping[str, str]) -> Told | NotTold:
        parameters = {name: asked[f"in.{name}"] for name in read.parameters}
        query = {name: value for name, value in asked.items() if not name.startswith("in.")}
        return await ask(self._catalogue.addresses[read.service], read, parameters, query, you(request))

    async def _shown(self, read: Read, told: Told, asked: Mapping[str, str]) -> dict[str, Any]:
        """What the page needs: a text, or rows with what can be done about each, and where more are."""
        if read.media == HTML:
            text = nh3.clean(
                told.content.decode("utf-8", "replace"), tags=_TAGS, clean_content_tags={"style", "title"}
            )
            return {"html": Markup(text)}
        value, more = _page(told.value)
        documented = await self._catalogue.of(read.service)
        around = {name.removeprefix("in."): given for name, given in asked.items() if name.startswith("in.")}
        if isinstance(value, dict):
            offered = offers(value, documented.reads, documented.actions, around)
            return {"value": value, "offered": [each for each in offered if each[0] != read.title]}
        if not _is_table(value):
            return {"value": value, "offered": []}
        rows = [(row, offers(row, documented.reads, documented.actions, around)) for row in value]
        return {"columns": columns(value), "rows": rows, "more": more}


def _asked(read: Read, query: Mapping[str, str]) -> dict[str, str]:
    names = (*(f"in.{name}" for name in read.parameters), *(each.name for each in read.asked))
    given = {name: query.get(name, "").strip()[:250] for name in names}
    yes = {each.name for each in read.asked if each.kind == "yes or no"}
    return {
        name: {"yes": "true", "no": "false"}.get(value, value) if name in yes else value
        for name, value in given.items()
        if value
    }


def _missing(read: Read, asked: Mapping[str, str], who: str) -> tuple[str, ...]:
    """What must be said before the service is asked."""
    parts = [f"in.{name}" for name in read.parameters]
    wrong = [
        f"{name.removeprefix('in.')}: this is not a reference"
        for name in parts
        if not CODE.fullmatch(asked.get(name, ""))
    ]
    wrong += [f"{each.label}: must be said" for each in read.asked if each.required and each.name not in asked]
    return (
        *wrong,
        *(["Say who you are first: the link is at the top of this page."] if read.signed and not who else []),
    )


def _page(value: Any) -> tuple[Any, str]:
    """An answer in pages: its one list, and what `after` asks for the next."""
    if isinstance(value, dict) and "next" in value and len(value) == 2:
        (rows,) = (each for name, each in value.items() if name != "next")
        return rows, value["next"] or ""
    return value, ""


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(row, dict) for row in value)
    )


def _file(told: Told, name: str) -> Response:
    """Never shown by the browser in our own name: it came from somebody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}{_endings.get(told.media, "")}"'}
    return Response(told.content, headers=headers, media_type=told.media)


_endings = {"application/pdf": ".pdf", "text/csv": ".csv", "image/png": ".png", "image/jpeg": ".jpg"}


def reading_routes(readings: Readings) -> APIRouter:
    router = APIRouter(tags=["reading"], default_response_class=HTMLResponse)

    @router.get("/lists")
    async def lists(request: Request) -> Response:
        """Every list and question that the services answer to staff."""
        return await readings.lists(request)

    @router.get("/read/{service}/{question}", responses=_ANSWERS)
    async def read(request: Request, service: str, question: str) -> Response:
        """One of them, asked in the name of whoever looks. A file is handed on as it is."""
        return await readings.read(request, service, question)

    return router
