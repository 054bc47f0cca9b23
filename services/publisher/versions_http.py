"""Where staff read every text that was ever public on a case: what was corrected stays inside, word for word."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from shared.decider import Refused
from shared.edge import Code
from shared.events.publisher import CorrigendumPublished, PublicText, ReportPublished
from shared.service import Service
from shared.web.needing import about
from shared.web.problems import documented


class VersionRow(BaseModel):
    """`number` 0 is the text as it was first published. `pdf_hash` is empty where there was no PDF yet."""

    number: int
    text_hash: str
    public_from: date
    pdf_hash: str
    correction: str


class VersionPage(VersionRow):
    text: PublicText


def version_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["publications"])

    @router.get("/publications/{case}/versions", responses=documented(404, 422))
    async def list_versions(case: Code) -> list[VersionRow]:
        """Every text that was public, the first one first; the last one is, or was last, on the site."""
        return [VersionRow(**page.model_dump(exclude={"text"})) for page in await _versions(service, case)]

    @router.get("/publications/{case}/versions/{number}", responses=documented(404, 422))
    async def read_version(case: Code, number: Annotated[int, Path(ge=0, le=10_000)]) -> VersionPage:
        """One of them, with its whole text."""
        found = await _versions(service, case)
        if number >= len(found):
            raise Refused("no-such-version", "There is no such version.")
        return found[number]

    return router


async def _versions(service: Service, case: str) -> list[VersionPage]:
    known = [recorded.data for recorded in await about(service, case) if recorded.source == service.name]
    found = [_page(each) for each in known if isinstance(each, ReportPublished | CorrigendumPublished)]
    if not found:
        raise Refused("no-such-publication", "Nothing of this case was ever public.")
    return found


def _page(it: ReportPublished | CorrigendumPublished) -> VersionPage:
    match it:
        case ReportPublished(published_on=day):
            number = 0
        case CorrigendumPublished(corrected_on=day, number=number):
            pass
    return VersionPage(
        number=number,
        text_hash=it.text_hash,
        public_from=day,
        pdf_hash=it.pdf_hash,
        correction=it.text.correction,
        text=it.text,
    )
