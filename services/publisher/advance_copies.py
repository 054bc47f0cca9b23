"""The copies that the Panel, the Secretary of State and the inspectorate have before the public.

The very text that will be published, at the latest on the seventh working day before.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from services.publisher.publication import Publication
from shared.calendar import BeyondCalendar, london_date
from shared.deadline import Due, written
from shared.decider import Occasion
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatch
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchHandedOver, DispatchReceived, DispatchRefused
from shared.events.duties import DutyArose
from shared.partnership import Partnership
from shared.policy import NoPolicyInForce, policy_on
from shared.recipients import Recipient

RULE = "advance-copy"
ROLES = ("panel", "secretary of state", "inspectorate")


def due_for(publish_on: date) -> Due | None:
    """The latest day to send for this day of publication; None where no policy or calendar reaches."""
    try:
        return policy_on(publish_on).deadline(RULE, publish_on).due()
    except (NoPolicyInForce, BeyondCalendar):
        return None


def send(partnership: Partnership, publication: Publication, due: Due, occasion: Occasion) -> list[Event]:
    """To everybody who does not have this text yet. Late is recorded, not refused: the schedule is the gate."""
    assert publication.id
    found: list[Event] = []
    for recipient in partnership.with_role(*ROLES):
        found += _to(recipient, publication, publication.id, due, occasion)
    return found


def _to(recipient: Recipient, publication: Publication, id_: UUID, due: Due, occasion: Occasion) -> list[Event]:
    copies = _copies(publication, recipient)
    found: list[Event] = []
    owed = publication.open_duty(RULE, recipient.id)
    as_before = owed is not None and owed.due.start_on == due.start_on
    if all(copy.state in ("withdrawn", "refused") for copy in copies):
        # A holiday proclaimed since has moved the duty's date, and what goes anew is to meet that.
        found.append(_dispatch(recipient, publication, id_, owed.due if owed and as_before else due))
    # Where the seven days were waived nobody is owed a copy by a day; it goes all the same.
    if _handed_over(copies) or publication.corrections.waived or as_before:
        return found
    if owed:
        found += duties.fell_away(owed, "another day of publication is planned")
    arose = DutyArose(
        duty=occasion.new_id("duty", recipient.id), about=id_, owed_to=recipient.id, strength="must", due=due
    )
    return [*found, arose]


def _dispatch(recipient: Recipient, publication: Publication, id_: UUID, due: Due) -> DispatchDue:
    """`revision` counts the copies ever meant for this recipient, of whatever text."""
    revision = 1 + sum(copy.recipient == recipient.id for copy in publication.dispatches.values())
    return DispatchDue(
        dispatch=uuid5(id_, f"dispatch/{recipient.id}/{revision}"),
        purpose="advance copy",
        about=id_,
        recipient=recipient.id,
        channel=recipient.channel,
        revision=revision,
        due_on=due.due_on,
        calendar=due.calendar,
        document_hash=publication.text_hash,
    )


def void(publication: Publication) -> list[Event]:
    """The text has changed: what has not left will not, and nobody is owed a copy of the old one."""
    if publication.id is None:
        return []
    reason = "the text was changed"
    copies = {each.id: each for each in publication.dispatches.values() if each.purpose == "advance copy"}
    found = dispatching.withdrawn(copies, publication.id, reason)
    for duty in publication.duties.values():
        if duty.due.rule == RULE:
            found += duties.fell_away(duty, reason)
    return found


def consequences(publication: Publication, said: list[Event]) -> list[Event]:
    """A copy of the present text arrived: that duty is met. If it comes back, the duty is owed again."""
    found: list[Event] = []
    for event in said:
        match event:
            case (
                DispatchHandedOver(dispatch=id_, handed_over_at=at)
                | DispatchReceived(dispatch=id_, received_at=at)
            ):
                found += _arrived(publication, publication.dispatches[id_], at)
            case DispatchRefused(dispatch=id_, refused_at=at):
                found += _came_back(publication, publication.dispatches[id_], at)
    return found


def _arrived(publication: Publication, copy: Dispatch, at: datetime) -> list[Event]:
    if copy.document_hash != publication.text_hash:
        return []
    return duties.met(publication.open_duty(RULE, copy.recipient), at, f"dispatch {copy.id}")


def _came_back(publication: Publication, copy: Dispatch, at: datetime) -> list[Event]:
    """Not once that text is published: then nobody can have a copy in advance any more."""
    if copy.document_hash != publication.text_hash or publication.settled:
        return []
    return [
        event
        for duty in publication.duties.values()
        for event in duties.reopened(duty, f"dispatch {copy.id}", at, "what met it was refused")
    ]


def missing(partnership: Partnership, publication: Publication, publish_on: date | None) -> Iterator[str]:
    """For each recipient, why its copy does not allow publication on that day."""
    due = due_for(publish_on) if publish_on else None
    for recipient in partnership.with_role(*ROLES):
        handed_over = _handed_over(_copies(publication, recipient))
        if handed_over is None:
            yield _not_handed_over(publication, recipient)
        elif due and handed_over > (last := _last_day(publication, recipient, due)):
            yield (
                f"{recipient.name} was handed its advance copy on {written(handed_over)}; for publication"
                f" on {written(due.start_on)} the last day was {written(last)}."
            )


def _last_day(publication: Publication, recipient: Recipient, due: Due) -> date:
    """Earlier than `due` where a holiday was proclaimed before this recipient had its copy."""
    owed = [duty.due for duty in publication.duties.values() if duty.owed_to == recipient.id]
    return min([due.due_on, *(it.due_on for it in owed if (it.rule, it.start_on) == (RULE, due.start_on))])


def _not_handed_over(publication: Publication, recipient: Recipient) -> str:
    others = [copy for copy in publication.dispatches.values() if copy.recipient == recipient.id]
    if any(copy.handed_over_at for copy in others):
        return f"{recipient.name} has an advance copy of another text, not of this one."
    return f"{recipient.name} has not been handed an advance copy."


def _copies(publication: Publication, recipient: Recipient) -> list[Dispatch]:
    """Of the present text."""
    return [
        copy
        for copy in publication.dispatches.values()
        if copy.recipient == recipient.id and copy.document_hash == publication.text_hash
    ]


def _handed_over(copies: list[Dispatch]) -> date | None:
    """The London date of the first hand-over, if there was one."""
    return min((london_date(copy.handed_over_at) for copy in copies if copy.handed_over_at), default=None)
