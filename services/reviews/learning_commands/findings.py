"""What was learned, what is recommended about it, and whether it was learned before."""

from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons

Some = Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
Organisations = Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]
Aspects = Annotated[tuple[Name, ...], Field(max_length=20)]


class RecordFinding(Command):
    """Something was learned: under a theme of the kept vocabulary, and whose practice it is about."""

    finding: Code
    theme: Name
    aspects: Aspects = ()
    organisations: Organisations
    found_on: Day
    text: Reasons


class IssueRecommendation(Command):
    """A recommendation that is in no accepted report, with its owner, its date and the findings it answers."""

    recommendation: Code
    owner: Name
    due_on: Day
    findings: Some
    text: Reasons


class LinkRecommendation(Command):
    """Say which findings a recommendation answers."""

    recommendation: Code
    findings: Some


class ConfirmRecurrence(Command):
    """This finding is that earlier one again: what was done about it is re-opened."""

    finding: Code
    earlier_case: Code
    earlier_finding: Code
    reasons: Reasons

    def other_cases(self) -> tuple[str, ...]:
        return (self.earlier_case,)


class DismissRecurrence(Command):
    """It only looks alike."""

    finding: Code
    earlier_case: Code
    earlier_finding: Code
    reasons: Reasons

    def other_cases(self) -> tuple[str, ...]:
        return (self.earlier_case,)


class ReopenForRecurrence(Command):
    """From a reaction: a finding of this case was confirmed to be there again in another."""

    finding: str
    in_case: str
    by_finding: str
