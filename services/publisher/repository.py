"""The national case review repository: each report is sent there by mail, after publication only.

What the repository has, it keeps, and readers have copied it: a submission cannot be taken back in practice. So it
leaves a week after publication, when a mistake would have shown. Source: the NSPCC's page on its National Case
Review Repository, which asks partnerships to mail newly published reports; anonymous submission is possible.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid5

from services.publisher.collecting import ChooseRepositoryNaming
from services.publisher.publication import Publication
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatch
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, Purpose
from shared.events.repository import RepositoryNamingChosen
from shared.partnership import Partnership
from shared.recipients import Recipient

DAYS_BEFORE_SUBMITTING = 7
SUBMISSION: Purpose = "repository submission"
WITHDRAWAL: Purpose = "repository withdrawal"


def submitted_from(published_on: date) -> date:
    """The first day on which a report may be submitted."""
    return published_on + timedelta(days=DAYS_BEFORE_SUBMITTING)


def choose(command: ChooseRepositoryNaming, it: Publication) -> list[Event]:
    """Until it is submitted: what was sent under a name is known under it."""
    assert it.id
    if it.collecting.anonymously == command.anonymously:
        return []
    if any(_submissions(it)):
        raise Refused("already-submitted", "The report was submitted to the repository as it was chosen before.")
    return [RepositoryNamingChosen(publication=it.id, anonymously=command.anonymously)]


def submit(partnership: Partnership, it: Publication, occasion: Occasion) -> list[Event]:
    """Never raises to the worker: it is too early, not on the site any more, or was submitted already."""
    if it.published_on is None or it.care.removed or london_date(occasion.at) < submitted_from(it.published_on):
        return []
    return send(partnership, it, it.public_hash)


def send(partnership: Partnership, it: Publication, text_hash: str) -> list[Event]:
    """This text, to whoever keeps the national collection and does not have it yet."""
    return [
        _dispatch(it, recipient, SUBMISSION, text_hash)
        for recipient in partnership.with_role("repository")
        if not any(each.document_hash == text_hash for each in _submissions(it, recipient.id))
    ]


def take_back(partnership: Partnership, it: Publication) -> list[Event]:
    """The report was removed: what has not left does not, and who may have it is asked to drop it."""
    assert it.id
    unsent = {each.id: each for each in _submissions(it) if each.state in ("due", "refused")}
    gone = {each.recipient for each in _submissions(it) if each.id not in unsent}
    return [
        *dispatching.withdrawn(unsent, it.id, "the report was removed"),
        *(
            _dispatch(it, recipient, WITHDRAWAL, it.public_hash)
            for recipient in partnership.with_role("repository")
            if recipient.id in gone
        ),
    ]


def was_submitted(it: Publication) -> bool:
    return any(_submissions(it))


def _submissions(it: Publication, recipient: str = "") -> Iterator[Dispatch]:
    return (
        each
        for each in it.dispatches.values()
        if each.purpose == SUBMISSION and each.state != "withdrawn" and recipient in ("", each.recipient)
    )


def _dispatch(it: Publication, recipient: Recipient, purpose: Purpose, text_hash: str) -> DispatchDue:
    id_: UUID | None = it.id
    assert id_
    revision = 1 + sum(each.recipient == recipient.id for each in it.dispatches.values())
    return DispatchDue(
        dispatch=uuid5(id_, f"dispatch/{recipient.id}/{revision}"),
        purpose=purpose,
        about=id_,
        recipient=recipient.id,
        channel=recipient.channel,
        revision=revision,
        document_hash=text_hash,
    )
