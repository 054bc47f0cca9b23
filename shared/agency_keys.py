"""The agencies' own public keys, as the partnership's file has them now: a key that is added there is believed at
once, and one that is taken out at once no more, without a restart.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import structlog
from joserfc.jwk import Key
from pydantic import ValidationError

from shared.identity.keys import document_of, key_id, public_key
from shared.partnership import Partnership, load

log = structlog.get_logger()


class KeysUnreadable(OSError):
    """For now nobody can be told from anybody: to be asked again, which taken back for good would not be."""


class AgencyKeys:
    """Looks at the file again whenever it was written anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = (-1, -1)
        self._known: Mapping[str, tuple[str, Key]] = {}

    def whose(self, key: str) -> tuple[str, Key] | None:
        """The agency, and its key with this id; None for a key of nobody's. Raises KeysUnreadable."""
        self._look()
        return self._known.get(key)

    def _look(self) -> None:
        try:
            file = self._path.stat()
            stamp = (file.st_mtime_ns, file.st_ino)  # two writes may share a tick, never a file
            if stamp == self._stamp:
                return
            self._known = dict(_keys(load(self._path)))
            self._stamp = stamp
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
            # A key that somebody meant to take out may still stand in what we knew.
            self._known, self._stamp = {}, (-1, -1)
            log.error("identity.agency_keys_unreadable", error_type=type(error).__name__)
            raise KeysUnreadable("the partnership's file cannot be read") from None


def _keys(partnership: Partnership) -> Iterator[tuple[str, tuple[str, Key]]]:
    for agency in partnership.agencies:
        for text in agency.keys:
            key = public_key(document_of(text.encode()))
            yield key_id(key), (agency.id, key)
