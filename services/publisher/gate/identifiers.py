"""What one case knows of its people, in the shapes in which it is searched for. Only ever in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.publisher.gate import mined
from services.publisher.gate.folding import fold, squeezed
from services.publisher.gate.national import national
from shared.events.report import Child, ReportDetails

PARTICLES = frozenset(
    "al el bin ibn ben abu umm abd ap ab ferch van der den de da di du la le o mac mc st the of".split()
)
# How a child is reported who has no name yet, or whose name nobody knows.
PLACEHOLDERS = frozenset("baby infant child boy girl twin unborn unnamed unknown".split())
TITLES = frozenset("mr mrs ms miss mx dr prof sir sister nurse pc wpc dc ds di sgt judge rev".split())
SHORTEST_NAME = 2
SHORTEST_REFERENCE = 4
Kind = Literal["name", "school or setting", "worker", "place", "reference"]


@dataclass(frozen=True)
class Person:
    """`parts`: each name on its own, squeezed; `child`: its initials and nicknames are looked for as well."""

    full: tuple[str, ...]  # forms of the whole name, squeezed
    parts: tuple[str, ...]
    initials: frozenset[str] = frozenset()  # of two letters or more
    child: bool = False


@dataclass(frozen=True)
class Identifiers:
    people: tuple[Person, ...] = ()
    workers: tuple[Person, ...] = ()
    schools: frozenset[str] = frozenset()  # squeezed, as are places and references
    addresses: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    nhs: frozenset[str] = frozenset()
    upns: frozenset[str] = frozenset()
    life: frozenset[date] = frozenset()  # dates of birth and death, of anybody
    events: frozenset[date] = frozenset()  # of the incident and what followed
    born: frozenset[date] = frozenset()  # of the children
    background: frozenset[str] = frozenset()  # languages, religions, conditions

    def and_(self, other: "Identifiers") -> "Identifiers":
        """Everything that either knows."""
        both = {name: getattr(self, name) + getattr(other, name) for name in ("people", "workers")}
        sets = {name: v | getattr(other, name) for name, v in vars(self).items() if isinstance(v, frozenset)}
        return replace(self, **both, **sets)

    def without_places(self, names: frozenset[str]) -> "Identifiers":
        return replace(self, places=self.places - names)


def person(name: str, *, child: bool = False) -> Person:
    """Of a name as written: parts at spaces, hyphens and apostrophes, and whole parts without them."""
    plain = [
        each for each in fold(name).text.split() if squeezed(each) and squeezed(each) not in TITLES | PLACEHOLDERS
    ]
    whole = [squeezed(each) for each in plain]
    split = [squeezed(bit) for each in plain for bit in each.replace("'", "-").split("-")]
    kept = [each for each in (*whole, *split) if len(each) >= SHORTEST_NAME and each not in PARTICLES]
    forms = {"".join(whole), "".join(reversed(whole))}
    if len(whole) > 2:
        forms |= {whole[0] + whole[-1], whole[-1] + whole[0], whole[0] + whole[1]}
    if len(whole) > 1:
        forms |= {whole[0][0] + whole[-1]}
    long = tuple(sorted(form for form in forms if len(form) > 3))
    return Person(long, tuple(dict.fromkeys(kept)), _initials(whole, split), child)


def _initials(whole: Sequence[str], split: Sequence[str]) -> frozenset[str]:
    """All, with and without particles and second halves of double names; and the first with any other."""
    found = set()
    for words in (whole, split, [each for each in split if each not in PARTICLES]):
        letters = [each[0] for each in words if each]
        found |= {"".join(letters), *(letters[0] + other for other in letters[1:])} if letters else set()
    return frozenset(each for each in found if len(each) > 1)


def of_report(details: ReportDetails) -> Identifiers:
    """From what an agency told: the children, who is around them, where it was, and what the outline names."""
    found = _of_texts(details)
    for child in details.children:
        found = found.and_(_of_child(child))
    reporter = (person(details.reporter_name),) if details.reporter_name else ()
    told = Identifiers(
        workers=reporter,
        events=frozenset(day for day in (details.strategy_discussion_on,) if day),
        references=_squeezed((details.police_reference, *details.earlier_references), SHORTEST_REFERENCE),
    )
    return found.and_(told).and_(_of_place(details.place)).and_(_of_contacts(details.reporter_contact))


def _of_texts(details: ReportDetails) -> Identifiers:
    texts = (details.outline, details.injuries, details.further_children, details.immediate_action)
    found = Identifiers()
    for text in texts:
        found = found.and_(of_text(text))
    return found


def of_text(text: str) -> Identifiers:
    """Free text names people, settings and numbers too; what it writes like one is one."""
    named = Identifiers(
        workers=tuple(person(name) for name in mined.titled(text)), schools=_squeezed(mined.settings(text), 6)
    )
    return named.and_(_of_contacts(text))


def _of_contacts(text: str) -> Identifiers:
    return Identifiers(**mined.contacts(text)._asdict())


def _of_child(child: Child) -> Identifiers:
    names = (f"{child.first_name} {child.last_name}", *child.other_names)
    relatives = tuple(person(each.name) for each in child.family)
    dates = {child.date_of_birth, child.expected_date_of_birth, child.date_of_death}
    dates |= {each.date_of_birth for each in child.family}
    told = Identifiers(
        people=(*(person(name, child=True) for name in names), *relatives),
        life=frozenset(each for each in dates if each),
        born=frozenset(each for each in (child.date_of_birth,) if each),
        nhs=_squeezed([child.nhs_number], 10),
        upns=_squeezed([child.unique_pupil_number], 13),
        references=_squeezed([child.la_child_id], SHORTEST_REFERENCE),
        background=_squeezed((child.first_language, child.religion, *child.disabilities), 4) - {"english", "none"},
    )
    return told.and_(_of_place(child.address))


def _of_place(place: str) -> Identifiers:
    """An address: its line with a street, the street alone, its postcode, and the places it lies in."""
    addresses, places = mined.address(fold(place).text)
    return Identifiers(
        addresses=_squeezed(addresses, 5),
        places=_squeezed(places, 4),
        postcodes=_squeezed(mined.postcodes(place), 5),
        schools=_squeezed(mined.settings(place), 6),
    )


def _squeezed(values: Iterable[str], shortest: int) -> frozenset[str]:
    return frozenset(each for each in map(squeezed, values) if len(each) >= shortest)


def added(kind: Kind, values: Sequence[str]) -> Identifiers:
    """What a person adds to what the reports told: a school, a worker, a nickname."""
    match kind:
        case "name":
            return Identifiers(people=tuple(person(value, child=True) for value in values))
        case "worker":
            return Identifiers(workers=tuple(person(value) for value in values))
        case "school or setting":
            return Identifiers(schools=_squeezed(values, 4))
        case "place":
            return Identifiers(places=_squeezed(values, 4))
        case "reference":
            return Identifiers(references=_squeezed(values, SHORTEST_REFERENCE))


__all__ = ["Identifiers", "Kind", "Person", "added", "national", "of_report", "of_text", "person"]
