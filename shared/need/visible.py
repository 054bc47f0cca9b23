"""Which cases a list shows to whoever asks: said to the database, so that nothing is left out after paging."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.need.can import Asked, acting, keeps_out, merged_with, relation_by, stands
from shared.need.decision import Relation
from shared.need.relations import Row

_OF_THE_CASE: frozenset[Relation] = frozenset({"to be notified", "to be published"})
# Where `relations` is the live table, of the cases as they stand now, also of a list as it was known on a day.
_HAS = "EXISTS (SELECT FROM {relations} r WHERE r.subject = {subject} AND r.relation {which})"
_SHAPE = (
    "({subject} IS NULL OR ({unhidden} AND ({every} OR {among}"
    " OR ({unassigned} AND NOT "
    + _HAS.replace("{which}", "IN ('assigned', 'covers', 'erased')")
    + ") OR ({some_kinds} AND "
    + _HAS.replace("{which}", "{of_kinds}")
    + "))))"
)
_VALUES = ("hidden", "every", "only", "unassigned", "kinds")


@dataclass(frozen=True)
class Visible:
    """All but the `hidden` if `every`; else those `only`, those of `kinds`, and, with `unassigned`, nobody's.

    A joint review is in `only` or not at all: nobody is ever assigned to its own case, and that lets in no one.
    """

    every: bool
    hidden: frozenset[str]
    only: frozenset[str] = frozenset()
    unassigned: bool = False
    kinds: frozenset[str] = frozenset()

    @property
    def all(self) -> bool:
        return self.every and not self.hidden

    def where(self, subject: str, first: int) -> str:
        """A condition on that column, with its five values from `$first` onwards. Rows of no case are shown."""
        at = {name: f"${first + n}" for n, name in enumerate(_VALUES)}
        return shown(
            subject,
            "views.case_relations",
            unhidden=f"{subject} <> ALL({at['hidden']})",
            every=at["every"],
            among=f"{subject} = ANY({at['only']})",
            unassigned=at["unassigned"],
            some_kinds=f"cardinality({at['kinds']}::text[]) > 0",
            of_kinds=f"= ANY({at['kinds']})",
        )

    def values(self) -> tuple[Any, ...]:
        return sorted(self.hidden), self.every, sorted(self.only), self.unassigned, sorted(self.kinds)


NOTHING = Visible(False, frozenset())
EVERYTHING = Visible(True, frozenset())


def shown(subject: str, relations: str, **asked: str) -> str:
    """When a row is shown that tells of the case in that column: the one condition, said to a query by its values
    and to a table by settings. `asked`: conditions on that column (`unhidden`, `among`) and of none (`every`,
    `unassigned`, `some_kinds`); `of_kinds` goes on from a relation. `relations`: the table of how cases stand.
    """
    return _SHAPE.format(subject=subject, relations=relations, **asked)


def visible(rows: Sequence[Row], needs: frozenset[Relation], asked: Asked) -> Visible:
    """`rows`: as `of_persons` has them of the person and their team."""
    asked = acting(asked, rows)
    standing = [row for row in rows if stands(row, asked.at)]
    hidden = merged_with({row.subject for row in standing if keeps_out(row, asked)}, rows)
    if "any case" in needs:
        return Visible(True, hidden | _joint_of_any(rows, hidden))
    only = frozenset(row.subject for row in standing if relation_by(row, asked) in needs)
    return Visible(
        False,
        hidden | _joint_of_any(rows, hidden),
        only | _joint_of_all(rows, (only | _nobodys(standing, needs)) - hidden),
        "nobody's yet" in needs,
        frozenset(needs & _OF_THE_CASE),
    )


def _nobodys(rows: Sequence[Row], needs: frozenset[Relation]) -> frozenset[str]:
    """Of the cases that joint reviews cover."""
    if "nobody's yet" not in needs:
        return frozenset()
    taken = {row.subject for row in rows if row.relation in ("assigned", "erased")}
    return frozenset(row.covers for row in rows if row.relation == "covers" and row.covers not in taken)


def _covers(rows: Sequence[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.relation == "covers":
            found.setdefault(row.subject, set()).add(row.covers)
    return found


def _joint_of_any(rows: Sequence[Row], cases: frozenset[str]) -> frozenset[str]:
    return frozenset(joint for joint, covered in _covers(rows).items() if covered & cases)


def _joint_of_all(rows: Sequence[Row], cases: frozenset[str]) -> frozenset[str]:
    return frozenset(joint for joint, covered in _covers(rows).items() if covered <= cases)
