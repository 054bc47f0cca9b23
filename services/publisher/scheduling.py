"""The day of publication: one person chooses it, another agrees. Each is told all that is in its way at once."""

from datetime import date

from services.publisher.beforehand import ApprovePublication
from services.publisher.beginning import PUBLIC
from services.publisher.commands import SchedulePublication
from services.publisher.publication import Publication
from services.publisher.readiness import reasons_against
from services.publisher.telling import warnings
from shared.calendar import london_date
from shared.deadline import written
from shared.decider import Occasion, Refused
from shared.duties.lateness import explanation
from shared.duties.life import Duty
from shared.events.base import Event
from shared.events.beforehand import PublicationApproved
from shared.events.publisher import PublicationScheduled
from shared.partnership import Partnership
from shared.sealed import Sealed

NOT_READY = "not-ready-to-publish"


def schedule(
    partnership: Partnership, command: SchedulePublication, it: Publication, occasion: Occasion
) -> list[Event]:
    assert it.id
    if it.publish_on == command.publish_on:
        return []  # also once it is published
    if it.published_on:
        raise Refused("already-published", "It is public already.")
    against = reasons_against(partnership, it, command.publish_on, london_date(occasion.at))
    if against:
        raise Refused(NOT_READY, " ".join(against))
    return [
        PublicationScheduled(
            publication=it.id,
            text_hash=it.text_hash,
            publish_on=command.publish_on,
            scheduled_by=occasion.actor,
        )
    ]


def approve(
    partnership: Partnership, command: ApprovePublication, it: Publication, occasion: Occasion
) -> list[Event]:
    assert it.id
    asked = (command.text_hash, command.publish_on)
    if it.beforehand.approved_for == asked and (it.approved or it.published_on):
        return []  # agreed already, by whomever
    if it.published_on:
        raise Refused("already-published", "It is public already.")
    if it.publish_on is None or asked != (it.text_hash, it.publish_on):
        raise Refused("not-scheduled", "This text is not scheduled for this day.")
    against = reasons_against(partnership, it, it.publish_on, london_date(occasion.at))
    against += [*_against_the_person(it, occasion.actor), *_against_silence(command, it)]
    late = _late_unexplained(it, it.publish_on)
    if late and not command.late_because.strip():
        against.append(f"Publication was due by {written(late.due.due_on)}. Say why it is late, in late_because.")
    if against:
        raise Refused(NOT_READY, " ".join(against))
    return [
        PublicationApproved(
            publication=it.id,
            text_hash=it.text_hash,
            publish_on=it.publish_on,
            approved_by=occasion.actor,
            untold=it.beforehand.untold,
            untold_because=Sealed.of(command.untold_because) if any(warnings(it)) else None,
        ),
        *([explanation(late, command.late_because)] if late else []),
    ]


def _late_unexplained(it: Publication, publish_on: date) -> Duty | None:
    """The duty to publish, if that day is after its date and nobody has said why."""
    duty = it.open_duty("practice-review", PUBLIC)
    return duty if duty and publish_on > duty.due.due_on and not duty.explained else None


def _against_the_person(it: Publication, person: str) -> list[str]:
    found = []
    if person == it.beforehand.scheduled_by:
        found.append("It takes two people: whoever scheduled it cannot approve it.")
    if person in it.drafters:
        found.append("It takes two people: whoever drafted the text cannot approve its publication.")
    return found


def _against_silence(command: ApprovePublication, it: Publication) -> list[str]:
    if command.untold_because.strip():
        return []
    return [f"{warning} Tell them, or say why not in untold_because." for warning in warnings(it)]
