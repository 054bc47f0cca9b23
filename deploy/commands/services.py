"""A running installation's services, seen from outside their processes: what they are made of, and where."""

import json
import os
from importlib import import_module
from pathlib import Path

from deploy.access.told import environment_of
from deploy.local.record import Record
from deploy.postgres import database_url
from shared.service import Service


def password_of(record: Record, service: str) -> str:
    """The database password of this service's role."""
    password: str = json.loads(Path(record.passwords_file).read_text())[service]
    return password


def load(record: Record, name: str) -> tuple[Service, str]:
    """The service as its own process has it, and its database's address.

    Its settings come from the environment at import, so this process takes the service's own first.
    """
    url = database_url(record.admin_url(), name, password_of(record, name))
    os.environ.update(
        CSPR_DATABASE_URL=url,
        **environment_of(record.broker(name)),
        CSPR_PARTNERSHIP=record.partnership,
        CSPR_WRAPPING_KEY_FILE=record.wrapping_key_file,
        CSPR_SIGN_IN="declared",  # of the console, which is only looked at here: nobody is let in
    )
    if record.clock_file:
        os.environ["CSPR_CLOCK_FILE"] = record.clock_file
    service: Service = import_module(f"services.{name}.app").service
    service.log.identity = None  # whichever log is there now: a rebuild between two looks makes a new one
    return service, url
