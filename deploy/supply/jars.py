"""Kafka's jars: which, and the SHA-256 of each, as `jars.txt` beside this file has them.

`python -m deploy.supply.jars` writes it anew when another Kafka is chosen; who commits that looks at what changed.
Maven compares what it fetches with a hash from the same place; this one is ours, and stays what it was.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("jars.txt")


class NotAsPinned(Exception):
    """A jar that nobody chose, or with other bytes than when it was chosen."""


@cache
def table() -> Mapping[str, str]:
    """`group:artifact:version` to SHA-256, in hexadecimal digits."""
    return dict(line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))


def check(coordinates: str, jar: Path, pinned: Mapping[str, str]) -> None:
    """Raises NotAsPinned."""
    wanted = pinned.get(coordinates)
    if wanted is None:
        raise NotAsPinned(f"{coordinates} is not in {TABLE.name}")
    if digest(jar) != wanted:
        raise NotAsPinned(f"{coordinates} is not what {TABLE.name} says it is")


def digest(jar: Path) -> str:
    with jar.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def bill(pinned: Mapping[str, str]) -> dict[str, Any]:
    """What is pinned, as CycloneDX has it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [_component(coordinates, hashed) for coordinates, hashed in pinned.items()],
    }


def _component(coordinates: str, hashed: str) -> dict[str, Any]:
    group, name, version = coordinates.split(":")
    return {
        "type": "library",
        "group": group,
        "name": name,
        "version": version,
        "purl": f"pkg:maven/{group}/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": hashed}],
    }


def written(jars: Iterable[tuple[str, Path]]) -> str:
    """The table of these."""
    lines = sorted({f"{coordinates} {digest(jar)}" for coordinates, jar in jars})
    return "\n".join(("# group:artifact:version, SHA-256: see jars.py", *lines, ""))


def main() -> None:
    from deploy.local.kafka import resolved  # which reads the table itself

    TABLE.write_text(written(resolved()))


if __name__ == "__main__":
    main()
