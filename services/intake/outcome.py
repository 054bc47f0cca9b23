"""What an agency may know of the decision on its report, and in what words."""

from collections.abc import Mapping
from typing import Literal

from shared.events.intake import Outcome, TriggerClass
from shared.events.merging import MergedReportAnswered, News

# Who is told of which class is in the notifier's `owed`: of classes B and C the Panel is not. Class D is only ever
# the class of something that was to be notified once.
OUTCOMES: Mapping[TriggerClass, Outcome] = {
    "A": "to be notified to the national Panel",
    "B": "to be notified to the Secretary of State and Ofsted",
    "C": "to be notified to the Secretary of State and Ofsted",
    "D": "notification withdrawn",
}
NOT_NOTIFIED: Outcome = "considered and not notified"


def news_of(outcome: Outcome) -> News:
    return "not notified" if outcome in (NOT_NOTIFIED, OUTCOMES["D"]) else "notified"


def answer_of(it: MergedReportAnswered) -> Literal["screened"] | Outcome:
    """Earlier releases said no outcome: whatever was notified, they called notified to the Panel."""
    if it.outcome:
        return it.outcome
    match it.news:
        case "screened":
            return it.news
        case "notified":
            return OUTCOMES["A"]
        case "not notified":
            return NOT_NOTIFIED
