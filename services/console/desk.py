"""The duty board as people read it: what is owed, what must be looked at again, and what waits without a date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from services.console.casework import NameOf
from services.console.look_again import LookAgain, look_again
from services.console.owed import Owed, owed
from services.console.views import near
from services.console.views import waiting as waits
from services.console.views.near import Asked
from services.console.waiting.told import Waiting, waiting
from services.console.waits.wait import Group, What
from shared import watched
from shared.duties.bands import Band
from shared.event_log import Database

SHOWN_WAITING = 10
PER_PAGE = 50


@dataclass(frozen=True)
class Board:
    """What is outstanding, by band: (the soonest, how many there are). `choices`: what can be filtered by.

    `look_again`: what nobody is owed and must be looked at again; `waiting`: what waits without a date. Both the
    same way, and none of either where duties are filtered. `unacknowledged`: of all duties, however filtered.
    """

    bands: Mapping[Band, tuple[list[Owed], int]]
    choices: Mapping[str, list[str]]
    unacknowledged: int
    look_again: tuple[list[LookAgain], int]
    waiting: Mapping[Group, tuple[list[Waiting], int]]

    def how_many(self) -> int:
        return sum(how_many for _, how_many in self.bands.values())


async def board(db: Database, today: date, asked: Asked, name_of: NameOf, but: Collection[What] = ()) -> Board:
    """`but`: what waits and is not for whoever asks."""
    bands = await near.board(db, today, asked)
    return Board(
        {name: (owed(each.rows, today, name_of), each.how_many) for name, each in bands.items()},
        await near.choices(db),
        await near.unacknowledged(db),
        ([], 0) if asked.filtered() else await _look_again(db, today),
        {} if asked.filtered() else await _waiting(db, today, name_of, but),
    )


async def _look_again(db: Database, today: date) -> tuple[list[LookAgain], int]:
    rows = await watched.watched(db, near.SHOWN)
    return look_again(rows, today), await watched.how_many(db)


async def _waiting(
    db: Database, today: date, name_of: NameOf, but: Collection[What]
) -> Mapping[Group, tuple[list[Waiting], int]]:
    found = await waits.all_waiting(db, today, SHOWN_WAITING, but)
    return {group: (waiting(each.rows, name_of), each.how_many) for group, each in found.items()}


async def one_group(
    db: Database, group: Group, today: date, page: int, name_of: NameOf, but: Collection[What] = ()
) -> tuple[list[Waiting], int]:
    """One page of a group, counted from 1; and how many wait in all."""
    it = await waits.waiting(db, group, today, PER_PAGE, (page - 1) * PER_PAGE, but)
    return waiting(it.rows, name_of), it.how_many
