"""Where agencies send their returns, and read what they were told of them."""

from collections.abc import Collection
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.reviews.agency_return import AgencyReturn
from services.reviews.partners import read_return
from shared.binary import HTTP, from_http, structured
from shared.service import Service
from shared.suspended import not_suspended
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Answer, Prefer, answer, body_of
from shared.web.feed import agency_of, feed_routes
from shared.web.needing import let_in_elsewhere

Check = Annotated[bool, Query(description="true: only say what would be answered; nothing is kept")]


class Checked(BaseModel):
    """Of a check: it would be taken in."""

    accepted: Literal[True] = True


ANSWERS = {**RESPONSES, 200: {"description": "Recorded; or, of a check, good", "model": Answer | Checked}}


def partner_routes(service: Service, agencies: Collection[str]) -> list[APIRouter]:
    router = APIRouter(tags=["agencies' returns"])

    @router.post("/returns", responses=ANSWERS, openapi_extra={"requestBody": body_of(AgencyReturn)})
    async def send_a_return(
        request: Request, actor: Actor, prefer: Prefer = None, check: Check = False
    ) -> Response:
        """An agency's return: the same CloudEvent as on its topic, idempotent by (source, id)."""
        agency = agency_of(actor, agencies)
        await not_suspended(service, agency)
        document = structured(await body_of_request(request), from_http(request.headers.raw), HTTP)
        demand = read_return(document, agency)
        ask = demand.ask
        await let_in_elsewhere(request, [ask.subject])  # of a contributor
        if check:
            await service.rehearse(ask.subject, ask.command, actor=demand.actor, cause=demand.id)
            return JSONResponse(Checked().model_dump())
        said = await service.do(ask.subject, ask.command, actor=demand.actor, cause=demand.id)
        return await answer(service, said, prefer)

    return [router, feed_routes(service, agencies)]
