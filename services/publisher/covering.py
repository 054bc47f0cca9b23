"""On a covered case: whose texts, on other cases, are compared with what this one knows of its people.

A joint review is published on a case of its own, and what agencies tell is told on the cases that it covers. What
is told there later is passed on, so that the joint review's text is scanned again.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from shared.decider import Command, Decider, Occasion
from shared.events.anonymity import CoverNoted, NewsPassedOn
from shared.events.base import Event


class NoteCover(Command):
    """From a reaction: this case said that a joint review, on that case, covers it."""

    case: str


class PassNewsOn(Command):
    """From a reaction: more was told of this case's people, by that event."""

    told_by: UUID


@dataclass(frozen=True)
class Covered:
    by: frozenset[str] = frozenset()
    passed: frozenset[tuple[str, UUID]] = frozenset()


def decide(command: Command, covered: Covered, _: Occasion) -> list[Event]:
    """Never raises: both are reactions."""
    match command:
        case NoteCover(case=case) if case not in covered.by:
            return [CoverNoted(case=case)]
        case PassNewsOn(told_by=told_by):
            return [
                NewsPassedOn(case=case, told_by=told_by)
                for case in sorted(covered.by)
                if (case, told_by) not in covered.passed
            ]
    return []


def evolve(covered: Covered, event: Event) -> Covered:
    match event:
        case CoverNoted(case=case):
            return replace(covered, by=covered.by | {case})
        case NewsPassedOn(case=case, told_by=told_by):
            return replace(covered, passed=covered.passed | {(case, told_by)})
    return covered


covering: Decider[Covered] = Decider(
    commands=(NoteCover, PassNewsOn), initial=Covered(), decide=decide, evolve=evolve
)
