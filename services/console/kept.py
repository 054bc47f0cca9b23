"""How long a case is kept, for its page: the legal holds that stand, and its certificate once it is erased."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.erasing import Certificate
from shared.events.base import Recorded
from shared.events.keeping import LegalHoldLifted, LegalHoldPut

HAPPENED = {  # the end of an event's type -> as people say it
    "record-classed": "Class of the record recorded, by which it is kept",
    "legal-hold-put": "Legal hold put: nothing of it may be destroyed",
    "legal-hold-lifted": "Legal hold lifted",
    "erasure-proposed": "Erasure proposed, to be approved by a second person",
    "erasure-declined": "Erasure declined: it is kept",
    "case-erased": "Erased: its keys were destroyed",
}


class Hold(BaseModel):
    """`ground`: as the person who put it chose; why is sealed."""

    ground: str
    put_at: datetime
    put_by: str


class Kept(BaseModel):
    """`holds` that stand; `erased`: its certificate, none while the case is kept."""

    holds: list[Hold]
    erased: Certificate | None


def kept(known: Iterable[Recorded], certificate: Certificate | None) -> Kept:
    """`certificate`: also of a case that was erased with another, of which its own events say nothing."""
    holds: dict[UUID, Hold] = {}
    for recorded in known:
        match recorded.data:
            case LegalHoldPut(hold=id_, ground=ground):
                holds[id_] = Hold(ground=ground, put_at=recorded.time, put_by=recorded.actor)
            case LegalHoldLifted(hold=id_):
                holds.pop(id_, None)
    return Kept(holds=list(holds.values()), erased=certificate)
