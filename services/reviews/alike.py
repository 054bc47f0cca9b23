"""Which entries of a chronology tell of one event: what agencies call the same, and what staff have joined. Pure.

An agency cannot know before the meeting what another calls an event, so that a shared code alone finds little.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from uuid import UUID

Groups = tuple[frozenset[UUID], ...]


def joined(groups: Groups, entries: Iterable[UUID]) -> Groups:
    """With these in one group, and whatever any of them was joined with before."""
    one = frozenset(entries)
    for group in groups:
        if group & one:
            one |= group
    return (*(group for group in groups if not group & one), one)


def separated(groups: Groups, entries: Iterable[UUID]) -> Groups:
    """Without these; the others of each group stay together."""
    gone = frozenset(entries)
    return tuple(left for group in groups if len(left := group - gone) > 1)


def together(groups: Groups, entries: Set[UUID]) -> bool:
    return any(entries <= group for group in groups)


def events(episodes: Mapping[UUID, str | None], groups: Groups) -> Groups:
    """Of these entries, those that tell of one event. `episodes`: entry -> what its agency calls the event."""
    found: Groups = ()
    for alike in (*_of_one_name(episodes), *(group & episodes.keys() for group in groups)):
        if len(alike) > 1:
            found = joined(found, alike)
    return found


def _of_one_name(episodes: Mapping[UUID, str | None]) -> Sequence[frozenset[UUID]]:
    names = {name for name in episodes.values() if name}
    return [frozenset(id_ for id_, name in episodes.items() if name == each) for each in sorted(names)]
