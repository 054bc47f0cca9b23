"""`python -m deploy.verify_here SERVICE`: verifies a service by its own environment, as in its container.

`cspr verify` does the same for all services of an installation that `cspr up` started.
"""

import asyncio
import sys
from importlib import import_module

from rich.console import Console

from deploy.verifying import as_table, found_of, good
from shared.settings import Settings
from shared.topics import SERVICES_THAT_SAY

SERVICES = (*SERVICES_THAT_SAY, "console")


async def verify_here(name: str) -> bool:
    """Whether all is the same. Raises what PostgreSQL or Kafka says when one of them is away."""
    wired = import_module(f"services.{name}.app")
    settings: Settings = wired.settings
    wired.service.log.identity = None  # whichever log is there now
    findings = await found_of(wired.service, settings.database_url.get_secret_value(), settings.broker)
    Console().print(as_table(name, findings))
    return good(findings)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SERVICES:
        sys.exit(f"Say which service: python -m deploy.verify_here {'|'.join(SERVICES)}")
    sys.exit(not asyncio.run(verify_here(sys.argv[1])))
