"""What can be asked of a service, as its own OpenAPI document says. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.work.labels import label, quoted, sentence
from services.console.work.schema import Field, NotAForm, field, fields

_PARAMETER = re.compile(r"\{(\w+)\}")
FILE = "file"  # the field of an upload that is the document itself
_UPLOADED = {  # media types that are taken as they are, as people call them
    "text/csv": "a spreadsheet saved as CSV",
    "application/octet-stream": "a document",
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
_JSON = "application/json"


@dataclass(frozen=True)
class Action:
    """One command. `parameters` are those of its path; `case` alone makes it an action on a case.

    `media`: of a document that is sent as it is, the fields beside it being the query's; none for JSON. `does`: as
    shared/need/table.py has it.
    """

    service: str
    id: str
    path: str
    title: str
    summary: str
    parameters: tuple[str, ...]
    fields: tuple[Field, ...]
    media: tuple[str, ...] = ()
    does: str = ""

    @property
    def on_a_case(self) -> bool:
        return self.parameters == ("case",)


def actions(service: str, document: Mapping[str, Any]) -> Iterator[Action]:
    """Those that take a JSON document, or a file, from a person. Pure."""
    for path, methods in document["paths"].items():
        operation = methods.get("post")
        media = _media(operation) if operation else None
        if operation is None or media is None:
            continue
        try:
            found = _of_a_file(operation, media) if media else fields(_schema(operation))
        except NotAForm:
            continue  # for machines
        id_ = operation["operationId"]
        yield Action(
            service=service,
            id=id_,
            path=path,
            title=sentence(id_ if "_" not in id_ else operation["summary"]),
            summary=_summary(operation, media),
            parameters=tuple(_PARAMETER.findall(path)),
            fields=found,
            media=media,
            does=operation.get("x-does", ""),
        )


def _media(operation: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Of a file; empty for JSON, and for what asks for nothing more; None for what is no person's."""
    content = operation.get("requestBody", {}).get("content", {})
    asked = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    is_a_command = {"actor", "idempotency-key"} <= asked
    if is_a_command and (not content or _schema(operation).get("type") == "object"):
        return ()
    files = tuple(media for media in content if media in _UPLOADED)
    return files if files and "actor" in asked else None


def _schema(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a JSON document; empty where there is none."""
    content: Mapping[str, Any] = operation.get("requestBody", {}).get("content", {})
    schema: Mapping[str, Any] = content.get(_JSON, {}).get("schema", {})
    return schema


def _of_a_file(operation: Mapping[str, Any], media: tuple[str, ...]) -> tuple[Field, ...]:
    """The document, and whatever its address asks for beside it. Raises NotAForm."""
    said = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    beside = tuple(
        field(
            each["name"],
            {**each["schema"], "description": each.get("description", "")},
            each.get("required", False),
            label(each["name"]),
        )
        for each in said
    )
    hint = f"{', '.join(_UPLOADED[each] for each in media).capitalize()}; at most 10 MB"
    return (Field(FILE, "The document", "file", required=True, hint=hint), *beside)


def _summary(operation: Mapping[str, Any], media: tuple[str, ...]) -> str:
    in_schema = "" if media else _schema(operation).get("description", "")
    return quoted(str(operation.get("description") or in_schema or operation.get("summary", "")))
