"""With the key service away reports are taken in, and nothing that is sealed is opened, or lost."""

import json
from pathlib import Path

import pytest

from deploy.local.secret_file import write_secret
from deploy.rewrapping import begin_in_token, retire_in_token
from shared.keys import KeyNotHere, Keyring, write_key
from shared.token_keys import TokenKeys
from tests.intake.conftest import Intake
from tests.intake.examples import body
from tests.keys.conftest import SoftToken, soft

__all__ = ["soft"]
AGENCY, OFFICER = {"Actor": "agency:hospital"}, {"Actor": "person:officer"}


@pytest.fixture
def sealed_by_token(intake: Intake, soft: SoftToken, tmp_path: Path) -> Intake:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    intake.service.keyring = Keyring(TokenKeys(soft.token, file))
    return intake


async def opened(intake: Intake, case: str) -> tuple[int, str]:
    path, asked = f"/cases/{case}/report", {"purpose": "screening"}
    answer = await intake.client.get(path, params=asked, headers=OFFICER)
    return answer.status_code, "" if answer.is_success else answer.json()["type"].rpartition(":")[2]


@pytest.mark.real
async def test_with_the_key_service_away_a_report_is_taken_in_and_what_is_sealed_waits(
    sealed_by_token: Intake, soft: SoftToken
) -> None:
    intake = sealed_by_token
    before = (await intake.client.post("/reports", json=body(), headers=AGENCY)).json()["case"]
    assert await opened(intake, before) == (200, "")
    soft.take_away()
    report = {**body(), "id": "rep-0002"}
    answer = await intake.client.post("/reports", json=report, headers=AGENCY)
    assert answer.status_code == 202
    again = await intake.client.post("/reports", json=report, headers=AGENCY)
    assert again.json()["case"] == answer.json()["case"]  # a repeat is known for one
    assert await opened(intake, before) == (503, "key-service-away")
    assert await opened(intake, answer.json()["case"]) == (503, "key-service-away")
    soft.put_back()
    assert await opened(intake, before) == await opened(intake, answer.json()["case"]) == (200, "")


@pytest.mark.real
async def test_with_the_key_service_away_an_agencys_record_is_taken_in_and_not_set_aside(
    sealed_by_token: Intake, soft: SoftToken
) -> None:
    soft.take_away()
    await sealed_by_token.bring(json.dumps(body()).encode())
    soft.put_back()
    (case,) = (await sealed_by_token.client.get("/cases")).json()
    assert await opened(sealed_by_token, case["subject"]) == (200, "")


@pytest.mark.real
async def test_a_database_from_before_a_rotation_takes_from_kafka_what_opens(
    sealed_by_token: Intake, soft: SoftToken, tmp_path: Path
) -> None:
    """And a key that does open stays as it is, whatever is said on the topic."""
    service, file = sealed_by_token.service, tmp_path / "wrapping.key"
    keys = TokenKeys(soft.token, file)
    retire_in_token(soft.token, file, write_secret)
    case = (await sealed_by_token.client.post("/reports", json=body(), headers=AGENCY)).json()["case"]
    old = await service.log.pool.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", case)
    key = keys.unwrap(old, case)
    begin_in_token(soft.token, file, write_secret)
    new, another = keys.wrap(key, case), keys.wrap(bytes(32), case)

    async def heard(wrapped: bytes) -> bytes:
        async with service.transaction() as tx:
            service.keyring.hear(tx, write_key(case, wrapped), 9)
        return bytes(await service.log.pool.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", case))

    assert await heard(new) == old  # both pairs are there
    retire_in_token(soft.token, file, write_secret)
    with pytest.raises(KeyNotHere):  # ours to wait for, and no fault of what is read meanwhile
        await service.keyring.find(service.log.pool, case, "screening")
    assert await heard(new) == new
    assert await heard(another) == new
    assert await opened(sealed_by_token, case) == (200, "")
