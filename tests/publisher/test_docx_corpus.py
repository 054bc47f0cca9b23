"""The corpus of drafts by the other door: what the gate finds in Markdown it finds in the same words from Word."""

import re

import pytest

from deploy.bench.anonymity import is_caught
from deploy.bench.drafts import Draft, planted
from deploy.bench.planting import FORMS
from services.publisher import docx
from tests.publisher import documents as made


def one_of_each_form() -> list[Draft]:
    """Each of another case where there are several: every form, and every name, in a few seconds."""
    of_form: dict[str, list[Draft]] = {form: [] for form in FORMS}
    for draft in planted():
        of_form[draft.form].append(draft)
    return [drafts[number % len(drafts)] for number, drafts in enumerate(of_form.values())]


def through_word(draft: Draft) -> Draft:
    """In runs of a few letters, as Word cuts what somebody typed on several days."""
    runs = [made.run(piece) for piece in re.findall(r"(?s).{1,7}", draft.text)]
    text = docx.read(made.document(made.paragraph(*runs))).markdown
    written = "".join(r"\s+" if each.isspace() else r"\\?" + re.escape(each) for each in draft.planted.strip())
    found = re.search(written, text)
    assert found, draft.form
    return Draft(draft.case, text, draft.form, found[0], found.start())


def test_every_form_is_tried() -> None:
    assert {draft.form for draft in one_of_each_form()} == set(FORMS)


@pytest.mark.parametrize("draft", one_of_each_form(), ids=lambda draft: draft.form)
def test_no_planted_identifier_passes_in_a_document(draft: Draft) -> None:
    assert is_caught(through_word(draft))
