"""A case erased on a real installation: no service opens anything of it again, whatever is rebuilt or restored."""

import asyncio
import json
import shutil
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from cryptography.exceptions import InvalidTag

from deploy.commands.rebuild import from_kafka
from deploy.commands.verify import findings_of
from deploy.demo.tokens import known_agencies, told_apart
from deploy.local.clock_file import ClockStart
from deploy.local.ports import free_base_port
from deploy.local.record import Record
from deploy.local.service import SERVICES
from deploy.postgres import connected
from deploy.rewrapping import under_an_old_one
from shared.identity.principal import Role
from shared.kafka_reading import as_record, partitions_of, read_to_end
from shared.topics import CASE_KEYS
from shared.wrapping import WrappingKeys
from tests.faults.installation import Installation
from tests.faults.planted import Planted, decided, found, readable, reviewed, told_by_an_agency
from tests.faults.road import DIRECTOR, OFFICER, Client, settled
from tests.toys import put, until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
AT, ON = "2026-03-02T08:00:00Z", "2026-03-02"
KEEPS_KEYS = ("intake", "notifier", "reviews", "publisher")
GONE, KEPT = Planted("Gone"), Planted("Kept")
KEPT_REPORT = told_by_an_agency("r-kept", KEPT, AT)
WATCHING: list[asyncio.Task[None]] = []
A_YEAR = """
[retention]
"child protection" = 1
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    with TemporaryDirectory(prefix="cspr-erased-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data, clock = Path(folder) / "data", ClockStart(BEGINS, 1.0)
        data.mkdir()
        partnership = known_agencies(data)
        partnership.write_text(partnership.read_text() + A_YEAR)
        runtime = Installation(data, free_base_port(), clock, SERVICES, partnership, identified=True)
        await runtime.start()
        WATCHING.append(asyncio.create_task(runtime.watch()))  # a rebuild asks it to hold a service down
        client = Client(runtime)
        client.http.auth = told_apart(runtime, _roles_of)
        try:
            yield client
        finally:
            WATCHING[0].cancel()
            await client.http.aclose()
            await runtime.stop()


def _roles_of(_: str) -> Sequence[Role]:
    """Everybody's of this story: who may do what is shown elsewhere (tests/need)."""
    return "decision-maker", "business manager"


async def _set_aside_and_taken_in(client: Client, planted: Planted) -> str:
    """The first case was opened by a person, from a record that could not be understood."""
    event = told_by_an_agency("r-gone", planted, AT)
    wrong = {**event, "data": {**event["data"], "harm": "nothing of the kind"}}
    record = (event["subject"].encode(), json.dumps(wrong).encode())
    await put(client.runtime.kafka.bootstrap, "partner.hospital.incidents", record)
    (row,) = await until(lambda: client.get("intake", "/quarantine"))
    body = {"reason": planted(), "document": event}
    path = f"/quarantine/{row['quarantine']}/replay-record"
    await client.post("intake", path, body, OFFICER, "replay")
    (case,) = await client.get("intake", "/cases")
    return str(case["subject"])


async def _letter(client: Client, planted: Planted) -> None:
    headers = {"Actor": "agency:hospital", "Idempotency-Key": "letter"}
    url = f"{client.runtime.url('intake')}/reports/r-gone/attachments"
    params = {"agency": "hospital", "kind": "letter", "name": planted()}
    answer = await client.http.post(url, content=f"Dear all, {planted()}".encode(), params=params, headers=headers)
    assert answer.status_code in (200, 202), answer.text


async def _draft(client: Client, case: str) -> None:
    """As the console keeps it: sealed, beside the log."""
    async with connected(client.runtime.database_url("console")) as console:
        await console.execute(
            "INSERT INTO log.draft VALUES (gen_random_uuid(), 'person:officer', '/', 't', $1, now(), $2)",
            case,
            b"x",
        )


async def _erase(client: Client, case: str) -> None:
    """By two people, at the command line: which waits until the publisher has heard all that intake said."""
    classed = {"record_class": "child protection", "reason": GONE()}
    await client.command("intake", case, "class-record", classed)
    assert "another person approves it" in await _cspr(client, "erase", case, "--as", OFFICER, "--reason", GONE())
    refused = await _cspr(client, "erase", case, "--as", OFFICER, "--approve", code=1)
    assert "somebody else must" in refused
    done = await _cspr(client, "erase", case, "--as", DIRECTOR, "--approve")
    assert all(f"{service}: keys destroyed" in done for service in SERVICES)
    assert f"approved_by     {DIRECTOR}" in done


async def _cspr(client: Client, *arguments: str, code: int = 0) -> str:
    """What it says, on either stream."""
    command = [sys.executable, "-m", "deploy.cli", *arguments, "--data-dir", str(client.runtime.data_dir)]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    assert process.returncode == code, said.decode()
    return said.decode()


async def _certified(client: Client, service: str, case: str) -> bool:
    answer = await client.http.get(f"{client.runtime.url(service)}/erasures/{case}")
    return answer.status_code == 200


async def _last_of_key(client: Client, key: str) -> bytes | None:
    """What `case-keys` says of it last; None of a tombstone."""
    last: bytes | None = b""
    bootstrap = client.runtime.kafka.bootstrap
    async for raw in read_to_end(bootstrap, dict.fromkeys(await partitions_of(bootstrap, [CASE_KEYS]), 0)):
        record = as_record(raw)
        last = record.value if record.key == key.encode() else last
    return last


async def _is_unreadable_everywhere(client: Client, kept_case: str) -> None:
    """And the other case is as readable as it was."""
    there = {service: await readable(client.runtime, service) for service in SERVICES}
    assert {service: found(GONE, content) for service, content in there.items()} == {name: [] for name in SERVICES}
    assert set().union(*[found(KEPT, content) for content in there.values()]) == set(KEPT.values)
    for service in KEEPS_KEYS:  # each has heard the report, or says something of its own
        assert KEPT.values[0] in found(KEPT, there[service]), service
    url = f"{client.runtime.url('intake')}/cases/{kept_case}/report"
    answer = await client.http.get(url, params={"purpose": "quality check"}, headers={"Actor": OFFICER})
    assert answer.status_code == 200 and KEPT.values[0] in answer.text


async def _backed_up(client: Client, service: str) -> None:
    await client.runtime.stop_part(service)
    async with connected(client.runtime.postgres.admin_url) as admin:
        await admin.execute(f"CREATE DATABASE backup TEMPLATE {service}")
    await client.runtime.start_part(service)


async def _restored(client: Client, service: str) -> None:
    await client.runtime.stop_part(service)
    async with connected(client.runtime.postgres.admin_url) as admin:
        await admin.execute(f"DROP DATABASE {service} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {service} TEMPLATE backup")
        await admin.execute(f"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {service} TO {service}")
    await client.runtime.start_part(service)


async def test_an_erased_case_is_unreadable_everywhere_and_stays_so(client: Client) -> None:
    runtime = client.runtime
    gone = await _set_aside_and_taken_in(client, GONE)
    await _letter(client, GONE)
    kept = (await client.post("intake", "/reports", KEPT_REPORT, "agency:hospital", "r-kept"))["case"]
    for case, planted in ((gone, GONE), (kept, KEPT)):
        await decided(client, case, planted, AT)
        await reviewed(client, case, planted, ON)
    await _draft(client, gone)
    await settled(runtime, *SERVICES)
    assert len(GONE.values) > 50 and len(KEPT.values) > 50
    assert set(GONE.values) == set().union(*[found(GONE, await readable(runtime, name)) for name in KEEPS_KEYS])
    await _backed_up(client, "reviews")
    key_record = await _last_of_key(client, gone)
    assert key_record

    runtime.clock.set(BEGINS + timedelta(days=370))
    await _erase(client, gone)

    for service in SERVICES:
        await until(lambda service=service: _certified(client, service, gone))
    await _is_unreadable_everywhere(client, kept)
    for service in KEEPS_KEYS:
        answer = await client.http.get(f"{runtime.url(service)}/cases/{gone}/duties")
        assert answer.status_code == 410, (service, answer.text)
    await until(lambda: _tombstone(client, gone))

    await put(runtime.kafka.bootstrap, CASE_KEYS, (gone.encode(), key_record))  # somebody's old copy
    await until(lambda: _tombstone(client, gone))
    await settled(runtime, *SERVICES)
    await _is_unreadable_everywhere(client, kept)

    for service in SERVICES:
        await from_kafka(runtime.data_dir, service)
    await settled(runtime, *SERVICES)
    await _is_unreadable_everywhere(client, kept)

    await _restored(client, "reviews")
    await until(lambda: _certified(client, "reviews", gone))
    await settled(runtime, *SERVICES)
    await _is_unreadable_everywhere(client, kept)
    for service in SERVICES:
        for finding in await findings_of(Record.read(runtime.data_dir), service):
            assert finding.problems == (), (service, finding)


async def _tombstone(client: Client, key: str) -> bool:
    return await _last_of_key(client, key) is None


async def test_the_wrapping_key_is_rotated_under_running_services_and_no_event_is_touched(client: Client) -> None:
    runtime = client.runtime
    file, before = runtime.keys.wrapping_key_file, await _events(client)
    old = file.read_bytes()
    (case,) = [it["subject"] for it in await client.get("intake", "/cases") if it["report"] == "r-kept"]

    said = await _cspr(client, "keys", "rotate")
    assert "intake: 0 keys" not in said and "a rotation is under way" not in said
    assert file.read_bytes()[32:] == old and file.with_name("hashing.key").read_bytes() == old
    fresh = await client.report("after-the-rotation")
    await settled(runtime, *SERVICES)
    assert WrappingKeys(file.read_bytes()[:32]).unwrap(await _wrapped(client, "intake", fresh), fresh)
    assert "a rotation is under way" in await _cspr(client, "keys", "rotate")  # told again, it goes on
    refused = await _cspr(client, "keys", "retire", code=1)  # case-keys is not compacted yet
    assert "case-keys: " in refused and "intake: " not in refused

    await from_kafka(runtime.data_dir, "intake")
    await settled(runtime, *SERVICES)
    assert "every case's key opens" in await _cspr(client, "keys", "check")
    assert KEPT.values[0] in found(KEPT, await readable(runtime, "intake"))
    assert {key: value for key, value in (await _events(client)).items() if key in before} == before
    again = await client.post("intake", "/reports", KEPT_REPORT, "agency:hospital", "r-kept")
    assert again["case"] == case  # a repeat is known for one: the hashes are what they were


async def test_with_the_keys_folder_put_back_from_its_copy_everything_opens_again(client: Client) -> None:
    """The drill of docs/running.md. With another key nothing does, and `cspr keys check` would say so."""
    runtime = client.runtime
    keys, copy = runtime.keys.wrapping_key_file.parent, runtime.data_dir.parent / "copy"
    shutil.copytree(keys, copy)
    await settled(runtime, *SERVICES)
    WATCHING[0].cancel()  # it knows the processes that were
    await asyncio.gather(*WATCHING, return_exceptions=True)
    await runtime.stop()
    keys.rename(keys.with_name("keys.lost"))
    shutil.copytree(copy, keys)
    await runtime.start()
    await settled(runtime, *SERVICES)
    assert "every case's key opens" in await _cspr(client, "keys", "check")
    assert KEPT.values[0] in found(KEPT, await readable(runtime, "publisher"))
    another = WrappingKeys(b"x" * 32)
    with pytest.raises(InvalidTag):
        await under_an_old_one(runtime.postgres.admin_url, ["intake"], runtime.kafka.bootstrap, another)


async def _events(client: Client) -> dict[tuple[str, int], str]:
    """Every event of intake's log, by its place."""
    async with connected(client.runtime.database_url("intake")) as intake:
        rows = await intake.fetch("SELECT subject, version, md5(wire) AS hash FROM log.event_log")
    return {(row["subject"], row["version"]): row["hash"] for row in rows}


async def _wrapped(client: Client, service: str, key_id: str) -> bytes:
    async with connected(client.runtime.database_url(service)) as db:
        wrapped: bytes = await db.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", key_id)
    return wrapped
