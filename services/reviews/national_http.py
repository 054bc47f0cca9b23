"""Where national reviews of our cases are read."""

from fastapi import APIRouter

from services.reviews.views import national
from services.reviews.views.national import NationalReviewRow
from shared.decider import Refused
from shared.edge import Code
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.problems import documented


def national_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["reviews"])

    @router.get("/national-reviews", responses=documented(422))
    async def list_national_reviews(as_of: AsOf = None) -> list[NationalReviewRow]:
        """Every national review of one of our cases, and what it asks for here; the latest first."""
        async with as_known(service, as_of) as db:
            return await national.all_of_them(db)

    @router.get("/cases/{case}/national-review", responses=documented(404, 422))
    async def read_national_review(case: Code, as_of: AsOf = None) -> NationalReviewRow:
        """What the Panel's own review of this case does to the local one, and what it asks for here."""
        async with as_known(service, as_of, case) as db:
            found = await national.one(db, case)
        if found is None:
            raise Refused("no-such-national-review", "No national review of this case was recorded.")
        return found

    return router
