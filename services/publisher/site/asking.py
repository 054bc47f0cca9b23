"""The public form to ask for a copy: a plain POST. It sends no cookie and needs no script."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from services.publisher.request_commands import RequestCopy
from services.publisher.requests import subject_of
from services.publisher.site import forms
from services.publisher.site.answers import Answers, private
from services.publisher.site.limits import Limit
from services.publisher.site.pages import Pages
from services.publisher.text import is_reference
from services.publisher.views import site as reviews
from shared.decider import Refused
from shared.service import KeyReused, Said, Service

TRAP = "website"  # hidden from people; what fills it in is a machine
ANYBODY = "public:reader"
# A page that is loaded anew shows the code once more. Later the same form may come from another, who saw what was
# typed, and the request's id in an address: the code tells who it is.
SENT_AGAIN = timedelta(minutes=15)
WRONG = {
    "name": "Enter your name, in one line of at most 200 characters",
    "reply_to": "Enter an address in one line of at most 500 characters, or leave it empty",
    "organisation": "Enter the organisation in one line of at most 500 characters, or leave it empty",
    "purpose": "Say what you need the report for, in at most 5,000 characters",
}


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool], limit: Limit) -> APIRouter:
    router, answers = APIRouter(), Answers(service, pages, is_ready)

    @router.api_route("/ask/{reference}", methods=["GET", "HEAD"])
    async def show_form(reference: str) -> HTMLResponse:
        title = await _title(service, reference, is_ready)
        return _form(pages, reference, title, {"key": str(uuid4())})

    @router.post("/ask/{reference}")
    async def take_form(request: Request, reference: str) -> Response:
        title = await _title(service, reference, is_ready)
        given = await forms.given(request)
        id_ = _key(given)
        if given.get(TRAP):  # told that it went well, so that it does not try another way
            return pages.show("asked-trap", title=title)
        asked, wrong = _asked(reference, given)
        if asked is None:
            return _form(pages, reference, title, given, wrong)
        if not limit.allows(request.client.host if request.client else ""):
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "3600"})
        said = await _keep(service, id_, asked)
        if said.repeated and service.clock.now() - said.events[0].time > SENT_AGAIN:
            return answers.asked_for(str(id_))
        return await answers.to(id_)  # not by an address: it would have to bear the code

    return router


async def _title(service: Service, reference: str, is_ready: Callable[[], bool]) -> str:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
    found = await reviews.named(service.log.pool, reference) if is_reference(reference) else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found[0]


def _key(given: dict[str, str]) -> UUID:
    """Chosen when the form was shown: sent twice, it is one request."""
    try:
        return UUID(given.get("key", ""))
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def _asked(reference: str, given: dict[str, str]) -> tuple[RequestCopy | None, dict[str, str]]:
    """The command, or what is wrong with each field. A browser ends lines with CR LF."""
    fields = {name: given.get(name, "").replace("\r\n", "\n").strip() for name in WRONG}
    information = "information_request" in given
    try:
        return RequestCopy(reference=reference, information_request=information, **fields), {}
    except ValidationError as error:
        found = {str(each["loc"][0]) for each in error.errors(include_input=False, include_url=False)}
        return None, {name: words for name, words in WRONG.items() if name in found}


async def _keep(service: Service, id_: UUID, asked: RequestCopy) -> Said:
    try:
        return await service.do(subject_of(id_), asked, actor=ANYBODY, cause=id_)
    except KeyReused:  # an earlier page was changed and sent again: what came first stands
        raise HTTPException(HTTPStatus.CONFLICT) from None
    except Refused:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from None


def _form(
    pages: Pages, reference: str, title: str, given: dict[str, str], wrong: dict[str, str] | None = None
) -> HTMLResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    page = pages.show("ask", status, reference=reference, title=title, given=given, wrong=wrong or {}, trap=TRAP)
    return private(page)
