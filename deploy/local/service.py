"""One of our services as a child process, and what it is told by its environment."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from deploy.access.told import environment_of
from deploy.local.issuing import ISSUERS
from deploy.local.keys import Keys
from deploy.local.ports import Ports
from deploy.local.probe import http_status
from deploy.local.process import Child, OneChild
from deploy.postgres import database_url
from shared.broker import Broker, Login
from shared.tls import believing

SERVICES = ("intake", "notifier", "reviews", "publisher", "console")
PROJECT = Path(__file__).parents[2]
# Files; whoever runs the installation names them.
HANDED_ON = ("CSPR_RECIPIENT_SECRETS", "CSPR_AUTHORITIES", "CSPR_PKCS11_MODULE", "CSPR_PKCS11_PIN_FILE")
SIGNING_IN = ("CSPR_SIGN_IN", "CSPR_IDENTITY")  # of the console
READY_SECONDS = 120
STOP_SECONDS = 20


def addresses(ports: Ports) -> dict[str, str]:
    """Where people and other services find each part."""
    named = {name: ports.url(name) for name in SERVICES}
    return {**named, "site": ports.url("site"), "mail": ports.url("mail-viewer"), "watcher": ports.url("watcher")}


def module_command(service: str) -> list[str]:
    return [sys.executable, "-m", f"services.{service}"]


def watcher_command() -> list[str]:
    return [sys.executable, "-m", "deploy.watcher"]


class LocalService(OneChild):
    """A service, started until it says it is ready."""

    def __init__(self, name: str, command: list[str], told: Mapping[str, str], port: int, log: Path) -> None:
        self.name = name
        self.port = port
        self._trusting = believing(Path(told["CSPR_TLS_CA"])) if "CSPR_TLS_CERTIFICATE" in told else None
        inherited = {key: value for key, value in os.environ.items() if key[:5] != "CSPR_"}
        super().__init__(Child(name, command, log, env={**inherited, **told}, cwd=PROJECT), STOP_SECONDS)

    async def start(self) -> None:
        if not self.running:
            self.child.spawn()
        await self.child.until(self._is_ready, READY_SECONDS)

    async def _is_ready(self) -> bool:
        return await http_status(self.port, "/health/ready", self._trusting) == 200


@dataclass(frozen=True)
class Witnessing:
    """How often the witness signs, and the folder of its notes; without one, the data folder's `notes`."""

    every_seconds: float = 300.0
    notes: Path | None = None


@dataclass(frozen=True)
class Surroundings:
    """What all services of an installation share."""

    data_dir: Path
    ports: Ports
    keys: Keys
    partnership: Path
    admin_url: str
    identified: bool = False  # whether tokens say who asks
    signing_in: Mapping[str, str] = field(default_factory=dict)  # what a console is told, where we know how
    scanner: str = ""  # where documents are scanned for malware; empty: as whoever runs the installation says

    def environment(self, service: str) -> dict[str, str]:
        """What the child is told; with a clock only when the installation has one."""
        password = self.keys.password(service)
        told = {
            **self._at_kafka(service),
            "CSPR_DATABASE_URL": database_url(self.admin_url, service, password),
            "CSPR_HOST": "127.0.0.1",
            "CSPR_PORT": str(self.ports.of(service)),
            "CSPR_PARTNERSHIP": str(self.partnership),
            "CSPR_WRAPPING_KEY_FILE": str(self.keys.wrapping_key_file),
            "CSPR_SMTP": f"127.0.0.1:{self.ports.of('mail')}",
            "CSPR_SERVICES": json.dumps(addresses(self.ports)),
        }
        clock_file = self.data_dir / "clock.json"
        if clock_file.exists():
            told["CSPR_CLOCK_FILE"] = str(clock_file)
        told |= {name: str(Path(os.environ[name]).resolve()) for name in HANDED_ON if name in os.environ}
        told |= self._identity(service)
        if token := os.environ.get("CSPR_PKCS11_TOKEN", ""):
            told["CSPR_PKCS11_TOKEN"] = token
        if scanner := self.scanner or os.environ.get("CSPR_SCANNER", ""):
            told["CSPR_SCANNER"] = scanner
        if url := os.environ.get("CSPR_CONSOLE_URL", ""):
            told["CSPR_CONSOLE_URL"] = self.signing_in.get("CSPR_CONSOLE_URL", url)
        if service == "console":
            told |= self.signing_in or self._signing_in()
        if service == "publisher":
            told["CSPR_SITE_PORT"] = str(self.ports.of("site"))
        return told

    def _identity(self, name: str) -> dict[str, str]:
        """Whom it believes, and what it signs with where it is an issuer."""
        if not self.identified:
            return {}
        told = {"CSPR_ISSUERS": str(self.keys.issuing.file)}
        if name in ISSUERS:
            told["CSPR_SIGNING_KEY_FILE"] = str(self.keys.issuing.key_file(name))
        if name == "intake":
            told["CSPR_TOKEN_URL"] = f"{self.ports.url(name)}/token"
        return told

    def _signing_in(self) -> dict[str, str]:
        """As whoever runs the installation says; else whoever says a name is believed, on this machine alone."""
        said = {name: os.environ[name] for name in SIGNING_IN if name in os.environ}
        if "CSPR_IDENTITY" in said:
            said["CSPR_IDENTITY"] = str(Path(said["CSPR_IDENTITY"]).resolve())
        return said or {"CSPR_SIGN_IN": "declared"}

    def beside(self, notes: Path, witness: Witnessing | None, watched: bool) -> dict[str, LocalService]:
        """What is wanted of what is no service, by name."""
        found = [self.witness(notes, witness.every_seconds)] if witness else []
        found += [self.watcher()] if watched else []
        return {each.name: each for each in found}

    def witness(self, notes: Path, every_seconds: float) -> LocalService:
        """It stands beside the services, and knows nothing of them but their topics."""
        name = "witness"
        told = {
            **self._at_kafka(name),
            "CSPR_PORT": str(self.ports.of(name)),
            "CSPR_NOTES": str(notes),
            "CSPR_WITNESS_KEY_FILE": str(self.keys.witness_key_file),
            "CSPR_WITNESS_SECONDS": str(every_seconds),
        }
        command = [sys.executable, "-m", "deploy.witness"]
        return LocalService(name, command, told, self.ports.of(name), self.data_dir / "logs" / f"{name}.log")

    def service(self, name: str, command: list[str]) -> LocalService:
        return self._child(name, command, self.environment(name))

    def watcher(self) -> LocalService:
        """It is told no more than it needs: neither a database nor a key."""
        told = {
            **self._at_kafka("watcher"),
            "CSPR_HOST": "127.0.0.1",
            "CSPR_PORT": str(self.ports.of("watcher")),
            "CSPR_PARTNERSHIP": str(self.partnership),
            "CSPR_SERVICES": json.dumps(addresses(self.ports)),
            "CSPR_CANARY_SECONDS": os.environ.get("CSPR_CANARY_SECONDS", "60"),
            **self._identity("watcher"),
        }
        if (self.data_dir / "clock.json").exists():
            told["CSPR_CANARY_SECONDS"] = "0"  # on a clock of its own every age is another
        return self._child("watcher", watcher_command(), told)

    def _at_kafka(self, user: str) -> dict[str, str]:
        """The loopback address is encrypted by nobody: who can listen there can read the memory too."""
        login = Login(user, SecretStr(self.keys.kafka.password(user)))
        return environment_of(Broker(f"127.0.0.1:{self.ports.of('kafka')}", login))

    def _child(self, name: str, command: list[str], told: Mapping[str, str]) -> LocalService:
        log = self.data_dir / "logs" / f"{name}.log"
        return LocalService(name, command, told, self.ports.of(name), log)
