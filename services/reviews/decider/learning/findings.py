"""What was learned, and the recommendations that answer it."""

from collections.abc import Iterable

from services.reviews.decider.learning.state import Learning, Recommendation, known
from services.reviews.learning_commands.findings import IssueRecommendation, LinkRecommendation, RecordFinding
from services.reviews.themes import Edition, vocabulary_on
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.learning import FindingRecorded, RecommendationIssued, RecommendationLinked
from shared.sealed import Sealed


def decide(command: Command, learning: Learning, occasion: Occasion) -> list[Event]:
    match command:
        case RecordFinding():
            return _record(command, learning, occasion)
        case IssueRecommendation():
            return _issue(command, learning)
        case LinkRecommendation():
            return _link(command, learning)
    raise TypeError(f"not a command of a finding: {type(command).__name__}")


def taken(kind: str) -> Refused:
    return Refused("reference-taken", f"Another {kind} of this case has this reference.")


def themed(theme: str, aspects: Iterable[str], edition: Edition) -> None:
    """Raises Refused where the words are not those of the kept vocabulary."""
    if theme not in edition.themes:
        raise Refused("unknown-theme", "The theme is not one of the kept vocabulary; GET /themes lists them.")
    if set(aspects) - {*edition.themes[theme]}:
        raise Refused("unknown-aspect", "An aspect is not one of its theme's; GET /themes lists them.")


def _record(command: RecordFinding, learning: Learning, occasion: Occasion) -> list[Event]:
    before = learning.findings.get(command.finding)
    if before:
        plain = {"text"}
        if command.model_dump(exclude=plain) == before.model_dump(exclude={*plain, "vocabulary"}):
            return []  # a repeat: the text is sealed, the rest is not
        raise taken("finding")
    not_in_the_future(command.found_on, "found_on", occasion)
    edition = vocabulary_on(command.found_on)
    themed(command.theme, command.aspects, edition)
    fields = command.model_dump(exclude={"text"})
    return [FindingRecorded(**fields, vocabulary=edition.id, text=Sealed.of(command.text))]


def _issue(command: IssueRecommendation, learning: Learning) -> list[Event]:
    _findings(command.findings, learning)
    before = learning.recommendations.get(command.recommendation)
    if before:
        if before == Recommendation(command.owner, command.due_on, frozenset(command.findings)):
            return []  # a repeat
        raise taken("recommendation")
    return [RecommendationIssued(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))]


def _link(command: LinkRecommendation, learning: Learning) -> list[Event]:
    _findings(command.findings, learning)
    answered = known("recommendation", learning.recommendations, command.recommendation).findings
    new = tuple(finding for finding in dict.fromkeys(command.findings) if finding not in answered)
    return [RecommendationLinked(recommendation=command.recommendation, findings=new)] if new else []


def _findings(references: Iterable[str], learning: Learning) -> None:
    for reference in references:
        known("finding", learning.findings, reference)
