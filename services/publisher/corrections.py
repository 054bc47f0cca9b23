"""What is asked about correcting a public text, and what is remembered of it."""

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Reasons
from shared.events.anonymity import CertificateVoided
from shared.events.base import Event
from shared.events.correcting import CorrectionAgreed, CorrectionProposed, SevenDaysWaived
from shared.events.publisher import CorrigendumPublished, DraftSaved

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class WaiveSevenDays(Command):
    """This corrected text need not wait seven working days with its new advance copies. They go all the same."""

    text_hash: Hash
    reason: Annotated[Reasons, Field(max_length=5000)]


class ApproveCorrection(Command):
    """Exactly this text takes the public one's place. Two people say so; then it is public at once."""

    text_hash: Hash


CORRECTING = (WaiveSevenDays, ApproveCorrection)


@dataclass(frozen=True)
class Corrections:
    """Of the present draft, but for `published`: how many corrigenda there were."""

    waived: bool = False
    proposed_by: str = ""
    agreed: bool = False
    published: int = 0


def evolve(corrections: Corrections, event: Event) -> Corrections:
    match event:
        case DraftSaved():
            return Corrections(published=corrections.published)
        case CertificateVoided():
            return replace(corrections, proposed_by="", agreed=False)
        case SevenDaysWaived():
            return replace(corrections, waived=True)
        case CorrectionProposed(proposed_by=person):
            return replace(corrections, proposed_by=person)
        case CorrectionAgreed():
            return replace(corrections, agreed=True)
        case CorrigendumPublished(number=number):
            return Corrections(published=number)
    return corrections
