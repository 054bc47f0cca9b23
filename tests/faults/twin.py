"""A second instance of a service, beside the first: the same database, the same topics, ports of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from deploy.local.ports import Ports, free_base_port
from deploy.local.process import Child
from deploy.local.runtime import Runtime
from deploy.local.service import LocalService

_numbers = count(1)


def second(runtime: Runtime, name: str, ports: Ports, **told: str) -> LocalService:
    """Not started yet; its log is its own."""
    one = runtime.services[name].child
    log = runtime.data_dir / "logs" / f"{name}-{next(_numbers)}.log"
    own = {"CSPR_PORT": str(ports.of(name)), "CSPR_SITE_PORT": str(ports.of("site"))}
    environment = {**(one.env or {}), **told, **own}
    twin = LocalService(name, list(one.command), environment, ports.of(name), log)
    twin.child = Child(f"{name}'s twin", one.command, log, env=environment, cwd=one.cwd)
    return twin


@asynccontextmanager
async def joined(runtime: Runtime, name: str, **told: str) -> AsyncIterator[LocalService]:
    twin = second(runtime, name, Ports(free_base_port()), **told)
    await twin.start()
    try:
        yield twin
    finally:
        await twin.stop()
