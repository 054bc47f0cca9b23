"""Every rapid review and the practice review that came of it, and joint reviews on cases of their own.

Built from our own events alone, so it cannot depend on the order in which others were heard.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import DeadlineRecomputed, DutyArose
from shared.events.practice import CoveredBy, PracticeReviewSuperseded, ReviewsClosed, ReviewsReopened
from shared.events.reviews import (
    CriterionAssessed,
    PanelReplied,
    PracticeReviewInitiated,
    ProgressChecked,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewReopened,
    RapidReviewSubmitted,
    ReportAccepted,
    ReviewerAppointed,
    ReviewerRemoved,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE reviews (
    subject text PRIMARY KEY, rapid_review uuid, notification uuid,
    opened_at timestamptz NOT NULL, state text, due_on date,
    criteria_assessed text[] NOT NULL DEFAULT '{}', criteria_met text[] NOT NULL DEFAULT '{}',
    next_step text, decided_on date, agrees text[], dissents text[], national_review_suggested boolean,
    submitted_at timestamptz, panel_replies int NOT NULL DEFAULT 0, panel_reply text,
    practice_review uuid, practice_review_state text, practice_review_due_on date,
    reviewer_appointed boolean NOT NULL DEFAULT false, progress_checks int NOT NULL DEFAULT 0,
    last_checked_on date, report_accepted_on date, report_hash text, recommendations int,
    scope text, covers text[] NOT NULL DEFAULT '{}', covered_by text, closed_on date);
CREATE INDEX ON reviews (opened_at, subject);
"""

_INITIATED = (
    "INSERT INTO reviews (subject, opened_at, practice_review, practice_review_due_on, practice_review_state,"
    " scope, covers) VALUES ($1, $2, $3, $4, 'initiated', $5, $6) ON CONFLICT (subject) DO UPDATE SET"
    " practice_review = excluded.practice_review, practice_review_due_on = excluded.practice_review_due_on,"
    " practice_review_state = 'initiated', scope = excluded.scope, covers = excluded.covers"
)


class ReviewRow(BaseModel):
    """state: open, decided, submitted, panel answered, cancelled; none of a joint review: it has no rapid review.

    practice_review_state: initiated, in progress, report accepted, superseded; none while none is decided.
    `covers`: the cases of a joint review; `covered_by`: the case of the joint review that covers this one.
    """

    subject: str
    rapid_review: UUID | None
    notification: UUID | None
    opened_at: datetime
    state: str | None
    due_on: date | None
    criteria_assessed: list[str]
    criteria_met: list[str]
    next_step: str | None
    decided_on: date | None
    agrees: list[str] | None
    dissents: list[str] | None
    national_review_suggested: bool | None
    submitted_at: datetime | None
    panel_replies: int
    panel_reply: str | None
    practice_review: UUID | None
    practice_review_state: str | None
    practice_review_due_on: date | None
    reviewer_appointed: bool
    progress_checks: int
    last_checked_on: date | None
    report_accepted_on: date | None
    report_hash: str | None
    recommendations: int | None
    scope: str | None
    covers: list[str]
    covered_by: str | None
    closed_on: date | None


def project(write: Write, recorded: Recorded) -> None:
    if recorded.source != "reviews":
        return  # the notifier's duties are not a rapid review's
    _rapid_review(write, recorded)
    _practice_review(write, recorded)


def _rapid_review(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case RapidReviewOpened(rapid_review=id_, notification=notification):
            write(
                "INSERT INTO reviews (subject, rapid_review, notification, opened_at, state)"
                " VALUES ($1, $2, $3, $4, 'open')",
                case,
                id_,
                notification,
                recorded.time,
            )
        case DutyArose(due=due) | DeadlineRecomputed(new=due) if due.rule == "rapid-review":
            _set(write, case, "due_on = $2", due.due_on)
        case CriterionAssessed(criterion=criterion, met=met):
            _assessed(write, case, criterion, met)
        case RapidReviewDecided() as it:
            _decided(write, case, it)
        case RapidReviewSubmitted(submitted_at=at):
            _set(write, case, "state = 'submitted', submitted_at = $2", at)
        case RapidReviewCancelled():
            _set(write, case, "state = 'cancelled'")
        case RapidReviewReopened():
            _set(write, case, "state = CASE WHEN decided_on IS NULL THEN 'open' ELSE 'decided' END")
        case PanelReplied(outcome=outcome):
            change = "state = 'panel answered', panel_replies = panel_replies + 1, panel_reply = $2"
            _set(write, case, change, outcome)


def _practice_review(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case PracticeReviewInitiated() as it:
            write(_INITIATED, case, recorded.time, it.practice_review, it.due.due_on, it.scope, list(it.covers))
        case PracticeReviewSuperseded():
            _set(write, case, "practice_review_state = 'superseded'")
        case CoveredBy(case=joint):
            _set(write, case, "covered_by = $2", joint)
        case ReviewsClosed(closed_on=day):
            _set(write, case, "closed_on = $2", day)
        case ReviewsReopened() | RapidReviewReopened():
            _set(write, case, "closed_on = NULL")
        case ReviewerAppointed():
            _set(write, case, "reviewer_appointed = true, practice_review_state = 'in progress'")
        case ReviewerRemoved():
            _set(write, case, "reviewer_appointed = false, practice_review_state = 'initiated'")
        case ProgressChecked(checked_on=day):
            change = "progress_checks = progress_checks + 1, last_checked_on = greatest(last_checked_on, $2)"
            _set(write, case, change, day)
        case ReportAccepted() as it:
            change = (
                "practice_review_state = 'report accepted', report_accepted_on = $2, report_hash = $3,"
                " recommendations = $4"
            )
            _set(write, case, change, it.accepted_on, it.report_hash, len(it.recommendations))


def _assessed(write: Write, case: str, criterion: str, met: bool) -> None:
    """A correction takes the place of what was found before."""
    change = (
        "criteria_assessed = array(SELECT unnest(criteria_assessed) UNION SELECT $2 ORDER BY 1),"
        " criteria_met = array(SELECT unnest(array_remove(criteria_met, $2))"
        " UNION SELECT $2 WHERE $3::boolean ORDER BY 1)"
    )
    _set(write, case, change, criterion, met)


def _decided(write: Write, case: str, it: RapidReviewDecided) -> None:
    change = (
        "state = 'decided', next_step = $2, decided_on = $3, agrees = $4, dissents = $5,"
        " national_review_suggested = $6"
    )
    agrees = sorted(partner for partner, view in it.views.items() if view == "agrees")
    dissents = sorted(partner for partner, view in it.views.items() if view == "dissents")
    _set(write, case, change, it.next_step, it.decided_on, agrees, dissents, it.national_review_suggested)


def _set(write: Write, case: str, change: str, *values: object) -> None:
    write(f"UPDATE reviews SET {change} WHERE subject = $1", case, *values)


async def all_reviews(db: Database, limit: int, before: tuple[datetime, str] | None) -> list[ReviewRow]:
    """The newest first, behind `before`."""
    query = (
        "SELECT * FROM reviews WHERE $1::timestamptz IS NULL OR (opened_at, subject) < ($1, $2)"
        " ORDER BY opened_at DESC, subject DESC LIMIT $3"
    )
    return [ReviewRow(**row) for row in await db.fetch(query, *(before or (None, "")), limit)]


async def one(db: Database, subject: str) -> ReviewRow | None:
    row = await db.fetchrow("SELECT * FROM reviews WHERE subject = $1", subject)
    return ReviewRow(**row) if row else None
