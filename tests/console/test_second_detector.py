"""The console notices a missed duty by itself: with nothing but the log, while whoever owes it is stopped.

Nobody is asked: Kafka is away, no address of a service is known, and what the notifier and reviews would say of a
date (a reminder, that it was missed) never comes. The alert is played by Prometheus itself on what was scraped.
"""

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.deadline import RuleName
from shared.events.duties import DutyArose, DutyMet
from shared.topics import SERVICES_THAT_SAY
from tests.console.conftest import Console
from tests.console.examples import MONDAY, NOTIFICATION, RAPID, arose, met
from tests.console.story import Story
from tests.console.test_pages import look

pytestmark = pytest.mark.real
RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules.yml"
ROUND = timedelta(seconds=15)  # between two scrapes, and between two evaluations
BEFORE, AFTER = timedelta(minutes=1), timedelta(minutes=5)
Samples = dict[str, list[float]]


async def scraped(console: Console, moments: Iterable[datetime]) -> Samples:
    """What Prometheus gets of duties from the console, each series at each of these moments."""
    found: Samples = {}
    for at in moments:
        console.it_is(at)
        for family in text_string_to_metric_families((await look(console, "/metrics")).text):
            for sample in family.samples if family.name == "cspr_duties" else ():
                labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
                found.setdefault(f"cspr_duties{{{labels}}}", []).append(sample.value)
    return found


def alarming(folder: Path, samples: Samples, alarms: dict[str, list[dict[str, str]]]) -> str:
    """Plays the rules on it: what they must alarm of at each moment. Empty when they do."""
    at = [
        {
            "alertname": "OwnerAndConsoleDisagree",
            "eval_time": moment,
            "exp_alerts": [
                {
                    "exp_labels": {"severity": "page", **labels},
                    "exp_annotations": {
                        "summary": "The console and the services count a different number of overdue"
                        f" {labels['rule']} owed to {labels['owed_to']}",
                        "runbook": "running.md#the-console-and-a-service-disagree",
                    },
                }
                for labels in expected
            ],
        }
        for moment, expected in alarms.items()
    ]
    series = [{"series": name, "values": " ".join(map(str, values))} for name, values in samples.items()]
    seconds = f"{ROUND.seconds}s"
    played = {"interval": seconds, "input_series": series, "alert_rule_test": at}
    test = {"rule_files": [str(RULES)], "evaluation_interval": seconds, "tests": [played]}
    (folder / "played.yml").write_text(json.dumps(test))
    done = subprocess.run(["promtool", "test", "rules", "played.yml"], cwd=folder, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def around(end: datetime) -> list[datetime]:
    """Each round from a minute before a London day ends to five minutes after."""
    rounds = (BEFORE + AFTER) // ROUND
    return [end - BEFORE + number * ROUND for number in range(rounds + 1)]


OWED = [
    ("notifier", arose(NOTIFICATION, "notification", MONDAY, "national-panel"), "notification"),
    ("reviews", arose(RAPID, "rapid-review", MONDAY, "national-panel"), "rapid-review"),
]


@pytest.mark.parametrize(("owner", "duty", "rule"), OWED, ids=[owner for owner, _, _ in OWED])
async def test_a_duty_missed_while_its_owner_is_stopped_alarms_within_five_minutes(
    console: Console, tmp_path: Path, owner: str, duty: DutyArose, rule: RuleName
) -> None:
    await console.hears([Story().said(owner, duty, MONDAY)])  # the last that is ever heard of it
    ends = datetime.combine(duty.due.due_on + timedelta(days=1), datetime.min.time(), UTC)  # London, in winter
    samples = await scraped(console, around(ends))
    missed = [{"rule": rule, "owed_to": "national-panel"}]
    assert alarming(tmp_path, samples, {"1m": [], "6m": missed}) == ""
    assert alarming(tmp_path, samples, {"6m": []}) != "", "the rules are really played"


async def test_a_duty_that_was_met_in_time_alarms_nobody(console: Console, tmp_path: Path) -> None:
    duty, story = OWED[0][1], Story()
    done = met(NOTIFICATION, "national-panel", MONDAY + timedelta(days=1))
    assert isinstance(done, DutyMet) and done.duty == duty.duty
    await console.hears([story.said("notifier", it, MONDAY) for it in (duty, done)])
    ends = datetime.combine(duty.due.due_on + timedelta(days=1), datetime.min.time(), UTC)
    assert alarming(tmp_path, await scraped(console, around(ends)), {"6m": []}) == ""


async def test_the_console_needs_nothing_of_the_services_for_that(console: Console) -> None:
    """It folds the four logs, and here knows no service's address, and no Kafka that answers."""
    assert set(console.service.log.hears) == set(SERVICES_THAT_SAY)
    assert console.module.settings.services == {}
    assert console.module.settings.kafka == "127.0.0.1:9"
    assert not console.module.application.broker.up.is_set()
