"""What a transaction is going to write to the views, kept until it ends: many rows a statement, not one.

Statements about one subject keep their order. Those about different subjects may change places, so a view's
statement about one subject must not touch a row that belongs to another.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from shared.event_log import Connection


class Write(Protocol):
    """One SQL statement with its values, `$1` onwards; all of it about one subject."""

    def __call__(self, statement: str, /, *values: object) -> None: ...


class Writes:
    """Statements waiting to be carried out."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str, Sequence[object]]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def about(self, subject: str) -> Write:
        return partial(self._add, subject)

    def _add(self, subject: str, statement: str, /, *values: object) -> None:
        self._waiting.append((subject, statement, values))

    def forget_from(self, length: int) -> None:
        del self._waiting[length:]

    async def flush(self, connection: Connection) -> None:
        """Carry out the first statement about every subject, then the second about every subject, and so on."""
        turns: dict[str, int] = defaultdict(int)
        groups: dict[tuple[int, str], list[Sequence[object]]] = defaultdict(list)
        for subject, statement, values in self._waiting:
            turns[subject] += 1
            groups[turns[subject], statement].append(values)
        self._waiting.clear()
        for (_, statement), rows in sorted(groups.items(), key=lambda group: group[0][0]):
            await connection.executemany(statement, rows)
