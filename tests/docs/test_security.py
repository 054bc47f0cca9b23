"""The ledger of docs/security.md names tests that exist, and says of every row how it stands."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
LEDGER: dict[str, dict[str, Any]] = tomllib.loads((PROJECT / "docs" / "asvs.toml").read_text())
ROWS = {number: row for chapter in LEDGER.values() for number, row in chapter.items() if isinstance(row, dict)}
WAYS = {"test", "reason", "open"}
DOCUMENT = (PROJECT / "docs" / "security.md").read_text()


@pytest.mark.parametrize("number", ROWS)
def test_a_row_says_in_one_way_how_it_stands(number: str) -> None:
    row = ROWS[number]
    assert re.fullmatch(r"\d{1,2}\.\d\.\d{1,2}", number)
    assert row["level"] in (1, 2)
    (way,) = row.keys() - {"level"}
    assert way in WAYS and row[way].strip()


@pytest.mark.parametrize("number", [number for number, row in ROWS.items() if "test" in row])
def test_a_test_that_is_named_exists(number: str) -> None:
    file, _, name = ROWS[number]["test"].partition("::")
    assert re.search(rf"^(async )?def {name}\(", (PROJECT / file).read_text(), re.M), ROWS[number]["test"]


def test_every_chapter_is_there_and_a_row_stands_in_its_own() -> None:
    assert list(LEDGER) == [f"V{number}" for number in range(1, 18)]
    for chapter, rows in LEDGER.items():
        if rows.keys() & WAYS:
            assert len(rows) == 1
        else:
            assert all(f"V{number.split('.')[0]}" == chapter for number in rows)


def test_the_document_counts_as_the_ledger_does() -> None:
    counts = {way: sum(way in row for row in ROWS.values()) for way in WAYS}
    told = f"{len(ROWS)} rows: {counts['test']} by a test, {counts['reason']} by a reason, {counts['open']} open"
    assert told in " ".join(DOCUMENT.split())


def test_every_row_of_both_levels_is_there() -> None:
    """Of 5.0.0: 70 at level 1 and 183 at level 2, of which the seven of WebRTC are one reason."""
    assert LEDGER["V17"].keys() == {"reason"}
    assert [sum(row["level"] == level for row in ROWS.values()) for level in (1, 2)] == [70, 183 - 7]
    assert not [chapter for chapter, rows in LEDGER.items() if "open" in rows]
