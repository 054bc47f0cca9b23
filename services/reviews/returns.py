"""Agencies' returns opened for whoever may see them: staff all, an agency its own, the others' once they met."""

from collections.abc import AsyncIterator, Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel

from services.reviews.chronology import Entry, Told
from shared.deadline import Due
from shared.events.base import Recorded
from shared.events.duties import DutyArose
from shared.events.gathering import AgencyReturnRequested, AgencyReturnSubmitted, RapidReviewMeetingHeld
from shared.sealed import Sealed
from shared.service import Service


class Return(BaseModel):
    """One agency's return; what it told is None until it has told it."""

    agency: str
    revision: int = 0
    involvement: str | None = None
    key_episodes: str | None = None
    good_practice: str | None = None
    immediate_action: str | None = None
    entries: int = 0


class Gathered:
    """What was asked and told of one case, still sealed."""

    def __init__(self, known: Iterable[Recorded]) -> None:
        self.asked: list[str] = []
        self.told: dict[str, AgencyReturnSubmitted] = {}
        self.met_on: date | None = None
        for recorded in known:
            self._take(recorded.data)

    def _take(self, data: Any) -> None:
        match data:
            case AgencyReturnRequested(agency=agency):
                self.asked.append(agency)
            case AgencyReturnSubmitted(agency=agency):
                self.told[agency] = data
            case RapidReviewMeetingHeld(held_on=day):
                self.met_on = day

    def seen_by(self, actor: str) -> list[str]:
        """The agencies whose returns this actor may see. Nobody but staff and agencies sees any."""
        kind, _, who = actor.partition(":")
        if kind == "person" or (kind == "agency" and self.met_on and who in self.asked):
            return self.asked
        return [agency for agency in self.asked if kind == "agency" and agency == who]


def rapid_review_of(known: Iterable[Recorded]) -> Due:
    """What the rapid review is counted from, and due by."""
    found = [it.data.due for it in known if isinstance(it.data, DutyArose) and it.data.due.rule == "rapid-review"]
    return found[-1]


async def returns(service: Service, gathered: Gathered, actor: str) -> list[Return]:
    return [await _return(service, agency, gathered.told.get(agency)) for agency in gathered.seen_by(actor)]


async def _return(service: Service, agency: str, told: AgencyReturnSubmitted | None) -> Return:
    if told is None:
        return Return(agency=agency)
    parts = ("involvement", "key_episodes", "good_practice", "immediate_action")
    opened = {name: await _open(service, sealed) for name in parts if (sealed := getattr(told, name))}
    return Return(agency=agency, revision=told.revision, entries=len(told.chronology), **opened)


async def entries(service: Service, gathered: Gathered, actor: str) -> AsyncIterator[Entry]:
    """In no order."""
    for agency in gathered.seen_by(actor):
        told = gathered.told.get(agency)
        for each in told.chronology if told else ():
            content = await _open(service, each.content)
            yield Entry(each.entry, agency, Told.model_validate_json(content))


async def _open(service: Service, sealed: Sealed[str]) -> str:
    return await service.keyring.open(service.log.pool, sealed, str)
