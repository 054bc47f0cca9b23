"""A running installation's services, seen from outside their processes: what they are made of, and where."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

    Its settings come from the environment at import, so this process takes the service's own for so long.
    """
    url = database_url(record.admin_url(), name, password_of(record, name))
    told = {
        "CSPR_DATABASE_URL": url,
        **environment_of(record.broker(name)),
        "CSPR_PARTNERSHIP": record.partnership,
        "CSPR_WRAPPING_KEY_FILE": record.wrapping_key_file,
        "CSPR_SIGN_IN": "declared",  # of the console, which is only looked at here: nobody is let in
    }
    if record.clock_file:
        told["CSPR_CLOCK_FILE"] = record.clock_file
    with _environment(told):
        service: Service = import_module(f"services.{name}.app").service
    service.log.identity = None  # whichever log is there now: a rebuild between two looks makes a new one
    return service, url


@contextmanager
def _environment(told: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
