"""Reports by CSV: what spreadsheets do to a file is undone or refused, and every row is answered."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.intake.partners import message_of
from services.intake.report import Report
from services.intake.spreadsheet import COLUMNS, Row, rows, template
from shared.edge import BadInput
from shared.spreadsheet import MOST_ROWS
from tests import examples as ex
from tests.bad_input.made import CANARY, NOW
from tests.intake.conftest import Intake

GOOD = {
    "id": "row-1",
    "reference": "SCH-7",
    "la_code": "E06000045",
    "harm": "serious harm",
    "incident_on": "02/04/2026",
    "agency_aware_at": "02/04/2026 16:30",
    "outline": "Brought in, unresponsive;\nas the ward says.",
    "child1_first_name": "Ffion",
    "child1_last_name": "Example",
    "child1_date_of_birth": "03/11/2025",
    "child1_nhs_number": "943 476 5919",
}


def table(*filled: Mapping[str, str], delimiter: str = ",", columns: tuple[str, ...] = COLUMNS) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(filled)
    return buffer.getvalue()


def read(content: bytes) -> list[Row]:
    return rows(content, "hospital", NOW)


def report_of(row: Row) -> Report:
    assert row.demand, row.problems
    message = message_of(row.demand)
    assert isinstance(message, Report)
    return message


def one(**changes: str) -> Row:
    (row,) = read(table({**GOOD, **changes}).encode())
    return row


def test_a_row_is_the_report_that_a_system_would_send() -> None:
    report = report_of(one())
    assert report.data.model_dump(mode="json", exclude_defaults=True) == {
        "la_code": "E06000045",
        "harm": "serious harm",
        "incident_on": "2026-04-02",
        "agency_aware_at": "2026-04-02T16:30:00+01:00",
        "outline": "Brought in, unresponsive;\nas the ward says.",
        "children": [
            {
                "first_name": "Ffion",
                "last_name": "Example",
                "date_of_birth": "2025-11-03",
                "nhs_number": "9434765919",
            }
        ],
    }
    assert (report.id, report.subject, report.source) == ("row-1", "SCH-7", "hospital")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_excel_writes_is_understood(delimiter: str, encoding: str) -> None:
    content = table({**GOOD, "child1_first_name": "Siân"}, delimiter=delimiter).encode(encoding)
    assert report_of(read(content)[0]).data.children[0].first_name == "Siân"


def test_the_template_has_every_column_and_opens_as_utf_8() -> None:
    assert template().decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    assert template().startswith(b"\xef\xbb\xbf")


def test_the_template_that_agencies_are_given_is_this_one() -> None:
    given = Path(__file__).parents[2] / "docs" / "partners" / "reports.csv"
    assert given.read_bytes() == template()


def test_the_same_file_again_is_the_same_reports() -> None:
    assert one() == one()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (table({**GOOD, "child1_first_name": "Siân"}).encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04\xff\xff", "not UTF-8"),
        (b"a\x00b", "not a text"),
        (b"id,id\n1,2\n", "the same column twice"),
        (f"{CANARY},id\n1,2\n".encode(), "a column that is not in the template"),
        (b"id\n1\n", "this column is missing"),
        (b'id,reference\n"x,1\n', "out of place"),
        (table(*[GOOD] * (MOST_ROWS + 1)).encode(), "more than 500 rows"),
    ],
    ids=["empty", "blank", "latin-1", "xlsx", "nul", "twice", "unknown", "missing", "quote", "too many"],
)
def test_a_file_of_which_no_row_can_be_read_is_refused_as_a_whole(content: bytes, rule: str) -> None:
    with pytest.raises(BadInput) as bad:
        read(content)
    assert rule in str(bad.value)
    assert CANARY not in str(bad.value)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"id": ""}, "id"),
        ({"reference": ""}, "reference"),
        ({"harm": CANARY}, "harm"),
        ({"la_code": CANARY}, "la_code"),
        ({"incident_on": "31/02/2026"}, "incident_on"),
        ({"incident_on": "04/02/26"}, "incident_on"),
        ({"incident_on": "46114"}, "incident_on"),
        ({"agency_aware_at": "02/04/2026"}, "agency_aware_at"),
        ({"agency_aware_at": "25/10/2026 01:30"}, "agency_aware_at"),
        ({"agency_aware_at": "29/03/2026 01:30"}, "agency_aware_at"),
        ({"agency_aware_at": "02/04/2026 25:30"}, "agency_aware_at"),
        ({"child1_nhs_number": "9.43477E+09"}, "child1_nhs_number"),
        ({"child1_first_name": ""}, "child1_first_name"),
        ({"child3_last_name": CANARY}, "child2_first_name"),
        ({"outline": f"{CANARY}\x07"}, "outline"),
        ({"incident_time": "25:00"}, "incident_time"),
    ],
)
def test_a_row_is_refused_by_its_column(changes: dict[str, str], column: str) -> None:
    row = one(**changes)
    assert row.demand is None
    assert row.problems[0][0] == column
    assert CANARY not in str(row.problems)


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\t=1"])
def test_a_formula_is_a_text_like_any_other(formula: str) -> None:
    assert report_of(one(place=formula)).data.place == formula.strip()


def test_a_time_with_its_zone_stands_as_it_is() -> None:
    told = report_of(one(agency_aware_at="2026-10-25T01:30:00+01:00")).data.agency_aware_at
    assert told.isoformat() == "2026-10-25T01:30:00+01:00"


def test_empty_rows_are_none_and_numbers_are_the_spreadsheets() -> None:
    text = table(GOOD, {}, {**GOOD, "id": "row-3", "harm": "none"})
    assert [(row.line, bool(row.demand)) for row in read(text.encode())] == [(2, True), (4, False)]


def test_more_cells_than_columns_are_not_dropped_in_silence() -> None:
    text = table(GOOD).rstrip("\r\n") + ",more\r\n"
    assert read(text.encode())[0].problems == (("", "more cells than columns"),)


@pytest.mark.real
async def test_every_row_is_answered_and_the_right_ones_are_taken_in(intake: Intake) -> None:
    text = table(
        GOOD, {**GOOD, "id": "row-2", "harm": CANARY}, {**GOOD, "id": "row-3", "incident_on": "01/01/2099"}
    )
    headers = {"Actor": "agency:hospital", "Content-Type": "text/csv"}

    async def upload(content: str, **params: str) -> tuple[int, dict[str, object]]:
        answer = await intake.client.post("/reports/csv", content=content.encode(), headers=headers, params=params)
        assert CANARY not in answer.text
        return answer.status_code, answer.json()

    checked = await upload(text, check="true")
    assert (checked[0], checked[1]["taken_in"]) == (200, 2)
    assert (await intake.client.get("/cases")).json() == []
    first = await upload(text)
    assert first == await upload(text)
    assert (first[1]["taken_in"], first[1]["refused"]) == (2, 1)
    found = {case["report"]: case["flags"] for case in (await intake.client.get("/cases")).json()}
    assert set(found) == {"row-1", "row-3"}
    assert "the incident lies in the future" in found["row-3"]
    changed = await upload(table({**GOOD, "outline": "Another story."}))
    assert changed[1]["refused"] == 1
    assert (await upload("nonsense"))[0] == 422
    answer = await intake.client.post("/reports/csv", content=b"", headers={**headers, "Actor": ex.DRAFTER})
    assert answer.status_code == 422


@pytest.mark.real
async def test_the_template_is_served(intake: Intake) -> None:
    assert (await intake.client.get("/reports/template.csv")).content == template()
