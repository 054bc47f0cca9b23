"""Where the partners record and decide, and where everybody sees how each review stands."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.reviews.commands import OFFICERS
from services.reviews.learning_http import learning_routes
from services.reviews.national_http import national_routes
from services.reviews.paging import After, Limit, moment, place_of
from services.reviews.views import reviews, watch
from services.reviews.views.reviews import ReviewRow
from services.reviews.views.watch import WatchRow
from services.reviews.worklists import worklist_routes
from shared.decider import Refused
from shared.edge import Code
from shared.replay import Door
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.commands import command_routes
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes


class ReviewPage(BaseModel):
    """`next`: what to ask for as `after`; none on the last page."""

    reviews: list[ReviewRow]
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

    @router.get("/watch", responses=documented(422))
    async def list_watched(as_of: AsOf = None) -> list[WatchRow]:
        """What must be looked at again by a date: progress, holds, parallel processes. Overdue ones first.

        Also the Panel's reply, which is only expected by then: `advisory`.
        """
        async with as_known(service, as_of) as db:
            return await watch.watched(db)

    @router.get("/cases/{case}/watch", responses=documented(422))
    async def read_watched(case: Code, as_of: AsOf = None) -> list[WatchRow]:
        """The same of one case: its ids are what reviewing and lifting ask for."""
        async with as_known(service, as_of, case) as db:
            return await watch.watched(db, case)

    return [
        router,
        *learning_routes(service),
        worklist_routes(service),
        national_routes(service),
        owed_routes(service),
        command_routes(service, *OFFICERS),
        quarantine_routes(service, door),
    ]
