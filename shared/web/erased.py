"""A case that was erased, over HTTP: its certificate, and 410 with it for everything else that was about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from shared import erasing
from shared.decider import Refused
from shared.edge import Code
from shared.erasing import Certificate
from shared.service import Service
from shared.web.needing import lent_of, seen
from shared.web.problems import documented

PageLimit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]
_IS_ERASED = "SELECT EXISTS (SELECT FROM log.erased WHERE key_id = $1)"


def erasure_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["retention"])

    @router.get("/erasures", responses=documented(422))
    async def list_erasures(limit: PageLimit = 500, offset: Offset = 0) -> list[Certificate]:
        """Every case of which this service destroyed the keys, the newest first: the certificates."""
        return await erasing.page(seen(service), limit, offset)

    @router.get("/erasures/{case}", responses=documented(404, 422))
    async def read_erasure(case: Code) -> Certificate:
        """That a case was erased here: by whom, when, and by which rule."""
        found = await erasing.certificate(lent_of(service), case)
        if found is None:
            raise Refused("no-such-erasure", "No case with this id was erased.")
        return found

    return router


class NotErased:
    """Before every route that names a case: what was erased is gone, and says so."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, request: Request) -> None:
        case = request.path_params.get("case")
        if case and await self._service.log.pool.fetchval(_IS_ERASED, case):
            raise Refused("erased", f"This case was erased. Its certificate: GET /erasures/{case}.")
