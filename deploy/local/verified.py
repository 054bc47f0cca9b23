"""What `cspr verify` found last of each service: kept beside the installation; the watcher tells the console."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError

from shared.verify import Finding


class Verified(BaseModel):
    """`at` is real time: when somebody looked. `differing`: which of so many things compared are not the same."""

    at: AwareDatetime
    compared: int
    differing: tuple[str, ...] = ()


_ALL = TypeAdapter(dict[str, Verified])


def path_in(data_dir: Path) -> Path:
    return data_dir / "verified.json"


def note(data_dir: Path, service: str, findings: Sequence[Finding], at: datetime | None = None) -> None:
    """In the place of what was found of it before; written whole or not at all."""
    differing = tuple(finding.what for finding in findings if finding.problems)
    found = Verified(at=at or datetime.now(UTC), compared=len(findings), differing=differing)
    path = path_in(data_dir)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(_ALL.dump_json({**read(path), service: found}))
    fresh.rename(path)


def read(path: Path | None) -> Mapping[str, Verified]:
    """By service; empty where nobody has looked yet, or what is there cannot be read."""
    try:
        return _ALL.validate_json(path.read_bytes()) if path else {}
    except (OSError, ValidationError):
        return {}


def as_data(path: Path | None) -> dict[str, object]:
    """The same as JSON tells it."""
    found: dict[str, object] = json.loads(_ALL.dump_json(dict(read(path))))
    return found
