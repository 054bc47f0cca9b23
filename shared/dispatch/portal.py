"""What goes through a website: put in by hand by an officer, who keeps a proof and attests when it was done."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.dispatch.state import Dispatch, hash_of
from shared.edge import Instant, Name
from shared.events.base import Event
from shared.events.dispatch import DispatchHandedOver, DispatchProofKept, ProofType
from shared.sealed import Sealed

MOST_PROOFS = 10  # of one dispatch: each stays for ever
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class KeepProof(Command):
    """From the upload: what an officer's attestation will refer to. `content` is base64, `proof` its SHA-256."""

    dispatch: UUID
    proof: str
    media_type: ProofType
    size_bytes: int
    content: str


class AttestPortalSubmission(Command):
    """From an officer: it was put in by hand; this is the portal's reference, when, and the proof kept before."""

    dispatch: UUID
    reference: Name
    submitted_at: Instant
    proof: Sha256 | None = None


BY_HAND = (KeepProof, AttestPortalSubmission)


def by_hand(command: Command, it: Dispatch, occasion: Occasion) -> list[Event]:
    match command:
        case KeepProof():
            return _proof(it, command)
        case AttestPortalSubmission():
            return _attested(it, command, occasion)
    return []


def _attested(it: Dispatch, command: AttestPortalSubmission, occasion: Occasion) -> list[Event]:
    if it.state in ("handed over", "received", "validated", "withdrawn"):
        return []
    not_in_the_future(command.submitted_at, "submitted_at", occasion)
    if it.channel == "portal" and command.proof is None:
        raise Refused(
            "no-proof",
            "Upload a proof of the submission first (POST …/proofs), and name its SHA-256 here.",
            "/proof",
        )
    if command.proof and command.proof not in it.proofs:
        raise Refused(
            "no-such-proof", "No proof with this hash was kept for this dispatch: upload it first.", "/proof"
        )
    return [
        DispatchHandedOver(
            dispatch=it.id,
            attempt=it.attempts,
            handed_over_at=command.submitted_at,
            response_hash=hash_of(command.reference),
            reference=command.reference,
            attested_by=occasion.actor,
            proof=command.proof or "",
        )
    ]


def _proof(it: Dispatch, command: KeepProof) -> list[Event]:
    if command.proof in it.proofs:
        return []
    if len(it.proofs) >= MOST_PROOFS:
        raise Refused("enough-proofs", f"{MOST_PROOFS} proofs are kept for this dispatch already.")
    return [
        DispatchProofKept(
            dispatch=it.id,
            proof=command.proof,
            media_type=command.media_type,
            size_bytes=command.size_bytes,
            content=Sealed.of(command.content),
        )
    ]
