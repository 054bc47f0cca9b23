"""A composed text, field by field, as an officer copies it into a portal's form. Every value word for word."""

import re

from pydantic import BaseModel

_LABELLED = re.compile(r"([A-Z][^:\n]{0,60}):[ \t]+(\S.*)")


class Field(BaseModel):
    """`name` is empty for a text without a label: the section's whole."""

    section: str
    name: str
    value: str


def fields(text: str) -> list[Field]:
    """A line in capitals begins a section; "Name: value" is a field, with the lines that stand below its value;
    the rest of a section is one text.
    """
    found: list[Field] = []
    section, loose, column = "", list[str](), 0
    for line in [*text.splitlines(), "END"]:
        if line and line.isupper():
            found += _text(section, loose)
            section, loose, column = line, [], 0
        elif not loose and (labelled := _LABELLED.fullmatch(line)):
            found.append(Field(section=section, name=labelled[1], value=labelled[2]))
            column = labelled.start(2)
        elif not loose and column and line[:column] == " " * column:
            found[-1] = found[-1].model_copy(update={"value": f"{found[-1].value}\n{line[column:]}"})
        else:
            loose.append(line)
    return found


def _text(section: str, lines: list[str]) -> list[Field]:
    value = "\n".join(lines).strip("\n")
    return [Field(section=section, name="", value=value)] if value else []
