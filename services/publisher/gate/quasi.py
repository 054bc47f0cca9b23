"""What tells who somebody is without a name: order among siblings, a rare condition, the method, a small place."""

import re
from collections.abc import Iterator

from services.publisher.gate.finding import Rule, Span
from services.publisher.gate.folding import Folded

_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_KIN = (
    r"(?:child(?:ren)?|siblings?|brothers?|sisters?|sons?|daughters?|boys?|girls?"
    r"|half-(?:brother|sister|sibling)s?)"
)
_RULES: tuple[tuple[Rule, str], ...] = (
    (
        "sibling order",
        r"(?:(?:eldest|oldest|youngest|middle|younger|older|elder|first|second|third|fourth|fifth|sixth|only|last)"
        rf"(?:[- ]born)?(?: of| {_KIN})(?: {_COUNT})?(?: {_KIN})?|one of {_COUNT}(?: {_KIN})?|twins?|triplets?"
        rf"|(?:had |has |his |her |their |and )?{_COUNT} (?:\w+ )?(?:siblings|brothers|sisters|half-siblings))",
    ),
    (
        "rare condition",
        r"(?:\w+(?:'s)? (?:syndrome|dystrophy|atresia|palsy)|osteogenesis imperfecta|brittle bones?"
        r"|cystic fibrosis|haemophilia|sickle cell|spina bifida|hydrocephalus|leukaemia|epilepsy|tracheostomy"
        r"|hypoxic|muscular \w+|congenital \w+|rare (?:\w+ )?(?:condition|disease|disorder|illness)"
        r"|fo?etal alcohol|albinism|dwarfism|achondroplasia|porphyria|rickets)",
    ),
    (
        "method",
        r"(?:hang(?:ed|ing)|ligature|noose|overdos\w+|stabb\w+|knife|knives|drown\w+|strangl\w+|suffocat\w+"
        r"|smother\w+|shak(?:en|ing) (?:baby|violently)|shaken|burn(?:s|ed|t)?|scald\w*|poison\w*|shot|firearm"
        r"|jump(?:ed|ing)? (?:from|off|in front)|railway|train|bleach|methadone|cannabis oil|cocaine|heroin"
        r"|starv\w+|machete|fell from|window|bath(?:tub)?|dog (?:bite|attack))",
    ),
    (
        "small place",
        r"(?:(?:village|hamlet|island|isle|estate|caravan (?:site|park)|travellers?'? site|farm|barracks"
        r"|army base|commune)\b)",
    ),
)
_FOLDED = tuple((rule, re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")) for rule, pattern in _RULES)
_NAMED = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]+ ){1,4}(?:(?:Primary|Infants?|Junior|High|Secondary|Grammar|Comprehensive|Special) )?"
    r"(?:School|Academy|College|Nursery|Hospital|Infirmary|Hospice|Surgery|Prison|Crown Court|Family Court"
    r"|Church|Mosque|Refuge)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|PC|WPC|DC|DS|DI|Sgt)\.? [A-ZÀ-ÞŁŚŻ][\w'’-]+")


def find(text: str, folded: Folded) -> Iterator[Span]:
    """`text` as written: capitals tell a named setting from any other."""
    for rule, pattern in _FOLDED:
        for match in pattern.finditer(folded.text):
            yield Span(rule, "likely", *folded.span(match.start(), match.end()))
    for match in _NAMED.finditer(text):
        yield Span("school or setting", "likely", match.start(), match.end())
    for match in _TITLED.finditer(text):
        yield Span("worker", "likely", match.start(), match.end())
