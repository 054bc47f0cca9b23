"""What still stands open on a case: asked before somebody closes it, and answered with the very same reasons."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from services.reviews.decider.practice_review import practice_review
from services.reviews.decider.practice_review.closing import still_open
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.views import register
from services.reviews.views.register import ActionRow
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Code
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.needing import about
from shared.web.problems import documented

SETTLED = ("rejected", "embedded")


class StillOpen(BaseModel):
    """`holds_up`: a sentence for each reason for which the case cannot be closed. `learning`: actions that are not
    embedded; they hold nothing up, and go on when the case is closed.
    """

    closed: bool
    holds_up: list[str]
    learning: list[ActionRow]


def standing_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["reviews"])

    @router.get("/cases/{case}/still-open", responses=documented(404, 422))
    async def read_still_open(case: Code, as_of: AsOf = None) -> StillOpen:
        """Whether the case's reviews can be closed, all that holds that up, and the learning that goes on."""
        async with as_known(service, as_of, case) as db:
            actions = await register.actions_of(db, case, london_date(as_of or service.clock.now()))
        review = await _review(service, partnership, case, as_of)
        return StillOpen(
            closed=review.closed,
            holds_up=[] if review.closed else still_open(review),
            learning=[action for action in actions if action.state not in SETTLED],
        )

    return router


async def _review(service: Service, partnership: Partnership, case: str, as_of: datetime | None) -> PracticeReview:
    """As it stood then. Raises Refused where no review was begun by then."""
    own = [recorded for recorded in await about(service, case) if recorded.source == service.name]
    known = [recorded.data for recorded in own if as_of is None or recorded.time <= as_of]
    review = practice_review(partnership).state(known)
    if not review.begun:
        raise Refused("no-such-case", "No review was opened on this case.")
    return review
