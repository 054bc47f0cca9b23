"""Finding the running installation that a command speaks to."""

from pathlib import Path

from deploy.commands.say import say_error
from deploy.local.record import NotRunning, Record, default_data_dir


def running(data_dir: Path | None) -> Record:
    """The installation in `data_dir` (or the default); ends the command when nothing runs there."""
    try:
        return Record.read((data_dir or default_data_dir()).resolve())
    except NotRunning as nothing:
        say_error(str(nothing))
        raise SystemExit(1) from None
