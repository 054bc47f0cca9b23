"""Facts about a report that must leave the site at once: two people, or a court."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

RemovalGround = Literal["court order", "somebody could be identified", "harm to a child or a vulnerable adult"]


class RemovalProposed(Event):
    """The first of two people says that the report must leave the site now."""

    publication: UUID
    ground: RemovalGround
    explanation: Sealed[str]
    proposed_by: str


class ReportRemoved(Event):
    """Gone from the site in an emergency, with its title. Its address says that it was removed, and no more."""

    publication: UUID
    ground: RemovalGround
    removed_on: date
    authorised_by: tuple[str, ...]  # two people, or the one who was shown the order
    court_order: str = ""  # the court's own number
    explanation: Sealed[str]


EVENTS = (RemovalProposed, ReportRemoved)
