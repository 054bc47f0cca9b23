"""What each package of the lock files says its licence is, as SPDX writes it, and whether we may use it.

`licences.toml` beside this file is the table; a test holds it to the lock files and to what is installed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

TABLE = Path(__file__).with_name("licences.toml")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==\S+( ; .*?)?(?: \\)?$")
_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "LicenseRef-BSD",  # one of them: it does not say which
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_WORDED = {"3-Clause BSD License": "BSD-3-Clause", "BSD-3-Clause": "BSD-3-Clause", "MIT": "MIT"}


@dataclass(frozen=True)
class Table:
    """`packages`: name to SPDX. `allowed`: identifier to why. `exceptions`: package to why all the same."""

    packages: Mapping[str, str]
    allowed: Mapping[str, str]
    exceptions: Mapping[str, str]

    def refused(self) -> Iterator[str]:
        """Packages that no allowed licence covers, and that are no exception."""
        for name, expression in self.packages.items():
            if name not in self.exceptions and not is_allowed(expression, self.allowed):
                yield name


def table() -> Table:
    return Table(**tomllib.loads(TABLE.read_text()))


def is_allowed(expression: str, allowed: Mapping[str, str]) -> bool:
    """One of what OR offers, and of that all that AND asks for. (No package here has brackets.)"""
    return any(all(each in allowed for each in option.split(" AND ")) for option in expression.split(" OR "))


def locked(lock: Path) -> dict[str, bool]:
    """Name to whether every machine installs it; what has a condition may be missing here."""
    found = (_PINNED.match(line) for line in lock.read_text().splitlines())
    return {match[1]: match[2] is None for match in found if match}


def said(name: str) -> str | None:
    """By the package itself; None when it says nothing that can be read. Raises PackageNotFoundError."""
    its = metadata(name)
    return _told(its, "License-Expression") or _classified(its) or _WORDED.get(_told(its, "License"))


def _told(its: PackageMetadata, field: str) -> str:
    return its[field].strip() if field in its else ""


def _classified(its: PackageMetadata) -> str | None:
    classifiers = [
        each.split(" :: ")[-1] for each in its.get_all("Classifier") or () if each.startswith("License ::")
    ]
    known = [_CLASSIFIED[each] for each in classifiers if each in _CLASSIFIED]
    return " OR ".join(known) or None
