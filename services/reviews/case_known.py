"""What reviews said of one case, as it was known at an instant; and who may see whose return of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from services.reviews.alike import Groups, joined, separated
from shared.deadline import Due
from shared.decider import Refused
from shared.events.base import Recorded
from shared.events.duties import DeadlineRecomputed, DutyArose
from shared.events.gathering import (
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChronologyEntry,
    ChronologyUploaded,
    EntriesJoined,
    EntriesSeparated,
    RapidReviewMeetingHeld,
)
from shared.events.reviews import RapidReviewOpened
from shared.service import Service
from shared.web.as_of import not_ahead
from shared.web.needing import about


class Gathered:
    """What was asked and told of one case, still sealed."""

    def __init__(self, known: Iterable[Recorded]) -> None:
        self.asked: list[str] = []
        self.released: set[str] = set()  # asked once, and not any more: staff see what they had told
        self.told: dict[str, AgencyReturnSubmitted] = {}
        self.uploaded: dict[str, ChronologyUploaded] = {}
        self.met_on: date | None = None
        self.joined: Groups = ()
        for recorded in known:
            self._take(recorded.data)

    def _take(self, data: Any) -> None:
        match data:
            case AgencyReturnRequested(agency=agency):
                self.released.discard(agency)
                self.asked += [agency] if agency not in self.asked else []
            case AgencyReturnReleased(agency=agency):
                self.released.add(agency)
            case AgencyReturnSubmitted(agency=agency):
                self.told[agency] = data
            case ChronologyUploaded(agency=agency):
                self.uploaded[agency] = data
            case RapidReviewMeetingHeld(held_on=day):
                self.met_on = day
            case EntriesJoined(entries=entries):
                self.joined = joined(self.joined, entries)
            case EntriesSeparated(entries=entries):
                self.joined = separated(self.joined, entries)

    def entries_of(self, agency: str) -> tuple[ChronologyEntry, ...]:
        """What its last return tells, and its last file beside it; still sealed."""
        told, uploaded = self.told.get(agency), self.uploaded.get(agency)
        return (*(told.chronology if told else ()), *(uploaded.entries if uploaded else ()))

    def seen_by(self, actor: str) -> list[str]:
        """The agencies whose returns this actor may see. Nobody but staff and agencies that are asked sees any."""
        kind, _, who = actor.partition(":")
        if kind == "agency" and who in self.released:
            return []
        if kind == "person" or (kind == "agency" and self.met_on and who in self.asked):
            return self.asked
        return [agency for agency in self.asked if kind == "agency" and agency == who]

    def joined_for(self, actor: str) -> Groups:
        """What staff have joined, for whoever may see all of it. Of two entries of its own an agency would learn
        that another's stands between them.
        """
        return self.joined if self.seen_by(actor) == self.asked else ()


async def own_of(service: Service, case: str, as_of: datetime | None) -> list[Recorded]:
    """Our own events alone, so that what was recorded by then was known by then; none of a case that was not
    opened to whoever asks. Raises BadInput.
    """
    not_ahead(service, as_of)
    return [
        recorded
        for recorded in await about(service, case)
        if recorded.source == service.name and (as_of is None or recorded.time <= as_of)
    ]


async def known_of(service: Service, case: str, as_of: datetime | None) -> list[Recorded]:
    """The same of a case with a rapid review. Raises Refused, BadInput."""
    known = await own_of(service, case, as_of)
    if not any(isinstance(recorded.data, RapidReviewOpened) for recorded in known):
        raise Refused("no-such-case", "No rapid review is open on this case.")
    return known


async def gathered(service: Service, case: str, as_of: datetime | None) -> Gathered:
    return Gathered(await known_of(service, case, as_of))


def rapid_review_of(known: Iterable[Recorded]) -> Due:
    """What the rapid review is counted from, and due by."""
    found: list[Due] = []
    for recorded in known:
        match recorded.data:
            case DutyArose(due=due) | DeadlineRecomputed(new=due) if due.rule == "rapid-review":
                found.append(due)
    return found[-1]
