"""A report as far as it was typed: its parts, how far each is, and what filling one in makes of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from services.console.reporting.document import document, told_of
from services.console.reporting.sections import Section, sections
from services.console.work.actions import Action
from services.console.work.forms import Form

HERE = "/report-by-hand"
CHILDREN = "children"  # how many are told of
_CHILD = "data.children."
ACTION = Action("intake", "report", "/reports", "Report an incident by hand", "", (), ())


@dataclass(frozen=True)
class Report:
    """`draft`: its id, from which the report's own follows. `typed` by field's name. Sections: see `report_of`."""

    draft: str
    typed: Mapping[str, str]
    sections: Sequence[Section]

    @property
    def id(self) -> str:
        return f"by-hand-{self.draft}"

    def document(self) -> dict[str, Any]:
        return document(self.sections, self.typed, self.id)

    def section(self, id_: str) -> Section | None:
        return next((each for each in self.sections if each.id == id_), None)

    def state(self, section: Section) -> str:
        """Of one part; "optional" is one of which nothing has to be said."""
        told, missing = told_of(section, self.typed)
        if missing:
            return (
                "in progress"
                if any(self.typed.get(name) for name in names(section, self.typed))
                else "not started"
            )
        return "done" if told else "optional"

    def missing(self) -> list[tuple[str, str]]:
        """(field, what to do), of all parts."""
        return [problem for section in self.sections for problem in told_of(section, self.typed)[1]]

    def form(self, section: Section, errors: Sequence[tuple[str, str]] = ()) -> Form:
        action = Action("intake", "report", "/reports", section.title, section.lead, (), section.fields)
        return Form(action, {}, {**self.typed, "draft": self.draft}, errors)

    def address(self, part: str = "") -> str:
        return f"{HERE}{'/' if part else ''}{part}?{urlencode({'draft': self.draft})}"

    def place_of(self, name: str) -> str:
        """Where an error is put right; empty for one of the whole."""
        found = (each for each in self.sections if _belongs(name, each))
        return next((f"{self.address(each.id)}#{name}" for each in found), "")


def report_of(
    schema: Mapping[str, Any], agencies: Mapping[str, str], draft: str, typed: Mapping[str, str]
) -> Report:
    """Raises NotAForm, KeyError when intake's document cannot be asked of a person."""
    return Report(draft, typed, sections(schema, agencies, how_many(typed)))


def filled_in(section: Section, typed: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """All that is typed, with one part as it is now: a box that is no longer ticked is in `fields` no more."""
    before = set(names(section, typed))
    return {
        **{name: value for name, value in typed.items() if name not in before},
        **{name: value for name, value in fields.items() if _belongs(name, section)},
    }


def names(section: Section, typed: Mapping[str, str]) -> list[str]:
    return [name for name in typed if _belongs(name, section)]


def how_many(typed: Mapping[str, str]) -> int:
    said = typed.get(CHILDREN, "1")
    return int(said) if said.isdecimal() and len(said) == 1 else 1


def with_another_child(typed: Mapping[str, str]) -> dict[str, str]:
    return {**typed, CHILDREN: str(how_many(typed) + 1)}


def without_child(typed: Mapping[str, str], gone: int) -> dict[str, str]:
    """Those after it move up."""
    kept = {name: value for name, value in typed.items() if not name.startswith(_CHILD)}
    for name, value in typed.items():
        number, _, rest = name.removeprefix(_CHILD).partition(".")
        if name.startswith(_CHILD) and number.isdecimal() and int(number) != gone:
            kept[f"{_CHILD}{int(number) - (int(number) > gone)}.{rest}"] = value
    return {**kept, CHILDREN: str(max(how_many(typed) - 1, 1))}


def _belongs(name: str, section: Section) -> bool:
    return any(name == each.name or name.startswith(f"{each.name}.") for each in section.fields)
