"""A rapid review's contents, put together from what is known of the case. Opens its seals for this one purpose."""

from collections.abc import Iterable
from typing import Any, TypeVar

from services.reviews.asked_about import children_of
from services.reviews.case_known import Gathered, rapid_review_of
from services.reviews.chronology import composed
from services.reviews.document.contents import Action, Child, Contents, Incident, Process
from services.reviews.document.gathered import PURPOSES
from services.reviews.returns import entries
from shared.events.amendments import ReportCorrected
from shared.events.base import Recorded
from shared.events.gathering import (
    CircumstanceWeighed,
    Heading,
    HeadingWritten,
    ImmediateActionTaken,
    Purpose,
    PurposeAddressed,
)
from shared.events.intake import IncidentReported
from shared.events.notifier import NotificationSubmitted
from shared.events.parallel import ParallelProcessLinked, ParallelProcessReviewed
from shared.events.reviews import CriterionAssessed, PracticeReviewInitiated, RapidReviewDecided
from shared.purposes import Own
from shared.sealed import Sealed
from shared.service import Service

E = TypeVar("E")
FOR: Own = "composing a rapid review"


async def contents_of(service: Service, case: str) -> Contents:
    """Raises IndexError when nothing was decided yet: nothing is sent before that."""
    known = await service.log.about(case)
    own = [recorded for recorded in known if recorded.source == service.name]
    opened = Opened(service)
    gathered, decided = Gathered(own), _all(own, RapidReviewDecided)[-1]
    initiated = _all(own, PracticeReviewInitiated)
    return Contents(
        case=case,
        submitted=_all(known, NotificationSubmitted)[-1],
        due=rapid_review_of(own),
        incident=_incident(known),
        children=[Child(it.name, it.date_of_birth) for it in await children_of(service, known, FOR)],
        findings=await opened.findings(_all(own, CriterionAssessed)),
        circumstances=await opened.circumstances(_all(own, CircumstanceWeighed)),
        decided=decided,
        reasons=await opened(decided.reasons),
        practice_review=initiated[-1] if initiated else None,
        accounts=await opened.accounts(_all(own, PurposeAddressed)),
        headings=await opened.headings(_all(own, HeadingWritten)),
        returned={agency: agency in gathered.told for agency in gathered.asked},
        chronology=composed(
            [each async for each in entries(service, gathered, gathered.asked, FOR)], gathered.joined
        ),
        actions=await opened.actions(_all(own, ImmediateActionTaken)),
        processes=_processes(own),
    )


class Opened:
    """Texts in the clear. Of what was corrected, the last."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, text: Sealed[str]) -> str:
        return await self._service.keyring.open(self._service.log.pool, text, str, FOR)

    async def accounts(self, addressed: Iterable[PurposeAddressed]) -> dict[Purpose, str]:
        """Empty where a rapid review is older than this record of purposes."""
        last = {each.purpose: each.account for each in addressed}
        return {purpose: await self(last[purpose]) if purpose in last else "" for purpose in PURPOSES}

    async def headings(self, written: Iterable[HeadingWritten]) -> dict[Heading, str]:
        last = {each.heading: each.account for each in written}
        return {heading: await self(account) for heading, account in last.items()}

    async def findings(self, assessed: Iterable[CriterionAssessed]) -> dict[Any, tuple[bool, str]]:
        last = {each.criterion: each for each in assessed}
        return {criterion: (each.met, await self(each.finding)) for criterion, each in last.items()}

    async def circumstances(self, weighed: Iterable[CircumstanceWeighed]) -> dict[Any, tuple[bool, str]]:
        last = {each.circumstance: each for each in weighed}
        return {circumstance: (each.applies, await self(each.account)) for circumstance, each in last.items()}

    async def actions(self, taken: Iterable[ImmediateActionTaken]) -> list[Action]:
        return [Action(it.owner, it.taken_on, await self(it.text)) for it in taken]


def _incident(known: Iterable[Recorded]) -> Incident | None:
    said = [it.data for it in known if isinstance(it.data, IncidentReported | ReportCorrected)]
    return Incident(said[-1].harm, said[-1].incident_on) if said else None


def _processes(own: Iterable[Recorded]) -> list[Process]:
    found: dict[Any, Process] = {}
    for recorded in own:
        match recorded.data:
            case ParallelProcessLinked(process=id_, kind=kind, owner=owner, status=status):
                found[id_] = Process(kind, owner, status)
            case ParallelProcessReviewed(process=id_, status=status):
                found[id_] = Process(found[id_].kind, found[id_].owner, status)
    return list(found.values())


def _all(known: Iterable[Recorded], kind: type[E]) -> list[E]:
    found: Iterable[Any] = (recorded.data for recorded in known)
    return [data for data in found if isinstance(data, kind)]
