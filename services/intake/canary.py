"""The canary's beginning: a synthetic report, read as any agency's, of which nothing is kept but that it came."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.partners import message_of, read_report
from services.intake.report import Report
from shared.binary import HTTP, from_http, structured
from shared.canary import subject_of
from shared.decider import Command, Decider, Occasion
from shared.edge import BadInput
from shared.events.base import Event
from shared.events.canary import CanarySent
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, answer, body_of_any

CANARY = "canary"  # the source that such a report must bear; no agency of a partnership


class SendCanary(Command):
    """From the watcher: one more."""


def _decide(_: SendCanary, last: datetime | None, occasion: Occasion) -> list[Event]:
    if last is not None and occasion.at <= last:
        return []  # clocks that went back: the newer one says more
    return [CanarySent(sent_at=occasion.at)]


def _evolve(last: datetime | None, event: Event) -> datetime | None:
    return event.sent_at if isinstance(event, CanarySent) else last


canary: Decider[datetime | None] = Decider(commands=(SendCanary,), initial=None, decide=_decide, evolve=_evolve)


def canary_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["canary"])

    @router.post("/canary", responses=RESPONSES, openapi_extra={"requestBody": body_of_any(Report)})
    async def send_a_canary(request: Request) -> Response:
        """A synthetic report, `source` "canary" and `test` true: checked like any report, counted like none."""
        document = structured(await body_of_request(request), from_http(request.headers.raw), HTTP)
        demand = read_report(document, CANARY)
        message = message_of(demand)
        if not isinstance(message, Report) or not message.test:
            raise BadInput(("/test", "must be true of a canary"))
        subject = subject_of(service.clock.now())
        said = await service.do(subject, SendCanary(), actor=demand.actor, cause=demand.id)
        return await answer(service, said, None)

    return router
