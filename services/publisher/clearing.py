"""What stands in the way of erasing a case, from all that the services said of it. Pure: it opens no seal.

The publisher states it because it alone hears all the others; a fact that it has not heard is not in the
statement, and intake refuses one that was made before its own newest fact.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from shared.calendar import london_date
from shared.dispatch import state as dispatching
from shared.duties import duty as duties
from shared.events import keeping
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Recorded
from shared.events.holding import PublicationEnded
from shared.events.intake import (
    DecisionReopened,
    IncidentReclassified,
    NotifyDecided,
    NotNotifyDecided,
    ReclassificationDeclined,
    ReclassificationProposed,
)
from shared.events.keeping import LegalHoldLifted, LegalHoldPut, RecordClass, RecordClassed
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.need import GlassBroken, GlassReviewed
from shared.events.practice import CoveredBy, IncidentTakenUp, ReviewsClosed, ReviewsReopened
from shared.events.publisher import PublicationOpened, ReportPublished, ReportTakenDown
from shared.events.removal import ReportRemoved
from shared.events.reviews import (
    PracticeReviewInitiated,
    RapidReviewCancelled,
    RapidReviewOpened,
    RapidReviewReopened,
)

SETTLED = ("handed over", "received", "validated", "withdrawn")
Known = Sequence[Recorded]


def joint_reviews(known: Known) -> list[str]:
    return list(dict.fromkeys(it.data.case for it in known if isinstance(it.data, CoveredBy)))


def covered(known: Known) -> list[str]:
    """Of a joint review's own case: the cases that it was begun to cover, whoever knows them."""
    initiated = [it.data for it in known if isinstance(it.data, PracticeReviewInitiated)]
    return list(dict.fromkeys(case for it in initiated for case in it.covers))


def taken_up(known: Known) -> set[str]:
    """Of a joint review's own case: the cases that answered that they are covered."""
    return {it.data.case for it in known if isinstance(it.data, IncidentTakenUp)}


def closed_on(known: Known) -> date:
    """London's day of the last fact. That it is kept, or held, is none: it would be kept the longer for it."""
    days = [london_date(it.time) for it in known if not isinstance(it.data, keeping.EVENTS)]
    days += [it.data.retention_from for it in known if isinstance(it.data, ReviewsClosed)]
    return max(days)


def held(known: Known) -> bool:
    standing: set[object] = set()
    for recorded in known:
        match recorded.data:
            case LegalHoldPut(hold=id_):
                standing.add(id_)
            case LegalHoldLifted(hold=id_):
                standing.discard(id_)
    return bool(standing)


def classed_as(known: Known) -> RecordClass:
    """What kind of record somebody said last that it is."""
    said: list[RecordClass] = [it.data.record_class for it in known if isinstance(it.data, RecordClassed)]
    return said[-1] if said else "unclassified"


def public(known: Known) -> bool:
    """Whether its report stands on the public site."""
    up = False
    for recorded in known:
        if isinstance(recorded.data, ReportPublished):
            up = True
        elif isinstance(recorded.data, ReportTakenDown | ReportRemoved):
            up = False
    return up


def still_open(known: Known) -> list[str]:
    """A sentence for each thing that is not settled, of whichever service."""
    return [
        *_undecided(known),
        *_unsigned(known),
        *_unreviewed(known),
        *_owed(known),
        *_reviews(known),
        *_publication(known),
    ]


def _undecided(known: Known) -> Iterator[str]:
    decided, proposed, elsewhere = False, False, not any(it.source == "intake" for it in known)
    for recorded in known:
        match recorded.data:
            case NotifyDecided() | NotNotifyDecided():
                decided = True
            case IncidentReclassified() | ReclassificationDeclined():
                proposed = False
            case DecisionReopened():
                decided = False
            case ReclassificationProposed():
                proposed = True
            case CaseMerged():
                elsewhere = True
            case MergeUndone():
                elsewhere = False
    if not decided and not elsewhere:
        yield "The authority has not decided whether to notify."
    if proposed:
        yield "A reclassification waits for its second signature."


def _unsigned(known: Known) -> Iterator[str]:
    waiting: set[object] = set()
    for recorded in known:
        match recorded.data:
            case BackdatingProposed(proposal=id_):
                waiting.add(id_)
            case BackdatingConfirmed() | BackdatingRefused() | BackdatingLapsed() as it:
                waiting.discard(it.proposal)
    if waiting:
        yield "A time that was moved or recorded late waits for its second signature."


def _unreviewed(known: Known) -> Iterator[str]:
    """Of a case that was merged, too, of which intake asks nothing by itself: a review is sealed with its key."""
    broken = {it.data.opening for it in known if isinstance(it.data, GlassBroken)}
    if broken - {it.data.opening for it in known if isinstance(it.data, GlassReviewed)}:
        yield "Nobody has said whether its glass was broken rightly."


def _owed(known: Known) -> Iterator[str]:
    """Each service's own: two may have a duty of one id, never of one meaning."""
    open_duties = under_way = 0
    for source in sorted({it.source for it in known}):
        owed: duties.Duties = {}
        sent: dispatching.Dispatches = {}
        for recorded in known:
            if recorded.source == source:
                owed, sent = duties.evolve(owed, recorded.data), dispatching.evolve(sent, recorded.data)
        open_duties += sum(each.open for each in owed.values())
        under_way += sum(each.state not in SETTLED for each in sent.values())
    if open_duties:
        yield f"Duties still open: {open_duties}."
    if under_way:
        yield f"Dispatches that are not sent, in doubt or refused: {under_way}."


def _reviews(known: Known) -> Iterator[str]:
    rapid = practice = closed = False
    for recorded in known:
        match recorded.data:
            case RapidReviewOpened() | RapidReviewReopened():
                rapid, closed = True, False
            case RapidReviewCancelled():
                rapid = False
            case PracticeReviewInitiated():
                practice, closed = True, False
            case ReviewsClosed():
                closed = True
            case ReviewsReopened():
                closed = False
    if (rapid or practice) and not closed:
        yield "Its reviews are not closed."


def _publication(known: Known) -> Iterator[str]:
    opened = any(isinstance(it.data, PublicationOpened) for it in known)
    settled = any(isinstance(it.data, ReportPublished | PublicationEnded | ReportRemoved) for it in known)
    if opened and not settled:
        yield "Its publication is neither made nor ended."
