"""Kafka's users of one installation, and their passwords: a file that only its owner can read.

A user of an agency is `partner.<agency>`; after a rotation `partner.<agency>.2`, and so on. Kafka checks a
password when somebody connects, and rights at each request: so a new password is a new user, and the one before
loses its rights in the middle of whatever it is doing. An empty password is a user that was turned away for good.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.local.secret_file import write_secret

OPERATOR = "operator"  # whoever runs the installation: `cspr`, and what provisions
BROKER = "broker"  # Kafka itself, to other brokers
CONTROLLER = "controller"  # Kafka itself, to what keeps its metadata
MAY_ALL = (OPERATOR, BROKER, CONTROLLER)
BESIDE = ("watcher", "witness")  # they look, and are no service


class KafkaUsers:
    """By user, a password. What `ensure` made once stays as it is, until it is rotated."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def ensure(self, names: Iterable[str], agencies: Iterable[str] = ()) -> None:
        """Make those that are missing. An agency that was turned away stays away."""
        known = self._read()
        missing = {name for name in (*MAY_ALL, *names) if name not in known}
        missing |= {user_of(agency) for agency in agencies if user_of(agency) not in known}
        if missing:
            self._write({**known, **{user: _new() for user in sorted(missing)}})

    def password(self, user: str) -> str:
        """Raises KeyError when there is no such user, or it was turned away."""
        password = self._read()[user]
        if not password:
            raise KeyError(user)
        return password

    def live(self) -> Mapping[str, str]:
        """User to password, of all that were not turned away."""
        return {user: password for user, password in self._read().items() if password}

    def of_agency(self, agency: str) -> str | None:
        """The agency's user; None when it was turned away, or never had one."""
        return next((user for user in reversed(self._all_of(agency)) if user in self.live()), None)

    def rotate(self, agency: str) -> str:
        """A new user for the agency, and those before turned away; the new one's name."""
        before = self._all_of(agency)
        user = f"{user_of(agency)}.{len(before) + 1}" if before else user_of(agency)
        self._write({**self._read(), **dict.fromkeys(before, ""), user: _new()})
        return user

    def revoke(self, agency: str) -> None:
        """Every user of the agency turned away."""
        turned_away = dict.fromkeys(self._all_of(agency) or [user_of(agency)], "")
        self._write({**self._read(), **turned_away})

    def _all_of(self, agency: str) -> list[str]:
        """In the order in which they were made."""
        return sorted((user for user in self._read() if agency_of(user) == agency), key=_number)

    def _read(self) -> dict[str, str]:
        known: dict[str, str] = json.loads(self.file.read_text()) if self.file.exists() else {}
        return known

    def _write(self, users: Mapping[str, str]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(self.file, json.dumps(users, indent=1).encode())


def user_of(agency: str) -> str:
    """Its first; no service is called so, for no service's name has a dot."""
    return f"partner.{agency}"


def agency_of(user: str) -> str | None:
    """Whose user this is; None when it is no agency's. No agency's id has a dot."""
    parts = user.split(".")
    return parts[1] if parts[0] == "partner" and len(parts) in (2, 3) else None


def _number(user: str) -> int:
    return int(user.split(".")[2]) if user.count(".") == 2 else 1


def _new() -> str:
    return secrets.token_urlsafe(32)
