"""What is written before the partners decide: under purposes and headings, on criteria and circumstances.

What was written is sealed, so a repeat and a change look alike: whoever changes something says so.
"""

from collections.abc import Set
from typing import get_args
from uuid import UUID

from services.reviews.commands import AssessCriterion
from services.reviews.decider.state import RapidReview
from services.reviews.gathering_commands import AddressPurpose, WeighCircumstance, WriteHeading
from shared.decider import Refused
from shared.events.base import Event
from shared.events.gathering import (
    Circumstance,
    CircumstanceWeighed,
    Heading,
    HeadingWritten,
    Purpose,
    PurposeAddressed,
)
from shared.events.reviews import Criterion, CriterionAssessed
from shared.sealed import Sealed

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
CIRCUMSTANCES: tuple[Circumstance, ...] = get_args(Circumstance)
HEADINGS: tuple[Heading, ...] = get_args(Heading)
Writes = AddressPurpose | AssessCriterion | WeighCircumstance | WriteHeading


def write(command: Writes, review: RapidReview, id_: UUID) -> list[Event]:
    match command:
        case AddressPurpose(purpose=purpose):
            _may_write(command, purpose in review.addressed, review, "already-addressed")
            account = Sealed.of(command.account)
            return [PurposeAddressed(rapid_review=id_, purpose=purpose, account=account)]
        case AssessCriterion(criterion=criterion, met=met):
            _may_write(command, criterion in review.assessed, review, "already-assessed")
            finding = Sealed.of(command.finding)
            return [CriterionAssessed(rapid_review=id_, criterion=criterion, met=met, finding=finding)]
        case WeighCircumstance(circumstance=circumstance):
            _may_write(command, circumstance in review.weighed, review, "already-weighed")
            weighed = command.model_dump(exclude={"account", "correction"})
            return [CircumstanceWeighed(rapid_review=id_, account=Sealed.of(command.account), **weighed)]
        case WriteHeading(heading=heading):
            _may_write(command, heading in review.written, review, "already-written")
            return [HeadingWritten(rapid_review=id_, heading=heading, account=Sealed.of(command.account))]


def _may_write(command: Writes, written: bool, review: RapidReview, rule: str) -> None:
    if review.decided:
        raise Refused("already-decided", "The next step was decided on what was written before.")
    if written and not command.correction:
        raise Refused(rule, "This is written already; say correction: true to replace it.")


def all_written(review: RapidReview) -> None:
    """What the decision rests on. Headings are not asked for here: they help whoever reads. Raises Refused."""
    _all_of(PURPOSES, review.addressed, "purposes-first", "Address the purposes first")
    _all_of(CRITERIA, review.assessed, "criteria-first", "Assess all four criteria first")
    _all_of(CIRCUMSTANCES, review.weighed, "circumstances-first", "Weigh all four circumstances first")


def _all_of(wanted: tuple[str, ...], found: Set[str], rule: str, asked: str) -> None:
    missing = sorted(set(wanted) - found)
    if missing:
        raise Refused(rule, f"{asked}; missing: {', '.join(missing)}.")
