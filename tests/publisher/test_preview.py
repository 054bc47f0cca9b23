"""The preview shows the whole text, as it is written and as the public would read it."""

from services.publisher.preview import page
from tests.publisher import examples as ex


def test_as_the_public_would_read_it_every_part_is_there() -> None:
    parts = {"report": "Said *here*.", "response": "Said *there*.", "easy_read": "Said *simply*."}
    text = ex.text.model_copy(update={**parts, "correction": "A *date* was wrong."})
    _, _, public = page(text, ()).partition("As the public would read it")
    for words in (
        "Said <em>here</em>.",
        "Said <em>there</em>.",
        "Said <em>simply</em>.",
        "A <em>date</em> was wrong.",
    ):
        assert words in public
    assert all(heading in public for heading, _ in text.briefing)
