"""What is asked about the national case review repository, and what is remembered of it."""

from dataclasses import dataclass, replace

from shared.decider import Command
from shared.events.base import Event
from shared.events.repository import RepositoryNamingChosen


class ChooseRepositoryNaming(Command):
    """Whether the repository is asked not to show which partnership the report comes from."""

    anonymously: bool


class SubmitToRepository(Command):
    """From the worker: the days after publication in which a mistake would have shown are over."""


@dataclass(frozen=True)
class Collecting:
    anonymously: bool = False


def evolve(collecting: Collecting, event: Event) -> Collecting:
    match event:
        case RepositoryNamingChosen(anonymously=anonymously):
            return replace(collecting, anonymously=anonymously)
    return collecting
