"""A corpus of made-up drafts: each with one identifier planted in one form, and clean ones. A seed, and no chance.

Nobody in it exists. Names are Welsh, Polish, Arabic, Yoruba, Irish, hyphenated, short, and words of every day.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deploy.bench.planting import FORMS, Case
from deploy.bench.prose import SENTENCES
from shared.events.report import Child, Relative, ReportDetails

SEED = 20_261_127
CLEAN = 60
_TELLING = " We were told of "
_PEOPLE = (
    ("Angharad", "ap Rhys-Jones", "Gwenllian Rhys-Jones"),
    ("Zbigniew", "Wiśniewski", "Małgorzata Wiśniewska"),
    ("Muhammad", "Al-Hussein", "Khadija Al-Hussein"),
    ("Oluwaseun", "Adébáyọ̀", "Fọlásadé Adébáyọ̀"),
    ("Séamus", "O'Sullivan", "Aoife O'Sullivan"),
    ("Theodore", "Fotheringham-Blythe", "Cressida Fotheringham"),
    ("Kacper", "Łukasiewicz", "Bożena Łukasiewicz"),
    ("Yusuf", "Rahmani", "Fatima Rahmani"),
    ("Grace", "Hartnell", "Will Hartnell"),
    ("Nevaeh", "Tompkinson", "Chardonnay Tompkinson"),
    ("Llewelyn", "Prydderch", "Myfanwy Prydderch"),
    ("Temitope", "Ogunlesi", "Babatunde Ogunlesi"),
)
_STREETS = (
    "Bramble Close",
    "Alderman Road",
    "Tanyard Lane",
    "Cawdor Crescent",
    "Pennywell Gardens",
    "Quay Terrace",
)


@dataclass(frozen=True)
class Draft:
    """`form` says how `planted` was put into `text`, from `start`; both empty in a clean one."""

    case: Case
    text: str
    form: str = ""
    planted: str = ""
    start: int = 0


def cases() -> list[Case]:
    chance = random.Random(SEED)
    return [_case(number, *people, chance) for number, people in enumerate(_PEOPLE)]


def _case(number: int, first: str, last: str, mother: str, chance: random.Random) -> Case:
    born = date(2025, chance.randint(1, 12), chance.randint(13, 28))
    died = date(2026, chance.randint(1, 6), chance.randint(13, 28))
    street = _STREETS[number % len(_STREETS)]
    postcode = f"ZE{number + 1} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}{chance.choice('JLNPQR')}"
    child = Child(
        first_name=first,
        last_name=last,
        date_of_birth=born,
        date_of_death=died,
        nhs_number=_with_check_digit(chance),
        address=f"{chance.randint(2, 98)} {street}, Nether Wickham, {postcode}",
        la_child_id=f"LA-{chance.randint(10_000, 99_999)}",
        other_names=("Bubba",),
        family=(Relative(name=mother, relationship="parent", date_of_birth=date(1998, 2, 17)),),
    )
    details = ReportDetails(
        children=(child,),
        outline="Seen by Ms Quartermaine at Larkspur Meadow Nursery on the day before.",
        reporter_name="Dr Rosalind Featherstone",
        reporter_contact="r.featherstone@hospital.example, 01632 960147",
        police_reference=f"44{chance.randint(100_000, 999_999)}",
    )
    return Case(details=details, child=child, mother=mother, street=street, postcode=postcode)


def _with_check_digit(chance: random.Random) -> str:
    while True:
        digits = f"9{chance.randint(0, 99_999_999):08}"
        check = (11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11) % 11
        if check < 10:
            return f"{digits}{check}"


def planted() -> Iterator[Draft]:
    """Every form in every case that has it."""
    chance = random.Random(SEED)
    for case in cases():
        for form, make in FORMS.items():
            if words := make(case):
                before, after = _prose(chance, 4), _prose(chance, 4)
                yield Draft(
                    case,
                    f"{before}{_TELLING}{words} at that time. {after}",
                    form,
                    words,
                    len(before) + len(_TELLING),
                )


def clean() -> Iterator[Draft]:
    """What a good draft says; each against a case of its own."""
    chance, all_cases = random.Random(SEED), cases()
    for number in range(CLEAN):
        yield Draft(all_cases[number % len(all_cases)], _prose(chance, 12))


def _prose(chance: random.Random, sentences: int) -> str:
    return " ".join(chance.sample(SENTENCES, sentences))
