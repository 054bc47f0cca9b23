"""Dates in any form: of birth or death, which must go; parts of one; and any other exact day, which is weighed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.publisher.gate.finding import Span
from services.publisher.gate.folding import Folded
from services.publisher.gate.identifiers import Identifiers
from services.publisher.gate.spoken import CARDINALS, DAYS, MONTHS, either, year

_SEPARATOR = r"(?: ?[./\-,_|:] ?| )"
_DAY = rf"(?:(?P<d>\d{{1,2}}) ?(?:st|nd|rd|th)?|(?P<dw>{either(DAYS)}))"
_MONTH = rf"(?P<m>{either(MONTHS)})\b\.?"
_YEAR_WORDS = rf"(?:twenty|nineteen)[ -](?:{either(CARDINALS)})|two thousand(?: and)?(?: (?:{either(CARDINALS)}))?"
_YEAR = rf"(?P<y>(?:19|20)\d\d|'\d\d|\d\d(?!\d)|{_YEAR_WORDS})"
_GAP = r"[\s,.\-/]{1,3}"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<a>\d{{1,2}}){_SEPARATOR}(?P<b>\d{{1,2}}){_SEPARATOR}(?P<c>(?:19|20)\d\d|\d\d)"
    rf"|(?P<y>(?:19|20)\d\d){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<d>\d{{1,2}})"
    r"|(?P<run>\d{8}))(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"(?<![a-z0-9]){_DAY}{_GAP}(?:day )?(?:of )?{_MONTH}(?:[\s,.\-/']{{0,3}}(?:in )?{_YEAR})?(?![a-z0-9])"
)
_MONTH_FIRST = re.compile(rf"(?<![a-z0-9]){_MONTH}{_GAP}(?:the )?{_DAY}(?!\d)(?:{_GAP}{_YEAR})?(?![a-z0-9])")
_MONTH_ONLY = re.compile(rf"(?<![a-z0-9]){_MONTH}[\s,.\-/']{{1,3}}(?:of )?{_YEAR}(?![a-z0-9])")
_SHORT = re.compile(r"(?<![\d/.])(?P<d>\d{1,2})[/](?P<m>\d{1,2})(?![\d/.])")
_MONTH_OF_BIRTH = re.compile(rf"(?:born|birthday|birth|died|death)\b[^.\n]{{0,40}}?(?<![a-z]){_MONTH}(?![a-z])")
_YEAR_OF_BIRTH = re.compile(r"(?:born|birth|died|death)\b[^.\n]{0,30}?(?P<y>(?:19|20)\d\d)(?!\d)")


class Told(NamedTuple):
    """What an expression says; each may be left open."""

    day: int | None
    month: int | None
    year: int | None


def find(folded: Folded, known: Identifiers) -> Iterator[Span]:
    whole: list[tuple[int, int]] = []
    for match, readings in _readings(folded.text):
        start, end = match.span()
        if any(start < b and a < end for a, b in whole):
            continue
        whole.append((start, end))
        yield from _judged(folded, start, end, readings, known)
    for match in (*_MONTH_OF_BIRTH.finditer(folded.text), *_YEAR_OF_BIRTH.finditer(folded.text)):
        said = Told(
            None, MONTHS.get(match.groupdict().get("m") or ""), year(match.groupdict().get("y") or "") or None
        )
        if any(_agrees(said, day) for day in known.life):
            yield Span("part of a date", "likely", *folded.span(match.start(), match.end()))


def _readings(text: str) -> Iterator[tuple[re.Match[str], list[Told]]]:
    for match in _NUMERIC.finditer(text):
        if readings := [each for each in _numeric(match) if _possible(each)]:
            yield match, readings
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY, _SHORT):
        for match in pattern.finditer(text):
            told = _in_words(match.groupdict())
            if _possible(told):
                yield match, [told]


def _numeric(match: re.Match[str]) -> list[Told]:
    """Either way round: who typed it may think in American."""
    if run := match["run"]:
        parts = [(run[:2], run[2:4], run[4:]), (run[2:4], run[:2], run[4:]), (run[6:], run[4:6], run[:4])]
        return [Told(int(d), int(m), int(y)) for d, m, y in parts]
    if match["y"]:
        return [Told(int(match["d"]), int(match["m"]), int(match["y"]))]
    a, b, c = int(match["a"]), int(match["b"]), year(match["c"])
    short = [Told(int(match["c"]), b, year(f"{a:02}"))] if len(match["c"]) == 2 else []
    return [Told(a, b, c), Told(b, a, c), *short]


def _in_words(said: dict[str, str | None]) -> Told:
    figures = said.get("d")
    day = int(figures) if figures else DAYS.get(said.get("dw") or "")
    month = said.get("m") or ""
    return Told(day, int(month) if month.isdecimal() else MONTHS.get(month), year(said.get("y") or "") or None)


def _possible(told: Told) -> bool:
    return 1 <= (told.day or 1) <= 31 and 1 <= (told.month or 1) <= 12 and 1900 <= (told.year or 2000) < 2100


def _agrees(told: Told, with_: object) -> bool:
    """As far as it says anything."""
    pairs = ((told.day, "day"), (told.month, "month"), (told.year, "year"))
    said = [(value, name) for value, name in pairs if value is not None]
    return bool(said) and all(value == getattr(with_, name) for value, name in said)


def _judged(folded: Folded, start: int, end: int, readings: list[Told], known: Identifiers) -> Iterator[Span]:
    place = folded.span(start, end)
    matching = [told for told in readings if any(_agrees(told, day) for day in known.life)]
    if any(told.day for told in matching):
        yield Span("date of birth or death", "certain", *place)
    elif matching or any(_agrees(told, day) for told in readings for day in known.events):
        yield Span("part of a date", "likely", *place)
    if any(told.day for told in readings) and not matching:
        yield Span("exact date", "likely", *place)
