"""One good example of each fact of a practice review and of what runs beside it, in literals."""

from datetime import date
from uuid import UUID

from shared.events import parallel, practice
from shared.events.base import Event
from shared.sealed import Sealed

PRACTICE_REVIEW = UUID(int=0x2B)
PROCESS, HOLD, NATIONAL = UUID(int=0x51), UUID(int=0x52), UUID(int=0x53)
JOINT = "7c1e0f37-6b1f-5c0d-9a44-2f616d9a3c5e"
INCIDENT = "5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e"
HASH = "cd" * 32

PARALLEL: tuple[Event, ...] = (
    parallel.ParallelProcessLinked(
        process=PROCESS,
        kind="criminal",
        owner="Meon Valley Police",
        reference=Sealed.of("44 26 0117"),
        status="under way",
        review_on=date(2026, 8, 3),
        reason=Sealed.of("A parent is charged."),
    ),
    parallel.ParallelProcessReviewed(
        process=PROCESS,
        status="concluded",
        reviewed_on=date(2026, 11, 2),
        review_on=None,
        reason=Sealed.of("The trial is over."),
    ),
    parallel.HoldPlaced(
        hold=HOLD,
        process=PROCESS,
        step="publication",
        owner="Safeguarding partnership",
        placed_on=date(2026, 6, 1),
        review_on=date(2026, 7, 1),
        reason=Sealed.of("A jury could be influenced."),
    ),
    parallel.HoldReviewed(
        hold=HOLD,
        reviewed_on=date(2026, 7, 1),
        review_on=date(2026, 8, 3),
        reason=Sealed.of("The trial is listed for October."),
    ),
    parallel.HoldLifted(
        hold=HOLD, step="publication", lifted_on=date(2026, 11, 2), reason=Sealed.of("The trial is over.")
    ),
    parallel.HoldReviewMissed(hold=HOLD, review_on=date(2026, 8, 3)),
    parallel.ProcessReviewMissed(process=PROCESS, review_on=date(2026, 8, 3)),
)
PRACTICE: tuple[Event, ...] = (
    practice.CoveredBy(case=JOINT, practice_review=PRACTICE_REVIEW),
    practice.IncidentTakenUp(practice_review=PRACTICE_REVIEW, case=INCIDENT),
    practice.PracticeReviewSuperseded(practice_review=PRACTICE_REVIEW, by="joint review", case=JOINT),
    practice.ReplacementConsidered(
        practice_review=PRACTICE_REVIEW,
        decision="another is to be appointed",
        reasons=Sealed.of("Half of the work is to be done."),
    ),
    practice.TermsOfReferenceAgreed(
        practice_review=PRACTICE_REVIEW, version=1, agreed_on=date(2026, 5, 4), text=Sealed.of("What was known?")
    ),
    practice.ParticipantInvited(
        practice_review=PRACTICE_REVIEW,
        involvement=UUID(int=0x54),
        who="family",
        how="visit",
        invited_on=date(2026, 5, 11),
        person=Sealed.of("The child's grandmother"),
        explained=Sealed.of("That she may speak alone or with a friend."),
    ),
    practice.ParticipantAnswered(
        practice_review=PRACTICE_REVIEW,
        involvement=UUID(int=0x54),
        answer="took part",
        answered_on=date(2026, 5, 25),
        said=Sealed.of("Nobody had asked her."),
    ),
    practice.ProgressCheckMissed(practice_review=PRACTICE_REVIEW, due_on=date(2026, 5, 27)),
    practice.WrittenRequestMade(
        practice_review=PRACTICE_REVIEW,
        request=UUID(int=0x55),
        asks="draft report",
        document_hash=HASH,
        media_type="application/pdf",
        size_bytes=4096,
        answer_by=date(2026, 7, 31),
    ),
    practice.WrittenRequestAnswered(
        practice_review=PRACTICE_REVIEW, request=UUID(int=0x55), answered_on=date(2026, 7, 30)
    ),
    practice.DraftReceived(
        practice_review=PRACTICE_REVIEW, number=1, document_hash=HASH, received_on=date(2026, 7, 30)
    ),
    practice.DraftShared(
        practice_review=PRACTICE_REVIEW,
        document_hash=HASH,
        organisation="Portsea General Hospital",
        shared_on=date(2026, 8, 3),
    ),
    practice.DelayNotified(
        practice_review=PRACTICE_REVIEW,
        delay=UUID(int=0x56),
        process=PROCESS,
        due_on=date(2026, 10, 29),
        expected_on=date(2027, 1, 29),
        in_advance=True,
        reasons=Sealed.of("A trial is listed for October."),
    ),
    practice.NonPublicationDecided(
        practice_review=PRACTICE_REVIEW,
        decision=UUID(int=0x57),
        scope="improvements only",
        decided_on=date(2026, 10, 1),
        justification=Sealed.of("A sibling would be recognised."),
    ),
    practice.CommentsReceived(
        practice_review=PRACTICE_REVIEW,
        comment=UUID(int=0x58),
        recipient="national-panel",
        received_on=date(2026, 10, 12),
        text=Sealed.of("The Panel would like a summary to be public."),
    ),
    practice.RegardHad(
        practice_review=PRACTICE_REVIEW, comment=UUID(int=0x58), response=Sealed.of("A summary is drafted.")
    ),
    practice.NationalReviewNoticed(
        national_review=NATIONAL, noticed_on=date(2026, 6, 1), rationale=Sealed.of("Of national importance.")
    ),
    practice.LocalEffectDecided(
        national_review=NATIONAL,
        practice_review=PRACTICE_REVIEW,
        effect="suspended",
        decided_on=date(2026, 6, 8),
        reasons=Sealed.of("So that nobody is interviewed twice."),
    ),
    practice.NationalFindingsReceived(
        national_review=NATIONAL,
        received_on=date(2026, 12, 1),
        actions=(
            practice.LocalAction(
                action=UUID(int=0x59),
                owner="Portsea General Hospital",
                due_on=date(2027, 6, 30),
                finding=Sealed.of("Bruises are not discussed."),
                text=Sealed.of("Discuss each bruise on the same day."),
            ),
        ),
    ),
    practice.LocalActionDone(
        action=UUID(int=0x59), done_on=date(2027, 5, 3), evidence=Sealed.of("An audit of 40 records.")
    ),
    practice.ReviewsClosed(
        closed_on=date(2027, 6, 1),
        retention_from=date(2027, 6, 1),
        reasons=Sealed.of("All is done."),
        learning_open=("A1", "A3"),
    ),
    practice.ReviewsReopened(reopened_on=date(2028, 1, 10), reasons=Sealed.of("A sibling was harmed.")),
)
