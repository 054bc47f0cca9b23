"""Who is reached how, and changing it by two people."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.notifier.recipients import (
    ConfirmRecipientChange,
    DropRecipientChange,
    ProposeRecipientChange,
    subject_of,
)
from services.notifier.views import recipient_changes
from services.notifier.views.recipient_changes import ChangeRow
from shared.decider import Command
from shared.dispatch import directory
from shared.edge import Closed, Code, Name, Reasons, read
from shared.events.dispatch import Channel
from shared.partnership import Partnership
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, body_of, cause_of


class Proposal(Closed):
    channel: Channel
    address: Name
    reason: Reasons


class Confirmation(Closed):
    """Nothing to say: the change is named in the address."""


class Dropping(Closed):
    reason: Reasons


class RecipientRow(BaseModel):
    """How a recipient is reached now."""

    recipient: str
    name: str
    channel: str
    address: str


def recipient_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["recipients"])

    @router.get("/recipients")
    async def list_recipients() -> list[RecipientRow]:
        """Everybody who may have to be told, and how each is reached now."""
        found = await directory.recipients(service.log.pool, partnership)
        return [RecipientRow(recipient=r.id, name=r.name, channel=r.channel, address=r.address) for r in found]

    @router.get("/recipients/changes")
    async def list_recipient_changes() -> list[ChangeRow]:
        """Every change ever proposed; what waits for a second person comes first."""
        return await recipient_changes.changes(service.log.pool)

    @router.post("/recipients/{recipient}/changes", **_documented(Proposal))
    async def propose_recipient_change(
        request: Request, recipient: Code, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Propose how a recipient is to be reached. Nothing changes before somebody else confirms it."""
        asked = read(await body_of_request(request), Proposal)
        command = ProposeRecipientChange(recipient=recipient, **asked.model_dump())
        return await _do(service, recipient, command, actor, key, prefer)

    @router.post("/recipients/{recipient}/changes/{change}/confirm", **_documented(Confirmation))
    async def confirm_recipient_change(
        request: Request, recipient: Code, change: UUID, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Confirm what somebody else proposed. From then on everything for this recipient goes there."""
        read(await body_of_request(request), Confirmation)
        command = ConfirmRecipientChange(recipient=recipient, change=change)
        return await _do(service, recipient, command, actor, key, prefer)

    @router.post("/recipients/{recipient}/changes/{change}/drop", **_documented(Dropping))
    async def drop_recipient_change(
        request: Request, recipient: Code, change: UUID, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Drop what was proposed, and why."""
        asked = read(await body_of_request(request), Dropping)
        command = DropRecipientChange(recipient=recipient, change=change, reason=asked.reason)
        return await _do(service, recipient, command, actor, key, prefer)

    return router


async def _do(
    service: Service, recipient: str, command: Command, actor: str, key: str, prefer: str | None
) -> Response:
    said = await service.do(subject_of(recipient), command, actor=actor, cause=cause_of(actor, key))
    return await answer(service, said, prefer)


def _documented(model: type[Closed]) -> Any:
    return {"responses": RESPONSES, "openapi_extra": {"requestBody": body_of(model)}}
