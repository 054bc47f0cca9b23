"""Finding the running installation that a command speaks to."""

from pathlib import Path

from deploy.commands.say import say_error
from deploy.local.record import AnotherRelease, NotRunning, Record, default_data_dir


def running(data_dir: Path | None) -> Record:
    """The installation in `data_dir` (or the default); ends the command when none of this release runs."""
    try:
        return Record.read((data_dir or default_data_dir()).resolve())
    except (NotRunning, AnotherRelease) as nothing:
        say_error(str(nothing))
        raise SystemExit(1) from None
