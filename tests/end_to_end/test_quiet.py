"""When time may move on, and what the demo makes of an answer that it did not expect. No server is started."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.acts import StoryWrong, check
from deploy.demo.folder import NotOurs, empty
from deploy.demo.quiet import HEARS, reasons
from deploy.demo.scenario import Expected, Rebuild, ScenarioWrong, load
from deploy.local.record import AlreadyRunning, lock

NOW = datetime.fromisoformat("2026-01-14T09:00:00+00:00")


def status(**changes: Any) -> dict[str, Any]:
    """Of a notifier that has heard all and done all."""
    worker = {"idle_at": changes.pop("idle_at", NOW.isoformat()), "next_at": None}
    counts = {"unpublished": 0, "parked": 0, "quarantined": 0, "stuck": 0, "said": 9}
    return {"accepting": True, **counts, "heard": {"intake": 5}, "worker": worker, **changes}


def why_not(**changes: Any) -> list[str]:
    return list(reasons("notifier", {"intake": status(said=5, heard={}), "notifier": status(**changes)}, NOW))


def test_a_service_that_has_heard_and_done_all_is_quiet() -> None:
    assert why_not() == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"accepting": False}, "notifier is not accepting yet"),
        ({"unpublished": 2}, "notifier has 2 events unpublished"),
        ({"parked": 1}, "notifier has 1 events parked"),
        ({"quarantined": 1}, "notifier has set 1 events of other services aside"),
        ({"stuck": 1}, "notifier cannot do 1 of the things that are due"),
        ({"heard": {}}, "notifier has heard 0 of the 5 events of intake"),
        ({"heard": {"intake": 4}}, "notifier has heard 4 of the 5 events of intake"),
        ({"idle_at": None}, "notifier last had nothing to do at None"),
        (
            {"idle_at": "2026-01-14T08:59:59+00:00"},
            "notifier last had nothing to do at 2026-01-14 08:59:59+00:00",
        ),
    ],
)
def test_each_reason_is_told_with_the_service(change: dict[str, Any], reason: str) -> None:
    assert why_not(**change) == [reason]


def test_everybody_is_looked_at_after_those_whom_they_hear() -> None:
    names = list(HEARS)
    assert all(names.index(source) < names.index(name) for name in names for source in HEARS[name])


@pytest.mark.parametrize(
    "expected",
    [
        Expected(count=1),
        Expected(where={"state": "open"}),
        Expected(where={"state": "met"}, count=2, has={"due_on": "2026-01-19"}),
    ],
)
def test_another_answer_than_expected_stops_the_story(expected: Expected) -> None:
    rows = [{"state": "met", "due_on": "2026-01-16"}, {"state": "met", "due_on": "2026-01-19"}]
    with pytest.raises(StoryWrong, match="rowan-due"):
        check("rowan-due", rows, expected)


def test_the_scenario_is_in_order_and_loses_a_database() -> None:
    entries = load()
    assert entries == sorted(entries, key=lambda entry: entry.at)
    assert any(isinstance(entry, Rebuild) for entry in entries)


def test_a_case_is_opened_before_anything_happens_to_it(tmp_path: Path) -> None:
    entry = '[[entry]]\nkind = "look"\nname = "a"\nat = 2026-01-05T09:00:00Z\nsays = ""\ncase = "b"\n'
    (tmp_path / "a.toml").write_text(entry + 'service = "intake"\npath = "/cases/{case}"\n')
    with pytest.raises(ScenarioWrong, match="b was not opened"):
        load(tmp_path)


def test_only_the_demos_own_directory_is_wiped(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(NotOurs):
        empty(tmp_path)
    ours = empty(tmp_path / "demo")
    (ours / "kafka").mkdir()
    assert [path.name for path in empty(ours).iterdir()] == ["made-by-the-demo"]


def test_a_directory_in_which_something_runs_is_left_alone(tmp_path: Path) -> None:
    ours = empty(tmp_path / "demo")
    (ours / "runtime.json").write_text(_RUNNING)
    with lock(ours), pytest.raises(AlreadyRunning):
        empty(ours)


_RUNNING = """{"base_port": 8400, "services": [], "ports": {}, "urls": {}, "kafka": "", "partnership": "",
"clock_file": null, "wrapping_key_file": "", "passwords_file": "", "admin_password_file": "", "supervisor": 1,
"children": {}, "witness_key_file": "", "notes": "", "kafka_users_file": ""}"""
