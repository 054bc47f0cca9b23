"""Open cases from a spreadsheet: with the dates they had, whole rows, and tried first."""

import pytest

from deploy.commands.import_cases import sentences
from services.intake.importing import COLUMNS, HERE_ALREADY
from tests.bad_input.made import CANARY
from tests.intake.conftest import Intake
from tests.intake.test_spreadsheet import GOOD, table

pytestmark = pytest.mark.real
DECIDED = {
    **GOOD,
    "agency": "hospital",
    "incident_aware_at": "02/04/2026 16:50",
    "channel": "duty telephone",
    "limb": "in area",
    "suspicion": "suspected",
    "criteria_met_at": "02/04/2026 17:05",
    "trigger_class": "A",
    "grounds": "serious harm, abuse suspected",
    "authority": "Director",
    "reasons": "No accidental explanation.",
}


async def bring(intake: Intake, *rows: dict[str, str], dry_run: bool = False) -> list[dict[str, object]]:
    answer = await intake.client.post(
        "/import",
        content=table(*rows, columns=COLUMNS).encode(),
        params={"dry_run": str(dry_run).lower()},
        headers={"Actor": "person:manager", "Content-Type": "text/csv"},
    )
    assert answer.status_code == 200, answer.text
    assert CANARY not in answer.text
    return list(answer.json()["rows"])


async def test_a_case_comes_in_with_its_original_dates_and_is_marked_as_imported(intake: Intake) -> None:
    (row,) = await bring(intake, DECIDED)
    assert (row["problems"], row["due_on"]) == ([], "2026-04-13")  # the worked date W1
    told = await intake.service.log.about(str(row["case"]))
    assert await intake.types(str(row["case"])) == [
        "incident-reported",
        "authority-became-aware",
        "notifiable-criteria-met",
        "notify-decided",
    ]
    assert {recorded.actor for recorded in told} == {"import:manager"}
    assert told[1].data.incident_aware_at.isoformat() == "2026-04-02T16:50:00+01:00"


async def test_a_dry_run_says_the_same_and_keeps_nothing(intake: Intake) -> None:
    tried = await bring(intake, DECIDED, dry_run=True)
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.event_log") == 0
    assert tried == await bring(intake, DECIDED)
    assert sentences(tried[0], dry_run=True) == [
        f"row 2: would be case {tried[0]['case']}, notification due 2026-04-13"
    ]


async def test_the_same_file_again_changes_nothing(intake: Intake) -> None:
    assert await bring(intake, DECIDED) == await bring(intake, DECIDED)
    count = await intake.service.log.pool.fetchval("SELECT count(*) FROM log.event_log WHERE subject LIKE '%-%'")
    assert count == 4


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"agency": CANARY}, "agency"),
        ({"harm": CANARY}, "harm"),
        ({"incident_aware_at": "2/4/26"}, "incident_aware_at"),
        ({"incident_aware_at": ""}, "incident_aware_at"),
        ({"suspicion": CANARY}, "suspicion"),
        ({"reasons": ""}, "reasons"),
        ({"criteria_met_at": "01/04/2026 10:00"}, ""),
    ],
)
async def test_of_a_row_with_a_mistake_nothing_is_kept(
    intake: Intake, changes: dict[str, str], column: str
) -> None:
    (row,) = await bring(intake, {**DECIDED, **changes})
    assert [problem["column"] for problem in row["problems"]][:1] == [column]  # type: ignore[attr-defined]
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.event_log") == 0


async def test_a_case_that_is_only_reported_comes_in_as_that(intake: Intake) -> None:
    (row,) = await bring(intake, {**GOOD, "agency": "hospital"})
    assert (row["problems"], row["due_on"]) == ([], None)
    assert await intake.types(str(row["case"])) == ["incident-reported"]


async def test_a_case_that_is_here_already_takes_nothing_more_from_a_file(intake: Intake) -> None:
    """Or one person alone would record a time late, which takes two."""
    reported = {**GOOD, "agency": "hospital"}
    (first,) = await bring(intake, reported)
    sent = await intake.client.post(
        "/reports/csv",
        content=table({**GOOD, "id": "row-2"}).encode(),
        headers={"Actor": "agency:hospital", "Content-Type": "text/csv"},
    )
    (second,) = sent.json()["rows"]
    for case, id_ in ((first["case"], "row-1"), (second["case"], "row-2")):
        for dry_run in (True, False):
            (row,) = await bring(intake, {**DECIDED, "id": id_}, dry_run=dry_run)
            assert row["problems"] == [{"column": "", "detail": HERE_ALREADY}]
        assert await intake.types(str(case)) == ["incident-reported"]
        assert (await bring(intake, {**reported, "id": id_}))[0]["problems"] == []
