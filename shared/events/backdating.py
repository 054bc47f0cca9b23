"""A time from which a statutory date counts, moved or recorded late: two people sign. Owned by intake."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.sealed import Sealed

Clock = Literal["awareness", "criteria met"]
LapsedBecause = Literal["proposed otherwise", "merged", "another report"]


class BackdatingProposed(Event):
    """The first of two signatures: a time that moves a statutory date, or was recorded after its date had passed.

    `previous` counts again when it is refused: what was agreed on before; none where nothing was recorded before.
    `counts_from` counts until then: never a time that would give longer than what counted so far. The days are
    those of the notification by `previous` and by `at`; none where nobody can count from them.
    """

    proposal: UUID
    proposed_by: str
    clock: Clock
    previous: AwareDatetime | None
    at: AwareDatetime
    counts_from: AwareDatetime
    previous_due_on: date | None
    due_on: date | None
    reason: Sealed[str] | None  # none: recorded late, and nobody has said why yet; then nobody can confirm it


class BackdatingConfirmed(Event):
    """The second signature: this time counts. Where it did not yet, its correction is said beside this."""

    proposal: UUID
    clock: Clock
    confirmed_by: str


class BackdatingRefused(Event):
    """No second signature: what counted before counts again, by a correction that is said beside this.

    A time before which none was recorded goes on counting until it is corrected.
    """

    proposal: UUID
    clock: Clock
    reasons: Sealed[str]


class BackdatingLapsed(Event):
    """Nobody needs to sign it any more: it was proposed otherwise, or a merge made it meaningless."""

    proposal: UUID
    clock: Clock
    because: LapsedBecause


EVENTS: tuple[type[Event], ...] = (
    BackdatingProposed,
    BackdatingConfirmed,
    BackdatingRefused,
    BackdatingLapsed,
)
