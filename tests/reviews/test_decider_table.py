"""The rules for reviews as one table: what is asked, after what, and what is then said."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.reviews.commands import SubmitRapidReview
from services.reviews.decider.practice_review import practice_review
from shared.decider import Command, Decider
from shared.dispatch.life import RecordHandOver
from shared.events.base import Event
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge


@dataclass(frozen=True)
class Row:
    name: str
    decider: Decider[Any]
    history: tuple[Event, ...]
    command: Command
    says: tuple[str, ...] = ()
    refused: str = ""


took_it = RecordHandOver(dispatch=ex.DISPATCH, attempt=1, response="250 ok")
conflicted = ex.appoint.model_copy(update={"conflict": True})
rapid, practice, gather = ex.decider(), practice_review(ex.partnership()), ge.DECIDER
NAMED = ("ReviewerAppointed", *3 * ("DispatchDue",))
purposes_addressed = (*ex.opened, *ex.addressed)
ROWS = [
    Row("submitted in class A", rapid, (), ex.open_it, ("RapidReviewOpened", "DutyArose")),
    Row("submitted twice", rapid, ex.opened, ex.open_it),
    Row("one criterion", rapid, ex.opened, ex.assess("11a"), ("CriterionAssessed",)),
    Row("one purpose", rapid, ex.opened, ex.purposes[0], ("PurposeAddressed",)),
    Row("one circumstance", rapid, ex.opened, ex.circumstances[0], ("CircumstanceWeighed",)),
    Row("no reply came", rapid, ex.submitted, ex.missed_reply, ("PanelReplyMissed",)),
    Row("one heading", rapid, ex.opened, ex.headings[0], ("HeadingWritten",)),
    Row("purposes missing", rapid, ex.opened, ex.decide_practice_review, refused="purposes-first"),
    Row("criteria missing", rapid, purposes_addressed, ex.decide_practice_review, refused="criteria-first"),
    Row(
        "all criteria, all views",
        rapid,
        ex.all_assessed,
        ex.decide_practice_review,
        ("RapidReviewDecided", "PracticeReviewInitiated"),
    ),
    Row("content incomplete", rapid, ex.all_assessed, SubmitRapidReview(), refused="decide-first"),
    Row("content complete", rapid, ex.decided, SubmitRapidReview(), ("DispatchDue",)),
    Row("the Panel has it", rapid, ex.sending, took_it, ("DispatchHandedOver", "RapidReviewSubmitted", "DutyMet")),
    Row("the Panel replies", rapid, ex.submitted, ex.reply, ("PanelReplied",)),
    Row("reclassified in time", rapid, ex.opened, ex.cancel_it, ("RapidReviewCancelled", "DutyFellAway")),
    Row("reclassified too late", rapid, ex.submitted, ex.cancel_it),
    Row("the Panel replies before it has it", rapid, ex.decided, ex.reply, refused="not-submitted"),
    Row("cancelled without a reclassification", rapid, (), ex.cancel_it, ("RapidReviewRuledOut",)),
    Row("an agency is asked", gather, ex.opened, ge.ask, ("AgencyReturnRequested",)),
    Row("an agency is asked twice", gather, ge.asked, ge.ask),
    Row("a return", gather, ge.asked, ge.submit, ("AgencyReturnSubmitted",)),
    Row("a return of nobody who was asked", gather, ex.opened, ge.submit, refused="not-requested"),
    Row("a return when it is cancelled", gather, (*ge.asked, *ex.cancelled), ge.submit, refused="cancelled"),
    Row("made safe at once", gather, ex.opened, ge.act, ("ImmediateActionTaken",)),
    Row("made safe after the decision", gather, ex.decided, ge.act, ("ImmediateActionTaken",)),
    Row("made safe when it is cancelled", gather, (*ex.opened, *ex.cancelled), ge.act, ("ImmediateActionTaken",)),
    Row("the meeting", gather, ge.asked, ge.meet, ("RapidReviewMeetingHeld",)),
    Row(
        "a reviewer",
        practice,
        ex.decided,
        ex.appoint,
        NAMED,
    ),
    Row("a reviewer in conflict", practice, ex.decided, conflicted, refused="no-conflict"),
    Row("removed", practice, (*ex.decided, ex.appointed), ex.remove, ("ReviewerRemoved",)),
    Row(
        "another one",
        practice,
        (*ex.decided, ex.appointed, ex.removed),
        ex.appoint,
        NAMED,
    ),
    Row("progress", practice, ex.decided, ex.check, ("ProgressChecked",)),
    Row("a report of nobody", practice, ex.decided, ex.accept, refused="reviewer-first"),
    Row("a report", practice, (*ex.decided, ex.appointed), ex.accept, ("ReportAccepted",)),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_table(row: Row) -> None:
    said = Given(row.decider).given(*row.history).when(row.command, at=ex.LATER)
    assert tuple(type(event).__name__ for event in said.happened) == row.says
    assert (said.refused.rule if said.refused else "") == row.refused
