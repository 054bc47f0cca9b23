"""No form, list or check asks for, or shows, a bare code: beside each stands what the guidance calls it."""

import json
import re
from collections.abc import Iterable, Iterator

import pytest

from services.console.casework import CLASSES
from services.console.reading.reads import reads
from services.console.reporting.sections import report_schema, sections
from services.console.work.actions import Action, actions
from services.console.work.called import called, coded
from services.console.work.forms import Form
from services.console.work.schema import Field
from shared.topics import SERVICES_THAT_SAY
from tests.console.owner import API
from tests.console.shown import shown

# A code: letters or digits that are no word, or words held together as no one writes them.
CODE = re.compile(r"[A-Z]{1,4}|\d+\w*|\w+_\w+|[a-z]+(-[a-z]+){2,}", re.ASCII)


def documents() -> dict[str, dict[str, object]]:
    return {name: json.loads((API / f"{name}.openapi.json").read_bytes()) for name in SERVICES_THAT_SAY}


def all_of(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from all_of(field.inside)


def asked() -> Iterator[tuple[str, Field]]:
    for service, document in documents().items():
        for action in actions(service, document):
            yield from ((action.id, field) for field in all_of(action.fields))
        for read in reads(service, document):
            yield from ((read.id, field) for field in all_of(read.asked))
    for part in sections(report_schema(documents()["intake"]), {}, children=1):
        yield from (("a report", field) for field in all_of(part.fields))


def action(service: str, id_: str) -> Action:
    return next(each for each in actions(service, documents()[service]) if each.id == id_)


def test_no_choice_of_any_form_or_list_is_a_bare_code() -> None:
    choices = [(where, field) for where, field in asked() if field.options]
    assert len(choices) > 60
    bare = {
        (where, field.name, words)
        for where, field in choices
        for _, words in field.choices()
        if CODE.fullmatch(words)
    }
    assert bare == set()


@pytest.mark.parametrize("id_", ["DecideToNotify", "DecideNotToNotify", "ProposeReclassification"])
def test_the_class_of_an_incident_is_chosen_by_what_it_is(id_: str) -> None:
    form = Form(action("intake", id_), {"case": "7f3a9c21"}, {"trigger_class": "B"})
    words = "B: death of a looked-after child, abuse or neglect neither known nor suspected"
    page = " ".join(shown("form", form=form).split())
    assert f'name="trigger_class" value="B" checked> {words}</label>' in page
    assert ("Trigger class", words) in form.answered({})


def test_a_criterion_of_the_regulations_is_told_in_its_words() -> None:
    (criterion,) = (field for field in action("reviews", "AssessCriterion").fields if field.name == "criterion")
    assert [option for option, _ in criterion.choices()] == ["11a", "11b", "11c", "11d"]
    assert criterion.word("11c").startswith("11c: it highlights or may highlight concerns about two or more")


def test_what_a_service_tells_is_worded_by_its_name_and_nothing_else_is() -> None:
    assert coded("A", "trigger_class") == f"A: {CLASSES['A']}"
    assert coded("A", "previous") == f"A: {CLASSES['A']}"
    assert coded("A", "reference") == "A" and coded(None, "trigger_class") is None
    assert coded("Z", "trigger_class") == "Z"
    assert called("children.#.sex", ("F", "M", "U")) == ("Female", "Male", "Unknown")
    assert called("harm", ("death", "serious harm")) == ()
