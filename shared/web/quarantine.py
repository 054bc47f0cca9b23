"""What a service could not understand, to be looked at and settled by people."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared import set_aside
from shared.decider import Refused
from shared.edge import read
from shared.quarantine import DiscardRecord, State, subject_of
from shared.replay import Door, Replay, asked_again, replay
from shared.service import Service
from shared.set_aside import QuarantineRow
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, IfMatch, Key, Prefer, answer, body_of, cause_of, version
from shared.web.needing import let_in_elsewhere
from shared.web.problems import documented
from shared.web.quarantine_record import add_record


def quarantine_routes(service: Service, door: Door | None = None) -> APIRouter:
    """`door` is where an agency's record is read: who has one may take such a record in after all."""
    router = APIRouter(tags=["quarantine"])

    @router.get("/quarantine", responses=documented(422))
    async def list_quarantined(state: State | None = None) -> list[QuarantineRow]:
        """Every record set aside; what still waits for a person comes first."""
        return await set_aside.rows(service.log.pool, state)

    @router.get("/quarantine/{quarantine_id}", responses=documented(404, 422))
    async def read_quarantined(quarantine_id: UUID) -> QuarantineRow:
        """One record set aside: why, where, and what became of it."""
        found = await set_aside.one(service.log.pool, quarantine_id)
        if found is None:
            raise Refused("no-such-record", "No record with this id was set aside here.")
        return found

    @router.post("/quarantine/{quarantine_id}/discard-record", **_documented(DiscardRecord))
    async def discard_record(
        request: Request,
        quarantine_id: UUID,
        actor: Actor,
        key: Key,
        if_match: IfMatch = None,
        prefer: Prefer = None,
    ) -> Response:
        """Nothing is to be done with this record, and why. What it says is destroyed 180 days later."""
        said = await service.do(
            subject_of(quarantine_id),
            read(await body_of_request(request), DiscardRecord),
            actor=actor,
            cause=cause_of(actor, key),
            if_match=version(if_match),
        )
        return await answer(service, said, prefer)

    add_record(router, service)
    if door:
        _add_replay(router, service, door)
    return router


def _add_replay(router: APIRouter, service: Service, door: Door) -> None:
    @router.post("/quarantine/{quarantine_id}/replay-record", **_documented(Replay))
    async def replay_record(
        request: Request,
        quarantine_id: UUID,
        actor: Actor,
        key: Key,
        if_match: IfMatch = None,
        prefer: Prefer = None,
    ) -> Response:
        """Take it in after all: as it came, or the corrected document given here. Safe to repeat."""
        asked = read(await body_of_request(request), Replay)
        demand = await asked_again(service, door, quarantine_id, asked)
        await let_in_elsewhere(request, [demand.ask.subject])  # it may change a case that names whoever asks
        said = await replay(
            service,
            demand,
            quarantine_id,
            asked,
            actor=actor,
            cause=cause_of(actor, key),
            if_match=version(if_match),
        )
        return await answer(service, said, prefer)


def _documented(model: Any) -> dict[str, Any]:
    return {"responses": RESPONSES, "openapi_extra": {"requestBody": body_of(model)}}
