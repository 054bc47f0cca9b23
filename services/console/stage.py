"""Where a case stands, derived from its milestones when it is read.

Events of different services arrive in any order that their `heard` allows, so nothing here depends on which
came last: a case stands at the furthest milestone that it has reached.
"""

from datetime import date, datetime

from pydantic import BaseModel

from shared.deadline import written
from shared.events.reviews import NextStep

STAGES = {  # milestone -> plain words, in the order a case goes through them
    "reported_at": "Reported",
    "aware_at": "Authority aware",
    "not_notify_decided_at": "Considered and not notified",
    "reopened_at": "To be decided anew",
    "notify_decided_at": "Notification due",
    "drafted_at": "Notification drafted",
    "approved_at": "Notification approved",
    "withdrawn_at": "Notification withdrawn",  # only ever before it was sent
    "notified_at": "Notified to the Panel",
    "rapid_review_opened_at": "Rapid review open",
    "rapid_review_decided_on": "Rapid review decided",
    "rapid_review_submitted_at": "Rapid review submitted",
    "rapid_review_cancelled_at": "Rapid review cancelled",
    "practice_review_initiated_on": "Practice review under way",
    "report_accepted_on": "Report accepted",
    "anonymity_certified_at": "Anonymity certified",
    "publish_on": "Scheduled for publication",
    "published_on": "Published",
    "taken_down_on": "Taken down",
    "merged_at": "Merged into another case",
    "erased_at": "Erased",
}
NEXT_STEPS: dict[NextStep, str] = {
    "practice review": "practice review next",
    "none": "no further review",
    "other learning": "other learning next",
}


class Milestones(BaseModel):
    """What has happened to a case, and when. Each is written by one service only."""

    reported_at: datetime | None = None
    aware_at: datetime | None = None
    not_notify_decided_at: datetime | None = None
    reopened_at: datetime | None = None
    notify_decided_at: datetime | None = None
    drafted_at: datetime | None = None
    approved_at: datetime | None = None
    withdrawn_at: datetime | None = None
    notified_at: datetime | None = None
    rapid_review_opened_at: datetime | None = None
    rapid_review_decided_on: date | None = None
    rapid_review_submitted_at: datetime | None = None
    rapid_review_cancelled_at: datetime | None = None
    next_step: NextStep | None = None
    practice_review_initiated_on: date | None = None
    report_accepted_on: date | None = None
    anonymity_certified_at: datetime | None = None
    publish_on: date | None = None
    published_on: date | None = None
    taken_down_on: date | None = None
    merged_at: datetime | None = None
    erased_at: datetime | None = None


def stage_of(case: Milestones) -> str:
    """The furthest milestone in plain words: "Rapid review decided: no further review"."""
    reached = [name for name in STAGES if getattr(case, name) is not None]
    return f"{STAGES[reached[-1]]}{_particulars(case, reached[-1])}" if reached else "Opened"


def _particulars(case: Milestones, milestone: str) -> str:
    match milestone:
        case "rapid_review_decided_on" | "rapid_review_submitted_at" if case.next_step:
            return f": {NEXT_STEPS[case.next_step]}"
        case "publish_on" | "published_on" | "taken_down_on":
            return f" on {written(getattr(case, milestone))}"
    return ""
