"""Where it is read what a rapid review still lacks, before it is sent."""

from fastapi import APIRouter

from services.reviews.case_known import Gathered, known_of
from services.reviews.completeness import Lacking, lacking
from services.reviews.decider.rapid_review import rapid_review
from shared.edge import Code
from shared.events.gathering import ImmediateActionTaken
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf
from shared.web.problems import documented


def completeness_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["gathering"])
    decider = rapid_review(partnership)

    @router.get("/cases/{case}/completeness", responses=documented(404, 422))
    async def read_completeness(case: Code, as_of: AsOf = None) -> list[Lacking]:
        """What the rapid review lacks of what the Panel will read, and what that holds up: mostly nothing."""
        known = await known_of(service, case, as_of)
        acted = any(isinstance(recorded.data, ImmediateActionTaken) for recorded in known)
        return lacking(decider.state(it.data for it in known), Gathered(known), acted=acted)

    return router
