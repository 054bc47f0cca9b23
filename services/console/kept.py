"""How long a case is kept, for its page: the legal holds that stand, and its certificate once it is erased."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.events.base import Recorded
from shared.events.keeping import CaseErased, LegalHoldLifted, LegalHoldPut

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


class Erased(BaseModel):
    """The certificate, in short."""

    erased_at: datetime
    proposed_by: str
    approved_by: str
    record_class: str
    closed_on: date


class Kept(BaseModel):
    """`holds` that stand; `erased`: none while the case is kept."""

    holds: list[Hold]
    erased: Erased | None


def kept(known: Iterable[Recorded]) -> Kept:
    holds: dict[UUID, Hold] = {}
    erased: Erased | None = None
    for recorded in known:
        match recorded.data:
            case LegalHoldPut(hold=id_, ground=ground):
                holds[id_] = Hold(ground=ground, put_at=recorded.time, put_by=recorded.actor)
            case LegalHoldLifted(hold=id_):
                holds.pop(id_, None)
            case CaseErased() as it:
                plain = it.model_dump(include={"proposed_by", "approved_by", "record_class", "closed_on"})
                erased = Erased(erased_at=recorded.time, **plain)
    return Kept(holds=list(holds.values()), erased=erased)
