"""Pairs of reports, and whether they are put before a person as one incident."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.intake.likeness import GROUNDS, Occurrence, grounds, marks, sound
from shared.events.report import Child, ReportDetails

DAY = date(2026, 4, 2)


@dataclass(frozen=True)
class Told:
    """What one agency says. `on` is the day of the incident, `reported` when we were told."""

    name: str
    born: str = ""
    on: date | None = DAY
    reported: date = DAY
    nhs: str = ""
    upn: str = ""
    expected: str = ""
    place: str = ""
    beside: tuple[Child, ...] = ()

    def details(self) -> ReportDetails:
        first, _, last = self.name.partition(" ")
        dates: dict[str, Any] = {
            "date_of_birth": date.fromisoformat(self.born) if self.born else None,
            "expected_date_of_birth": date.fromisoformat(self.expected) if self.expected else None,
        }
        child = Child(first_name=first, last_name=last, nhs_number=self.nhs, unique_pupil_number=self.upn, **dates)
        return ReportDetails(children=(*self.beside, child), outline="Something.", place=self.place)

    def occurrence(self) -> Occurrence:
        return Occurrence(self.on, self.reported)


def why(one: Told, other: Told) -> tuple[str, ...]:
    """As the worker compares: what the later seeks with what the earlier is kept by."""
    kept, sought = marks(one.details(), one.on).kept, marks(other.details(), other.on).sought
    return grounds({told for told, mark in sought if mark in kept}, one.occurrence(), other.occurrence())


BORN = "2025-11-03"
FFION = Told("Ffion Example", BORN)
SISTER = Child(first_name="Mared", last_name="Example", date_of_birth=date(2020, 2, 1))

ALIKE = {
    "the same in every letter": (FFION, FFION),
    "capitals": (FFION, Told("FFION EXAMPLE", BORN)),
    "first and last exchanged": (FFION, Told("Example Ffion", BORN)),
    "one f": (FFION, Told("Fion Example", BORN)),
    "accents": (Told("Siân Ó Briain", BORN), Told("Sian O Briain", BORN)),
    "a Polish letter": (Told("Michał Wójcik", BORN), Told("Michal Wojcik", BORN)),
    "Yoruba": (Told("Adébáyọ̀ Ọlátúnjí", BORN), Told("Adebayo Olatunji", BORN)),
    "a transcription": (Told("Mohammed Khan", BORN), Told("Muhammad Khan", BORN)),
    "Arabic letters": (Told("محمد خان", BORN), Told("محمد خان", BORN)),
    "an apostrophe": (Told("Mary O'Neill", BORN), Told("Mary ONeill", BORN)),
    "half of a double name": (Told("Ffion Example-ap-Gwilym", BORN), FFION),
    "a middle name": (Told("Ffion Haf Example", BORN), FFION),
    "another surname": (FFION, Told("Ffion Otherwise", BORN)),
    "no surname": (FFION, Told("Ffion", BORN)),
    "day and month exchanged": (FFION, Told("Ffion Example", "2025-03-11")),
    "born a day later": (FFION, Told("Ffion Example", "2025-11-04")),
    "born a year earlier": (FFION, Told("Ffion Example", "2024-11-03")),
    "no birth known to one, the same day": (FFION, Told("Ffion Example")),
    "another birth altogether, the next day": (FFION, Told("Ffion Example", "2019-01-30", on=date(2026, 4, 3))),
    "the NHS number, another name": (
        Told("Baby Example", nhs="9434765919"),
        Told("Ffion Gwilym", nhs="9434765919"),
    ),
    "the pupil number": (Told("A", upn="A123456789012"), Told("B", upn="A123456789012")),
    "the NHS number, three weeks apart": (
        Told("Ffion", nhs="9434765919"),
        Told("Ffion", nhs="9434765919", on=date(2026, 4, 23)),
    ),
    "one day unknown": (FFION, Told("Ffion Example", BORN, on=None)),
    "an unborn child": (
        Told("Unborn Example", expected="2026-08-01"),
        Told("Unborn Example", expected="2026-08-10"),
    ),
    "one of two children": (Told("Ffion Example", BORN, beside=(SISTER,)), FFION),
    "the same place, other children": (
        Told("Ana", place="14 Fictitious Road, PO1 2ZZ"),
        Told("Ben", place="Fictitious Rd, po1 2zz"),
    ),
}
APART = {
    "other people": (FFION, Told("Tomasz Nowak", "2018-05-05")),
    "twins": (FFION, Told("Gethin Example", BORN, on=date(2026, 4, 20))),
    "the same name, another birth, another week": (
        FFION,
        Told("Ffion Example", "2016-06-06", on=date(2026, 4, 20)),
    ),
    "a sister, another day": (FFION, Told("Mared Example", "2020-02-01", on=date(2026, 4, 5))),
    "the same child, a year later": (FFION, Told("Ffion Example", BORN, on=date(2027, 4, 2))),
    "the same child, days unknown, reported months apart": (
        Told("Ffion Example", BORN, on=None),
        Told("Ffion Example", BORN, on=None, reported=date(2026, 7, 1)),
    ),
    "like names, ten days apart": (FFION, Told("Fion Example", BORN, on=date(2026, 4, 12))),
    "both at home": (Told("Ana", place="At home"), Told("Ben", place="at home")),
    "both in hospital": (Told("Ana", place="the hospital"), Told("Ben", place="In hospital")),
    "both unborn": (Told("Unborn Example", expected="2026-08-01"), Told("Unborn Nowak", expected="2026-08-01")),
    "both unborn, months apart": (
        Told("Unborn Example", expected="2026-08-01"),
        Told("Unborn Example", expected="2026-11-01"),
    ),
    "both unknown": (Told("Unknown"), Told("Unknown")),
}


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_it_is_put_before_a_person(pair: tuple[Told, Told]) -> None:
    assert why(*pair)
    assert why(*reversed(pair))


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_it_is_left_alone(pair: tuple[Told, Told]) -> None:
    assert why(*pair) == why(*reversed(pair)) == ()


def test_every_ground_is_the_ground_of_some_pair() -> None:
    assert {ground for pair in ALIKE.values() for ground in why(*pair)} == set(GROUNDS.values())


def test_a_script_without_sounds_is_compared_by_its_letters() -> None:
    assert sound("محمد") == "محمد"
