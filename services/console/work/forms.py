"""A form as a page shows it: its fields, what was typed, what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import pass_context

from services.console.typed import File
from services.console.work.actions import FILE, Action
from services.console.work.answers import items, rows
from services.console.work.by_whom import by_whom
from services.console.work.schema import MOST_ROWS, Field

PAIRS_SHOWN = 4  # rows of names and values, where nobody knows whose they are
Partner = tuple[str, str]  # its id, and what it is called


@dataclass(frozen=True)
class Form:
    """`typed` by field's name. `errors`: (field's name or an address, what is wrong), by the owner or us.

    `file`: the document of an upload; its name stands for it among what was typed.
    """

    action: Action
    parameters: Mapping[str, str]
    typed: Mapping[str, str]
    errors: Sequence[tuple[str, str]] = ()
    changed: bool = False
    file: File | None = None

    def with_file(self, file: File | None) -> "Form":
        if file is None:
            return self
        return replace(self, file=file, typed={**self.typed, FILE: file.name})

    def value(self, name: str, default: str = "") -> str:
        return self.typed.get(name, default)

    def error(self, name: str) -> str:
        return " ".join(what for where, what in self.errors if where == name)

    def rows(self, field: Field) -> list[Field]:
        return items(field, self.typed)

    def by_partner(self, field: Field, known: Sequence[Partner]) -> "Form":
        """With the pairs of a field in the order in which a page asks the partners for them."""
        typed = by_whom(field.name, self.typed, [id_ for id_, _ in known])
        return replace(self, typed=typed) if known else self

    def pair_rows(self, field: Field) -> range:
        filled = [n for n in range(MOST_ROWS) if self.typed.get(f"{field.name}.{n}.key")]
        return range(max(PAIRS_SHOWN, max(filled, default=-1) + 2))

    def summary(self) -> list[tuple[str, str]]:
        """(anchor, what is wrong): an error of what has no field that anybody sees goes to the nearest."""
        names = set(self._names(self.action.fields))
        return [(where if _leads(where) else _nearest(where, names), what) for where, what in self.errors]

    @pass_context
    def answered(self, page: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(label, what was typed) for whoever checks it before it is sent.

        `page`: what its template knows besides, which hands itself in; of its `partners` by field, the names.
        """
        partners: Mapping[str, Sequence[Partner]] = page.get("partners") or {}
        seen = (field for field in self.action.fields if not field.ours)
        return [row for field in seen for row in self._with_names(field, partners.get(field.name, ()))]

    def with_another_row(self, name: str) -> "Form":
        more = min(rows(name, self.typed) + 1, MOST_ROWS)
        return replace(self, typed={**self.typed, f"{name}.rows": str(more)})

    def _with_names(self, field: Field, known: Sequence[Partner]) -> list[tuple[str, str]]:
        """Each partner by name. Of whom nothing has to be said, and nothing was, there is nothing to check."""
        if field.kind != "pairs" or not known:
            return self._answered(field, "")
        names, pairs = dict(known), self.by_partner(field, known)._pairs(field)
        told = [(names.get(id_, id_), said) for id_, said in pairs if id_ and (said or field.required)]
        return [(f"{field.label}: {name}", said) for name, said in told] or [(field.label, "")]

    def _pairs(self, field: Field) -> list[tuple[str, str]]:
        """(whose, what), row by row."""
        rows = (f"{field.name}.{n}" for n in self.pair_rows(field))
        return [(self.value(f"{row}.key"), self.value(f"{row}.value")) for row in rows]

    def _answered(self, field: Field, before: str) -> list[tuple[str, str]]:
        label = f"{before}{field.label}"
        match field.kind:
            case "group":
                return [row for each in field.inside for row in self._answered(each, f"{label}: ")]
            case "list":
                rows = self.rows(field)
                return [row for n, each in enumerate(rows) for row in self._answered(each, f"{label} {n + 1}: ")]
            case "pairs":
                return [(f"{label}: {key}", said) for key, said in self._pairs(field) if key]
            case "moment":
                parts = (self.value(f"{field.name}.day"), self.value(f"{field.name}.time"))
                return [(label, " ".join(filter(None, parts)))]
        return [(label, field.word(self.value(field.name)))]

    def _names(self, fields: Sequence[Field]) -> list[str]:
        found = []
        for field in (each for each in fields if not each.ours):
            found.append(field.name)
            found += self._names(self.rows(field) if field.kind == "list" else field.inside)
        return found


def _leads(where: str) -> bool:
    """To another page, where it can be put right."""
    return where.startswith("/")


def _nearest(where: str, names: set[str]) -> str:
    while where and where not in names:
        where = where.rpartition(".")[0]
    return where
