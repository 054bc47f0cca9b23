"""The example of whom to tell, played: a real Prometheus, a real Alertmanager, and somebody who is told."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.ports import Ports, free_base_port
from tests.deploy.alerted import Alerted, alerted
from tests.toys import until

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
EXAMPLE = FOLDER / "alertmanager.yml"
RULES = [rule for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"] for rule in group["rules"]]
ROUND = "1s"  # instead of a minute, and of Prometheus' own fifteen seconds
SILENT_SECONDS = 5  # as five minutes are to a round of one


def test_the_example_is_taken_by_an_alertmanager() -> None:
    checked = subprocess.run(["amtool", "check-config", EXAMPLE], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alert_goes_to_whom_its_severity_says(rule: dict[str, Any]) -> None:
    assert (
        _routed(f"alertname={rule['alert']}", f"severity={rule['labels']['severity']}")
        == ({"page": "on-call", "warn": "office", "none": "dead-mans-switch"}[rule["labels"]["severity"]])
    )


def test_an_alert_that_nobody_thought_of_is_told_to_somebody_who_is_awake() -> None:
    assert _routed("alertname=Another") == "on-call"


def _routed(*labels: str) -> str:
    asked = ["amtool", "config", "routes", "test", "--config.file", EXAMPLE, *labels]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


@pytest.mark.real
async def test_an_alert_is_told_once_with_what_to_do_and_the_switch_again_and_again_until_nobody_alarms(
    tmp_path: Path,
) -> None:
    async with alerted() as somebody, _alarming(tmp_path, somebody) as prometheus:
        await until(lambda: _told(somebody, "on-call", "DutyOverdue", 1))
        before = len(somebody.of("dead-mans-switch", "Watchdog"))
        await until(lambda: _told(somebody, "dead-mans-switch", "Watchdog", before + 3))
        told, *later = somebody.of("on-call", "DutyOverdue")  # though Prometheus said it anew each round
        said = [told["status"], *(each["status"] for each in later)]
        assert said[0] == "firing"
        assert all(one != next_ for one, next_ in pairwise(said)), "again only once it was over"
        assert told["annotations"]["runbook"] == "running.md#a-deadline-was-missed"
        assert told["annotations"]["summary"] == "1 notification owed to national-panel has passed its date"
        assert not somebody.of("on-call", "Watchdog") and not somebody.of("office", "Watchdog")
        assert somebody.credentials["on-call"] == {"Bearer secret-of-on-call"}
        assert somebody.credentials["dead-mans-switch"] == {"Bearer secret-of-dead-mans-switch"}

        prometheus.terminate()
        await prometheus.wait()
        await until(lambda: _silent(somebody))  # the Alertmanager lives, and does not say it in its stead


async def _told(somebody: Alerted, receiver: str, alert: str, times: int) -> bool:
    return len(somebody.of(receiver, alert)) >= times


async def _silent(somebody: Alerted) -> bool:
    return somebody.silent("dead-mans-switch", SILENT_SECONDS)


@asynccontextmanager
async def _alarming(folder: Path, somebody: Alerted) -> AsyncIterator[asyncio.subprocess.Process]:
    """Both as they are told in deploy/prometheus, with shorter rounds and addresses of this machine."""
    ports = Ports(free_base_port())
    manager, prometheus = ports.of("grafana"), ports.of("prometheus")  # no other part of an installation runs
    (folder / "alertmanager.yml").write_text(json.dumps(_whom_to_tell(folder, somebody)))
    (folder / "prometheus.yml").write_text(json.dumps(_what_to_look_at(manager, somebody.port)))
    telling = await _started(
        "prometheus-alertmanager",
        f"--config.file={folder}/alertmanager.yml",
        f"--storage.path={folder}/told",
        f"--web.listen-address=127.0.0.1:{manager}",
        "--cluster.listen-address=",  # it is alone
    )
    looking = await _started(
        "prometheus",
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{prometheus}",
        f"--rules.alert.resend-delay={ROUND}",
    )
    try:
        yield looking
    finally:
        for each in (looking, telling):
            if each.returncode is None:
                each.terminate()
            await each.wait()


async def _started(*command: str) -> asyncio.subprocess.Process:
    silent = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(*command, stdout=silent, stderr=silent)


def _whom_to_tell(folder: Path, somebody: Alerted) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text())
    told["route"]["group_interval"] = ROUND
    (switch,) = (each for each in told["route"]["routes"] if each["receiver"] == "dead-mans-switch")
    switch["group_interval"] = switch["repeat_interval"] = ROUND
    for receiver in told["receivers"]:
        name, (webhook,) = receiver["name"], receiver["webhook_configs"]
        secret = folder / name
        secret.write_text(f"secret-of-{name}")
        webhook["url"] = f"http://127.0.0.1:{somebody.port}/{name}"
        webhook["http_config"]["authorization"]["credentials_file"] = str(secret)
    return told


def _what_to_look_at(manager: int, port: int) -> dict[str, Any]:
    """One service, which tells of a duty that is past its date."""
    return {
        "global": {"scrape_interval": ROUND, "evaluation_interval": ROUND},
        "rule_files": [str(FOLDER / "rules.yml")],
        "alerting": {"alertmanagers": [_at(manager)]},
        "scrape_configs": [{"job_name": "cspr", **_at(port)}],
    }


def _at(port: int) -> dict[str, Any]:
    return {"static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
