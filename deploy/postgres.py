"""A service's database: its role may add to the event log and never change it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

GROUP = "cspr_service"
ASKER = "cspr_asker"  # as whom a service reads for whoever asks it: shared/need/closed.py
_PROJECT = Path(__file__).parents[1]
EVENT_LOG = _PROJECT / "shared" / "event_log.sql"
# Locks out a second provisioning of the same cluster; any number will do.
_PROVISIONING = 7_208_410


async def provision(admin_url: str, service: str, password: str, *, database: str | None = None) -> None:
    """Make what is missing of the service's role, database and event log.

    `database` is the service's own name unless a test wants another.
    """
    name = database or service
    _check_names(service, name)
    async with connected(admin_url) as admin:
        await admin.execute("SELECT pg_advisory_lock($1)", _PROVISIONING)
        await _make_role(admin, GROUP, "NOLOGIN")
        await _make_role(admin, service, "LOGIN")
        await _say(admin, "ALTER ROLE %I PASSWORD %L", service, password)
        await _say(admin, "GRANT %I TO %I", GROUP, service)
        await _make_role(admin, ASKER, "NOLOGIN")
        # Before 16 whoever may take a role has its rights at once; it has none that its own tables' owner lacks.
        how = " WITH INHERIT FALSE, SET TRUE" if admin.get_server_version().major >= 16 else ""
        await _say(admin, f"GRANT %I TO %I{how}", ASKER, service)
        # Unqualified names are a service's own views first, then its log.
        await _say(admin, "ALTER ROLE %I SET search_path TO views, log", service)
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await _say(admin, "CREATE DATABASE %I TEMPLATE template0", name)
        await _say(admin, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name)
        # CREATE: it makes the schemas of its views itself, beside the live ones when it rebuilds.
        await _say(admin, "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO %I", name, service)
    async with connected(admin_url, name) as owner, owner.transaction():
        await owner.execute(EVENT_LOG.read_text())
        # Into whatever schema it builds its views.
        await _say(owner, "ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE ON SCHEMAS TO %I", service, ASKER)
        if (own := _PROJECT / "services" / service / "tables.sql").exists():
            await owner.execute(own.read_text())


async def drop(admin_url: str, service: str, *, database: str | None = None) -> None:
    """Take the service's database away, connected or not; its role stays.

    Only a rebuild or a test asks for this: what was not published is gone.
    """
    name = database or service
    _check_names(name)
    async with connected(admin_url) as admin:
        await _say(admin, "DROP DATABASE IF EXISTS %I WITH (FORCE)", name)


def database_url(admin_url: str, service: str, password: str, database: str | None = None) -> str:
    """The service's own address on the server that `admin_url` names, with how that must prove itself."""
    server = urlsplit(admin_url)
    where = f"{service}:{password}@{server.hostname}:{server.port or 5432}"
    return urlunsplit(("postgresql", where, f"/{database or service}", server.query, ""))


@asynccontextmanager
async def connected(url: str, database: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, database=database)
    try:
        yield connection
    finally:
        await connection.close()


async def _make_role(admin: asyncpg.Connection, role: str, kind: str) -> None:
    if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
        await _say(admin, f"CREATE ROLE %I {kind}", role)


async def _say(admin: asyncpg.Connection, statement: str, *names: str) -> None:
    """Run a statement that takes no parameters: the server itself quotes the names into it."""
    places = ", ".join(f"${number}::text" for number in range(2, len(names) + 2))
    await admin.execute(await admin.fetchval(f"SELECT format($1, {places})", statement, *names))


def _check_names(*names: str) -> None:
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
            raise ValueError(f"not a name for a role or database: {name!r}")
