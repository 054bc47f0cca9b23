"""The story as data: what happens when, who does it, and what must then be so.

A text in braces stands for what is known only when the story is told: see `references`.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

FOLDER = Path(__file__).parent / "scenario"


class ScenarioWrong(Exception):
    """The files contradict themselves, and the message says where."""


class _Entry(BaseModel):
    """`at`: domain time. `says`: the sentence for people. `name`: what makes a repeat recognisable."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    at: AwareDatetime
    says: str
    case: str | None = None


class Report(_Entry):
    """A partner agency's CloudEvent, to its Kafka topic. `opens` names the case for the other entries."""

    kind: Literal["report"]
    agency: str
    opens: str
    event: dict[str, Any]


class Rubbish(_Entry):
    """Something that is no report, to the same topic."""

    kind: Literal["record"]
    agency: str
    record: str


class Command(_Entry):
    """A person's action, by the service's HTTP API. `refused`: the rule that must forbid it.

    `opens`: it begins a case of its own, under that name; the case's id is then `id_of(name)`.
    """

    kind: Literal["command"]
    actor: str
    service: str
    path: str
    body: dict[str, Any] = {}
    refused: str | None = None
    opens: str | None = None


class Expected(BaseModel):
    """Of the rows where all of `where` is so, there are `count`, and each has all of `has`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: dict[str, Any] = {}
    count: int = 1
    has: dict[str, Any] = {}


class Form(_Entry):
    """A member of the public fills in the site's form. `opens` names the request that it begins: its `case`."""

    kind: Literal["form"]
    service: Literal["site"] = "site"
    path: str
    fields: dict[str, str]
    opens: str


class Receipt(_Entry):
    """What a recipient's system says of what it was sent, signed as that recipient's; a forged one is refused."""

    kind: Literal["receipt"]
    service: str
    recipient: str
    body: dict[str, Any]
    forged: bool = False

    @property
    def actor(self) -> str:
        return "somebody" if self.forged else f"recipient:{self.recipient}"


class Look(_Entry):
    """What must be so now. `service` may also be site, mail (its messages) or feedback (`path`: the agency).

    `answers`: the status of a page, where it is not there any more. `fields`: what is typed into its form.
    """

    kind: Literal["look"]
    service: str
    path: str
    expect: tuple[Expected, ...] = ()
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    answers: int = 200
    fields: dict[str, str] = {}


class Rebuild(_Entry):
    """The service's database is dropped, made anew and read back from Kafka."""

    kind: Literal["rebuild"]
    service: str


Entry = Annotated[Report | Rubbish | Command | Form | Receipt | Look | Rebuild, Field(discriminator="kind")]
_entries: TypeAdapter[list[Entry]] = TypeAdapter(list[Entry])


def id_of(name: str) -> str:
    """The id of a case that no report opens: whoever begins a joint review, or fills in a form, chooses it."""
    return str(uuid5(NAMESPACE_URL, f"demo/{name}"))


def load(folder: Path = FOLDER) -> list[Entry]:
    """All entries of all files, in the order of time. Raises ScenarioWrong, pydantic's ValidationError."""
    raw = [plain for path in sorted(folder.glob("*.toml")) for plain in _each(path)]
    entries = sorted(_entries.validate_python(raw), key=lambda entry: entry.at)
    _check(entries)
    return entries


def _each(path: Path) -> Iterator[dict[str, Any]]:
    """An entry with `each` stands for several: the body of each is the entry's own and one of these."""
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["entry"]:
        plain = json.loads(json.dumps(entry, default=_iso))
        if "each" not in plain:
            yield plain
            continue
        for number, body in enumerate(plain.pop("each"), 1):
            named = {"name": f"{plain['name']}/{number}", "says": plain["says"] if number == 1 else ""}
            yield {**plain, **named, "body": {**plain.get("body", {}), **body}}


def _iso(value: Any) -> str:
    if not isinstance(value, date | datetime):
        raise TypeError(type(value).__name__)
    return value.isoformat()


def _check(entries: Sequence[Entry]) -> None:
    names = [entry.name for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioWrong(f"two entries have the same name: {', '.join(twice)}")
    opened: set[str] = set()
    for entry in entries:
        if isinstance(entry, Report | Command | Form) and entry.opens:
            opened.add(entry.opens)
        if entry.case and entry.case not in opened:
            raise ScenarioWrong(f"{entry.name}: the case {entry.case} was not opened before")
