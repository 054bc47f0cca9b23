"""The partnership's own file, as far as the installation needs it: which agencies report here."""

import re
import tomllib
from pathlib import Path

DEFAULT_PARTNERSHIP = Path(__file__).with_name("partnership.toml")


class PartnershipUnreadable(Exception):
    """The file is missing, is no TOML, or names no usable agency."""


def agencies(path: Path) -> list[str]:
    """The ids under `[[agencies]]`, in the order of the file; each becomes part of a topic's name."""
    try:
        content = tomllib.loads(path.read_text())
    except OSError as error:
        raise PartnershipUnreadable(f"the partnership file {path} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise PartnershipUnreadable(f"the partnership file {path} is not TOML: {error}") from error
    found = [str(agency.get("id", "")) for agency in content.get("agencies", [])]
    for one in found:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", one):
            raise PartnershipUnreadable(f"{path}: {one!r} cannot be an agency's id")
    if not found:
        raise PartnershipUnreadable(f"{path} names no agency")
    return found
