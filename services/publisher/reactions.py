"""What the publisher does when reviews speaks."""

from collections.abc import Iterable

from services.publisher.commands import MakeReady, OpenPublication
from shared.decider import Ask
from shared.events.base import Recorded
from shared.events.reviews import PracticeReviewInitiated, ReportAccepted


def react(recorded: Recorded) -> Iterable[Ask]:
    match recorded.data:
        case PracticeReviewInitiated() as it:
            yield Ask(recorded.subject, OpenPublication(practice_review=it.practice_review, due=it.due))
        case ReportAccepted() as it:
            yield Ask(
                recorded.subject,
                MakeReady(practice_review=it.practice_review, report_hash=it.report_hash, reviewer=it.reviewer),
            )
