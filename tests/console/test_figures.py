"""The yearly report and statistics: counted by hand from one whole case, as known on a day, safe to publish."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.facts import facts
from services.console.figures.counting import Counted
from services.console.figures.period import NoPeriod, Period, asked, current_year, year_from, years_alone
from services.console.figures.sections import sections
from services.console.figures.tables import Row, Section, Table, hide, public
from shared.calendar import LONDON
from shared.events.base import Event
from shared.events.duties import DeadlineRecomputed, DutyFellAway, DutyReopened
from shared.events.intake import ReportTested
from shared.events.learning import (
    ActionImplemented,
    ActionProposed,
    ActionStarted,
    ActionVerified,
    EvidenceAdded,
    FindingRecorded,
    ImpactMeasured,
)
from shared.events.publisher import ReportPublished
from shared.keys import sealed_under
from tests.console.conftest import Console
from tests.console.examples import BY, NOTIFICATION, SECRET, SUBMITTED, arose, day, met
from tests.console.story import Story, whole_case
from tests.console.test_pages import look, words
from tests.contracts.examples_practice import PRACTICE
from tests.contracts.examples_publisher import PUBLISHER

TODAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=LONDON)
COUNTS = st.integers(min_value=0, max_value=40)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2024, 2, 29), date(2025, 2, 28)),  # a year from a leap day has 366 days, not 367
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_twelve_months_end_the_day_before_they_would_begin_again(first: date, last: date) -> None:
    assert year_from(first) == last


def test_unasked_it_is_the_year_from_april_that_today_is_in() -> None:
    assert current_year(date(2026, 3, 31)) == date(2025, 4, 1)
    assert current_year(date(2026, 4, 1)) == date(2026, 4, 1)
    assert asked({}, TODAY, yearly=True) == Period(first=date(2026, 4, 1), last=date(2027, 3, 31), known_on=TODAY)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2017-12-31"}, "from"),
        ({"from": "2026-04-02", "until": "2026-04-01"}, "from"),
        ({"until": "2026-02-30"}, "until"),
        ({"from": "9999-12-31"}, "from"),
        ({"known_on": "2026-07-02"}, "known_on"),
    ],
)
def test_what_is_no_period_is_said_by_field_and_rule(query: dict[str, str], field: str) -> None:
    with pytest.raises(NoPeriod) as refused:
        asked(query, TODAY, yearly=False)
    assert refused.value.field == field
    assert not any(value in refused.value.rule for value in query.values())


def test_what_was_known_on_a_day_ends_at_londons_midnight() -> None:
    summer = Period(first=TODAY, last=TODAY, known_on=TODAY)
    assert summer.known_until() == datetime.fromisoformat("2026-07-01T23:59:59.999999+01:00")


def test_whoever_may_not_list_every_case_is_told_of_whole_years_as_they_are_known_today() -> None:
    year = asked({}, TODAY, yearly=False)
    assert years_alone(year, TODAY) == year
    for query, field in (
        ({"from": "2025-04-02", "until": "2026-04-01"}, "from"),
        ({"from": "2025-04-01", "until": "2026-03-30"}, "until"),
        ({"from": "2025-04-01", "until": "2026-03-31", "known_on": "2026-06-30"}, "known_on"),
    ):
        with pytest.raises(NoPeriod) as refused:
            years_alone(asked(query, TODAY, yearly=False), TODAY)
        assert refused.value.field == field


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_the_public_version_tells_no_number_from_one_to_four_nor_lets_it_be_worked_out(counts: list[int]) -> None:
    told = hide(counts)
    assert all(number is None or number == 0 or number >= 5 for number in told)
    assert all(number in (None, count) for number, count in zip(told, counts, strict=True))
    hidden = [count for number, count in zip(told, counts, strict=True) if number is None]
    # With the total known, what is hidden is known as a sum: of at least two, or else everything there is.
    assert len(hidden) != 1 or sum(counts) == hidden[0]


def test_a_total_is_told_only_when_nothing_of_it_is_hidden() -> None:
    table = Table("t", "T", "Of", ("N",), (Row("a", (2,)), Row("b", (7,)), Row("c", (9,))), "down")
    (section,) = public([Section("S", (table,))])
    assert [line.numbers for line in section.tables[0].lines] == [(None,), (None,), (9,), (None,)]
    assert [line.numbers for line in table.lines] == [(2,), (7,), (9,), (18,)]


def test_what_divides_another_tables_number_stays_inside() -> None:
    table = Table("t", "T", "Of", ("N",), (Row("a", (12,)),), internal=True)
    assert public([Section("S", (table,))]) == []


def test_a_report_that_an_agency_marked_as_a_test_counts_nowhere() -> None:
    tested = ReportTested(reported_by=BY, la_code="E06000045", harm="death", children=1)
    assert list(facts(Story().said("intake", tested, day(0)))) == []


def test_what_a_practice_review_adds_to_the_yearly_report() -> None:
    """One step each, and the recommendations of a national review beside those of the report."""
    story, told = Story(), []
    for example in PRACTICE:
        sealed = sealed_under(example, "case", bytes(32))
        told += [(fact.kind, fact.label) for fact in facts(story.said("reviews", sealed, day(0)))]
    steps = [label for kind, label in told if kind == "practice review step"]
    assert {*steps} >= {
        "case closed",
        "delay notified before the due date",
        "national review noticed",
        "progress not checked in time",
        "suspended for a national review",
        "superseded by a joint review",
    }
    assert len([kind for kind, _ in told if kind == "recommendation"]) == 1


def publication_facts(*events: Event) -> list[tuple[str, str]]:
    story = Story()
    told = []
    for it in events:
        sealed = sealed_under(it, "case", bytes(32))
        told += [(fact.kind, fact.label) for fact in facts(story.said("publisher", sealed, day(0)))]
    return told


def test_what_became_of_publications_is_in_the_yearly_report() -> None:
    """Published as what, corrected, taken down and when, asked for and under which law."""
    told = publication_facts(*PUBLISHER)
    assert {label for kind, label in told if kind == "published as"} == {"improvements only"}
    assert ("corrected", "corrected") in told
    assert {label for kind, label in told if kind == "taken down"} == {"after a year", "in an emergency"}
    assert {label for kind, label in told if kind == "request"} == {
        *("received", "under the Freedom of Information Act", "supplied", "refused")
    }


def test_a_whole_report_is_told_apart_from_improvements_only() -> None:
    (limited,) = [it for it in PUBLISHER if isinstance(it, ReportPublished)]
    whole = limited.model_copy(update={"scope": "full report"})
    assert ("published as", "full report") in publication_facts(whole)


def test_a_correction_is_counted_each_time_and_a_publication_once() -> None:
    times = {"corrected": {"corrected": 2}, "published as": {"full report": 1}}
    (section,) = [it for it in sections(Counted(times, {}, (), {})) if it.title == "Publication"]
    tables = {table.id: table for table in section.tables}
    assert tables["corrected"].lines == [Row("Corrected", (2,))]
    assert tables["published-as"].lines[-1] == Row("Total", (1,))
    assert tables["published-as"].internal  # it divides the number of reports published


async def numbers(console: Console, path: str) -> dict[tuple[str, str, str], str]:
    """(table, label, column) -> number, as the CSV tells it."""
    page = await look(console, path)
    assert page.status_code == 200
    rows = csv.DictReader(io.StringIO(page.text))
    return {(row["table"], row["label"], row["column"]): row["number"] for row in rows}


@pytest.mark.real
async def test_one_case_counted_by_hand(console: Console) -> None:
    """Reported and notified in January, the care board told two working days late, published in June."""
    await console.hears(whole_case())
    console.it_is(NOON)
    told = await numbers(console, "/report.csv?from=2025-07-01")
    assert told["reported", "Serious harm", "Reports"] == "1"
    assert told["decided", "Notify, class A", "Decisions"] == "1"
    assert told["decided", "Not notify", "Decisions"] == "0"
    assert told["notified", "Class A", "Notifications"] == "1"
    # Two were owed a notification: the Panel was told on the fourth day, the board two working days late.
    notification = "Notify of the serious incident"
    assert [
        told["deadlines", notification, column] for column in ("In time", "Late", "Still owed", "No longer owed")
    ] == ["1", "1", "0", "0"]
    assert told["lateness", notification, "Up to 2 working days"] == "1"
    assert told["lateness", notification, "Of these explained"] == "1"
    assert told["rapid-reviews", "Submitted", "Reviews"] == "1"
    assert told["next-steps", "Practice review", "Reviews"] == "1"
    assert told["practice-reviews", "Single case", "Reviews"] == "1"
    assert told["steps", "Report accepted", "Times"] == "1"
    assert told["published", "Practice review", "Reports"] == "1"
    assert told["published-as", "Full report", "Reports"] == "1"
    assert told["corrected", "Corrected", "Times"] == "0"
    assert ("taken-down", "After a year", "Reports") not in told  # that is in 2027


@pytest.mark.real
async def test_made_again_for_a_past_date_it_tells_what_was_known_then(console: Console) -> None:
    await console.hears(whole_case())
    console.it_is(NOON)
    notification = "Notify of the serious incident"
    # On 14 January the board's duty of the 13th was missed and not yet met; it was on the 15th.
    told = await numbers(console, "/statistics.csv?from=2026-01-01&until=2026-01-31&known_on=2026-01-14")
    assert told["deadlines", notification, "Still owed"] == "1"
    assert told["deadlines", notification, "Late"] == "0"
    assert ("lateness", notification, "Up to 2 working days") not in told
    told = await numbers(console, "/statistics.csv?from=2026-01-01&until=2026-01-31&known_on=2026-01-15")
    assert told["deadlines", notification, "Late"] == "1"
    assert told["lateness", notification, "Of these explained"] == "0"  # that was said a day later


@pytest.mark.real
async def test_of_a_duty_its_last_date_and_its_last_standing_count_as_they_were_known(console: Console) -> None:
    """Aware on Tuesday 6 January, so due on the 13th; said on the 12th to be due on the 14th; met on the 13th,
    which was refused, and met again by a clock that was behind; fallen away on the 20th.
    """
    story, duty = Story(), arose(NOTIFICATION, "notification", day(1), "panel")
    moved = duty.due.model_copy(update={"due_on": date(2026, 1, 14)})
    recomputed = DeadlineRecomputed(duty=duty.duty, old=duty.due, new=moved, because=())
    done, midnight = met(NOTIFICATION, "panel", day(8)), datetime(2026, 1, 15, tzinfo=LONDON)
    again = DutyReopened(duty=duty.duty, due=moved, reopened_at=midnight, times=1, reason="refused")
    ended = DutyFellAway(duty=duty.duty, reason="withdrawn")
    half_an_hour = timedelta(minutes=30)
    said = [
        *((duty, day(1)), (recomputed, day(7)), (done, day(8))),
        *((again, midnight + half_an_hour), (done, midnight - half_an_hour), (ended, day(15))),
    ]
    await console.hears([story.said("notifier", event, at) for event, at in said])
    console.it_is(NOON)
    rule = "Notify of the serious incident"

    async def known(days: str, on: str) -> list[str]:
        told = await numbers(console, f"/statistics.csv?{days}&known_on={on}")
        columns = ("In time", "Late", "Still owed", "No longer owed")
        return [told.get(("deadlines", rule, column), "0") for column in columns]

    thirteenth, fourteenth = "from=2026-01-13&until=2026-01-13", "from=2026-01-14&until=2026-01-14"
    assert await known(thirteenth, "2026-01-11") == ["0", "0", "1", "0"]
    assert await known(thirteenth, "2026-01-12") == ["0", "0", "0", "0"]  # its day is the 14th now
    assert await known(fourteenth, "2026-01-12") == ["0", "0", "1", "0"]
    assert await known(fourteenth, "2026-01-14") == ["1", "0", "0", "0"]  # twice, and counted once
    assert await known(fourteenth, "2026-01-15") == ["1", "0", "0", "0"]  # that it was refused was said before
    assert await known(fourteenth, "2026-01-20") == ["0", "0", "0", "1"]


@pytest.mark.real
async def test_a_notification_said_twice_is_one(console: Console) -> None:
    story = Story()
    await console.hears([story.said("notifier", SUBMITTED, day(4)), story.said("notifier", SUBMITTED, day(5))])
    console.it_is(NOON)
    told = await numbers(console, "/statistics.csv?from=2026-01-01&until=2026-01-31")
    assert told["notified", "Class A", "Notifications"] == "1"


@pytest.mark.real
async def test_implemented_is_a_claim_and_evidence_moves_it_on(console: Console) -> None:
    story = Story()
    found = FindingRecorded(
        finding="F1",
        theme="information sharing",
        aspects=(),
        vocabulary="2026-1",
        organisations=("police",),
        found_on=date(2026, 1, 20),
        text=SECRET,
    )
    measured = ImpactMeasured(
        action="A1.1", after="six months", measured_on=date(2026, 6, 30), embedded=False, text=SECRET
    )
    claimed = ActionImplemented(action="A1.1", implemented_on=date(2026, 2, 1), claimed_by="person:one")
    shown = EvidenceAdded(action="A1.1", evidence="E1", kind="audit", document_hash="", text=SECRET)
    verified = ActionVerified(
        action="A1.1",
        organisation="council",
        verified_on=date(2026, 4, 1),
        verified_by="person:two",
        method="audit",
        text=SECRET,
    )
    proposed = ActionProposed(
        action="A1.1", recommendation="R1", owner="police", due_on=date(2026, 5, 1), text=SECRET
    )
    said = [
        story.said("reviews", event, day(after))
        for event, after in [
            *((found, 15), (proposed, 16), (ActionStarted(action="A1.1"), 17), (claimed, 30), (shown, 40)),
            *((verified, 90), (measured, 176)),
        ]
    ]
    await console.hears(said)
    console.it_is(NOON)
    for last, state in [("02-10", "Implemented"), ("02-14", "Evidenced"), ("04-30", "Verified")]:
        told = await numbers(console, f"/statistics.csv?from=2026-01-01&until=2026-{last}")
        assert told["actions", state, "Actions"] == "1", last
        assert told["actions", "Total", "Actions"] == "1"
        assert told["actions", "Embedded", "Actions"] == "0"
    told = await numbers(console, "/statistics.csv?from=2026-01-01&until=2026-06-30")
    assert told["findings", "Information sharing", "Findings"] == "1"
    assert told["impact", "Did not take hold after six months", "Times"] == "1"


@pytest.mark.real
async def test_page_pdf_json_and_public_version_tell_the_same(console: Console) -> None:
    await console.hears(whole_case())
    console.it_is(NOON)
    page = await look(console, "/report?from=2025-07-01")
    assert "Notify of the serious incident 1 1 0 0 2" in words(page)
    hidden = await look(console, "/report?from=2025-07-01&version=public")
    assert "Notify of the serious incident c c 0 0 c" in words(hidden)
    assert "How late" not in words(hidden)
    assert (await look(console, "/report.json?from=2025-07-01&version=public")).json()["version"] == "public"
    told = await numbers(console, "/report.csv?from=2025-07-01&version=public")
    assert told["notified", "Class A", "Notifications"] == "c"
    pdf = await look(console, "/report.pdf?from=2025-07-01")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content == (await look(console, "/report.pdf?from=2025-07-01")).content


@pytest.mark.real
async def test_what_is_no_period_is_said_on_the_page_and_to_machines(console: Console) -> None:
    console.it_is(NOON)
    page = await look(console, "/statistics?from=31+March")
    assert page.status_code == 422
    assert "The first day must be a day, as 2026-04-01" in words(page)
    machine = await look(console, "/statistics.json?known_on=2030-01-01")
    assert machine.status_code == 422
    assert machine.json()["errors"][0]["pointer"] == "/query/known_on"


@pytest.mark.real
async def test_without_its_database_it_says_so(console: Console) -> None:
    console.module.application.status.accepting = False
    assert (await look(console, "/report")).status_code == 503
    assert (await look(console, "/report.csv")).status_code == 503
