"""Where the partners record and decide, and where everybody sees how each review stands."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.reviews.commands import OFFICERS
from services.reviews.learning_http import learning_routes
from services.reviews.national_http import national_routes
from services.reviews.paging import After, Limit, moment, page, place, place_of
from services.reviews.views import reviews
from services.reviews.views.reviews import ReviewRow
from services.reviews.worklists import worklist_routes
from shared import watched
from shared.decider import Refused
from shared.edge import Code
from shared.replay import Door
from shared.service import Service
from shared.watched import WatchRow
from shared.web.as_of import AsOf, as_known
from shared.web.commands import command_routes
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes


class ReviewPage(BaseModel):
    """`next`: what to ask for as `after`; none on the last page."""

    reviews: list[ReviewRow]
    next: str | None


class WatchPage(BaseModel):
    watched: list[WatchRow]
    next: str | None


def routes(service: Service, door: Door | None = None) -> list[APIRouter]:
    router = APIRouter(tags=["reviews"])

    @router.get("/reviews", responses=documented(422))
    async def list_reviews(limit: Limit = 25, after: After = None, as_of: AsOf = None) -> ReviewPage:
        """Every case's reviews, and joint reviews on cases of their own; the newest first, a page at a time."""
        async with as_known(service, as_of) as db:
            rows = await reviews.all_reviews(db, limit + 1, moment(after))
        last = rows[limit - 1] if len(rows) > limit else None
        return ReviewPage(reviews=rows[:limit], next=last and place_of(last.opened_at, last.subject))

    @router.get("/reviews/{case}", responses=documented(404, 422))
    async def read_review(case: Code, as_of: AsOf = None) -> ReviewRow:
        """One case's reviews and where they stand."""
        async with as_known(service, as_of, case) as db:
            found = await reviews.one(db, case)
        if found is None:
            raise Refused("no-such-case", "No rapid review is open on this case.")
        return found

    _watched(router, service)
    return [
        router,
        *learning_routes(service),
        worklist_routes(service),
        national_routes(service),
        owed_routes(service),
        command_routes(service, *OFFICERS),
        quarantine_routes(service, door),
    ]


def _watched(router: APIRouter, service: Service) -> None:
    @router.get("/watch", responses=documented(422))
    async def list_watched(limit: Limit = 25, after: After = None, as_of: AsOf = None) -> WatchPage:
        """What must be looked at again by a date: progress, holds, parallel processes. Overdue ones first.

        Also the Panel's reply, which is only expected by then: `advisory`.
        """
        async with as_known(service, as_of) as db:
            rows = await watched.watched(db, limit + 1, place(after))
        found, then = page(rows, limit, lambda row: (row.look_by, row.subject, str(row.about)))
        return WatchPage(watched=found, next=then)

    @router.get("/cases/{case}/watch", responses=documented(422))
    async def read_watched(case: Code, as_of: AsOf = None) -> list[WatchRow]:
        """The same of one case: its ids are what reviewing and lifting ask for."""
        async with as_known(service, as_of, case) as db:
            return await watched.of_case(db, case)
