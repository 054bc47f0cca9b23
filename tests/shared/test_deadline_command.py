"""`cspr deadline`, as someone at a terminal or a script sees it."""

import json

import pytest
import typer
from typer.testing import CliRunner, Result

from deploy.deadline_command import deadline

app = typer.Typer()
app.command("deadline")(deadline)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80", "TERM": "dumb"})


def test_a_script_reads_the_due_date_and_every_day() -> None:
    result = run("notification", "--from", "2026-04-02T16:50+01:00", "--json")
    said = json.loads(result.stdout)

    assert result.exit_code == 0
    assert said["rule"] == "notification"
    assert said["start"] == "2026-04-02T16:50:00+01:00"
    assert said["due"] == "2026-04-13"  # worked date W1
    assert (said["policy"], said["calendar"]) == ("2026", "england-and-wales/2012-2028")
    assert len(said["days"]) == 12  # 2 to 13 April
    assert said["days"][1]["skipped_because"] == "Good Friday"
    assert said["carried_over_from"] == "2025"


def test_a_script_reads_an_instant_for_a_rule_in_hours() -> None:
    said = json.loads(run("cdop", "--from", "2026-03-28T12:00+00:00", "--json").stdout)
    assert said["due"] == "2026-03-30T12:00:00Z"


def test_a_policy_may_be_chosen_to_compare_the_legacy_clock() -> None:
    start = ("rapid-review", "--from", "2026-04-02", "--json")
    assert json.loads(run(*start, "--policy", "2023").stdout)["due"] == "2026-04-27"


@pytest.mark.parametrize(
    ("start", "policy"),
    # 23:30 UTC on 31 May 2025 is 1 June in London, when the Panel's guidance changed.
    [("2025-05-31", "2023"), ("2025-05-31T23:30Z", "2025"), ("2026-03-19", "2026")],
)
def test_without_a_policy_the_one_in_force_on_the_start_date_counts(start: str, policy: str) -> None:
    assert json.loads(run("notification", "--from", start, "--json").stdout)["policy"] == policy


@pytest.mark.parametrize(
    ("rule", "start", "said"),
    [
        ("notification", "2026-04-02", "due Mon 13 Apr 2026"),
        ("notification", "2026-04-02", "Easter Monday"),
        ("notification", "2026-04-02", "england-and-wales/2012-2028"),
        ("notification", "2026-04-02", "carried over from policy 2025"),
        ("advance-copy", "2027-01-06", "no later than Wed 23 Dec 2026"),
        ("take-down", "2027-01-06", "not before Fri 7 Jan 2028"),
        ("foi", "2026-05-28", "Extra bank holiday, Scotland"),
        ("cdop", "2026-03-28T23:30Z", "due Tue 31 Mar 2026 at 00:30 BST"),
    ],
)
def test_a_person_reads_the_answer_and_its_grounds_on_80_columns(rule: str, start: str, said: str) -> None:
    result = run(rule, "--from", start)

    assert result.exit_code == 0
    assert said in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_holiday_proclaimed_since_is_counted_by() -> None:
    """Tue 7=1, Wed 8 proclaimed, Thu 9=2, Fri 10=3, Mon 13=4, Tue 14=5."""
    said = json.loads(run("notification", "--from", "2026-04-02", "--holiday", "2026-04-08", "--json").stdout)
    assert said["due"] == "2026-04-14"
    assert said["calendar"] == "england-and-wales/2012-2028+2026-04-08"
    months = json.loads(run("practice-review", "--from", "2026-08-28", "--holiday", "2027-02-26", "--json").stdout)
    assert (months["due"], months["calendar"]) == ("2027-02-28", "civil")


@pytest.mark.parametrize(
    ("arguments", "field", "why"),
    [
        (("cdop", "--from", "2026-03-28T10:00"), "--from", "has no zone"),
        (("cdop", "--from", "2026-03-28"), "--from", "only a date"),
        (("foi", "--from", "soon"), "--from", "neither a date"),
        (("foi", "--from", "2026-02-30"), "--from", "neither a date"),
        (("foi", "--from", "2018-06-28"), "--from", "no policy was in force"),
        (("foi", "--from", "2028-12-20"), "--from", "does not know"),
        (("take-down", "--from", "9999-12-31"), "--from", "out of range"),
        (("cdop", "--from", "9999-12-31T23:30-01:00"), "--from", "out of range"),
        (("foi", "--from", "2026-05-28", "--policy", "2024"), "--policy", "no policy"),
        (("foi", "--from", "2026-05-28", "--holiday", "Friday"), "--holiday", "Invalid isoformat"),
        (("foi", "--from", "2026-05-28", "--holiday", "2029-01-01"), "--holiday", "does not know"),
        (("scr", "--from", "2026-05-28"), "RULE", "has no rule"),
    ],
)
def test_bad_input_is_refused_by_field_and_rule_without_a_traceback(
    arguments: tuple[str, ...], field: str, why: str
) -> None:
    result = run(*arguments)
    message = " ".join(result.stderr.replace("\u2502", " ").split())  # undo the box and wrapping

    assert result.exit_code == 2
    assert f"Invalid value for '{field}': {arguments[0]}: " in message
    assert why in message
    assert "Traceback" not in result.output
