"""Letters of a practice review, as the Panel, the Secretary of State and the inspectorate read them."""

from collections.abc import Iterable, Sequence
from functools import partial
from textwrap import fill
from uuid import UUID

from shared.deadline import written
from shared.dispatch.letter import lines, sections
from shared.dispatch.post import DispatchRow
from shared.events.base import Event, Recorded
from shared.events.parallel import ParallelProcessLinked
from shared.events.practice import DelayNotified, NonPublicationDecided
from shared.events.reviews import PracticeReviewInitiated, ReviewerAppointed
from shared.partnership import Partnership
from shared.service import Service

# Short: a subject that is folded in the mail begins with a blank for some who read it.
TITLES = {
    "reviewer named": "Practice review: reviewer appointed",
    "delay notice": "Practice review: possible delay",
    "decision not to publish": "Practice review: not to be published",
}
SCOPES = {
    "improvements only": "The report will not be published; information on the improvements will be.",
    "nothing": "Neither the report nor information on the improvements will be published.",
}

WIDTH = 74  # of letters, which any mail program shows


async def text(service: Service, partnership: Partnership, row: DispatchRow) -> str:
    """Opens what this one letter tells, and nothing else. Raises KeyError when the log has nothing to tell."""
    own = [recorded for recorded in await service.log.about(row.subject) if recorded.source == service.name]
    told = _told(own, row.about)
    initiated = next(r.data for r in own if isinstance(r.data, PracticeReviewInitiated))
    body = await _body(service, told, own)
    return sections([("Practice review", _head(partnership, row.subject, initiated)), *body])


def _told(own: Iterable[Recorded], about: UUID) -> Event:
    for recorded in own:
        match recorded.data:
            case (
                ReviewerAppointed(appointment=id_) | DelayNotified(delay=id_) | NonPublicationDecided(decision=id_)
            ) if id_ == about:
                event: Event = recorded.data
                return event
    raise KeyError(about)


def _head(partnership: Partnership, case: str, initiated: PracticeReviewInitiated) -> str:
    return lines(
        ("From", partnership.name),
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        ("Reference", case),
        ("Kind", initiated.scope),
        ("Decided on", written(initiated.decided_on)),
        ("Due by", written(initiated.due.due_on)),
        ("Contact", partnership.contact),
    )


async def _body(service: Service, told: Event, own: Sequence[Recorded]) -> list[tuple[str, str]]:
    db = service.log.pool
    open_ = partial(service.keyring.open, purpose="composing a letter")
    match told:
        case ReviewerAppointed(reviewer=reviewer, suitability=suitability):
            name = await open_(db, reviewer, str)
            experience = await open_(db, suitability, str) if suitability else "Not recorded."
            stated = told.stated_independence
            declared = await open_(db, stated, str) if stated else told.independence
            return [("Reviewer", name), ("Suitability", prose(experience)), ("Independence", prose(declared))]
        case DelayNotified(reasons=reasons):
            return [("Delay", _delay(told, own)), ("Reasons", prose(await open_(db, reasons, str)))]
        case NonPublicationDecided(scope=scope, decided_on=day, justification=justification):
            decision = f"{prose(SCOPES[scope])}\n\n{lines(('Decided on', written(day)))}"
            return [("Decision", decision), ("Justification", prose(await open_(db, justification, str)))]
    raise TypeError(f"nothing to tell of {type(told).__name__}")


def _delay(told: DelayNotified, own: Iterable[Recorded]) -> str:
    """Without the process's reference: what a court calls a case leads to names."""
    expected = written(told.expected_on) if told.expected_on else "not known yet"
    found = [("Due by", f"{written(told.due_on)}, which does not change"), ("Expected", expected)]
    for recorded in own:
        match recorded.data:
            case ParallelProcessLinked(process=id_, kind=kind, owner=owner) if id_ == told.process:
                found.append(("Waits for", f"{kind}, {owner}"))
    return lines(*found)


def prose(text: str) -> str:
    """Paragraphs, wrapped so that they can be read in any mail program; their breaks stay."""
    return "\n".join(fill(line, WIDTH, break_long_words=False) for line in text.splitlines())
