"""One hash for one text, and a reference that can be read out on the telephone."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publisher.commands import SaveDraft
from services.publisher.text import reference, text_hash
from shared.edge import BadInput, read
from shared.events.publisher import PublicText
from tests.publisher import examples as ex

STEP = '["What happened", "A baby was hurt."]'


def body(briefing: str) -> bytes:
    return f'{{"title": "T", "pseudonym": "P", "report": "R", "briefing": {briefing}}}'.encode()


def test_the_hash_is_of_canonical_json() -> None:
    words = PublicText(title="Ö", pseudonym="P", reviewer="R", report="T", briefing=(("h", "t"),))
    # printf '{"briefing":[["h","t"]],"pseudonym":"P","report":"T","reviewer":"R","title":"Ö"}' | sha256sum
    assert text_hash(words) == "9b1023a46621dbdfdb3e9b17d4ca0f65534e38d72a0f7374ef7b954f33d06d04"


@pytest.mark.parametrize("name", ["title", "pseudonym", "reviewer", "report"])
def test_any_change_changes_the_hash(name: str) -> None:
    assert text_hash(ex.text.model_copy(update={name: "another"})) != ex.HASH


@given(st.uuids(), st.integers(2018, 2100))
def test_a_reference_has_no_letter_that_is_misread_and_spells_no_word(id_: UUID, year: int) -> None:
    start, of_year, letters = reference(id_, year).split("-")
    assert (start, of_year, len(letters)) == ("CSPR", str(year), 4)
    assert not set(letters) & set("ILOAEU")
    assert reference(id_, year) == reference(id_, year)


def test_a_briefing_has_six_steps_or_none_yet() -> None:
    assert len(read(body(f"[{','.join([STEP] * 6)}]"), SaveDraft).briefing) == 6
    assert read(body("[]"), SaveDraft).briefing == ()
    with pytest.raises(BadInput, match="exactly six steps"):
        read(body(f"[{STEP}]"), SaveDraft)
