"""The demo's own data directory: wiped before each demo, and never anybody else's."""

import shutil
from pathlib import Path

from deploy.local.record import AlreadyRunning, AnotherRelease, NotRunning, Record

DEFAULT = Path(__file__).parents[2] / ".cspr-demo"
MARKER = "made-by-the-demo"


class NotOurs(Exception):
    """There is something in the directory that the demo did not put there."""


def empty(directory: Path) -> Path:
    """An empty directory with our marker. Raises NotOurs, or AlreadyRunning while an installation runs there."""
    directory = directory.resolve()
    marker = directory / MARKER
    if directory.exists() and any(directory.iterdir()):
        if not marker.exists():
            raise NotOurs(f"{directory} is not empty, and not of an earlier demo; choose another --data-dir")
        _check_nothing_runs(directory)
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker.touch()
    return directory


def _check_nothing_runs(directory: Path) -> None:
    try:
        supervisor = Record.read(directory).supervisor
    except NotRunning:
        return
    except AnotherRelease as running:
        raise AlreadyRunning(str(running)) from None
    raise AlreadyRunning(f"a demo is running in {directory} (process {supervisor}); stop it first")
