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


def test_the_dead_mans_switch_is_told_every_minute_to_somebody_who_is_told_of_nothing_else() -> None:
    """As amtool routes it: the first route whose matchers fit."""
    told = yaml.safe_load((FOLDER / "alertmanager.yml").read_text())
    (watchdog,) = (rule for rule in RULES if rule["alert"] == "Watchdog")
    assert watchdog["expr"] == "vector(1)" and "for" not in watchdog
    switch, *others = told["route"]["routes"]
    assert switch["matchers"] == ['alertname = "Watchdog"'] and switch["repeat_interval"] == "1m"
    receivers = [told["route"]["receiver"], *(each["receiver"] for each in others)]
    assert switch["receiver"] not in receivers
    assert {each["name"] for each in told["receivers"]} == {switch["receiver"], *receivers}


@pytest.mark.parametrize("severity", sorted({rule["labels"]["severity"] for rule in RULES} - {"none"}))
def test_whoever_is_told_of_alerts_is_told_of_every_severity(severity: str) -> None:
    told = yaml.safe_load((FOLDER / "alertmanager.yml").read_text())
    named = {matcher for route in told["route"]["routes"] for matcher in route["matchers"]}
    assert severity == "page" or f'severity = "{severity}"' in named  # whatever no route takes is paged


def test_each_alert_of_a_missed_duty_by_the_console_comes_within_five_minutes() -> None:
    (rule,) = (rule for rule in RULES if rule["alert"] == "OwnerAndConsoleDisagree")
    rounds = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["global"]
    seconds = [int(rounds[name].removesuffix("s")) for name in ("scrape_interval", "evaluation_interval")]
    assert sum(seconds) + 60 * int(rule["for"].removesuffix("m")) <= 4 * 60  # one is left for delivery


@pytest.mark.parametrize(("file", "host"), [("prometheus.yml", "127.0.0.1"), ("prometheus-compose.yml", None)])
def test_every_service_is_scraped(file: str, host: str | None) -> None:
    jobs = yaml.safe_load((FOLDER / file).read_text())["scrape_configs"]
    ports = Ports(DEFAULT_BASE_PORT)
    expected = {"cspr": PAGES, "cspr-watcher": ("watcher",), "witness": ("witness",)}
    assert {job["job_name"]: _targets(job) for job in jobs} == {
        job: [f"{host or name}:{ports.of(name)}" for name in names] for job, names in expected.items()
    }


@pytest.mark.real
async def test_every_query_is_answered_and_what_is_overdue_alarms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPR_CANARY_SECONDS", "1")
    async with installed(PAGES, Witnessing(every_seconds=1), watched=True) as runtime:
        client = Client(runtime)
        case = await client.report("late")
        await client.decide(case)  # its date has passed
        await put(runtime.kafka.bootstrap, "partner.police.incidents", (b"k", b"no report"))
        async with _prometheus(tmp_path, runtime.ports) as prometheus:
            await until(lambda: _alerting(prometheus, "DutyOverdue", "QuarantineWaiting", "Watchdog"))
            for query in sorted(_queries()):  # each as soon as what it asks for was scraped from everybody
                await until(lambda query=query: _found(prometheus, query))
        await client.http.aclose()


def test_there_is_a_dashboard_of_duties_of_the_pipeline_and_of_each_service() -> None:
    named = {dashboard.uid for dashboard in DASHBOARDS}
    assert {"cspr-duties", "cspr-pipeline", *(f"cspr-{service}" for service in PAGES)} <= named
    written = {
        path.stem: json.loads(path.read_text()) for path in (ROOT / "deploy/grafana/dashboards").glob("*.json")
    }
    assert written.keys() == named
    shown = {panel["targets"][0]["expr"] for each in written.values() for panel in each["panels"]}
    assert shown <= _queries(), "each is asked of a real Prometheus below"


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
        url = f"{ports.url('prometheus')}/api/v1"
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=90) as client:
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
