"""Numbers that name one person: NHS and unique pupil numbers, telephones; e-mail addresses and postcodes."""

import re
from collections.abc import Callable, Iterator

from services.publisher.gate.finding import Level, Rule, Span
from services.publisher.gate.folding import Folded, squeezed
from services.publisher.gate.identifiers import Identifiers
from services.publisher.gate.national import national
from services.publisher.gate.patterns import EMAIL, NHS, PHONE, POSTCODE, UPN

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_number_is_valid(digits: str) -> bool:
    """Ten digits; the last is 11 minus the weighted sum of the others, modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(digits) == 10 and (11 - total % 11) % 11 == int(digits[-1]) and len(set(digits)) > 1


def upn_is_valid(upn: str) -> bool:
    """A check letter, eleven digits and a digit or a letter, weighted 2 to 13, modulo 23."""
    upn = upn.upper()
    if len(upn) != 13 or not upn[1:12].isdigit() or (upn[12] not in _UPN_LETTERS and not upn[12].isdigit()):
        return False
    values = [int(each) if each.isdigit() else _UPN_LETTERS.index(each) for each in upn[1:]]
    return _UPN_LETTERS[sum(v * w for v, w in zip(values, range(2, 14), strict=True)) % 23] == upn[0]


def find(folded: Folded, known: Identifiers) -> Iterator[Span]:
    yield from _each(folded, NHS, "NHS number", known.nhs, valid=nhs_number_is_valid)
    yield from _each(folded, UPN, "unique pupil number", known.upns, valid=upn_is_valid)
    yield from _each(folded, PHONE, "phone number", known.phones)
    yield from _each(folded, EMAIL, "e-mail address", known.emails)
    yield from _each(folded, POSTCODE, "postcode", known.postcodes)


def _each(
    folded: Folded,
    pattern: re.Pattern[str],
    rule: Rule,
    ours: frozenset[str],
    valid: Callable[[str], bool] | None = None,
) -> Iterator[Span]:
    """Certain when it is of this case or its checksum says that it is somebody's."""
    for match in pattern.finditer(folded.text):
        spelt = national(match[0]) if rule == "phone number" else squeezed(match[0])
        if valid and spelt not in ours and not valid(spelt):
            continue
        level: Level = "certain" if valid or spelt in ours else "likely"
        yield Span(rule, level, *folded.span(match.start(), match.end()))
