"""How people sign in, as an installation is told: by an issuer that somebody names, the demo's, or not at all."""

import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.local.identity import LocalIdentity
from deploy.local.keys import Keys
from deploy.local.ports import DEFAULT_BASE_PORT, Ports, free_base_port
from deploy.local.runtime import Runtime
from deploy.local.service import SERVICES, Surroundings
from services.console.people.issuers import load

PORTS = Ports(DEFAULT_BASE_PORT)


def told(folder: Path) -> dict[str, str]:
    """What a console is told of how people sign in."""
    keys = Keys(folder)
    keys.ensure(["console"])
    here = Surroundings(folder, PORTS, keys, folder / "p.toml", "postgresql://x@h:1/postgres")
    names = ("CSPR_SIGN_IN", "CSPR_IDENTITY", "CSPR_CONSOLE_URL")
    return {name: value for name, value in here.environment("console").items() if name in names}


def test_on_this_machine_whoever_says_a_name_is_believed_where_nothing_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CSPR_SIGN_IN", "CSPR_IDENTITY", "CSPR_CONSOLE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert told(tmp_path) == {"CSPR_SIGN_IN": "declared"}


def test_an_issuer_that_is_named_is_handed_on_and_nobody_is_believed_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSPR_SIGN_IN", raising=False)
    monkeypatch.setenv("CSPR_IDENTITY", "identity.toml")  # as seen from where `cspr up` was started
    monkeypatch.setenv("CSPR_CONSOLE_URL", "https://console.example")
    wanted = {"CSPR_IDENTITY": str(tmp_path / "identity.toml"), "CSPR_CONSOLE_URL": "https://console.example"}
    assert told(tmp_path) == wanted


@pytest.mark.parametrize("service", SERVICES)
def test_where_browsers_reach_the_console_is_told_to_every_service_that_links_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    keys = Keys(tmp_path)
    keys.ensure(SERVICES)
    here = Surroundings(tmp_path, PORTS, keys, tmp_path / "p.toml", "postgresql://x@h:1/postgres")
    monkeypatch.delenv("CSPR_CONSOLE_URL", raising=False)
    assert "CSPR_CONSOLE_URL" not in here.environment(service)
    monkeypatch.setenv("CSPR_CONSOLE_URL", "https://console.example")
    assert here.environment(service)["CSPR_CONSOLE_URL"] == "https://console.example"
    at_the_demo = replace(here, signing_in=LocalIdentity(tmp_path, PORTS).told).environment(service)
    assert at_the_demo.get("CSPR_CONSOLE_URL", PORTS.url("console")) == PORTS.url("console")


def test_the_demos_file_names_the_provider_where_it_listens(tmp_path: Path) -> None:
    provider = LocalIdentity(tmp_path, Ports(9400))
    provider.write()
    (issuer,) = load(provider.file).issuers
    assert issuer.issuer == provider.url == "http://127.0.0.1:9411"
    assert provider.told["CSPR_CONSOLE_URL"] == "http://127.0.0.1:9400"


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    with tempfile.TemporaryDirectory(prefix="cspr-identity-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL has a user of its own
        data, base = Path(folder) / "data", free_base_port()
        runtime = Runtime(data, base, services=("console",), identity=LocalIdentity(data, Ports(base)))
        await runtime.start()
        try:
            yield runtime
        finally:
            await runtime.stop()


@pytest.mark.real
async def test_the_demos_console_leads_to_the_demos_provider_and_shows_nothing_before(runtime: Runtime) -> None:
    async with httpx.AsyncClient(base_url=runtime.url("console"), timeout=60, trust_env=False) as browser:
        asked = await browser.get("/cases")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?back=%2Fcases")
        led = await browser.get("/sign-in/to/demo")
        assert led.headers["location"].startswith(f"{runtime.url('oidc')}/auth?")
        page = await browser.get(led.headers["location"], follow_redirects=True)
        assert "Who are you?" in page.text and "Morgan Ellis" in page.text
        await _it_tells_of_a_second_factor(runtime, browser, page)
    assert runtime.parts["oidc"].running


async def _it_tells_of_a_second_factor(runtime: Runtime, browser: httpx.AsyncClient, page: httpx.Response) -> None:
    """In the words that the demo's file names, so that what cannot be undone can be done in the demo."""
    (choice,) = re.findall(r'href="(/choose/[^"/]+/m\.ellis)"', page.text)
    back = await browser.get(f"{runtime.url('oidc')}{choice}", follow_redirects=True)
    assert (back.status_code, back.url.path) == (200, "/")
    connection = await asyncpg.connect(runtime.database_url("console"))
    try:
        assert await connection.fetchval("SELECT second_factor FROM people.session") is True
    finally:
        await connection.close()
    assert (await browser.get("/cases.csv")).status_code == 200
