"""No two kinds of work take the same lock: each would wait for the other, and one of them for ever."""

import re
from collections import defaultdict
from pathlib import Path

PROJECT = Path(__file__).parents[2]
_LOCK = re.compile(r"^(\w+) = ([\d_]+)  # advisory lock", re.M)


def test_each_advisory_lock_has_a_number_of_its_own() -> None:
    found: dict[int, list[str]] = defaultdict(list)
    for file in (PROJECT / "shared").rglob("*.py"):
        for name, number in _LOCK.findall(file.read_text()):
            found[int(number)].append(name)
    assert len(found) >= 5
    assert [names for names in found.values() if len(names) > 1] == []
