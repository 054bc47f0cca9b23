"""Where staff draft, certify, send and schedule, and see what stands in the way."""

from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.publisher import correcting
from services.publisher.beforehand_http import beforehand_routes
from services.publisher.commands import OFFICERS, ListPastReview
from services.publisher.drafts_http import draft_routes
from services.publisher.gate_http import gate_routes
from services.publisher.import_http import import_routes
from services.publisher.past_reviews import SUBJECT
from services.publisher.publication import Publication, evolve
from services.publisher.readiness import reasons_against
from services.publisher.telling import warnings
from services.publisher.versions_http import version_routes
from services.publisher.views import publications
from services.publisher.views.publications import PublicationRow, YearOfPublications
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Code, Day, read
from shared.known import KnownBy
from shared.malware.scanning import Scanner
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, body_of, cause_of, command_routes
from shared.web.needing import about
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes
from shared.web.reasons import reasons_routes


class PublicationPage(PublicationRow):
    """`not_yet_because`: every reason why it cannot be scheduled, for `publish_on` if a day is asked about.

    `warnings`: what a reason is asked for when its publication is approved.
    """

    not_yet_because: list[str]
    warnings: list[str]


def routes(service: Service, partnership: Partnership, scanner: Scanner | None = None) -> list[APIRouter]:
    """`scanner`: looks for malware in what is brought as a file."""
    return [
        _publications(service, partnership),
        _past_reviews(service),
        gate_routes(service, partnership),
        version_routes(service),
        draft_routes(service),
        import_routes(service, scanner),
        beforehand_routes(service),
        reasons_routes(service),
        owed_routes(service),
        command_routes(service, *OFFICERS),
        quarantine_routes(service),
    ]


def _publications(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["publications"])

    @router.get("/publications", responses=documented(422))
    async def list_publications(as_of: AsOf = None) -> list[PublicationRow]:
        """Every publication, the newest first."""
        async with as_known(service, as_of) as db:
            return await publications.all_publications(db)

    @router.get("/publications/{case}", responses=documented(404, 422))
    async def read_publication(case: Code, publish_on: Day | None = None, as_of: AsOf = None) -> PublicationPage:
        """One case's publication, where it stands, and what stands in the way."""
        async with as_known(service, as_of, case) as db:
            found = await publications.one(db, case)
        if found is None:
            raise Refused("no-such-case", "No publication is due on this case.")
        at = as_of or service.clock.now()
        state = await _state(service, case, at)
        against = _against(partnership, state, publish_on, london_date(at))
        warned = [] if state.published_on else list(warnings(state))
        return PublicationPage(**found.model_dump(), not_yet_because=against, warnings=warned)

    @router.get("/publications-counted")
    async def count_publications() -> list[YearOfPublications]:
        """By year: published in full, improvements only, not published, superseded."""
        async with as_known(service, None) as db:
            return await publications.by_year(db)

    @router.get("/briefing-template")
    async def briefing_template() -> list[str]:
        """The six headings to begin a briefing with, as the partnership's file words them."""
        return list(partnership.site.briefing)

    return router


def _past_reviews(service: Service) -> APIRouter:
    router = APIRouter(tags=["past reviews"])

    @router.post("/past-reviews", responses=RESPONSES, openapi_extra={"requestBody": body_of(ListPastReview)})
    async def list_past_review(request: Request, actor: Actor, key: Key, prefer: Prefer = None) -> Response:
        """A review from before this system: its title, for the site."""
        asked = read(await body_of_request(request), ListPastReview)
        said = await service.do(SUBJECT, asked, actor=actor, cause=cause_of(actor, key))
        return await answer(service, said, prefer)

    return router


async def _state(service: Service, case: str, at: datetime) -> Publication:
    state, known = Publication(), KnownBy(service.name, at)
    for recorded in await about(service, case):
        if known(recorded) and recorded.source == service.name:
            state = evolve(state, recorded.data)
    return state


def _against(partnership: Partnership, state: Publication, publish_on: date | None, today: date) -> list[str]:
    """Its publication, or once it is public the correction in hand."""
    if state.settled:
        return []
    if state.published_on:
        return correcting.reasons_against(partnership, state, today)
    return reasons_against(partnership, state, publish_on or state.publish_on, today)
