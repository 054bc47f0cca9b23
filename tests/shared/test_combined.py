"""Statements go together only where nobody can tell whether they were carried out one after another."""

from uuid import uuid4

import asyncpg
import pytest

from shared.combined import ROWS, combined, of_rows, table_of, waves
from shared.told import REMEMBERED, Told
from shared.writes import FEW, Writes

CASES = ("INSERT INTO cases VALUES ($1, $2)", ("a", 1))
CLOCKS = ("UPDATE clocks SET at = $2 WHERE subject = $1", ("a", 2))
GONE = ("DELETE FROM views.cases WHERE subject = $1", ("a",))
COPIED = ("INSERT INTO clocks SELECT subject, n FROM cases WHERE subject = $1", ("a",))


def test_what_names_one_table_goes_with_what_names_others():
    assert waves([CASES, CLOCKS]) == [[CASES, CLOCKS]]


def test_a_table_that_comes_again_waits_for_the_next_round_trip_also_under_its_full_name():
    assert waves([CASES, CLOCKS, GONE]) == [[CASES, CLOCKS], [GONE]]


def test_what_may_read_another_table_stands_alone():
    assert waves([CASES, COPIED, CLOCKS]) == [[CASES], [COPIED], [CLOCKS]]
    assert table_of("UPDATE a SET n = b.n FROM b") is None
    assert table_of("DELETE FROM a USING b WHERE a.n = b.n") is None
    assert table_of("WITH x AS (SELECT 1) INSERT INTO a VALUES (1)") is None


def test_each_keeps_its_own_values():
    statement, values = combined([CASES, CLOCKS])

    assert statement == f"WITH part_0 AS (\n{CASES[0]}\n)\nUPDATE clocks SET at = $4 WHERE subject = $3"
    assert values == ["a", 1, "a", 2]


def test_one_alone_stays_as_it_is():
    assert combined([CASES]) == (CASES[0], ["a", 1])


def test_an_insert_is_one_of_many_rows_each_with_its_own_values():
    statement = of_rows("INSERT INTO log.cases (a, b) VALUES ($1, lower($2))\n ON CONFLICT (a) DO NOTHING", 2)

    assert statement is not None
    assert statement.startswith("INSERT INTO log.cases (a, b) VALUES ($1, lower($2)), ($3, lower($4)), ")
    assert statement.endswith(f"(${2 * ROWS - 1}, lower(${2 * ROWS}))\n ON CONFLICT (a) DO NOTHING")


@pytest.mark.parametrize(
    "statement",
    [
        CLOCKS[0],
        GONE[0],
        COPIED[0],
        "INSERT INTO cases VALUES ($1, (SELECT max(n) + 1 FROM cases))",  # the next may read the one before
        "INSERT INTO cases VALUES ($1, $2) ON CONFLICT (subject) DO UPDATE SET n = excluded.n",  # no row twice
        "INSERT INTO cases VALUES ($1, 1) ON CONFLICT (subject) WHERE n = $2 DO NOTHING",
        "INSERT INTO cases VALUES ($1, $2) RETURNING n",
    ],
)
def test_what_is_no_plain_insert_stays_as_it_is(statement):
    assert of_rows(statement, 2) is None


@pytest.mark.parametrize("rows", [FEW + 1, ROWS, ROWS + 1, 2 * ROWS, 3 * ROWS - 1])
async def test_however_many_there_are_each_is_written_once_and_a_repeat_is_refused(database, rows):
    connection = await asyncpg.connect(await database("intake"))
    await connection.execute("CREATE TEMP TABLE cases (subject text PRIMARY KEY, n int, themes text[])")

    async def written():
        writes = Writes()
        for n in range(rows):
            themes = None if n % 3 else [f"theme {n}"]
            writes.about(f"case-{n}")("INSERT INTO cases VALUES ($1, $2 + 1, $3)", f"case-{n}", n, themes)
        await writes.flush(connection)

    await written()
    assert [tuple(row) for row in await connection.fetch("SELECT * FROM cases ORDER BY n")] == [
        (f"case-{n}", n + 1, None if n % 3 else [f"theme {n}"]) for n in range(rows)
    ]
    with pytest.raises(asyncpg.UniqueViolationError):
        await written()
    await connection.close()


def test_what_was_told_long_ago_is_forgotten_and_must_be_looked_up():
    told, first = Told(), uuid4()
    told.tell([first])
    assert told.has([first])

    told.tell(uuid4() for _ in range(REMEMBERED))

    assert not told.has([first])


async def test_a_wave_is_refused_as_each_of_it_would_be(database):
    connection = await asyncpg.connect(await database("intake"))
    await connection.execute(
        "CREATE TEMP TABLE cases (subject text PRIMARY KEY, n int); CREATE TEMP TABLE clocks (n int)"
    )
    statement, values = combined([CASES, ("INSERT INTO clocks VALUES ($1)", (1,))])
    await connection.execute(statement, *values)
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(statement, *values)

    assert await connection.fetchval("SELECT count(*) FROM clocks") == 1
    await connection.close()
