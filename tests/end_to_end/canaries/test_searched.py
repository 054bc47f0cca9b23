"""The search finds what is there, however it is written; without this, finding nothing would prove nothing."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest

from deploy.demo.scenario import load
from services.intake.reported_child import ReportedChild
from tests.end_to_end.canaries.planted import PREFIX, planted_in
from tests.end_to_end.canaries.searched import Search

WORD, BIRTH, NHS = PREFIX + "bcdfghjk", "17/05/2010", "999 417 2030"
VALUES = (WORD, BIRTH, NHS)
SEARCH = Search(VALUES)
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "in capitals": lambda it: it.upper().encode(),
    "UTF-16, little end first": lambda it: it.encode("utf-16-le"),
    "UTF-16, big end first": lambda it: it.encode("utf-16-be"),
    "hexadecimal": lambda it: it.encode().hex().encode(),
    "hexadecimal capitals": lambda it: it.encode().hex().upper().encode(),
    "in an address": lambda it: quote_plus(it).encode(),
    "every byte in percent": lambda it: "".join(f"%{byte:02X}" for byte in it.encode()).encode(),
    "JSON": lambda it: json.dumps(it).replace("/", "\\/").encode(),
    "JSON, every letter escaped": lambda it: "".join(f"\\u{ord(letter):04X}" for letter in it).encode(),
    "base64": lambda it: base64.b64encode(it.encode()),
    "base64, one later": lambda it: base64.b64encode(b"." + it.encode() + b".."),
    "base64, two later": lambda it: base64.b64encode(b".." + it.encode() + b"."),
    "base64 for addresses": lambda it: base64.urlsafe_b64encode(b"?" + it.encode()),
    "zlib": lambda it: zlib.compress(b"before " + it.encode() * 2),
    "gzip": lambda it: gzip.compress(it.encode() + b" after"),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_found_however_it_is_written(value: str, way: str) -> None:
    assert SEARCH(b"\x00\xff before, " + WRITTEN[way](value) + b" and after") == {value}


def test_nothing_is_found_where_nothing_is() -> None:
    assert SEARCH(b"\x78\x9c\x1f\x8b\x08" + bytes(range(256)) * 40 + WORD[:-1].encode()) == set()


def test_fifty_values_and_more_are_planted_each_once_and_of_every_kind() -> None:
    entries, planted = planted_in(load())
    assert len(set(planted.words)) == len(planted.words) > 50
    told = json.dumps([entry.model_dump(mode="json") for entry in entries])
    assert [word for word in planted.words if told.count(word) != 1] == []
    children = [child for entry in entries if entry.kind == "report" for child in entry.event["data"]["children"]]
    assert sum("nhs_number" in child for child in children) > 4
    for child in children:
        ReportedChild.model_validate_json(json.dumps(child))
