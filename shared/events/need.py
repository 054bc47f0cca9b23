"""Facts about who may see a case beyond what their role says, and who must not. Said by intake, on intake.events.

Staff are named by their ids, as every event names who asked; what they wrote as reasons is sealed under the case's
key, for it may tell of people.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.sealed import Sealed

# What somebody is let in for: what they may then do is what serves it (Children Act 2004 s16H: for that alone).
Purpose = Literal["screening", "rapid review", "practice review", "scrutiny", "publication", "legal advice"]
ConflictKind = Literal["named in the case", "line manages somebody named", "close to somebody named", "other"]
GlassOutcome = Literal["justified", "not justified"]


class AccessGranted(Event):
    """Somebody whose role alone does not open this case may see it, for a purpose and until the end of a day.

    `mail_address`: where the notifier tells them so; null: by mail nobody does.
    """

    grant: UUID
    person: str
    purpose: Purpose
    until_on: date  # the last day, in London
    mail_address: Sealed[str] | None = None


class AccessEnded(Event):
    """That grant is over before its last day."""

    grant: UUID


class ConflictDeclared(Event):
    """Somebody must not see this case, whatever their role, grants and reasons are."""

    conflict: UUID
    person: str
    kind: ConflictKind
    reason: Sealed[str]


class ConflictEnded(Event):
    """Somebody else found that it is none any more. Another conflict of the same person may still stand."""

    conflict: UUID
    reason: Sealed[str]


class GlassBroken(Event):
    """Somebody looks into a case that is closed to them because it cannot wait, for four hours.

    `review_by`: the next working day, by whose end another person says whether it was right.
    """

    opening: UUID
    person: str
    reason: Sealed[str]
    until: AwareDatetime
    review_by: date


class GlassAlarmed(Event):
    """The privacy officer was told of it by mail, or could not be: then a person must."""

    opening: UUID
    outcome: Literal["mailed", "undeliverable"]


class GlassReviewed(Event):
    """Another person looked at why it was done."""

    opening: UUID
    outcome: GlassOutcome
    note: Sealed[str]


EVENTS = (
    AccessGranted,
    AccessEnded,
    ConflictDeclared,
    ConflictEnded,
    GlassBroken,
    GlassAlarmed,
    GlassReviewed,
)
