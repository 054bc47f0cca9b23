"""What a service owes and sends, as every service with duties shows it."""

from fastapi import APIRouter

from shared.dispatch import post
from shared.dispatch.post import DispatchRow
from shared.duties import board
from shared.duties.board import DutyRow
from shared.edge import Code
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.problems import documented


def owed_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["duties and dispatches"])

    @router.get("/duties", responses=documented(422))
    async def list_duties(as_of: AsOf = None) -> list[DutyRow]:
        """Still owed, soonest first."""
        async with as_known(service, as_of) as db:
            return await board.outstanding(db)

    @router.get("/cases/{case}/duties", responses=documented(422))
    async def duties_of_case(case: Code, as_of: AsOf = None) -> list[DutyRow]:
        """Everything owed on this case, met or not."""
        async with as_known(service, as_of, case) as db:
            return await board.of_case(db, case)

    @router.get("/cases/{case}/dispatches", responses=documented(422))
    async def dispatches_of_case(case: Code, as_of: AsOf = None) -> list[DispatchRow]:
        """Everything sent or to be sent on this case, and how each stands."""
        async with as_known(service, as_of, case) as db:
            return await post.of_case(db, case)

    return router
