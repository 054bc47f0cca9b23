"""An issuer that an authority of its own signed for is believed where the file says so, and by no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deploy.access.certificates import authority, certificate
from deploy.local.ports import free_base_port
from services.console.people.issuers import Issuer
from services.console.people.provider import Asked, Provider, ProviderAway
from shared.serving import serve
from shared.settings import TlsSettings
from tests.console.people.issuing import CLIENT, FakeIssuer
from tests.console.people.test_issuers import GOOD
from tests.toys import until

ASKED = Asked("state", "nonce", "verifier")


@asynccontextmanager
async def issuing_over_tls(shown: Path) -> AsyncIterator[FakeIssuer]:
    issuer, port = FakeIssuer(), free_base_port()
    issuer.url = f"https://127.0.0.1:{port}"
    server = serve(issuer.app, TlsSettings(port=port, tls_certificate=shown))
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started or serving.done()

    await until(started)
    try:
        yield issuer
    finally:
        server.should_exit = True
        await serving


def told_of(issuer: FakeIssuer, authorities: Path | None) -> Provider:
    told = {**GOOD, "issuer": issuer.url, "client_id": CLIENT, "authorities": authorities}
    return Provider(Issuer.model_validate(told), "https://console.example/sign-in/return")


async def test_an_issuer_is_believed_by_the_authority_that_the_file_names_and_by_no_other(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shown = certificate(tmp_path, "issuer", ["127.0.0.1"])
    async with issuing_over_tls(shown) as issuer:
        address = await told_of(issuer, tmp_path / "authority.pem").address_to_sign_in(ASKED)
        assert address.startswith(f"{issuer.url}/authorize?")
        for other in (authority(tmp_path_factory.mktemp("another")), None):
            with pytest.raises(ProviderAway):
                await told_of(issuer, other).address_to_sign_in(ASKED)
