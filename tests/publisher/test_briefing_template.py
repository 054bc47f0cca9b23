"""The six headings of a professionals' briefing are the partnership's own."""

import httpx
import pytest
from pydantic import ValidationError

from shared.partnership import Site
from tests.publisher import examples as ex


async def test_staff_begin_a_briefing_with_the_partnerships_headings(staff: httpx.AsyncClient) -> None:
    assert (await staff.get("/briefing-template")).json() == list(ex.partnership().site.briefing)


@pytest.mark.parametrize("headings", [("One",), ("H",) * 7, ("H",) * 5 + (" ",), ("H",) * 5 + ("two\nlines",)])
def test_a_template_has_six_headings_of_one_line_each(headings: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Site(introduction="", partners=(), briefing=headings)


def test_other_words_are_a_template_too() -> None:
    worded = tuple(f"Step {number}" for number in range(1, 7))
    assert Site(introduction="", partners=(), briefing=worded).briefing == worded
