"""Bad input by name: what an agency's system may send, and what must become of it, over HTTP and Kafka alike."""

from typing import Literal

from tests.bad_input.broken_bytes import BYTES
from tests.bad_input.identity import IDENTITY
from tests.bad_input.made import BadInputCase
from tests.bad_input.names import NAMES
from tests.bad_input.structure import STRUCTURE
from tests.bad_input.text_and_numbers import NUMBERS, TEXT
from tests.bad_input.times import DATES, TIMES

CASES = [*BYTES, *STRUCTURE, *NAMES, *TEXT, *NUMBERS, *TIMES, *DATES, *IDENTITY]


def over(way: Literal["http", "kafka"]) -> list[BadInputCase]:
    return [case for case in CASES if case.only in (None, way)]
