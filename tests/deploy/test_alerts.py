"""Alert rules and dashboards: each rule played, each query answered by a Prometheus that scraped real services."""

import asyncio
import json
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from deploy.grafana.dashboards import DASHBOARDS
from deploy.local.ports import DEFAULT_BASE_PORT, Ports
from deploy.local.service import Witnessing
from tests.docs.test_documents import anchors
from tests.faults.installation import installed
from tests.faults.road import Client
from tests.toys import put, until

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "prometheus"
RULES = [rule for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"] for rule in group["rules"]]
PLAYED = yaml.safe_load((FOLDER / "rules-test.yml").read_text())["tests"]
PAGES = ("console", "intake", "notifier", "reviews", "publisher")


def test_each_rule_does_what_is_played() -> None:
    played = subprocess.run(
        ["promtool", "test", "rules", "rules-test.yml"], cwd=FOLDER, capture_output=True, text=True
    )
    assert played.returncode == 0, played.stdout + played.stderr


def test_each_rule_is_played_until_it_fires() -> None:
    fired = {each["alertname"] for test in PLAYED for each in test["alert_rule_test"] if each["exp_alerts"] != []}
    assert fired == {rule["alert"] for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alert_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "warn", "none")
    assert rule["annotations"]["summary"]
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor in anchors(ROOT / "docs" / page)


@pytest.mark.parametrize(("file", "host"), [("prometheus.yml", "127.0.0.1"), ("prometheus-compose.yml", None)])
def test_every_service_is_scraped(file: str, host: str | None) -> None:
    jobs = yaml.safe_load((FOLDER / file).read_text())["scrape_configs"]
    ports = Ports(DEFAULT_BASE_PORT)
    expected = {"cspr": PAGES, "witness": ("witness",)}
    assert {job["job_name"]: _targets(job) for job in jobs} == {
        job: [f"{host or name}:{ports.of(name)}" for name in names] for job, names in expected.items()
    }


@pytest.mark.real
async def test_every_query_is_answered_and_what_is_overdue_alarms(tmp_path: Path) -> None:
    async with installed(PAGES, Witnessing(every_seconds=1)) as runtime:
        client = Client(runtime)
        case = await client.report("late")
        await client.decide(case)  # its date has passed
        await put(runtime.kafka.bootstrap, "partner.police.incidents", (b"k", b"no report"))
        async with _prometheus(tmp_path, runtime.ports) as prometheus:
            await until(lambda: _alerting(prometheus, "DutyOverdue", "QuarantineWaiting", "Watchdog"))
            for query in _queries():
                assert await _found(prometheus, query), query
        await client.http.aclose()


def _queries() -> set[str]:
    """Each dashboard's as it stands; of each alert what it looks at, whether or not that is alarming now."""
    looked_at = {
        selector for rule in RULES for selector in re.findall(r"(?:cspr_\w+|up)(?:\{[^}]*\})?", rule["expr"])
    }
    return looked_at | {panel.query for dashboard in DASHBOARDS for panel in dashboard.panels}


@asynccontextmanager
async def _prometheus(folder: Path, ports: Ports) -> AsyncIterator[httpx.AsyncClient]:
    told = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    told["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    told["rule_files"] = [str(FOLDER / "rules.yml")]
    for job in told["scrape_configs"]:
        moved = [int(target.rpartition(":")[2]) - DEFAULT_BASE_PORT + ports.base for target in _targets(job)]
        job["static_configs"] = [{"targets": [f"127.0.0.1:{port}" for port in moved]}]
    (folder / "prometheus.yml").write_text(json.dumps(told))
    child = await asyncio.create_subprocess_exec(
        "prometheus",
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{ports.of('prometheus')}",
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url=f"{ports.url('prometheus')}/api/v1", trust_env=False) as client:
            yield client
    finally:
        child.terminate()
        await child.wait()


def _targets(job: dict[str, Any]) -> list[str]:
    targets: list[str] = job["static_configs"][0]["targets"]
    return targets


async def _alerting(prometheus: httpx.AsyncClient, *names: str) -> bool:
    try:
        answer = await prometheus.get("/alerts")
    except httpx.TransportError:
        return False
    if not answer.is_success:
        return False  # it is still starting
    firing = {it["labels"]["alertname"] for it in answer.json()["data"]["alerts"] if it["state"] == "firing"}
    return set(names) <= firing


async def _found(prometheus: httpx.AsyncClient, query: str) -> list[Any]:
    answer = (await prometheus.get("/query", params={"query": query})).json()
    assert answer["status"] == "success", (query, answer)
    return list(answer["data"]["result"])
