"""The forms in which an identifier gets into a draft, each made from a case. Empty: this case has none such."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.events.report import Child, ReportDetails

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
_ORDINALS = {
    13: "thirteenth", 14: "fourteenth", 15: "fifteenth", 16: "sixteenth", 17: "seventeenth", 18: "eighteenth",
    19: "nineteenth", 20: "twentieth", 21: "twenty-first", 22: "twenty-second", 23: "twenty-third",
    24: "twenty-fourth", 25: "twenty-fifth", 26: "twenty-sixth", 27: "twenty-seventh", 28: "twenty-eighth",
}  # fmt: skip
_LOOKS_ALIKE = str.maketrans("aeocpxy", "аеосрху")  # Cyrillic
_NICKNAMES = {
    "Theodore": "Teddy", "Muhammad": "Mo", "Oluwaseun": "Seun", "Temitope": "Temi", "Zbigniew": "Zbiggy",
    "Angharad": "Anghi", "Llewelyn": "Llew", "Kacper": "Kacpy", "Yusuf": "Youssef",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    details: ReportDetails
    child: Child
    mother: str
    street: str
    postcode: str

    @property
    def first(self) -> str:
        return self.child.first_name

    @property
    def last(self) -> str:
        return self.child.last_name.split()[-1]

    @property
    def number(self) -> str:
        return self.child.address.split()[0]


def _slip(name: str) -> str:
    """Two letters in the other order."""
    return name[:2] + name[3] + name[2] + name[4:] if len(name) > 4 else ""


def _born(form: str) -> Callable[[Case], str]:
    return lambda case: f"{case.child.date_of_birth:{form}}"


def _died(form: str) -> Callable[[Case], str]:
    return lambda case: f"{case.child.date_of_death:{form}}"


def _in_words(case: Case) -> str:
    born = case.child.date_of_birth
    assert born
    return f"the {_ORDINALS[born.day]} of {born:%B} twenty twenty-five"


def _weeks(case: Case) -> int:
    born, died = case.child.date_of_birth, case.child.date_of_death
    assert born and died
    return (died - born).days // 7


FORMS: dict[str, Callable[[Case], str]] = {
    "whole name": lambda it: f"{it.first} {it.last}",
    "surname first": lambda it: f"{it.last.upper()}, {it.first}",
    "first name": lambda it: it.first,
    "possessive": lambda it: f"{it.first}’s mother",
    "small letters": lambda it: f"{it.first} {it.last}".lower(),
    "capitals": lambda it: it.last.upper(),
    "without accents": lambda it: it.last.translate(str.maketrans("śłóéáọ̀", "sloeao ")).replace(" ", ""),
    "family": lambda it: f"the {it.last}s",
    "mother": lambda it: it.mother,
    "initial and surname": lambda it: f"{it.first[0]}. {it.last}",
    "initials with points": lambda it: f"{it.first[0]}.{it.last[0]}.",
    "initials together": lambda it: f"{it.first[0]}{it.last[0]}",
    "child and initial": lambda it: f"Child {it.first[0]}",
    "other name": lambda it: it.child.other_names[0],
    "nickname": lambda it: _NICKNAMES.get(it.first, ""),
    "letters changed round": lambda it: _slip(it.first),
    "letter left out": lambda it: it.last[:3] + it.last[4:] if len(it.last) > 5 else "",
    "letter doubled": lambda it: it.first[:3] + it.first[2] + it.first[3:] if len(it.first) > 4 else "",
    "split by hyphens": lambda it: f"{it.first[:2]}-{it.first[2:]}",
    "split by points": lambda it: ".".join(it.first),
    "spaced out": lambda it: " ".join(it.first),
    "zero width": lambda it: "\u200b".join(it.first),
    "zero width between": lambda it: f"{it.first}\u200b{it.last}",
    "soft hyphen": lambda it: f"{it.last[:3]}\u00ad{it.last[3:]}",
    "line break": lambda it: f"{it.first[:3]}-\n{it.first[3:]}",
    "name over a line": lambda it: f"{it.first}\n{it.last}",
    "homoglyphs": lambda it: it.first.translate(_LOOKS_ALIKE),
    "fullwidth": lambda it: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in it.first),
    "hashtag": lambda it: f"#JusticeFor{it.first.replace(' ', '')}",
    "file name": lambda it: f"{it.first}_{it.last}_final.docx",
    "in an address": lambda it: f"[a story](https://news.example/{it.first.lower()}-{it.last.lower()})",
    "born, numeric": _born("%d/%m/%Y"),
    "born, short year": _born("%d.%m.%y"),
    "born, American": _born("%m/%d/%Y"),
    "born, ISO": _born("%Y-%m-%d"),
    "born, spaced": _born("%d %m %Y"),
    "born, run together": _born("%d%m%Y"),
    "born, in full": _born("%-d %B %Y"),
    "born, ordinal": lambda it: f"{it.child.date_of_birth:%B} {it.child.date_of_birth.day}th",  # type: ignore[union-attr]
    "born, in words": _in_words,
    "born, day and month": _born("%-d %b"),
    "born, month and year": _born("%B %Y"),
    "born, zero width": lambda it: f"{it.child.date_of_birth:%d}\u200b/{it.child.date_of_birth:%m/%Y}",
    "died, in full": _died("%A %-d %B %Y"),
    "died, numeric": _died("%d-%m-%Y"),
    "mother born": lambda it: "17 February 1998",
    "age in weeks": lambda it: f"a baby {_weeks(it)} weeks old",
    "age in months": lambda it: f"aged {_WORDS[min(_weeks(it) // 4, 16)]} months",
    "age, hyphens": lambda it: f"a {_weeks(it)}-week-old",
    "age in days": lambda it: f"at {_weeks(it) * 7} days of age",
    "address": lambda it: f"{it.number} {it.street}",
    "street": lambda it: it.street,
    "street, short": lambda it: it.street.replace("Close", "Cl").replace("Road", "Rd").replace("Lane", "Ln"),
    "street, a slip": lambda it: it.street[:3] + it.street[4:],
    "postcode": lambda it: it.postcode,
    "postcode, together": lambda it: it.postcode.replace(" ", "").lower(),
    "place": lambda it: "Nether Wickham",
    "nursery": lambda it: "Larkspur Meadow Nursery",
    "worker": lambda it: "Rosalind Featherstone",
    "worker's surname": lambda it: "Ms Quartermaine",
    "police reference": lambda it: it.details.police_reference,
    "authority's reference": lambda it: it.child.la_child_id,
    "reference, spaced": lambda it: it.child.la_child_id.replace("-", " "),
    "NHS number": lambda it: it.child.nhs_number,
    "NHS number, spaced": lambda it: (
        f"{it.child.nhs_number[:3]} {it.child.nhs_number[3:6]} {it.child.nhs_number[6:]}"
    ),
    "somebody's NHS number": lambda it: "943 476 5919",
    "somebody's pupil number": lambda it: "H801200001001",
    "telephone": lambda it: "01632 960147",
    "telephone, abroad": lambda it: "+44 (0)1632 960 147",
    "e-mail": lambda it: "r.featherstone@hospital.example",
    "e-mail, hidden": lambda it: "r.featherstone (at) hospital (dot) example",
    "entity": lambda it: f"&#{ord(it.first[0])};{it.first[1:]}",
    "emphasis inside": lambda it: f"{it.first[:2]}**{it.first[2:]}**",
    "percent": lambda it: (
        f"https://news.example/%{ord(it.first[0]):02X}{it.first[1:]}" if it.first.isascii() else ""
    ),
    "picture's words": lambda it: f"![{it.first} at home](picture.png)",
}
