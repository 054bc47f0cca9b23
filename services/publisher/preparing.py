"""Decides what comes between a text and its publication, each in a module of its own."""

from services.publisher import regarding, scheduling, telling
from services.publisher.beforehand import ApprovePublication, RecordCopyComments, RecordCopyRegard
from services.publisher.publication import Publication
from shared.decider import Command, Occasion
from shared.events.base import Event
from shared.partnership import Partnership


def decide(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    match command:
        case ApprovePublication():
            return scheduling.approve(partnership, command, it, occasion)
        case RecordCopyComments():
            return regarding.comment(partnership, command, it, occasion)
        case RecordCopyRegard():
            return regarding.regard(command, it)
    return telling.decide(command, it, occasion)
