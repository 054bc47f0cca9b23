"""What reviews sends, composed at the moment it leaves: the rapid review, and letters of a practice review."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from services.reviews import agency_letters, practice_letters
from services.reviews.case_known import Gathered, rapid_review_of
from services.reviews.document import PURPOSES, Action, Contents, sections
from shared.dispatch.email import Mail
from shared.dispatch.letter import mail
from shared.dispatch.notice import Printer, in_a_thread, notice
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.gathering import ImmediateActionTaken, Purpose, PurposeAddressed
from shared.events.notifier import NotificationSubmitted
from shared.events.reviews import Criterion, CriterionAssessed, PracticeReviewInitiated, RapidReviewDecided
from shared.partnership import Partnership
from shared.service import Service

E = TypeVar("E")


def composer(
    service: Service, partnership: Partnership, printed: Printer = in_a_thread
) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def compose(row: DispatchRow) -> Mail:
        if row.purpose in practice_letters.TITLES:
            body = await practice_letters.text(service, partnership, row)
            return mail(row, partnership, title=practice_letters.TITLES[row.purpose], text=body)
        if row.purpose in agency_letters.TITLES:
            return await agency_letters.compose(service, partnership, row)
        contents = await _contents(service, row.subject)
        return await notice(row, partnership, "Rapid review", sections(contents, partnership), printed)

    return compose


async def _contents(service: Service, case: str) -> Contents:
    """Opens the case's seals for this one purpose."""
    known = await service.log.about(case)
    own = [recorded for recorded in known if recorded.source == service.name]
    decided = _all(own, RapidReviewDecided)[-1]
    initiated = _all(own, PracticeReviewInitiated)
    return Contents(
        case=case,
        submitted=_all(known, NotificationSubmitted)[-1],
        due=rapid_review_of(own),
        findings=await _findings(service, _all(own, CriterionAssessed)),
        decided=decided,
        reasons=await service.keyring.open(service.log.pool, decided.reasons, str),
        practice_review=initiated[-1] if initiated else None,
        accounts=await _accounts(service, _all(own, PurposeAddressed)),
        returned=_returned(Gathered(own)),
        actions=await _actions(service, _all(own, ImmediateActionTaken)),
    )


async def _accounts(service: Service, addressed: Iterable[PurposeAddressed]) -> dict[Purpose, str]:
    """The last account under each purpose; empty where a rapid review is older than this record of purposes."""
    last = {each.purpose: each.account for each in addressed}
    opened = {purpose: await service.keyring.open(service.log.pool, it, str) for purpose, it in last.items()}
    return {purpose: opened.get(purpose, "") for purpose in PURPOSES}


def _returned(gathered: Gathered) -> dict[str, bool]:
    return {agency: agency in gathered.told for agency in gathered.asked}


async def _actions(service: Service, taken: Iterable[ImmediateActionTaken]) -> list[Action]:
    return [
        Action(it.owner, it.taken_on, await service.keyring.open(service.log.pool, it.text, str)) for it in taken
    ]


async def _findings(service: Service, assessed: Iterable[CriterionAssessed]) -> dict[Criterion, tuple[bool, str]]:
    """The last finding on each criterion: a correction takes the place of what it corrects."""
    last = {each.criterion: each for each in assessed}
    return {
        criterion: (each.met, await service.keyring.open(service.log.pool, each.finding, str))
        for criterion, each in last.items()
    }


def _all(known: Iterable[Recorded], kind: type[E]) -> list[E]:
    found: Iterable[Any] = (recorded.data for recorded in known)
    return [data for data in found if isinstance(data, kind)]
