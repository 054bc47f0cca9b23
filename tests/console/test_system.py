"""The System page: what is not heard, as measured from outside, and the legal dates that this endangers."""

from datetime import timedelta
from typing import Any

import pytest

from services.console.endangered import OWNERS, behind, not_working, owner_of
from services.console.health import ServiceHealth
from services.console.measured import Measured, measured
from services.notifier.notification import duty_arises, duty_of
from services.notifier.owed import Owed
from shared.duties.board import DutyRow
from shared.events.duties import DutyArose
from shared.policy_table import POLICIES
from shared.verified import note
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, MONDAY, NOTIFICATION
from tests.console.neighbour import neighbour
from tests.console.story import whole_case
from tests.console.test_pages import look, words
from tests.intake.stories import death_known, elsewhere

OPENED = 7  # so many events until the notifier owes the Panel a notification


def lag(group: str, topic: str, records: int, next_offset: int = 0, seconds: float = 75.0) -> dict[str, Any]:
    return {
        "group": group,
        "topic": topic,
        "partition": 0,
        "next_offset": next_offset,
        "records": records,
        "seconds": seconds if records else 0.0,
    }


def test_every_rule_that_dates_are_counted_by_has_a_service_that_sees_to_it() -> None:
    assert OWNERS.keys() == {rule.name for policy in POLICIES for rule in policy.rules}


def _row(arose: DutyArose) -> DutyRow:
    told = {"subject": CASE, "policy": "2026", "calendar": "", "state": "open", "start": "", "due_at": None}
    never = dict.fromkeys(("met_at", "working_days_late", "evidence", "last_reminder", "acknowledged_by"))
    more = {"acknowledged_at": None, "first_due_on": None, "lateness_explained": False}
    due = {"rule": arose.due.rule, "due_on": arose.due.due_on}
    return DutyRow.model_validate({**arose.model_dump(exclude={"due"}), **due, **told, **never, **more})


def test_the_word_owed_to_another_authority_is_intakes_as_intake_says_it() -> None:
    """Where the duty is another authority's no notification tells it; in a notification the notifier does."""
    (word,) = (event for event in elsewhere if isinstance(event, DutyArose))
    told = duty_arises(NOTIFICATION, Owed(word.owed_to, "should"), MONDAY, duty_of(NOTIFICATION, word.owed_to))
    assert word.due.rule == told.due.rule == "notification" and word.owed_to == told.owed_to
    assert (owner_of(_row(word)), owner_of(_row(told))) == ("intake", "notifier")


def test_a_child_death_review_is_intakes() -> None:
    (panel,) = (event for event in death_known if isinstance(event, DutyArose))
    assert owner_of(_row(panel)) == "intake"


def test_only_what_is_behind_on_our_own_topics_endangers_what_is_owed() -> None:
    of_reviews = [lag("reviews", "intake.events", 2), lag("reviews", "case-keys", 2)]
    told = [*of_reviews, lag("notifier", "intake.events", 0)]
    assert list(behind(Measured(**each) for each in told)) == ["reviews"]


def test_a_service_that_is_up_or_owes_nothing_endangers_nothing() -> None:
    services = [ServiceHealth(name="intake", state="up"), ServiceHealth(name="console", state="away")]
    assert not_working(services) == []
    assert not_working([ServiceHealth(name="reviews", state="not ready")]) == [("reviews", "not ready")]


async def test_without_an_address_or_an_answer_that_can_be_read_nothing_was_measured() -> None:
    assert await measured({}) is None
    async with neighbour(says={"not": "rows"}) as address:
        assert await measured({"watcher": address}) is None
    assert await measured({"watcher": address}) is None  # gone


@pytest.mark.real
async def test_what_verify_found_last_stands_beside_each_service(make_console: MakeConsole) -> None:
    """Told by the service itself, of its own log: so wherever it runs, and with no watcher."""
    at = "2026-01-05T08:00:00Z"
    same, other = ({"at": at, "compared": 12, "differing": differing} for differing in ([], ["view duties"]))
    async with neighbour(verified=same) as a, neighbour(verified=other) as b, neighbour(verified=None) as c:
        console = await make_console({"intake": a, "reviews": b, "notifier": c})
        shown = words(await look(console, "/system"))
    assert "The same 12 things, Mon 5 Jan 2026, 08:00" in shown
    assert "Differs view duties; Mon 5 Jan 2026, 08:00" in shown
    assert shown.count("not run") == 1  # nobody has verified the notifier; of the other two nothing is known


@pytest.mark.real
async def test_a_service_tells_what_was_found_of_its_log(console: Console) -> None:
    assert (await look(console, "/status")).json()["verified"] is None
    await note(console.service.log.pool, 9, ["view cases"], MONDAY)
    told = (await look(console, "/status")).json()["verified"]
    assert told == {"at": "2026-01-05T09:00:00Z", "compared": 9, "differing": ["view cases"]}


@pytest.mark.real
async def test_how_far_views_are_built_is_a_bar(make_console: MakeConsole) -> None:
    async with neighbour(ready=503, building="building views: 5000 of 20000") as reviews:
        page = await look(await make_console({"reviews": reviews}), "/system")
    assert '<progress value="5000" max="20000" aria-label="How far the views of reviews are built">' in page.text
    assert "building views: 5000 of 20000" in words(page)


@pytest.mark.real
async def test_a_service_that_has_not_heard_a_case_endangers_what_is_outstanding_on_it(
    make_console: MakeConsole,
) -> None:
    rows = [lag("reviews", "notifier.events", 3), lag("notifier", "intake.events", 0)]
    async with neighbour(says=rows) as watcher, neighbour() as up:
        addresses = dict.fromkeys(("intake", "notifier", "reviews", "publisher", "console"), up)
        console = await make_console({**addresses, "watcher": watcher})
        await console.hears(list(whole_case())[:OPENED])
        page = await look(console, "/system")
    shown = words(page)
    assert "Reviews Up" in shown and "3 records, 75 s" in shown
    assert "Reviews has not heard 3 events They are about 1 case;" in shown
    assert f'href="/cases/{CASE}"' in page.text
    assert "is not working" not in shown


@pytest.mark.real
async def test_what_was_heard_before_the_first_unheard_record_is_not_endangered(make_console: MakeConsole) -> None:
    beyond = lag("reviews", "notifier.events", 1, next_offset=1_000_000)
    async with neighbour(says=[beyond]) as watcher:
        console = await make_console({"watcher": watcher})
        await console.hears(list(whole_case())[:OPENED])
        shown = words(await look(console, "/system"))
    assert "They are about 0 cases;" in shown and "Nothing is outstanding on those cases." in shown


@pytest.mark.real
async def test_a_service_that_is_away_endangers_what_it_sees_to_and_is_near(make_console: MakeConsole) -> None:
    console = await make_console()
    await console.hears(list(whole_case())[:OPENED])
    console.it_is(MONDAY + timedelta(days=365))
    shown = words(await look(console, "/system"))
    assert "Notifier is not working" in shown
    assert "Near or overdue" in shown and "overdue" in shown
    assert "Nothing that it sees to is overdue or due within two working days." in shown  # of the others


@pytest.mark.real
async def test_it_tells_by_which_calendars_and_policies_days_are_counted(make_console: MakeConsole) -> None:
    kept = {
        "place": "england-and-wales",
        "version": "england-and-wales/2012-2028+2026-07-10",
        "covers_from": "2012-01-01",
        "covers_to": "2028-12-31",
    }
    async with neighbour(says={"calendars": [kept], "proclaimed": [], "proposed": []}) as intake:
        shown = words(await look(await make_console({"intake": intake}), "/system"))
    for policy in POLICIES:
        assert policy.id in shown
    assert "England and Wales england-and-wales/2012-2028+2026-07-10 Sun 31 Dec 2028" in shown
    assert "In force" in shown and "not measured" in shown


@pytest.mark.real
async def test_without_intake_nobody_says_by_which_calendar_days_are_counted(make_console: MakeConsole) -> None:
    shown = words(await look(await make_console(), "/system"))
    assert "Intake, which keeps the calendars of bank holidays, does not answer just now." in shown
