"""What recipients' own systems say of what they were sent, signed with the secret that we sign with.

It may come before we have noted the hand-over, twice, for what we do not know, or from somebody else. What is
forged leaves no trace but a line in the log; what is genuine and cannot be taken in is set aside for a person.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NoReturn
from uuid import UUID, uuid5

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.decider import Command, Refused
from shared.dispatch import post
from shared.dispatch.life import RecordReceipt, RecordRefusal, RecordValidation
from shared.dispatch.signatures import TOLERANCE, Forged, Secrets, verify
from shared.edge import BadInput, Closed, Instant, Name, Reasons, read
from shared.ids import NAMESPACE
from shared.quarantine import Quarantine, as_text, subject_of
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, answer, body_of
from shared.web.problems import away, documented, problem

log = structlog.get_logger()
DOOR = "http/receipts"  # stands where a quarantined record has its topic


class Receipt(Closed):
    """`outcome`: received (we have it), validated (we accept it), refused (we do not, for this reason)."""

    dispatch: UUID
    outcome: Literal["received", "validated", "refused"]
    reference: Name
    at: Instant
    reason: Reasons = "no reason was given"


def receipt_routes(service: Service, secrets: Secrets) -> APIRouter:
    router = APIRouter(tags=["receipts"])

    @router.post(
        "/receipts", responses={**RESPONSES, **documented(401)}, openapi_extra={"requestBody": body_of(Receipt)}
    )
    async def take_receipt(request: Request) -> Response:
        """A recipient acknowledges, accepts or refuses a dispatch: a Standard Webhook, safe to repeat."""
        body, now = await body_of_request(request), service.clock.now()
        try:
            recipient, id_ = _signer(secrets, request.headers, body, now)
        except Forged:
            log.warning("receipt.forged")
            return problem(401, "not-signed", "This is not signed with a secret of ours, or not just now.")
        return await _Taken(service, recipient, id_, body).take(now)

    return router


def _signer(secrets: Secrets, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[str, str]:
    """Whose secret it was signed with, and the signed id."""
    for recipient, theirs in secrets.items():
        try:
            return recipient, verify(theirs, headers, body, now)
        except Forged:
            continue
    raise Forged


class _Taken:
    """One genuine receipt."""

    def __init__(self, service: Service, recipient: str, id_: str, body: bytes) -> None:
        self._service = service
        self._recipient = recipient
        self._cause = uuid5(NAMESPACE, f"receipt\n{recipient}\n{id_}")
        self._body = body

    async def take(self, now: datetime) -> Response:
        try:
            receipt = read(self._body, Receipt)
            if now < receipt.at <= now + TOLERANCE:
                return away()  # their clock is ahead of ours: what they say will be true when it comes again
            return await self._record(receipt)
        except (BadInput, Refused) as error:
            await self._set_aside(error)

    async def _record(self, receipt: Receipt) -> Response:
        row = await post.one(self._service.log.pool, receipt.dispatch)
        if row is None or row.recipient != self._recipient:
            raise Refused("no-such-dispatch", "There is no such dispatch to you.")
        said = await self._service.do(
            row.subject, _command(receipt), actor=f"recipient:{self._recipient}", cause=self._cause
        )
        if receipt.outcome == "refused" and said.events and not said.repeated:
            log.error(
                "dispatch.needs_a_person", dispatch=str(row.dispatch), recipient=row.recipient, state="refused"
            )
        return await answer(self._service, said, None)

    async def _set_aside(self, error: BadInput | Refused) -> NoReturn:
        reason = error.rule if isinstance(error, Refused) else str(error)
        set_aside = uuid5(self._cause, "quarantine")
        log.warning("receipt.set_aside", recipient=self._recipient, quarantine=str(set_aside))
        await self._service.do(
            subject_of(set_aside),
            Quarantine(
                quarantine=set_aside,
                topic=DOOR,
                partition=0,
                offset=0,
                reason=f"a receipt: {reason}",
                pointer="",
                record=as_text(self._body),
            ),
            actor=f"recipient:{self._recipient}",
            cause=set_aside,
        )
        raise error


def _command(receipt: Receipt) -> Command:
    dispatch, reference, at = receipt.dispatch, receipt.reference, receipt.at
    match receipt.outcome:
        case "received":
            return RecordReceipt(dispatch=dispatch, reference=reference, received_at=at)
        case "validated":
            return RecordValidation(dispatch=dispatch, reference=reference, validated_at=at)
        case "refused":
            return RecordRefusal(dispatch=dispatch, reference=reference, refused_at=at, reason=receipt.reason)
