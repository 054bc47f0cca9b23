"""Where the course of a practice review is read."""

from fastapi import APIRouter

from services.reviews.case_known import own_of
from services.reviews.course_known import ReviewCourse, course_of
from shared.decider import Refused
from shared.edge import Code
from shared.service import Service
from shared.web.as_of import AsOf
from shared.web.problems import documented


def course_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["reviews"])

    @router.get("/cases/{case}/practice-review", responses=documented(404, 422))
    async def read_course(case: Code, as_of: AsOf = None) -> ReviewCourse:
        """Terms of reference, invitations, written requests, drafts, delays and comments. Texts are read apart."""
        found = course_of(recorded.data for recorded in await own_of(service, case, as_of))
        if found is None:
            raise Refused("no-such-review", "There is no practice review on this case.")
        return found

    return router
