"""The questions that a service answers, read from its OpenAPI document. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.console.people.person import Person
from services.console.work.labels import label, quoted, sentence
from services.console.work.schema import Field, NotAForm, field
from shared.need.can import may_state

PURPOSE = "purpose"
JSON = "application/json"
HTML = "text/html"
FILES = (
    "application/pdf",
    "text/csv",
    "image/png",
    "image/jpeg",
    "application/octet-stream",
)  # handed on as they are
_PARAMETER = re.compile(r"\{(\w+)\}")
# For machines, or told by the console's own pages from all four logs at once.
_NOT_FOR_STAFF = re.compile(
    r"/(health/.*|status|metrics|asyncapi\.json|events|duties|cases|cases/\{case\}/duties)"
)
_UNASKED = ("as_of", "format")  # the case page has its own day; a page is a page


@dataclass(frozen=True)
class Read:
    """One question. `parameters` are those of its path; `asked` what else it takes; `media` what it answers in."""

    service: str
    id: str
    path: str
    title: str
    summary: str
    parameters: tuple[str, ...]
    asked: tuple[Field, ...]
    signed: bool  # it wants to know who asks
    media: str
    does: str = ""  # as shared/need/table.py has it

    @property
    def on_a_case(self) -> bool:
        return self.parameters == ("case",)

    def for_whom(self, person: Person | None) -> "Read":
        """With those purposes alone that their roles may open it for. Where nobody signs in, all."""
        may = may_state(person.roles, self.does, f"GET {self.path}") if person else frozenset()
        asked = (_narrowed(each, may) if each.name == PURPOSE else each for each in self.asked)
        return replace(self, asked=tuple(asked)) if may else self

    @property
    def is_file(self) -> bool:
        return self.media in FILES


def reads(service: str, document: Mapping[str, Any]) -> Iterator[Read]:
    for path, methods in document["paths"].items():
        operation = methods.get("get")
        if operation is None or _NOT_FOR_STAFF.fullmatch(path):
            continue
        media = _media(operation)
        parameters = operation.get("parameters", ())
        asked = tuple(
            _asked(each) for each in parameters if each["in"] == "query" and each["name"] not in _UNASKED
        )
        if media is None or None in asked:
            continue
        yield Read(
            service=service,
            id=_id(path),
            path=path,
            title=_title(operation, path),
            summary=_for_staff(operation.get("description", "")),
            parameters=tuple(_PARAMETER.findall(path)),
            asked=tuple(each for each in asked if each),
            signed=any(each["name"].lower() == "actor" for each in parameters),
            media=media,
            does=operation.get("x-does", ""),
        )


def _narrowed(it: Field, may: frozenset[str]) -> Field:
    kept = [(option, word) for option, word in it.choices() if option in may]
    return replace(it, options=tuple(option for option, _ in kept), words=tuple(word for _, word in kept))


def _media(operation: Mapping[str, Any]) -> str | None:
    answers = operation["responses"].get("200", {}).get("content", {})
    return next((media for media in (JSON, HTML, *FILES) if media in answers), None)


def _asked(parameter: Mapping[str, Any]) -> Field | None:
    name = parameter["name"]
    described = {**parameter["schema"], "description": parameter.get("description", "")}
    try:
        return field(name, described, parameter.get("required", False), label(name))
    except NotAForm:
        return None


def _for_staff(description: str) -> str:
    """Without the sentences about headers, which are for whoever writes a program."""
    sentences = re.split(r"(?<=\.) ", description)
    return quoted(" ".join(each for each in sentences if "`ETag`" not in each))


def _id(path: str) -> str:
    """As it stands in the console's own address: `/cases/{case}/clocks` is `cases.case.clocks`."""
    return re.sub(r"[{}]", "", path).strip("/").replace("/", ".")


def _title(operation: Mapping[str, Any], path: str) -> str:
    words = sentence(re.sub(r"^(List|Read) ", "", operation["summary"]))
    return f"{words}, as PDF" if path.endswith(".pdf") else words
