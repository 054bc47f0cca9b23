"""Services that know their issuers, as processes: an agency reports by its token, people decide by theirs."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from deploy.documents import ROOT
from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from deploy.partnership import DEFAULT_PARTNERSHIP
from shared.kafka_reading import partitions_of, read_to_end
from tests.kept_up import kept_up
from tests.toys import until

EXAMPLE = ROOT / "docs" / "partners" / "report_by_token.py"
REPORT = ROOT / "docs" / "partners" / "examples" / "full.json"
AWARE = {"incident_aware_at": "2026-11-03T10:00:00Z", "channel": "desk"}


@asynccontextmanager
async def identified() -> AsyncIterator[Runtime]:
    """Intake, notifier and console, with the watcher, on a partnership's file of their own."""
    with TemporaryDirectory(prefix="cspr-tokens-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "partnership.toml"
        file.write_text(DEFAULT_PARTNERSHIP.read_text())
        runtime = Runtime(
            Path(folder) / "data",
            free_base_port(),
            services=("intake", "notifier", "console"),
            partnership=file,
            watched=True,
            identified=True,
        )
        async with kept_up(runtime):
            yield runtime


async def run(*command: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT
    )
    out, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode().strip(), errors.decode()


async def cspr(runtime: Runtime, *arguments: str) -> str:
    code, out, errors = await run("-m", "deploy.cli", *arguments, "--data-dir", str(runtime.data_dir))
    assert code == 0, errors
    return out


async def bearer(runtime: Runtime, *arguments: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {await cspr(runtime, 'token', *arguments)}", "Prefer": "wait=recorded"}


async def decide(runtime: Runtime, http: httpx.AsyncClient, case: str, step: str, body: dict[str, Any]) -> None:
    headers = {**await bearer(runtime, "person:m.ellis", "intake"), "Idempotency-Key": step}
    answer = await http.post(runtime.url("intake") + f"/cases/{case}/{step}", json=body, headers=headers)
    assert answer.is_success, answer.text


async def standing(runtime: Runtime, command: str, reason: str) -> None:
    await cspr(runtime, "agency", command, "hospital", "--as", "person:manager", "--reason", reason)


async def _canary_taken(runtime: Runtime, http: httpx.AsyncClient) -> bool:
    return "canary_accepted 1" in (await http.get(runtime.url("watcher") + "/metrics")).text


async def _actors(runtime: Runtime, service: str) -> dict[str, str]:
    """Who said which type of event first, as Kafka has it."""
    partitions = await partitions_of(runtime.kafka.bootstrap, [f"{service}.events"])
    found: dict[str, str] = {}
    async for record in read_to_end(runtime.kafka.bootstrap, dict.fromkeys(partitions, 0)):
        event = json.loads(record.value or b"")
        found.setdefault(str(event["type"]).split(".")[2], event["actor"])
    return found


@pytest.mark.real
async def test_an_agency_reports_by_its_token_and_people_decide_by_theirs() -> None:
    async with identified() as runtime, httpx.AsyncClient(timeout=30, trust_env=False) as http:
        intake, key = runtime.url("intake"), str(runtime.data_dir / "hospital.key")
        assert (await http.get(f"{intake}/cases")).status_code == 401
        believed = await cspr(runtime, "agency", "add-key", "hospital", "--make", key)

        # The agency's side: the example of its own page, as it stands there, at once and without a restart.
        code, out, errors = await run(str(EXAMPLE), "hospital", key, intake, str(REPORT))
        assert code == 0, (out, errors)
        case = json.loads(out.partition(" ")[2])["case"]
        there = await http.get(f"{intake}/cases/{case}", headers=await bearer(runtime, "person:m.ellis", "intake"))
        assert there.status_code == 200

        await decide(runtime, http, case, "record-awareness", AWARE)
        actors = await _actors(runtime, "intake")
        assert actors["incident-reported"] == "agency:hospital"
        assert actors["authority-became-aware"] == "person:m.ellis"
        # A token of one service is none of another's; each person's is for the service that it names.
        elsewhere = await bearer(runtime, "person:m.ellis", "intake")
        assert (await http.get(runtime.url("notifier") + "/notifications", headers=elsewhere)).status_code == 401
        right = await bearer(runtime, "person:m.ellis", "notifier")
        assert (await http.get(runtime.url("notifier") + "/notifications", headers=right)).status_code == 200

        await until(lambda: _canary_taken(runtime, http))  # the watcher has a token of its own

        spoken = await bearer(runtime, "agency:hospital", "intake", "--key", key)
        assert (await http.get(f"{intake}/events", headers=spoken)).status_code == 200
        await cspr(
            runtime, "agency", "suspend", "hospital", "--as", "person:manager", "--reason", "A lost laptop."
        )
        assert (await http.get(f"{intake}/events", headers=spoken)).status_code == 401
        await standing(runtime, "resume", "It was found.")
        assert (await http.get(f"{intake}/events", headers=spoken)).status_code == 200
        await cspr(runtime, "agency", "revoke-key", "hospital", believed.split("the key ")[1].split(",")[0])
        assert (await http.get(f"{intake}/events", headers=spoken)).status_code == 401
        code, out, errors = await run(str(EXAMPLE), "hospital", key, intake, str(REPORT))
        assert code != 0
        assert "401" in errors

        listed = await cspr(runtime, "agency", "list")  # and so has the command line
        assert "hospital" in listed
        assert key not in listed
        lines = [
            line for log in (runtime.data_dir / "logs").glob("*.log") for line in log.read_text().splitlines()
        ]
        assert any('"identity.refused"' in line and '"revoked"' in line for line in lines)
        assert not any(spoken["Authorization"].split()[1][:30] in line for line in lines)
