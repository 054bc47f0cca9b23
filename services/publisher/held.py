"""Holds on a publication, as reviews tells of them: who placed one and why is said there, and stays there."""

from dataclasses import dataclass, replace
from uuid import UUID

from shared.decider import Command
from shared.events.base import Event
from shared.events.holding import PublicationHeld, PublicationReleased


class NoteHold(Command):
    """From a reaction: publication waits for another process."""

    hold: UUID


class NoteRelease(Command):
    """From a reaction: it waits for that one no longer."""

    hold: UUID


HOLDING = (NoteHold, NoteRelease)


@dataclass(frozen=True)
class Held:
    open: frozenset[UUID] = frozenset()
    lifted: frozenset[UUID] = frozenset()


def decide(command: Command, held: Held, *, published: bool) -> list[Event]:
    """Never raises to a reaction. Each hold counts once, and not once it is public."""
    match command:
        case NoteHold(hold=hold) if hold not in held.open | held.lifted and not published:
            return [PublicationHeld(hold=hold)]
        case NoteRelease(hold=hold) if hold in held.open:
            return [PublicationReleased(hold=hold)]
    return []


def evolve(held: Held, event: Event) -> Held:
    match event:
        case PublicationHeld(hold=hold):
            return replace(held, open=held.open | {hold})
        case PublicationReleased(hold=hold):
            return replace(held, open=held.open - {hold}, lifted=held.lifted | {hold})
    return held
