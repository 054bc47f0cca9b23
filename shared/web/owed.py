"""What a service owes and sends, as every service with duties shows it."""

from fastapi import APIRouter

from shared.dispatch import post
from shared.dispatch.post import DispatchRow
from shared.duties import board
from shared.duties.board import DutyRow
from shared.edge import Code
from shared.service import Service
from shared.web.problems import documented


def owed_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["duties and dispatches"])

    @router.get("/duties")
    async def list_duties() -> list[DutyRow]:
        """Still owed, soonest first."""
        return await board.outstanding(service.log.pool)

    @router.get("/cases/{case}/duties", responses=documented(422))
    async def duties_of_case(case: Code) -> list[DutyRow]:
        """Everything owed on this case, met or not."""
        return await board.of_case(service.log.pool, case)

    @router.get("/cases/{case}/dispatches", responses=documented(422))
    async def dispatches_of_case(case: Code) -> list[DispatchRow]:
        """Everything sent or to be sent on this case, and how each stands."""
        return await post.of_case(service.log.pool, case)

    return router
