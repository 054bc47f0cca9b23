"""A notice field by field, for a portal's form: nothing is lost, nothing is reworded."""

from shared.dispatch.fields import Field, fields
from shared.dispatch.letter import MARKING
from shared.dispatch.paper import Section, text_of

TEXT = """OFFICIAL-SENSITIVE

NOTIFYING AUTHORITY
Authority:  Portsea and Meon Council (E06000045)
Contact:    partnership@portsea-meon.example

INCIDENT
Place: At home

Brought in unresponsive.
Told us: nothing that explains it.

THE AUTHORITY'S ACCOUNT
Note: what we know so far.

More later.
"""


def test_each_label_is_a_field_and_each_free_text_is_whole() -> None:
    assert fields(TEXT) == [
        Field(section="NOTIFYING AUTHORITY", name="Authority", value="Portsea and Meon Council (E06000045)"),
        Field(section="NOTIFYING AUTHORITY", name="Contact", value="partnership@portsea-meon.example"),
        Field(section="INCIDENT", name="Place", value="At home"),
        Field(section="INCIDENT", name="", value="Brought in unresponsive.\nTold us: nothing that explains it."),
        Field(section="THE AUTHORITY'S ACCOUNT", name="Note", value="what we know so far."),
        Field(section="THE AUTHORITY'S ACCOUNT", name="", value="More later."),
    ]


def test_further_lines_of_a_value_stand_below_it_and_belong_to_it() -> None:
    section = Section(
        "Child 1", (("Name", "Ada"), ("Health", "Asthma.\n\n  An inhaler: at school."), ("Sex", "F"))
    )
    assert fields(f"{MARKING}\n\n{text_of([section])}") == [
        Field(section="CHILD 1", name="Name", value="Ada"),
        Field(section="CHILD 1", name="Health", value="Asthma.\n\n  An inhaler: at school."),
        Field(section="CHILD 1", name="Sex", value="F"),
    ]


def test_no_line_is_lost() -> None:
    told = "\n".join(f"{field.section}\n{field.name}\n{field.value}" for field in fields(TEXT))
    for line in TEXT.splitlines()[1:]:
        label, _, value = line.partition(":")
        assert line in told or (label in told and value.strip() in told)
