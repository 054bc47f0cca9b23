"""What an outline or an address names: titled people, settings, streets, numbers. Patterns only."""

import re
from typing import NamedTuple

from services.publisher.gate.folding import fold, squeezed
from services.publisher.gate.national import national
from services.publisher.gate.patterns import EMAIL, NHS, PHONE, POSTCODE

_NAME = r"[^\W\d_][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CAPITALISED = rf"(?-i:[A-ZÀ-ÞŁŚŻŹĆÓŃẸỌṢ]){_NAME}?"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Sister|PC|WPC|DC|DS|DI|Sgt|Nurse|Judge|Rev)\.? "
    rf"({_CAPITALISED}(?: {_CAPITALISED})?)"
)
_SETTING = re.compile(
    rf"((?:St\.? )?{_CAPITALISED}(?:[ ]{_CAPITALISED}){{0,4}} "
    r"(?:School|Academy|College|Nursery|Pre-?school|Playgroup|Children[’']s Home|Surgery|Hospital|Infirmary"
    r"|Hospice|Church|Mosque|Refuge))\b"
)
STREETS = {
    "road": "rd", "street": "st", "avenue": "ave", "close": "cl", "lane": "ln", "drive": "dr", "crescent": "cres",
    "court": "ct", "place": "pl", "gardens": "gdns", "grove": "gr", "terrace": "ter", "square": "sq", "way": "way",
    "walk": "walk", "row": "row", "mews": "mews", "hill": "hill", "green": "grn", "park": "pk", "rise": "rise",
    "view": "view", "house": "hse", "lodge": "lodge", "cottage": "cott", "villas": "villas", "parade": "pde",
}  # fmt: skip
_STREET = re.compile(
    rf"([\w'’.-]+(?: [\w'’.-]+){{0,3}}) ({'|'.join(STREETS)}|{'|'.join(set(STREETS.values()))})\.?$"
)


def titled(text: str) -> list[str]:
    """Names after a title: Ms Adeyemi, Dr J Lewis."""
    return [match[1] for match in _TITLED.finditer(text)]


def settings(text: str) -> list[str]:
    return [match[1] for match in _SETTING.finditer(text)]


def postcodes(text: str) -> list[str]:
    return [match[0] for match in POSTCODE.finditer(fold(text).text)]


class Contacts(NamedTuple):
    phones: frozenset[str]
    emails: frozenset[str]
    nhs: frozenset[str]


def contacts(text: str) -> Contacts:
    """Numbers and mail addresses in it."""
    plain = fold(text).text
    return Contacts(
        phones=frozenset(national(match[0]) for match in PHONE.finditer(plain)),
        emails=frozenset(squeezed(match[0]) for match in EMAIL.finditer(plain)),
        nhs=frozenset(squeezed(match[0]) for match in NHS.finditer(plain)),
    )


def address(folded: str) -> tuple[list[str], list[str]]:
    """(lines with a street, whole and without the number, long and short; the places beside them)."""
    streets: list[str] = []
    places: list[str] = []
    for line in re.split(r"[,\n;]", POSTCODE.sub("", folded)):
        line = line.strip(" .")
        street = _STREET.search(line)
        if street:
            streets += _forms(line, street[1], street[2])
        elif line and not line.isdigit():
            places.append(line)
    return streets, places


def _forms(line: str, name: str, kind: str) -> list[str]:
    short = {long: s for long, s in STREETS.items()} | {s: long for long, s in STREETS.items()}
    bare = re.sub(r"^(?:flat |apartment |no\.? )?\d+[a-z]?[ /-]*(?:\d+[a-z]? )?", "", name).strip()
    both = [kind, short[kind]]
    return [f"{words} {each}" for words in {name, bare} for each in both if words] + [line]
