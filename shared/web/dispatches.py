"""What people do about dispatches beyond commands: see what waits for them, copy into a portal, keep a proof."""

import base64
import hashlib
from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from shared.decider import Refused
from shared.dispatch import directory, post
from shared.dispatch.channels import BY_HAND
from shared.dispatch.fields import Field, fields
from shared.dispatch.life import KeepProof
from shared.dispatch.post import DispatchRow
from shared.dispatch.sender import Compose
from shared.edge import MAX_BYTES, Code
from shared.events.dispatch import DispatchProofKept, ProofType
from shared.partnership import Partnership
from shared.service import Service
from shared.web.bodies import BodyRefused, bytes_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, cause_of
from shared.web.headers import POLICY, policy
from shared.web.needing import about, lent_of, seen
from shared.web.problems import documented

log = structlog.get_logger()
NOT_BY_HAND = "This is not waiting to be put in by hand: its channel sends it, or it was put in already."
BEGINNINGS: dict[bytes, ProofType] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
# A proof may name a child: nothing on the way keeps it, and a browser neither shows nor runs it in our name.
CAREFUL = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    POLICY: policy("sandbox"),
}


class ToCopy(BaseModel):
    """What to put into the portal at `address`, field by field, and where it is marked as this dispatch's."""

    dispatch: UUID
    address: str
    subject: str
    fields: list[Field]


def dispatch_routes(service: Service, partnership: Partnership, compose: Compose) -> APIRouter:
    router = APIRouter(tags=["dispatches by hand"])

    @router.get("/dispatches/waiting")
    async def list_waiting() -> list[DispatchRow]:
        """What waits for a person: refused for good, in doubt, or to be put into a portal."""
        known = await directory.recipients(service.log.pool, partnership)
        by_hand = {recipient.id for recipient in known if recipient.channel in BY_HAND}
        return [row for row in await post.unsettled(seen(service)) if _for_a_person(row, by_hand)]

    @router.get("/cases/{case}/dispatches/{dispatch}/to-copy", responses=documented(404, 409, 422))
    async def read_to_copy(case: Code, dispatch: UUID, actor: Actor, response: Response) -> ToCopy:
        """The very words for a portal's form. Opens the case's seals, for whoever is about to put it in."""
        row = await _row(service, case, dispatch)
        known = {r.id: r for r in await directory.recipients(service.log.pool, partnership)}
        recipient = known.get(row.recipient)  # not there: a member of the public, or taken out of the file since
        if recipient is None or recipient.channel not in BY_HAND or row.state not in ("due", "refused"):
            raise Refused("not-by-hand", NOT_BY_HAND)
        mail = await compose(row)
        log.info("dispatch.copied_by_hand", dispatch=str(dispatch), case=case)
        response.headers.update(CAREFUL)
        return ToCopy(dispatch=dispatch, address=recipient.address, subject=mail.subject, fields=fields(mail.text))

    @router.post(
        "/cases/{case}/dispatches/{dispatch}/proofs",
        responses=RESPONSES,
        openapi_extra={"requestBody": {"required": True, "content": {t: {} for t in BEGINNINGS.values()}}},
    )
    async def keep_proof(
        request: Request, case: Code, dispatch: UUID, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """A PDF, PNG or JPEG that shows that it was put in. Its SHA-256 goes into the attestation."""
        content = await bytes_of_request(request, MAX_BYTES)
        command = KeepProof(
            dispatch=dispatch,
            proof=hashlib.sha256(content).hexdigest(),
            media_type=_sniffed(content),
            size_bytes=len(content),
            content=base64.b64encode(content).decode(),
        )
        said = await service.do(case, command, actor=actor, cause=cause_of(actor, key))
        return await answer(service, said, prefer)

    @router.get(
        "/cases/{case}/dispatches/{dispatch}/proofs/{proof}",
        response_class=Response,
        responses={200: {"content": {t: {} for t in BEGINNINGS.values()}}, **documented(404, 422)},
    )
    async def read_proof(case: Code, dispatch: UUID, proof: Code, actor: Actor) -> Response:
        """The proof, as it was uploaded."""
        kept = await _kept(service, case, dispatch, proof)
        content = await service.keyring.open(service.log.pool, kept.content, str, "attestation")
        log.info("dispatch.proof_read", dispatch=str(dispatch), case=case)
        return Response(
            base64.b64decode(content),
            media_type=kept.media_type,
            headers={**CAREFUL, "Content-Disposition": "attachment"},
        )

    return router


def _sniffed(content: bytes) -> ProofType:
    """By how it begins, never by what somebody says it is. Raises BodyRefused."""
    for beginning, media_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    raise BodyRefused(415, "not-a-proof", "A proof is a PDF, a PNG or a JPEG.")


async def _row(service: Service, case: str, dispatch: UUID) -> DispatchRow:
    row = await post.one(lent_of(service), dispatch)
    if row is None or row.subject != case:
        raise Refused("no-such-dispatch", "There is no such dispatch on this case.")
    return row


async def _kept(service: Service, case: str, dispatch: UUID, proof: str) -> DispatchProofKept:
    for recorded in await about(service, case):
        it = recorded.data
        if isinstance(it, DispatchProofKept) and (it.dispatch, it.proof) == (dispatch, proof):
            return it
    raise Refused("no-such-proof", "No proof with this hash was kept for this dispatch.")


def _for_a_person(row: DispatchRow, by_hand: set[str]) -> bool:
    return row.state != "due" or row.recipient in by_hand
