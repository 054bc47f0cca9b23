"""Where the partners record and decide, and where everybody sees how each review stands."""

from fastapi import APIRouter

from services.reviews.commands import OFFICERS
from services.reviews.learning_http import learning_routes
from services.reviews.national_http import national_routes
from services.reviews.views import reviews, watch
from services.reviews.views.reviews import ReviewRow
from services.reviews.views.watch import WatchRow
from services.reviews.worklists import worklist_routes
from shared.decider import Refused
from shared.edge import Code
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.commands import command_routes
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes


def routes(service: Service) -> list[APIRouter]:
    router = APIRouter(tags=["reviews"])

    @router.get("/reviews", responses=documented(422))
    async def list_reviews(as_of: AsOf = None) -> list[ReviewRow]:
        """Every rapid review, and the practice review that came of it; the newest first."""
        async with as_known(service, as_of) as db:
            return await reviews.all_reviews(db)

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
        """What must be looked at again by a date: progress, holds, parallel processes. Overdue ones first."""
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
        quarantine_routes(service),
    ]
