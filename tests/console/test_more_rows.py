"""How many rows a list may have: no more can be asked for than its owner takes. No server."""

import pytest

from services.console.work.actions import Action
from services.console.work.forms import Form
from services.console.work.schema import fields
from tests.console.shown import shown

BUTTON = '<button class="second" name="add" value="x">'


def page(most: int | None, **typed: str) -> str:
    limit = {} if most is None else {"maxItems": most}
    schema = {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "string"}, **limit}}}
    action = Action("publisher", "Do", "/do", "Do", "", (), fields(schema))
    return shown("form", form=Form(action, {}, typed))


@pytest.mark.parametrize(
    ("most", "rows", "more"),
    [(6, "6", False), (6, "5", True), (6, "7", False), (10, "1", True), (10, "10", False), (None, "49", True)],
)
def test_another_row_is_offered_until_there_are_as_many_as_may_be(most: int | None, rows: str, more: bool) -> None:
    assert (BUTTON in page(most, **{"x.rows": rows})) is more


def test_a_list_that_is_shown_whole_offers_no_other_row() -> None:
    shown = page(6)
    assert 'name="x.5"' in shown and BUTTON not in shown


def test_no_row_is_offered_that_a_form_would_not_read() -> None:
    assert BUTTON not in page(None, **{"x.rows": "50"})
    assert BUTTON not in page(200, **{"x.rows": "50"})
