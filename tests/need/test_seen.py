"""Lists are narrowed in their own query: which tables tell of cases, and what becomes of a query."""

import re
from typing import Any, cast

import pytest

from deploy.documents import SERVICES
from shared.need.seen import Seen, tables_of_cases
from shared.need.visible import Visible
from tests.contracts.wiring import wired

# Tables of no case, each with what it holds instead: what is added must stand here, or say of which case it tells.
OF_NO_CASE = {
    "case_relations": "by which it is decided",
    "suspended_agencies": "agencies",
    "standing": "agencies",
    "heard": "agencies",
    "absences": "officers",
    "proclaimed_holidays": "the calendar",
    "proposed_holidays": "the calendar",
    "mistaken_holidays": "the calendar",
    "recipient_proposals": "recipients",
    "recipient_changes": "recipients",
    "reached_by": "recipients",
    "past_reviews": "what was public before",
    "public_words": "what is public",
    "chosen_themes": "what is public",
    "quarantined": "what was set aside, and is of no case yet",
    "exports": "which files were asked for, and by whom",
    "chase": "when returns are next asked for",
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with wired(SERVICES, tmp_path_factory.mktemp("keys")) as modules:
        return [view.SCHEMA for module in modules.values() for view in module.service.views]


def test_every_table_of_a_view_tells_of_which_case_or_of_none(schemas: list[str]) -> None:
    every = {name for schema in schemas for name in re.findall(r"CREATE TABLE (\w+)", schema)}
    assert every - set(tables_of_cases(schemas)) - set(OF_NO_CASE) == set()
    assert set(OF_NO_CASE) <= every


class Asked:
    """In a database's place: what it was asked."""

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        self.query, self.values = " ".join(query.split()), values
        return []


VISIBLE = Visible(False, frozenset({"hidden"}), frozenset({"mine"}))
TABLES = {"cases": ["subject"], "duties": ["subject"], "pairs": ["subject", "other"]}
VALUES = (["hidden"], False, ["mine"], False, [])


async def narrowed(query: str, *values: Any) -> tuple[str, Any]:
    asked = Asked()
    await Seen(
        cast(Any, asked), {"cases": ["subject"], "duties": ["subject"], "pairs": ["subject", "other"]}, VISIBLE
    ).fetch(query, *values)
    return asked.query, asked.values


async def test_a_query_s_tables_are_narrowed_before_it_and_the_rest_stays() -> None:
    query, values = await narrowed("SELECT count(*) FROM cases WHERE harm = $1", "death")
    assert query.startswith("WITH cases AS NOT MATERIALIZED (SELECT t.* FROM views.cases t WHERE ")
    assert query.endswith(") SELECT count(*) FROM cases WHERE harm = $1")
    assert "t.subject <> ALL($2)" in query
    assert values == ("death", *VALUES)


@pytest.mark.parametrize("begins", ["WITH", "WITH RECURSIVE", "\n with"])
async def test_a_query_that_begins_with_its_own_is_narrowed_too(begins: str) -> None:
    query, values = await narrowed(f"{begins} one AS (SELECT 1 FROM duties) SELECT * FROM one")
    assert query.startswith(f"WITH{' RECURSIVE' if 'RECURSIVE' in begins else ''} duties AS NOT MATERIALIZED (")
    assert query.endswith("), one AS (SELECT 1 FROM duties) SELECT * FROM one")
    assert values == VALUES


async def test_a_query_of_no_case_stays_as_it_is() -> None:
    assert await narrowed("SELECT * FROM absences_of_cases WHERE day = $1", 1) == (
        "SELECT * FROM absences_of_cases WHERE day = $1",
        (1,),
    )


async def test_a_row_that_tells_of_two_cases_is_seen_by_whoever_may_see_both() -> None:
    query, values = await narrowed("SELECT * FROM pairs")
    narrow, _, _ = query.partition(") SELECT * FROM pairs")
    assert "(t.subject IS NULL OR (t.subject <> ALL($1)" in narrow
    assert ") AND (t.other IS NULL OR (t.other <> ALL($1)" in narrow
    assert values == VALUES


def test_whatever_is_told_of_two_cases_is_known_to_be(schemas: list[str]) -> None:
    found = {name: columns for name, columns in tables_of_cases(schemas).items() if len(columns) > 1}
    assert found == {
        "suspected": ("subject", "other"),
        "settled": ("subject", "other"),
        "waits": ("subject", "other"),
        "learning_recurrences": ("subject", "earlier_case"),
        "learning_covers": ("subject", "other"),
        "learning_recurred": ("subject", "other"),
    }


def test_whoever_may_see_all_is_narrowed_in_nothing() -> None:
    assert Visible(True, frozenset()).all
    assert not Visible(True, frozenset({"hidden"})).all
    assert not VISIBLE.all
