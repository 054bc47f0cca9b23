"""The public form to ask for a copy: a plain POST. It sends no cookie and needs no script."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from services.publisher.copies import Addresses
from services.publisher.request_commands import RequestCopy
from services.publisher.requests import subject_of
from services.publisher.site.limits import Limit
from services.publisher.site.pages import Pages
from services.publisher.text import is_reference
from services.publisher.views import site as reviews
from shared.decider import Refused
from shared.service import KeyReused, Service
from shared.web.bodies import BodyRefused, bytes_of_request

MOST_BYTES = 32 * 1024
MOST_FIELDS = 20
TRAP = "website"  # hidden from people; what fills it in is a machine
ANYBODY = "public:reader"
WRONG = {
    "name": "Enter your name, in one line of at most 200 characters",
    "reply_to": "Enter an address in one line of at most 500 characters, or leave it empty",
    "organisation": "Enter the organisation in one line of at most 500 characters, or leave it empty",
    "purpose": "Say what you need the report for, in at most 5,000 characters",
}


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool], limit: Limit) -> APIRouter:
    router = APIRouter()

    @router.api_route("/ask/{reference}", methods=["GET", "HEAD"])
    async def show_form(reference: str) -> HTMLResponse:
        title = await _title(service, reference, is_ready)
        return _form(pages, reference, title, {"key": str(uuid4())})

    @router.post("/ask/{reference}")
    async def take_form(request: Request, reference: str) -> Response:
        title = await _title(service, reference, is_ready)
        given = await _given(request)
        id_ = _key(given)
        if given.get(TRAP):  # told that it went well, so that it does not try another way
            return pages.show("asked-trap", title=title)
        asked, wrong = _asked(reference, given)
        if asked is None:
            return _form(pages, reference, title, given, wrong)
        if not limit.allows(request.client.host if request.client else ""):
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "3600"})
        await _keep(service, id_, asked)
        return RedirectResponse(Addresses(service.keyring).page(id_), HTTPStatus.SEE_OTHER)

    return router


async def _title(service: Service, reference: str, is_ready: Callable[[], bool]) -> str:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
    found = await reviews.named(service.log.pool, reference) if is_reference(reference) else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found[0]


async def _given(request: Request) -> dict[str, str]:
    """Of each field the first value. Raises HTTPException for what no form of ours sends."""
    type_ = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type_ != "application/x-www-form-urlencoded":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        body = await bytes_of_request(request, MOST_BYTES)
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except BodyRefused as refused:
        raise HTTPException(refused.status) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return dict(reversed(pairs))


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


async def _keep(service: Service, id_: UUID, asked: RequestCopy) -> None:
    try:
        await service.do(subject_of(id_), asked, actor=ANYBODY, cause=id_)
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


def private(page: HTMLResponse) -> HTMLResponse:
    """What one person typed, or was given: no cache and no search engine keeps it."""
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page
