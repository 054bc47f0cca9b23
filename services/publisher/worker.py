"""What the publisher does by itself: mails, publishes on the day, submits a week later, takes down in the end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import uuid5

from services.publisher import repository_letter
from services.publisher.advance_copies import RULE
from services.publisher.answered import to_requester
from services.publisher.answering import PURPOSE as ANSWER
from services.publisher.collecting import SubmitToRepository
from services.publisher.commands import Publish, PublishCorrigendum, TakeDown
from services.publisher.document import attachments, letter
from services.publisher.printing import MADE_WITH, pdf, pdf_hash
from services.publisher.views import timetable
from services.publisher.views.timetable import Planned
from shared.dispatch.email import Mail
from shared.dispatch.letter import mail
from shared.dispatch.outgoing import Attached
from shared.dispatch.post import DispatchRow
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.beforehand import LimitedToImprovements
from shared.events.duties import DutyArose
from shared.events.practice import NonPublicationDecided
from shared.events.publisher import DraftSaved, PublicText, ReportPublished, Scope
from shared.events.repository import RepositoryNamingChosen
from shared.partnership import Partnership
from shared.purposes import Own
from shared.service import Service
from shared.worker import Todo


@dataclass(frozen=True)
class Publishing:
    """The timetable of the site. It opens the draft's seal at the hour of publication, and not before."""

    service: Service
    partnership: Partnership

    async def due(self, db: Database, now: datetime) -> list[Todo]:
        """Where there is no repository to submit to, nothing waits for it."""
        nowhere = () if self.partnership.with_role("repository") else ("submit",)
        return [self._todo(it) for it in await timetable.due(db, now) if it.step not in nowhere]

    async def next_at(self, db: Database, now: datetime) -> datetime | None:
        return await timetable.next_at(db, now)

    def _todo(self, planned: Planned) -> Todo:
        id_ = uuid5(planned.publication, planned.step)
        if planned.step == "take down":
            return Todo(planned.subject, TakeDown(), id_)
        if planned.step == "submit":
            return Todo(planned.subject, SubmitToRepository(), id_)
        if planned.step == "correct":
            id_ = uuid5(id_, planned.text_hash)  # there may be several
            return Todo(planned.subject, partial(self._correct, planned), id_)
        return Todo(planned.subject, partial(self._publish, planned), id_)

    async def _publish(self, planned: Planned) -> Publish:
        text, hash_ = await self._text(planned)
        return Publish(text=text, pdf_hash=hash_, pdf_made_with=MADE_WITH)

    async def _correct(self, planned: Planned) -> PublishCorrigendum:
        text, hash_ = await self._text(planned)
        return PublishCorrigendum(text=text, pdf_hash=hash_, pdf_made_with=MADE_WITH)

    async def _text(self, planned: Planned) -> tuple[PublicText, str]:
        """The draft, opened, and the hash of its PDF."""
        known = await self.service.log.about(planned.subject)
        text = await opened(self.service, known, planned.text_hash, PREPARING)
        return text, await asyncio.to_thread(pdf_hash, text, self.partnership.name, scope_of(known))


def composer(service: Service, partnership: Partnership) -> Callable[[DispatchRow], Awaitable[Mail]]:
    async def compose(row: DispatchRow) -> Mail:
        known = await service.log.about(row.subject)
        if row.purpose in repository_letter.PURPOSES:
            return await _to_repository(service, partnership, row, known)
        if row.purpose == ANSWER:
            return await to_requester(service, partnership, row, known)
        return await _advance_copy(service, partnership, row, known)

    return compose


async def _advance_copy(
    service: Service, partnership: Partnership, row: DispatchRow, known: list[Recorded]
) -> Mail:
    """With the very file that will be published: its reader needs no program for Markdown."""
    text, scope = await opened(service, known, row.document_hash, "composing a letter"), scope_of(known)
    instead, planned = await _instead_of_the_report(service, known), _planned_day(known, row.recipient)
    printed = await asyncio.to_thread(pdf, text, partnership.name, scope)
    return mail(
        row,
        partnership,
        title="Advance copy of a practice review",
        text=letter(text, row.document_hash, planned, partnership, instead=instead),
        attachments=attachments(text, improvements_only=bool(instead)),
        files=(Attached("improvements.pdf" if instead else "report.pdf", "application/pdf", printed),),
    )


async def _to_repository(
    service: Service, partnership: Partnership, row: DispatchRow, known: list[Recorded]
) -> Mail:
    published = next(r.data for r in reversed(known) if isinstance(r.data, ReportPublished))
    if row.purpose == "repository withdrawal":
        return repository_letter.withdrawal(row, partnership, published)
    text = await opened(service, known, row.document_hash, "composing a letter")
    chosen = [r.data.anonymously for r in known if isinstance(r.data, RepositoryNamingChosen)]
    make = partial(repository_letter.submission, row, partnership, text, published)
    return await asyncio.to_thread(make, anonymously=bool(chosen and chosen[-1]))


PREPARING: Own = "preparing a publication"


async def opened(service: Service, known: list[Recorded], hash_: str, purpose: Own) -> PublicText:
    """The draft with this hash."""
    draft = next(r.data for r in known if isinstance(r.data, DraftSaved) and r.data.text_hash == hash_)
    return await service.keyring.open(service.log.pool, draft.text, PublicText, purpose)


def scope_of(known: Iterable[Recorded]) -> Scope:
    """What of the review is published: the report, unless the partners decided otherwise."""
    limited = any(isinstance(recorded.data, LimitedToImprovements) for recorded in known)
    return "improvements only" if limited else "full report"


async def _instead_of_the_report(service: Service, known: list[Recorded]) -> str:
    """Why the report itself is not published, if improvements alone are; else empty."""
    limited = [r.data.decision for r in known if isinstance(r.data, LimitedToImprovements)]
    if not limited:
        return ""
    decided = next(
        r.data for r in known if isinstance(r.data, NonPublicationDecided) and r.data.decision == limited[-1]
    )
    return await service.keyring.open(service.log.pool, decided.justification, str, "composing a letter")


def _planned_day(known: list[Recorded], recipient: str) -> date | None:
    """What the last advance-copy duty to this recipient is counted from."""
    days = [
        r.data.due.start_on
        for r in known
        if isinstance(r.data, DutyArose) and r.data.due.rule == RULE and r.data.owed_to == recipient
    ]
    return days[-1] if days else None
