"""The kept vocabulary of themes, and when a finding is an earlier one again. Data: a new edition is a new row.

The words follow what the Panel's annual reports and local reviews keep finding; no source prescribes a list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """In force from `valid_from` until the next one. `recurrence_years`: how long a finding is remembered for."""

    id: str
    valid_from: date
    recurrence_years: int
    themes: Mapping[str, tuple[str, ...]]


_THEMES = {
    "information sharing": ("between agencies", "between areas", "at transfers", "with families"),
    "assessment": ("risk to babies", "history of harm", "cumulative neglect", "professional curiosity"),
    "voice of the child": ("seen and heard", "children who do not speak", "disabled children"),
    "working with parents": ("fathers and partners", "hidden adults", "non-engagement", "parental mental health"),
    "strategy discussions": ("held in time", "right agencies present", "decisions recorded"),
    "injuries in babies": ("bruising guidance", "medical examination", "second opinion"),
    "exploitation": ("criminal exploitation", "sexual exploitation", "contextual safeguarding"),
    "neglect": ("thresholds", "home conditions", "medical neglect"),
    "domestic abuse": ("children as victims", "coercive control", "risk conferences"),
    "race, culture and identity": ("adultification", "interpreters", "racism named"),
    "supervision and challenge": ("escalation", "reflective supervision", "management oversight"),
    "capacity": ("caseloads", "vacancies", "waiting times"),
}
EDITIONS = (Edition("2024", date(2018, 6, 29), 5, _THEMES),)


def vocabulary_on(day: date) -> Edition:
    """The edition in force on that day; before the first, the first: an old finding has a theme, too."""
    in_force = [each for each in EDITIONS if each.valid_from <= day]
    return in_force[-1] if in_force else EDITIONS[0]


@dataclass(frozen=True)
class Found:
    """As much of a finding as its recurrence is told by. `organisations` include its recommendations' owners."""

    theme: str
    aspects: frozenset[str]
    organisations: frozenset[str]
    found_on: date


def organisation(name: str) -> str:
    """For comparison: "The Meon Valley Police " is who "Meon Valley Police" is."""
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def grounds(earlier: Found, later: Found) -> tuple[str, ...]:
    """Why the later finding may be the earlier one again; nothing when it is not.

    The same theme within the edition's years, and either an organisation or an aspect in common.
    """
    years = vocabulary_on(later.found_on).recurrence_years
    last = _years_after(earlier.found_on, years)
    if earlier.theme != later.theme or not earlier.found_on <= later.found_on <= last:
        return ()
    known = {organisation(name) for name in earlier.organisations}
    shared = ("an organisation in common",) if known & {*map(organisation, later.organisations)} else ()
    return (*shared, *(("an aspect in common",) if earlier.aspects & later.aspects else ()))


def _years_after(day: date, years: int) -> date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if last_of_february else day.day)
