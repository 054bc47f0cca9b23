"""The parallel processes of a case, and what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shared.events.base import Event
from shared.events.parallel import (
    HeldStep,
    HoldLifted,
    HoldPlaced,
    HoldReviewed,
    HoldReviewMissed,
    ParallelProcessLinked,
    ParallelProcessReviewed,
    ProcessKind,
    ProcessReviewMissed,
    ProcessStatus,
)
from shared.events.practice import ReviewsClosed, ReviewsReopened
from shared.events.reviews import PracticeReviewInitiated, RapidReviewOpened, RapidReviewReopened


@dataclass(frozen=True)
class Process:
    kind: ProcessKind
    owner: str
    status: ProcessStatus
    review_on: date | None
    last_on: date = date.min
    missed: bool = False


@dataclass(frozen=True)
class Hold:
    process: UUID
    step: HeldStep
    owner: str
    placed_on: date
    review_on: date
    last_on: date  # when it was placed, or last looked at
    lifted: bool = False
    missed: bool = False


@dataclass(frozen=True)
class Parallel:
    """`open`: a review was begun on this case, and it is not closed."""

    open: bool = False
    processes: Mapping[UUID, Process] = field(default_factory=dict)
    holds: Mapping[UUID, Hold] = field(default_factory=dict)

    def held(self, step: HeldStep) -> bool:
        return any(hold.step == step and not hold.lifted for hold in self.holds.values())


def evolve(parallel: Parallel, event: Event) -> Parallel:
    match event:
        case RapidReviewOpened() | RapidReviewReopened() | PracticeReviewInitiated() | ReviewsReopened():
            return replace(parallel, open=True)
        case ReviewsClosed():
            return replace(parallel, open=False)
        case ParallelProcessLinked(process=id_):
            linked = Process(event.kind, event.owner, event.status, event.review_on)
            return replace(parallel, processes={**parallel.processes, id_: linked})
        case ParallelProcessReviewed(process=id_, status=status, review_on=day, reviewed_on=on):
            return _process(parallel, id_, status=status, review_on=day, last_on=on, missed=False)
        case ProcessReviewMissed(process=id_):
            return _process(parallel, id_, missed=True)
        case HoldPlaced(hold=id_):
            placed = Hold(
                event.process, event.step, event.owner, event.placed_on, event.review_on, event.placed_on
            )
            return replace(parallel, holds={**parallel.holds, id_: placed})
        case HoldReviewed(hold=id_, review_on=day, reviewed_on=on):
            return _hold(parallel, id_, review_on=day, last_on=on, missed=False)
        case HoldLifted(hold=id_):
            return _hold(parallel, id_, lifted=True)
        case HoldReviewMissed(hold=id_):
            return _hold(parallel, id_, missed=True)
        case _:
            return parallel  # another slice's event


def _process(parallel: Parallel, id_: UUID, **changes: object) -> Parallel:
    changed = replace(parallel.processes[id_], **changes)  # type: ignore[arg-type]
    return replace(parallel, processes={**parallel.processes, id_: changed})


def _hold(parallel: Parallel, id_: UUID, **changes: object) -> Parallel:
    changed = replace(parallel.holds[id_], **changes)  # type: ignore[arg-type]
    return replace(parallel, holds={**parallel.holds, id_: changed})
