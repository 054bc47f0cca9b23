"""Ages told in days, weeks or months: so small a group that they single a child out."""

import re
from collections.abc import Iterator

from services.publisher.gate.finding import Span
from services.publisher.gate.folding import Folded
from services.publisher.gate.spoken import CARDINALS, either

_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d|½|1⁄2)?|{either(CARDINALS)}|an?)(?: and a half)?"
_UNIT = r"(?:days?|weeks?|wks?|months?|mths?|fortnights?|hours?)"
_PLAIN = rf"(?:just |only |about |around |almost |nearly |over )?{_NUMBER}[\s-]{{0,2}}{_UNIT}"
_AGE = re.compile(
    rf"(?<![a-z0-9])(?:{_PLAIN}(?:,? and {_NUMBER} {_UNIT})?[\s-]{{1,2}}(?:old|of age)"
    rf"|(?:aged|age of|age:?|at)\s{{1,2}}{_PLAIN}(?:,? and {_NUMBER} {_UNIT})?"
    rf"|{_NUMBER}[\s-]{{1,2}}(?:day|week|month)[\s-](?:baby|infant|child|boy|girl|twin)"
    rf"|(?:\d{{1,2}}) ?/ ?(?:12|52))(?![a-z0-9])"
)


def find(folded: Folded) -> Iterator[Span]:
    for match in _AGE.finditer(folded.text):
        yield Span("age in days, weeks or months", "likely", *folded.span(match.start(), match.end()))
