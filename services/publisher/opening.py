"""What a case knows of its people, opened from seals for one scan, and what is found with it. Logged, by count."""

import structlog

from services.publisher.gate.finding import Finding
from services.publisher.gate.folding import squeezed
from services.publisher.gate.identifiers import Identifiers, added, of_report, of_text
from services.publisher.gate.parts import written
from services.publisher.gate.scan import of_pseudonym, scan
from services.publisher.views import pseudonyms
from shared import erasing
from shared.events.amendments import ReportAddedTo, ReportCorrected
from shared.events.anonymity import IdentifiersAdded
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, NewInformationReceived
from shared.events.merging import CaseTakenOver
from shared.events.publisher import PublicText
from shared.events.report import ReportDetails
from shared.events.reviews import PracticeReviewInitiated
from shared.partnership import Partnership
from shared.purposes import Own
from shared.service import Service
from shared.web.needing import about

log = structlog.get_logger()
PURPOSE = "anonymity finding"
FOR: Own = "checking anonymity"


async def identifiers_of(service: Service, partnership: Partnership, subject: str) -> tuple[Identifiers, int]:
    """(what is known, how many events told it). Also of cases merged into this one, and, where this is a joint
    review's own case, of those that it covers: but for those that were erased. Nothing where whoever asks was not
    let in to the case itself. Raises KeyNotHere.
    """
    known, opened = Identifiers(), 0
    subjects = [subject]
    for each in subjects:
        if each != subject and await erasing.certificate(service.log.pool, each):
            continue
        for recorded in await (about(service, each) if each == subject else service.log.about(each)):
            subjects += [other for other in dict.fromkeys(_others(recorded)) if other not in subjects]
            if (told := await _told(service, recorded)) is not None:
                known, opened = known.and_(told), opened + 1
    log.info("anonymity.seals_opened", case=subject, count=opened)
    return known.without_places(_our_own(partnership)), opened


def _others(recorded: Recorded) -> tuple[str, ...]:
    """The cases whose people a text about this one could name, too."""
    match recorded.data:
        case CaseTakenOver(merged=case):
            return (case,)
        case PracticeReviewInitiated(covers=cases):
            return cases
    return ()


async def _told(service: Service, recorded: Recorded) -> Identifiers | None:
    pool, keyring = service.log.pool, service.keyring
    match recorded.data:
        case IncidentReported() | ReportCorrected() as it:
            told = of_report(await keyring.open(pool, it.details, ReportDetails, FOR))
            return told.and_(added("reference", [it.reported_by.agency_reference, it.reported_by.report]))
        case ReportAddedTo() | NewInformationReceived() as it:
            return of_text(await keyring.open(pool, it.information, str, FOR))
        case IdentifiersAdded() as it:
            values: tuple[str, ...] = await keyring.open(pool, it.values, tuple[str, ...], FOR)
            return added(it.kind, values)
    return None


def _our_own(partnership: Partnership) -> frozenset[str]:
    """The area's own name says nothing: the whole report is about it."""
    words = f"{partnership.name} {partnership.authority.name}".split()
    return frozenset(map(squeezed, words))


async def findings(
    service: Service, partnership: Partnership, subject: str, text: PublicText
) -> tuple[tuple[Finding, ...], int]:
    """(everything found in this text, how many events it was compared with)."""
    known, opened = await identifiers_of(service, partnership, subject)
    earlier = await pseudonyms.used_elsewhere(service.log.pool, subject)
    hasher = service.keyring.hasher(PURPOSE)

    def of_this_case(words: str) -> str:
        return hasher(f"{subject}\n{words}")

    found = scan(written(text), known, of_this_case)
    return (*found, *of_pseudonym(text.pseudonym, known, earlier, of_this_case)), opened
