"""What a transaction is going to write to the views, kept until it ends: many rows a statement, not one.

Statements about one subject keep their order. Those about different subjects may change places, so a view's
statement about one subject must not touch a row that belongs to another.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Protocol

from shared.combined import ROWS, Statement, combined, of_rows, waves
from shared.event_log import Connection

FEW = 24  # what one command writes; a slice writes hundreds, and then rows alike go together better
_Waiting = tuple[str, str, Sequence[object]]  # the subject, the statement, its values


class Write(Protocol):
    """One SQL statement with its values, `$1` onwards; all of it about one subject."""

    def __call__(self, statement: str, /, *values: object) -> None: ...


class Writes:
    """Statements waiting to be carried out."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def about(self, subject: str) -> Write:
        return partial(self._add, subject)

    def _add(self, subject: str, statement: str, /, *values: object) -> None:
        self._waiting.append((subject, statement, values))

    def forget_from(self, length: int) -> None:
        del self._waiting[length:]

    async def flush(self, connection: Connection, before: Sequence[Statement] = ()) -> None:
        """`before` is carried out first. Of many: the first statement about every subject, then the second about
        every subject, and so on. Of few: in their order, those about different tables at once.
        """
        waiting, self._waiting = self._waiting, []
        turns = list(_turns(waiting))
        few = waves([*before, *(each[1:] for each in waiting)]) if len(waiting) <= FEW else []
        if 0 < len(few) <= len(turns) + len(before):
            for wave in few:
                statement, values = combined(wave)
                await connection.execute(statement, *values)
            return
        for statement, values in before:
            await connection.execute(statement, *values)
        for statement, rows in turns:
            await _all(connection, statement, rows)


async def _all(connection: Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """In their order; of an insert as many rows at once as may be."""
    together = of_rows(statement, len(rows[0])) if len(rows) >= ROWS else None
    if together:
        whole = len(rows) - len(rows) % ROWS
        blocks = (rows[first : first + ROWS] for first in range(0, whole, ROWS))
        await connection.executemany(together, [list(chain.from_iterable(block)) for block in blocks])
        rows = rows[whole:]
    if rows:
        await connection.executemany(statement, rows)


def _turns(waiting: Sequence[_Waiting]) -> Iterator[tuple[str, list[Sequence[object]]]]:
    turns: dict[str, int] = defaultdict(int)
    groups: dict[tuple[int, str], list[Sequence[object]]] = defaultdict(list)
    for subject, statement, values in waiting:
        turns[subject] += 1
        groups[turns[subject], statement].append(values)
    for (_, statement), rows in sorted(groups.items(), key=lambda group: group[0][0]):
        yield statement, rows
