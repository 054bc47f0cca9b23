"""A criminal trial that holds publication up, for all tests of what runs beside a review."""

from datetime import date
from uuid import UUID, uuid5

from services.reviews.parallel_commands import (
    LiftHold,
    LinkParallelProcess,
    NoticeMissedHoldReview,
    NoticeMissedProcessReview,
    PlaceHold,
    ReviewHold,
    ReviewParallelProcess,
)
from shared.events.base import Event
from shared.events.parallel import HoldLifted, HoldPlaced, ParallelProcessLinked
from shared.sealed import Sealed
from shared.testing import OCCASION
from tests.reviews import examples as ex

PROCESS: UUID = uuid5(OCCASION, "process")
HOLD: UUID = uuid5(OCCASION, "hold")

link = LinkParallelProcess(
    kind="criminal",
    owner="Meon Valley Police",
    reference="44 26 0117",
    status="under way",
    review_on=date(2026, 8, 3),
    reason="A parent is charged.",
)
review = ReviewParallelProcess(
    process=PROCESS,
    status="paused",
    reviewed_on=date(2026, 8, 3),
    review_on=date(2026, 11, 2),
    reason="The trial was adjourned.",
)
conclude = ReviewParallelProcess(
    process=PROCESS, status="concluded", reviewed_on=date(2026, 9, 28), reason="The trial is over."
)
place = PlaceHold(
    process=PROCESS,
    step="publication",
    owner="Safeguarding partnership",
    placed_on=date(2026, 6, 1),
    review_on=date(2026, 7, 1),
    reason="A jury could be influenced.",
)
look_again = ReviewHold(
    hold=HOLD, reviewed_on=date(2026, 7, 1), review_on=date(2026, 8, 3), reason="The trial is listed for October."
)
lift = LiftHold(hold=HOLD, lifted_on=date(2026, 9, 30), reason="The trial is over.")
missed_hold = NoticeMissedHoldReview(hold=HOLD, review_on=place.review_on)
missed_process = NoticeMissedProcessReview(process=PROCESS, review_on=link.review_on)

linked = ParallelProcessLinked(
    process=PROCESS,
    kind="criminal",
    owner=link.owner,
    reference=Sealed.of(link.reference),
    status="under way",
    review_on=link.review_on,
    reason=Sealed.of(link.reason),
)
placed = HoldPlaced(
    hold=HOLD,
    process=PROCESS,
    step="publication",
    owner=place.owner,
    placed_on=place.placed_on,
    review_on=place.review_on,
    reason=Sealed.of(place.reason),
)
lifted = HoldLifted(hold=HOLD, step="publication", lifted_on=lift.lifted_on, reason=Sealed.of(lift.reason))
beside: tuple[Event, ...] = (*ex.decided, linked)
held: tuple[Event, ...] = (*beside, placed)
