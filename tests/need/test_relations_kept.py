"""What a database with the relations in it answers: which rows are of a case, and which cases a list shows."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid5

import asyncpg
import pytest
from msgspec import structs

from services.intake.views import glass
from shared.event_log import Connection
from shared.events.base import Event, Recorded
from shared.need import joint, relations
from shared.need.can import Asked, standing
from shared.need.decision import Relation
from shared.need.visible import visible
from shared.writes import Write
from tests import examples as ex
from tests.conftest import MakeDatabase
from tests.contracts import examples_keeping as kx
from tests.contracts import examples_need as nx
from tests.contracts import examples_reports as rep
from tests.contracts.records import examples
from tests.need.matrix import ANOTHER, NOW, WHO
from tests.reviews import examples as rx

pytestmark = pytest.mark.real
REFERRER: frozenset[Relation] = frozenset({"assigned", "nobody's yet"})
ANY: frozenset[Relation] = frozenset({"any case"})
Project = Callable[[Write, Recorded], None]
ASKED = Asked(WHO, frozenset({WHO}), "list", NOW)
AWAY = {
    "absence": UUID(int=7),
    "officer": ANOTHER,
    "deputy": WHO,
    "from_on": date(2026, 8, 3),
    "until_on": date(2026, 11, 4),
}
MOMENT = timedelta(seconds=1)
ERASED = kx.erased.model_copy(update={"cases": ("erased",)})
FIRST = datetime(2026, 8, 2, 23, tzinfo=UTC)  # midnight in London's summer
LAST = datetime(2026, 11, 4, 23, 59, 59, tzinfo=UTC)  # to the end of the day, in its winter


@pytest.fixture
async def kept(database: MakeDatabase) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(await database("intake"))
    await connection.execute(f"CREATE SCHEMA views; SET search_path TO views; {relations.SCHEMA} {glass.SCHEMA}")
    await connection.execute("CREATE TABLE cases (subject text)")
    yield connection
    await connection.close()


async def say(kept: Connection, case: str, event: Event, project: Project = relations.project) -> None:
    written: list[tuple[str, tuple[object, ...]]] = []
    recorded = next(it for it in examples() if type(it.data) is type(event))
    said = structs.replace(recorded, subject=case, data=event)
    project(lambda statement, *values: written.append((statement, values)), said)
    for statement, values in written:
        await kept.execute(statement, *values)


async def listed(kept: Connection, needs: frozenset[Relation], asked: Asked = ASKED) -> set[str]:
    found = visible(await relations.of_persons(kept, [WHO]), needs, asked)
    rows = await kept.fetch(f"SELECT t.subject FROM cases t WHERE {found.where('t.subject', 1)}", *found.values())
    return {row["subject"] for row in rows}


async def cases(kept: Connection, *names: str) -> None:
    await kept.executemany("INSERT INTO cases VALUES ($1)", [(name,) for name in names])


async def test_a_joint_review_is_listed_to_whoever_sees_each_case_it_covers_and_to_no_other(
    kept: Connection,
) -> None:
    await cases(kept, "one", "two", "joint")
    await say(kept, "joint", rx.initiated.model_copy(update={"covers": ("one", "two")}), joint.project)
    assert await listed(kept, REFERRER) == {"one", "two", "joint"}  # nobody's, all of them
    await say(kept, "one", assigned_to(ANOTHER))
    assert await listed(kept, REFERRER) == {"two"}
    await say(kept, "one", assigned_to(WHO))
    assert await listed(kept, REFERRER) == {"one", "two", "joint"}
    await say(kept, "two", nx.conflict.model_copy(update={"person": WHO}))
    assert await listed(kept, REFERRER) == {"one"}
    assert await listed(kept, ANY) == {"one"}


async def test_a_conflict_goes_with_the_case_that_is_merged_until_the_merge_is_undone(kept: Connection) -> None:
    await cases(kept, "one", "into", "another", "apart")
    await say(kept, "one", nx.conflict.model_copy(update={"person": WHO}))
    await say(kept, "another", rep.merged.model_copy(update={"into": "into"}))
    assert await listed(kept, ANY) == {"into", "another", "apart"}
    await say(kept, "one", rep.merged.model_copy(update={"into": "into"}))
    assert await listed(kept, ANY) == {"apart"}
    assert await kept_out(kept) == {"one", "into", "another"}
    await say(kept, "one", rep.merge_undone.model_copy(update={"into": "into"}))
    assert await listed(kept, ANY) == {"into", "another", "apart"}
    assert await kept_out(kept) == {"one"}


async def test_of_an_erased_case_nothing_says_who_was_let_in_or_kept_out_but_whose_work_it_was(
    kept: Connection,
) -> None:
    await cases(kept, "erased")
    await say(kept, "erased", assigned_to(ANOTHER))
    for event in (nx.granted, nx.broken, nx.conflict, ex.incident_reported):
        await say(kept, "erased", event)
    await say(kept, "erased", ERASED)
    assert await of_persons(kept, "erased") == {("assigned", ANOTHER)}


async def test_an_erased_case_that_nobody_ever_had_is_not_nobodys_and_open_to_all_of_them(
    kept: Connection,
) -> None:
    await cases(kept, "erased")
    assert await listed(kept, REFERRER) == {"erased"}
    await say(kept, "erased", ERASED)
    assert await listed(kept, REFERRER) == set()
    assert standing("erased", await relations.of_case(kept, "erased"), ASKED, REFERRER).relations == frozenset()


@pytest.mark.parametrize("order", [*permutations(("covers", "conflict", "erased", "joint gone"))])
async def test_a_conflict_of_an_erased_case_closes_a_joint_review_of_it_for_as_long_as_that_stands(
    kept: Connection, order: tuple[str, ...]
) -> None:
    """In whatever order a log is read again."""
    stands = {"cases": ("one",), "joint_text": "no longer tells of this incident"}
    gone = {"cases": ("two", "joint"), "joint_text": "erased with it"}
    for what in order:
        match what:
            case "covers":
                initiated = rx.initiated.model_copy(update={"covers": ("one", "two")})
                await say(kept, "joint", initiated, joint.project)
            case "conflict":
                await say(kept, "one", nx.conflict.model_copy(update={"person": WHO}))
            case "erased":
                await say(kept, "one", kx.erased.model_copy(update=stands))
            case "joint gone":
                before = standing("joint", await relations.of_case(kept, "joint"), ASKED, ANY)
                assert before.conflict == ({"covers", "conflict"} <= set(order[: order.index(what)]))
                await say(kept, "two", kx.erased.model_copy(update=gone))
    assert await of_persons(kept, "one") == set()


@pytest.mark.parametrize("erased_first", [False, True], ids=["in order", "a log read again"])
async def test_of_what_was_erased_with_a_case_nothing_says_who_was_let_in_or_kept_out(
    kept: Connection, erased_first: bool
) -> None:
    """Of a case that was merged into it, or a joint review that goes with it, in whatever order they are read."""
    gone = kx.erased.model_copy(update={"cases": ("winner", "merged")})
    told = [("merged", nx.granted), ("merged", nx.broken), ("merged", nx.conflict)]
    told.append(("merged", ex.incident_reported))  # typed in by a person
    for case, event in [("winner", gone), *told] if erased_first else [*told, ("winner", gone)]:
        await say(kept, case, event)
    await say(kept, "kept", nx.granted)
    rows = await kept.fetch("SELECT subject, relation FROM case_relations WHERE person <> ''")
    assert [(row["subject"], row["relation"]) for row in rows] == [("kept", "granted")]


async def test_whoever_stands_in_for_an_officer_has_their_cases_while_they_are_away(kept: Connection) -> None:
    await cases(kept, "theirs", "another's")
    await say(kept, "theirs", assigned_to(ANOTHER))
    await say(kept, "another's", assigned_to("person:third"))
    await say(kept, "officers", ex.absent.model_copy(update=AWAY))
    for at, sees in ((FIRST, True), (LAST, True), (FIRST - MOMENT, False), (LAST + MOMENT, False)):
        asked = replace(ASKED, at=at)
        assert await listed(kept, REFERRER, asked) == ({"theirs"} if sees else set()), at
        found = standing("theirs", await relations.of_case(kept, "theirs"), asked, REFERRER)
        assert found.relations == ({"assigned"} if sees else frozenset()), at
    third = replace(ASKED, person="person:third", at=FIRST)
    assert standing("theirs", await relations.of_case(kept, "theirs"), third, REFERRER).relations == frozenset()
    await say(kept, "officers", ex.back.model_copy(update={"absence": AWAY["absence"]}))
    assert await listed(kept, REFERRER, replace(ASKED, at=FIRST)) == set()


async def test_a_conflict_keeps_out_however_the_reference_was_typed(kept: Connection) -> None:
    """In capitals, too: a declaration that keeps nobody out would be noticed by nobody."""
    in_capitals = f"person:{WHO.removeprefix('person:').upper()}"
    assert in_capitals != WHO
    await cases(kept, "theirs")
    await say(kept, "theirs", assigned_to(WHO))
    await say(kept, "theirs", nx.conflict.model_copy(update={"person": in_capitals}))

    for asked in (ASKED, replace(ASKED, person=in_capitals)):
        assert standing("theirs", await relations.of_case(kept, "theirs"), asked, REFERRER).conflict
        rows = await relations.of_persons(kept, [asked.person])
        assert "theirs" in {row.subject for row in rows if row.relation == "conflict"}
    assert await listed(kept, REFERRER) == set()


async def test_a_conflict_keeps_out_whoever_stands_in_too(kept: Connection) -> None:
    await cases(kept, "theirs")
    await say(kept, "theirs", assigned_to(ANOTHER))
    await say(kept, "theirs", nx.conflict.model_copy(update={"person": WHO}))
    await say(kept, "officers", ex.absent.model_copy(update=AWAY))
    asked = replace(ASKED, at=FIRST)
    assert await listed(kept, REFERRER, asked) == set()
    assert standing("theirs", await relations.of_case(kept, "theirs"), asked, REFERRER).conflict


async def test_glass_that_was_not_justified_is_whole_again_at_once(kept: Connection) -> None:
    await say(kept, "one", nx.broken)
    await say(kept, "one", nx.reviewed)
    (broken,) = await relations.of_case(kept, "one")
    assert broken.relation == "broken glass"  # justified: for what is left of its four hours
    await say(kept, "one", nx.reviewed.model_copy(update={"outcome": "not justified"}))
    assert await relations.of_case(kept, "one") == []


async def test_glass_that_was_broken_once_more_before_it_was_found_wrong_is_whole_again_too(
    kept: Connection,
) -> None:
    again = nx.broken.model_copy(update={"opening": uuid5(nx.OPENING, "again")})
    others = {"opening": uuid5(nx.OPENING, "another's"), "person": ANOTHER}
    for broken in (nx.broken, again, nx.broken.model_copy(update=others)):
        await say(kept, "one", broken)
    await say(kept, "two", again)
    await say(kept, "one", nx.reviewed.model_copy(update={"outcome": "not justified"}))
    assert [row.person for row in await relations.of_case(kept, "one")] == [ANOTHER]
    assert [row.person for row in await relations.of_case(kept, "two")] == [nx.NIGHT_DUTY]


async def test_glass_of_an_erased_case_is_kept_until_the_privacy_officer_was_told(kept: Connection) -> None:
    openings = {name: uuid5(nx.OPENING, name) for name in ("new", "told", "reviewed", "done")}
    for name, opening in openings.items():
        this = {"opening": opening}
        await say(kept, "one", nx.broken.model_copy(update=this), glass.project)
        if name in ("told", "done"):
            await say(kept, "one", nx.alarmed.model_copy(update=this), glass.project)
        if name in ("reviewed", "done"):
            await say(kept, "one", nx.reviewed.model_copy(update=this), glass.project)
    await say(kept, "winner", kx.erased.model_copy(update={"cases": ("winner", "one")}), glass.project)
    assert {it.opening for it in await glass.of_case(kept, "one")} == {openings["new"], openings["reviewed"]}
    for name in ("new", "reviewed"):
        await say(kept, "one", nx.alarmed.model_copy(update={"opening": openings[name]}), glass.project)
    assert await glass.of_case(kept, "one") == []


async def of_persons(kept: Connection, case: str) -> set[tuple[str, str]]:
    rows = await kept.fetch(
        "SELECT relation, person FROM case_relations WHERE subject = $1 AND person <> ''", case
    )
    return {(row["relation"], row["person"]) for row in rows}


async def kept_out(kept: Connection) -> set[str]:
    every = ("one", "into", "another", "apart")
    return {case for case in every if standing(case, await relations.of_case(kept, case), ASKED, ANY).conflict}


def assigned_to(officer: str) -> Event:
    return ex.assigned.model_copy(update={"officer": officer, "deputy": None})
