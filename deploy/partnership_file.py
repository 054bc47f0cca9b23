"""Another agency in the partnership's file: checked as the services check it, and written whole or not at all.

The file is people's: comments and order stay as they are, and the new table stands at its end.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from deploy.partnership import PartnershipUnreadable
from shared.edge import problems
from shared.partnership import Partnership
from shared.recipients import Agency


class AgencyRefused(Exception):
    """Each problem is the field and its rule, never what was given."""

    def __init__(self, *found: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {rule}" for field, rule in found))
        self.problems = found


def agency_of(**given: str | tuple[str, ...]) -> Agency:
    """By the model that the services read the file with. Raises AgencyRefused."""
    try:
        return Agency.model_validate(given)
    except ValidationError as error:
        found = problems(error, Agency.model_fields)
        raise AgencyRefused(*((where.removeprefix("/"), rule) for where, rule in found)) from None


def text_of(path: Path) -> str:
    """With its line ends. Raises PartnershipUnreadable."""
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise PartnershipUnreadable(f"the partnership file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise PartnershipUnreadable("the partnership file is not UTF-8") from None


def with_agency(text: str, agency: Agency, note: str) -> str:
    """The file's text with this agency at its end, under `note` as a comment; as it is, where it says so already.

    Raises AgencyRefused where another agency has the id, and PartnershipUnreadable where the whole would not be
    read as the file and one agency more.
    """
    before = read(text)
    there = next((each for each in before.agencies if each.id == agency.id), None)
    if there == agency:
        return text
    if there:
        raise AgencyRefused(("id", "is another agency's of this partnership"))
    after = "\n".join([text.rstrip("\n"), "", f"# {note}", *_table(agency), ""])
    wanted = before.model_copy(update={"agencies": (*before.agencies, agency)})
    if read(after) != wanted:
        raise PartnershipUnreadable("the partnership file has its agencies in a form that nothing can be added to")
    return after


def _table(agency: Agency) -> Iterator[str]:
    """TOML writes a string as JSON does, but for characters that no field may have."""
    yield "[[agencies]]"
    for field, value in agency.model_dump(exclude_defaults=True).items():
        yield f"{field} = {json.dumps(value, ensure_ascii=False)}"


def read(text: str) -> Partnership:
    """What the file says. Raises PartnershipUnreadable, which says where it is wrong."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        return Partnership.model_validate(content)
    except tomllib.TOMLDecodeError as error:
        raise PartnershipUnreadable(f"the partnership file is not TOML: {error}") from error
    except ValidationError as error:
        told = "; ".join(f"{where or '/'} {rule}" for where, rule in problems(error, Partnership.model_fields))
        raise PartnershipUnreadable(f"the partnership file is not as it must be: {told}") from None


def replaced(path: Path, text: str) -> None:
    """A reader finds the old file or the new one, after a power cut too. Mode stays, and a link to it."""
    path = path.resolve()
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
