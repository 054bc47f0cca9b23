"""On a real installation: from a key file to a token while services run; then the token is away for a while."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT

import httpx
import pytest

from tests.faults.installation import installed
from tests.faults.road import Client, report
from tests.keys.conftest import MODULE, SoftToken
from tests.toys import until

pytestmark = pytest.mark.real


async def test_an_installation_moves_to_a_token_and_outlives_its_absence(
    soft: SoftToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPR_PKCS11_MODULE", str(MODULE))
    monkeypatch.setenv("CSPR_PKCS11_TOKEN", soft.label)
    monkeypatch.setenv("CSPR_PKCS11_PIN_FILE", str(soft.pin_file))
    async with installed(("intake",)) as runtime:
        client, file = Client(runtime), runtime.keys.wrapping_key_file
        first = await client.report("before-the-token")
        assert "intake: 1 keys wrapped anew" in await _keys(client, "rotate")
        assert file.with_name("wrapping.pub").exists()
        second = await client.report("by-the-token")
        assert "every case's key opens" in await _keys(client, "check")
        assert [await _opened(client, case) for case in (first, second)] == [200, 200]

        soft.take_away()
        answer = await client.http.post(
            f"{runtime.url('intake')}/reports", json=report("meanwhile"), headers={"Actor": "agency:hospital"}
        )
        assert answer.status_code in (200, 202)
        assert await _opened(client, first) == 503
        assert "does not answer" in await _keys(client, "check", code=1)

        soft.put_back()
        for case in (first, second, answer.json()["case"]):

            async def opened(case: str = case) -> bool:
                return await _opened(client, case) == 200

            await until(opened)
        assert "every case's key opens" in await _keys(client, "check")
        await client.http.aclose()


async def _opened(client: Client, case: str) -> int:
    url = f"{client.runtime.url('intake')}/cases/{case}/report"
    asked = {"params": {"purpose": "screening"}, "headers": {"Actor": "person:officer"}}
    answer: httpx.Response = await client.http.get(url, **asked)
    return answer.status_code


async def _keys(client: Client, *what: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "deploy.cli", "keys", *what, "--data-dir", str(client.runtime.data_dir)]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    assert process.returncode == code, said.decode()
    return said.decode()
