"""Numbers, days, months and years in words and figures, as regular expressions and as what they mean."""

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MONTHS = "january february march april may june july august september october november december".split()

CARDINALS = {word: number for number, word in enumerate(_UNITS, 1)} | _TENS
CARDINALS |= {
    f"{tens}{gap}{unit}": value + number
    for tens, value in _TENS.items()
    for number, unit in enumerate(_UNITS[:9], 1)
    for gap in ("-", " ", "")
}
DAYS = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
DAYS |= {
    f"{tens}{gap}{unit}": value + number
    for tens, value in (("twenty", 20), ("thirty", 30))
    for number, unit in enumerate(_ORDINALS[:9], 1)
    for gap in ("-", " ", "")
    if value + number <= 31
}
MONTHS = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}


def either(words: object) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


def number(text: str) -> int | None:
    """Of figures or words."""
    return int(text) if text.isdecimal() else CARDINALS.get(" ".join(text.split()))


def year(text: str) -> int | None:
    """2024, '24 or 24; twenty twenty-four, two thousand and twenty-four."""
    figures = text.strip("' ")
    if figures.isdecimal():
        return int(figures) + (0 if len(figures) > 2 else 2000 if int(figures) < 70 else 1900)
    words = text.replace("-", " ").split()
    if words[:2] == ["two", "thousand"]:
        return 2000 + (CARDINALS.get(" ".join(w for w in words[2:] if w != "and")) or 0)
    century = {"twenty": 2000, "nineteen": 1900}.get(words[0]) if words else None
    rest = CARDINALS.get(" ".join(words[1:])) if words[1:] else None
    return century + rest if century and rest else None
