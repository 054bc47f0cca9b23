"""Entries of a composite chronology that staff join because they tell of one event."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.reviews.alike import Groups, joined, separated, together
from services.reviews.joining_commands import JOINING, JoinEntries, SeparateEntries
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event
from shared.events.gathering import AgencyReturnSubmitted, ChronologyUploaded, EntriesJoined, EntriesSeparated
from shared.events.reviews import RapidReviewOpened


@dataclass(frozen=True)
class Joining:
    """`told` and `uploaded`: agency -> the entries of its last return, and of its last file beside it."""

    rapid_review: UUID | None = None
    told: Mapping[str, Set[UUID]] = field(default_factory=dict)
    uploaded: Mapping[str, Set[UUID]] = field(default_factory=dict)
    groups: Groups = ()

    def entries(self) -> Set[UUID]:
        return frozenset().union(*self.told.values(), *self.uploaded.values())


def decide(command: Command, it: Joining, occasion: Occasion) -> list[Event]:
    if it.rapid_review is None:
        raise Refused("no-such-case", "No rapid review is open on this case.")
    if occasion.actor.startswith("agency:"):
        raise Refused("staff-alone", "Which entries tell of one event is for the partnership to say.")
    match command:
        case JoinEntries(entries=entries):
            return _join(entries, it, it.rapid_review)
        case SeparateEntries(entries=entries):
            apart = tuple(each for each in entries if any(each in group for group in it.groups))
            # Of what was never joined, or is apart already, there is nothing to say.
            return [EntriesSeparated(rapid_review=it.rapid_review, entries=apart)] if apart else []
    raise TypeError(f"not a command of joining: {type(command).__name__}")


def _join(entries: tuple[UUID, ...], it: Joining, rapid_review: UUID) -> list[Event]:
    if len(set(entries)) < 2:
        raise Refused("two-entries", "entries: one entry alone tells of one event.", "/entries")
    if not set(entries) <= it.entries():
        raise Refused("not-in-chronology", "entries: not all of these are in this case's chronology.", "/entries")
    if together(it.groups, set(entries)):
        return []
    return [EntriesJoined(rapid_review=rapid_review, entries=tuple(dict.fromkeys(entries)))]


def evolve(it: Joining, event: Event) -> Joining:
    match event:
        case RapidReviewOpened(rapid_review=id_):
            return replace(it, rapid_review=id_)
        case AgencyReturnSubmitted(agency=agency, chronology=told):
            return replace(it, told={**it.told, agency: {each.entry for each in told}})
        case ChronologyUploaded(agency=agency, entries=told):
            return replace(it, uploaded={**it.uploaded, agency: {each.entry for each in told}})
        case EntriesJoined(entries=entries):
            return replace(it, groups=joined(it.groups, entries))
        case EntriesSeparated(entries=entries):
            return replace(it, groups=separated(it.groups, entries))
        case _:
            return it  # another slice's event


joining: Decider[Joining] = Decider(commands=JOINING, initial=Joining(), decide=decide, evolve=evolve)
