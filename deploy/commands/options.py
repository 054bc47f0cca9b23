"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.local.record import DATA_DIR_VARIABLE

DataDir = Annotated[
    Path | None,
    typer.Option(envvar=DATA_DIR_VARIABLE, help="Where everything is kept. Default: .cspr"),
]
