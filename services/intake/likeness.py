"""When two reports may tell of one incident: marks that can be compared without knowing what they are made of.

A mark is a kind and a text, and only a keyed hash of it is kept. Likeness of names is in the text itself (accents
gone, words in order of the alphabet, sounds instead of letters), so equal hashes are all that is compared.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from jellyfish import metaphone

from shared.events.report import Child, ReportDetails

_SAME_DAYS = 31  # between the incidents of one child who is surely the same: reports err in dates
_NEAR_DAYS = 7  # of a child who only seems to be the same
_MOST_WORDS = 6
_UNNAMED = {"unborn", "unknown", "baby", "infant", "child", "of", "not", "known"}
_VAGUE = {"at", "home", "the", "in", "on", "a", "of", "near", "house", "address", "family", "hospital", "unknown"}
_SPELT_OTHERWISE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")

GROUNDS = {  # kind -> what is told of it
    "nhs number": "the same NHS number",
    "pupil number": "the same unique pupil number",
    "name and birth": "the same name and date of birth",
    "sound and birth": "a similar name and the same date of birth",
    "first name and birth": "the same first name and date of birth",
    "sound and near birth": "a similar name and a similar date of birth",
    "expected": "a similar name and expected date of birth",
    "sound and day": "a similar name, and an incident of the same day",
    "place and day": "the same place and day",
}
SURE = {"nhs number", "pupil number", "name and birth"}


class Mark(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True)
class Marks:
    """`kept` is what this report is found by; `sought` what it finds others by, and the kind that is told then."""

    kept: frozenset[Mark]
    sought: frozenset[tuple[str, Mark]]


@dataclass(frozen=True)
class Occurrence:
    """When an incident was, as far as it is known, and when we were told."""

    incident_on: date | None
    reported_on: date


def marks(details: ReportDetails, incident_on: date | None) -> Marks:
    kept: set[Mark] = set()
    sought: set[tuple[str, Mark]] = set()
    for child in details.children:
        kept |= set(_of_child(child)) | set(_of_day(child, incident_on))
        sought |= {("sound and near birth", mark) for mark in _near_birth(child)}
        sought |= {(mark.kind, mark) for mark in _near_expected(child)}
    kept |= set(_of_place(details.place, incident_on))
    for day in _around(incident_on):
        near = [*_of_place(details.place, day), *(m for c in details.children for m in _of_day(c, day))]
        sought |= {(mark.kind, mark) for mark in near}
    return Marks(frozenset(kept), frozenset(sought | {(mark.kind, mark) for mark in kept}))


def grounds(kinds: Collection[str], one: Occurrence, other: Occurrence) -> tuple[str, ...]:
    """Why the two are put before a person; empty when they are not. In the order of GROUNDS."""
    limit = _SAME_DAYS if SURE & set(kinds) else _NEAR_DAYS
    if _days_between(one, other) > limit:
        return ()
    return tuple(words for kind, words in GROUNDS.items() if kind in kinds)


def _days_between(one: Occurrence, other: Occurrence) -> int:
    """Of the incidents; where one's day is not known, of the reports."""
    if one.incident_on and other.incident_on:
        return abs((one.incident_on - other.incident_on).days)
    return abs((one.reported_on - other.reported_on).days)


def _of_child(child: Child) -> Iterator[Mark]:
    if child.nhs_number:
        yield Mark("nhs number", child.nhs_number)
    if child.unique_pupil_number:
        yield Mark("pupil number", child.unique_pupil_number)
    names = _words(child.first_name, child.last_name)
    if child.date_of_birth and names:
        born = child.date_of_birth.isoformat()
        yield Mark("name and birth", f"{' '.join(sorted(names))} {born}")
        yield from (Mark("sound and birth", f"{pair} {born}") for pair in _pairs(names))
        yield from (Mark("first name and birth", f"{sound(w)} {born}") for w in _words(child.first_name))
    if child.expected_date_of_birth:
        week = child.expected_date_of_birth.toordinal() // 7
        yield from (Mark("expected", f"{sound(word)} {week}") for word in names)


def _near_birth(child: Child) -> Iterator[Mark]:
    """As an exact birth would be marked, on the days that a slip of the pen makes of this one."""
    if child.date_of_birth is None:
        return
    for day in _slips(child.date_of_birth):
        for pair in _pairs(_words(child.first_name, child.last_name)):
            yield Mark("sound and birth", f"{pair} {day.isoformat()}")


def _near_expected(child: Child) -> Iterator[Mark]:
    if child.expected_date_of_birth:
        week = child.expected_date_of_birth.toordinal() // 7
        for word in _words(child.first_name, child.last_name):
            yield from (Mark("expected", f"{sound(word)} {near}") for near in range(week - 2, week + 3))


def _of_day(child: Child, day: date | None) -> Iterator[Mark]:
    names = _words(child.first_name, child.last_name)
    if day and len(names) > 1:
        yield from (Mark("sound and day", f"{pair} {day.isoformat()}") for pair in _pairs(names))


def _of_place(place: str, day: date | None) -> Iterator[Mark]:
    if day is None:
        return
    plain = _plain(place)
    if found := _POSTCODE.search(plain):
        yield Mark("place and day", f"{found[1]}{found[2]} {day.isoformat()}")
    words = sorted(set(re.findall(r"[a-z0-9]+", plain)) - _VAGUE)
    if len(words) > 1:
        yield Mark("place and day", f"{' '.join(words)} {day.isoformat()}")


def _slips(born: date) -> Iterator[date]:
    """Day and month exchanged, the day before and after, the year before and after."""
    yield born - timedelta(days=1)
    yield born + timedelta(days=1)
    for year, month, day in (
        (born.year, born.day, born.month),
        (born.year - 1, born.month, born.day),
        (born.year + 1, born.month, born.day),
    ):
        try:
            changed = date(year, month, day)
        except ValueError:
            continue
        if changed != born:
            yield changed


def _around(day: date | None) -> Iterator[date]:
    if day:
        yield from (day + timedelta(days=days) for days in (-1, 0, 1))


def _pairs(words: Iterable[str]) -> Iterator[str]:
    """Every two sounds of a name; the one, where there is no other."""
    sounds = sorted({sound(word) for word in words})
    if len(sounds) == 1:
        yield sounds[0]
    yield from (" ".join(pair) for pair in combinations(sounds, 2))


def sound(word: str) -> str:
    """How an English ear would write it; the word itself in scripts that have no such rule."""
    return (metaphone(word) if word.isascii() else "") or word


def _words(*names: str) -> list[str]:
    """Of a name: small letters without accents, apostrophes gone, hyphens parting."""
    plain = re.sub(r"['’`]", "", " ".join(map(_plain, names)))
    found = [word for word in re.findall(r"[^\W\d_]+", plain) if word not in _UNNAMED]
    return found[:_MOST_WORDS]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT_OTHERWISE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
