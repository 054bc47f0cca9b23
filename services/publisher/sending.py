"""Advance copies leave only of a certified text, and for a day that can still come."""

from services.publisher import advance_copies
from services.publisher.commands import SendAdvanceCopies
from services.publisher.publication import Publication
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.partnership import Partnership


def decide(
    partnership: Partnership, command: SendAdvanceCopies, it: Publication, occasion: Occasion
) -> list[Event]:
    if it.settled:
        return []  # too late to be in advance
    if not it.certified:
        raise Refused("not-certified", "Two people must certify the anonymity of exactly this text first.")
    if command.publish_on < london_date(occasion.at):
        raise Refused("in-the-past", "The planned day of publication lies in the past.")
    due = advance_copies.due_for(command.publish_on)
    if due is None:
        raise Refused("no-calendar", "No working days are known around the planned day of publication.")
    return advance_copies.send(partnership, it, due, occasion)
