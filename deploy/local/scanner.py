"""A real malware scanner on this machine: ClamAV's daemon, where it is installed, with settings of our own.

Debian confines it (AppArmor): beside its own folders it reads in people's homes, and writes in /tmp alone. So all
that it reads and writes is in a folder there that nobody else can open, and that is gone when it has ended.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from deploy.local.ports import Ports
from deploy.local.process import Child, ChildFailed, OneChild
from shared.malware.clamd import Clamd, NotScanned, ScannerAway

READY_SECONDS = 120  # with all of its signatures it reads for a while
STOP_SECONDS = 10
_MACHINES = Path("/var/lib/clamav")  # where freshclam keeps what it fetches
# The file that every scanner knows by agreement and that harms nobody; in two, so that none finds it in here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# docker-compose.yml gives the same to ClamAV's image (a test compares).
SETTINGS = {
    "StreamMaxLength": "25M",
    # The first is the larger: what is packed and longer than MaxFileSize is cut off there and nothing is said of
    # it, while more than MaxScanSize is told of. No document is longer than either.
    "MaxFileSize": "300M",
    "MaxScanSize": "200M",
    # What it could not look into was not looked into: said, instead of passed.
    "AlertExceedsMax": "yes",
    "AlertEncrypted": "yes",
    "MaxScanTime": "45000",  # milliseconds: it must give up, and say so, before we do (PATIENCE_SECONDS)
}


class NotInstalled(Exception):
    """This machine has no clamd; the message says what brings it."""


class LocalScanner(OneChild):
    """It keeps nothing. `knows`: in words, what it can find."""

    name = "scanner"

    def __init__(self, data_dir: Path, port: int, signatures: Path = _MACHINES) -> None:
        """Raises NotInstalled. `signatures`: the folder of the machine's own; without any, a test's alone."""
        program = installed()
        if program is None:
            raise NotInstalled("there is no clamd on this machine: Debian has it as clamav-daemon")
        self.address = f"127.0.0.1:{port}"
        self._port, self._program = port, program
        self._folder: _Folder | None = None
        self._signatures = signatures if has_signatures(signatures) else None
        child = Child("the malware scanner", [program], data_dir.resolve() / "logs" / "scanner.log")
        super().__init__(child, STOP_SECONDS)

    @property
    def knows(self) -> str:
        """What is to be told to whoever starts it."""
        if self._signatures:
            return f"the signatures in {self._signatures}"
        return f"a test's signature alone: nothing is in {_MACHINES}, which freshclam fills"

    async def start(self) -> None:
        """Raises ChildFailed."""
        if not self.child.running:
            try:
                self._spawn()
            except OSError as error:
                raise ChildFailed(f"the malware scanner was not started: {error.strerror}") from None
        await self.child.until(self._answers, READY_SECONDS)

    async def stop(self) -> None:
        await super().stop()
        self._tidy()

    def _spawn(self) -> None:
        self._tidy()
        self._folder = _Folder()
        self.child.command = [self._program, "--config-file", str(self._written(self._folder.path))]
        self.child.spawn()

    def _tidy(self) -> None:
        if self._folder:
            self._folder.remove()
        self._folder = None

    async def _answers(self) -> bool:
        try:
            return not (await Clamd(self.address).scan(b"nothing")).found
        except (ScannerAway, NotScanned):
            return False

    def _written(self, folder: Path) -> Path:
        """Its configuration."""
        own, passing = folder / "signatures", folder / "passing"
        for each in (own, passing):
            each.mkdir()
        (own / "test.ndb").write_text(f"Test.EICAR:0:*:{EICAR.hex()}\n")
        told = {
            "Foreground": "yes",
            "TCPAddr": "127.0.0.1",
            "TCPSocket": str(self._port),
            "DatabaseDirectory": str(self._signatures or own),
            "TemporaryDirectory": str(passing),
            **SETTINGS,
        }
        lines = [f"{name} {value}" for name, value in told.items()]
        configuration = folder / "clamd.conf"
        configuration.write_text("\n".join(lines) + "\n")
        return configuration


class _Folder:
    """Of mode 700, and held while it is used: whoever sweeps /tmp (systemd-tmpfiles) leaves it alone."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="cspr-scanner-", dir="/tmp"))
        self._held = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def remove(self) -> None:
        os.close(self._held)
        shutil.rmtree(self.path, ignore_errors=True)


def of_this_machine(data_dir: Path, base_port: int, report: Callable[[str], None]) -> LocalScanner | None:
    """The one to start, unless whoever runs the installation names another; that there is none is said aloud."""
    if named := os.environ.get("CSPR_SCANNER"):
        report(f"documents are scanned for malware at {named}")
        return None
    if installed() is None:
        report("documents are NOT scanned for malware: there is no clamd here (Debian: clamav-daemon)")
        return None
    found = LocalScanner(data_dir, Ports(base_port).of("scanner"))
    report(f"documents are scanned for malware, by {found.knows}")
    return found


def installed() -> str | None:
    """Debian puts it where only root looks."""
    return shutil.which(
        "clamd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    )


def has_signatures(folder: Path) -> bool:
    return any(folder.glob("main.c?d")) or any(folder.glob("daily.c?d"))
