"""Asking agencies for their returns: whom, by when, chased by whom, and let off when the rapid review ends."""

from datetime import date
from uuid import UUID, uuid5

from services.reviews.decider.dates import plan_day
from services.reviews.decider.gathering.state import Gathering
from services.reviews.gathering_commands import ChaseAgencyReturn, ReleaseAgencies
from shared.decider import Occasion, Refused
from shared.dispatch import life as dispatching
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, Purpose
from shared.events.gathering import AgencyReturnChased, AgencyReturnReleased, AgencyReturnRequested
from shared.partnership import Partnership

REQUEST: Purpose = "agency return request"
REMINDER: Purpose = "agency return reminder"


def request(partnership: Partnership, agency: str, it: Gathering, occasion: Occasion) -> list[Event]:
    """By the day that the partnership's plan says, on its feed, and by mail where it has a mailbox."""
    assert it.rapid_review and it.clock_started
    if agency in it.asked:
        return []  # asked before
    if agency not in {each.id for each in partnership.agencies}:
        raise Refused("no-such-agency", "There is no agency of this name here.")
    id_ = occasion.new_id("agency-return", agency)
    due_on = plan_day(it.clock_started.due, partnership.rapid_review_plan.returns)
    asked = AgencyReturnRequested(agency_return=id_, rapid_review=it.rapid_review, agency=agency, due_on=due_on)
    return [asked, *_letter(partnership, agency, REQUEST, id_, "request", due_on)]


def chase(partnership: Partnership, command: ChaseAgencyReturn, it: Gathering) -> list[Event]:
    """Asked by the worker, and so never refused: what came meanwhile needs no chasing."""
    asked = it.outstanding().get(command.agency)
    if it.cancelled or asked is None or command.step in asked.chased:
        return []
    chased = AgencyReturnChased(
        agency_return=asked.id, agency=command.agency, step=command.step, due_on=asked.due_on
    )
    return [chased, *_letter(partnership, command.agency, REMINDER, asked.id, command.step, asked.due_on)]


def release(command: ReleaseAgencies, it: Gathering) -> list[Event]:
    """From a reaction: the rapid review ended. Who has sent a return has nothing to be told."""
    return [
        event
        for agency, asked in it.outstanding().items()
        for event in (
            AgencyReturnReleased(agency_return=asked.id, agency=agency, reason=command.reason),
            *dispatching.withdrawn(it.letters, asked.id, command.reason),
        )
    ]


def ask_again(partnership: Partnership, it: Gathering, occasion: Occasion) -> list[Event]:
    """From a reaction: it is owed after all. Whoever was let off is asked anew, by a day counted anew."""
    known = {each.id for each in partnership.agencies}
    return [
        event for agency in it.released if agency in known for event in request(partnership, agency, it, occasion)
    ]


def _letter(
    partnership: Partnership, agency: str, purpose: Purpose, about: UUID, name: str, due_on: date
) -> list[Event]:
    mailbox = partnership.mailbox(agency)
    if mailbox is None:
        return []  # its feed tells it
    return [
        DispatchDue(
            dispatch=uuid5(about, f"dispatch/{mailbox.id}/{name}"),
            purpose=purpose,
            about=about,
            recipient=mailbox.id,
            channel=mailbox.channel,
            revision=1,
            due_on=due_on,
        )
    ]
