"""What a holiday would move, asked before it is proposed or approved: nothing is changed."""

from typing import Annotated

from fastapi import APIRouter, Query

from shared.duties import recounting
from shared.duties.recounting import Moved
from shared.edge import Day
from shared.edition import CalendarName
from shared.proclaimed import Holiday
from shared.service import Service
from shared.web.needing import seen
from shared.web.problems import documented

OnDay = Annotated[Day, Query(description="The day that would be a holiday, in London")]
Withdrawn = Annotated[bool, Query(description="true: if it were a working day again, and no holiday")]
Place = Annotated[CalendarName, Query(description="any-uk: outside England and Wales alone")]


def recount_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["duties and dispatches"])

    @router.get("/duties/moved-by-holiday", responses=documented(422))
    async def duties_moved_by_holiday(
        day: OnDay, place: Place = "england-and-wales", withdrawn: Withdrawn = False
    ) -> list[Moved]:
        """Which open duties of this service would be due on another day if that day became a holiday, or none."""
        holiday = Holiday(place=place, day=day, name="")
        return await recounting.would_move(seen(service), holiday, withdrawn=withdrawn)

    return router
