"""A composite chronology: what the agencies' records tell, in one order, with the days told differently marked.

A day may be known exactly, or only its month or year, or be about right: the entry says which, and sorts by the
first day that it can mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.reviews.alike import Groups, events
from shared.edge import Closed, Code, Day, Name, Reasons

Precision = Literal["day", "about that day", "month", "year"]
Significance = Literal["routine", "of note", "key episode"]


class Told(Closed):
    """One entry as the agency tells it. `order` is its place within that day; `source` is the record it stands in.

    `anonymised`: the same without anything that identifies anybody; without it, the anonymised view says only that
    there is an entry. `episode`: entries of several agencies about one event bear the same.
    """

    on: Day
    precision: Precision = "day"
    until: Day | None = None
    order: Annotated[int, Field(ge=0, le=1_000)] = 0
    source: Name
    text: Reasons
    anonymised: Reasons | None = None
    significance: Significance = "routine"
    episode: Code | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.on:
            raise ValueError("until must not lie before on")
        return self


@dataclass(frozen=True)
class Entry:
    """One entry with whose it is. `alike`: others that tell of the same event; `conflict`: of which another agency
    is sure that it was on another day.
    """

    id: UUID
    agency: str
    told: Told
    conflict: bool = False
    alike: tuple[UUID, ...] = ()


def composed(entries: Iterable[Entry], groups: Groups = ()) -> list[Entry]:
    """All in one order, whatever order they came in; alike and conflicts marked. `groups`: joined by staff."""
    found = {each.id: each for each in entries}
    of_one_event = events({id_: each.told.episode for id_, each in found.items()}, groups)
    for event in of_one_event:
        conflict = _told_differently([found[id_] for id_ in event])
        for id_ in event:
            found[id_] = replace(found[id_], conflict=conflict, alike=tuple(sorted(event - {id_})))
    return sorted(found.values(), key=_place)


def _place(entry: Entry) -> tuple[date, int, str, str]:
    return _first_day(entry.told), entry.told.order, entry.agency, str(entry.id)


def _first_day(told: Told) -> date:
    match told.precision:
        case "month":
            return told.on.replace(day=1)
        case "year":
            return told.on.replace(month=1, day=1)
    return told.on


def _told_differently(event: Sequence[Entry]) -> bool:
    """Whether two agencies are sure of days of which none is the same. One agency may tell of several days."""
    days: dict[str, set[date]] = defaultdict(set)
    for entry in event:
        if entry.told.precision == "day":
            days[entry.agency].add(entry.told.on)
    return any(one.isdisjoint(other) for one, other in combinations(days.values(), 2))


@dataclass(frozen=True)
class Filter:
    """None is any. A period is inclusive."""

    agency: str | None = None
    since: date | None = None
    until: date | None = None
    significance: Significance | None = None

    def __call__(self, entry: Entry) -> bool:
        first, last = _first_day(entry.told), entry.told.until or entry.told.on
        return (
            self.agency in (None, entry.agency)
            and self.significance in (None, entry.told.significance)
            and (self.since is None or last >= self.since)
            and (self.until is None or first <= self.until)
        )


def when(told: Told) -> str:
    """As it is read: "March 2026", "about 3 Mar 2026", "3 Mar 2026 to 5 Mar 2026"."""
    match told.precision:
        case "month":
            return f"{told.on:%B %Y}"
        case "year":
            return f"{told.on:%Y}"
    begin = f"{told.on.day} {told.on:%b %Y}"
    end = f" to {told.until.day} {told.until:%b %Y}" if told.until else ""
    return f"{'about ' if told.precision == 'about that day' else ''}{begin}{end}"
