"""What the events of reviews add to the figures: rapid, practice and national reviews. Pure."""

from collections.abc import Iterator

from services.console.fact import Fact
from shared.calendar import london_date
from shared.events.base import Event
from shared.events.practice import (
    DelayNotified,
    LocalEffectDecided,
    NationalFindingsReceived,
    NationalReviewNoticed,
    NonPublicationDecided,
    PracticeReviewSuperseded,
    ProgressCheckMissed,
    ReviewsClosed,
)
from shared.events.reviews import (
    PanelReplied,
    PracticeReviewInitiated,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewSubmitted,
    ReportAccepted,
    ReviewerRemoved,
)


def of_a_review(it: Event) -> Iterator[Fact]:
    """In the order in which the event tells them."""
    yield from _of_a_rapid_review(it)
    yield from _of_a_practice_review(it)
    yield from _of_a_national_review(it)


def _of_a_rapid_review(it: Event) -> Iterator[Fact]:
    match it:
        case RapidReviewOpened(rapid_review=which):
            yield Fact("rapid review", "opened", str(which))
        case RapidReviewCancelled(rapid_review=which):
            yield Fact("rapid review", "cancelled", str(which))
        case RapidReviewDecided(rapid_review=which, next_step=step, decided_on=day) as decided:
            yield Fact("rapid review", "decided", str(which), day)
            yield Fact("next step", step, str(which), day)
            if decided.national_review_suggested:
                yield Fact("next step", "national review suggested", str(which), day)
        case RapidReviewSubmitted(rapid_review=which, submitted_at=at):
            yield Fact("rapid review", "submitted", str(which), london_date(at))
        case PanelReplied(outcome=outcome, replied_on=day):
            yield Fact("panel", outcome, day=day)


def _of_a_practice_review(it: Event) -> Iterator[Fact]:
    match it:
        case PracticeReviewInitiated(practice_review=which, scope=scope, decided_on=day):
            yield Fact("practice review", scope, str(which), day)
        case ReportAccepted(practice_review=which, accepted_on=day, recommendations=made):
            yield Fact("practice review step", "report accepted", str(which), day)
            for number, each in enumerate(made, 1):
                yield Fact("recommendation", each.owner, f"R{number}", day)
        case DelayNotified(practice_review=which, in_advance=in_advance):
            when = "before the due date" if in_advance else "after the due date"
            yield Fact("practice review step", f"delay notified {when}", str(which))
        case PracticeReviewSuperseded(practice_review=which, by=by):
            yield Fact("practice review step", f"superseded by a {by}", str(which))
        case NonPublicationDecided(practice_review=which, scope=scope, decided_on=day):
            yield Fact("not published", scope, str(which), day)
        case ReviewerRemoved(practice_review=which):
            yield Fact("practice review step", "reviewer removed", str(which))
        case ProgressCheckMissed(practice_review=which, due_on=day):
            yield Fact("practice review step", "progress not checked in time", str(which), day)
        case ReviewsClosed(closed_on=day):
            yield Fact("practice review step", "case closed", day=day)


def _of_a_national_review(it: Event) -> Iterator[Fact]:
    match it:
        case NationalReviewNoticed(national_review=which, noticed_on=day):
            yield Fact("practice review step", "national review noticed", str(which), day)
        case LocalEffectDecided(practice_review=which, effect=effect, decided_on=day):
            yield Fact("practice review step", f"{effect} for a national review", str(which), day)
        case NationalFindingsReceived(received_on=day, actions=asked):
            for number, each in enumerate(asked, 1):
                yield Fact("recommendation", each.owner, f"N{number}", day)
