"""The gate on some nine hundred made-up drafts: nothing planted passes, and good drafts are left alone."""

import pytest

from deploy.bench.anonymity import Measured, is_caught, measured
from deploy.bench.drafts import Draft, clean
from deploy.bench.planting import FORMS


@pytest.fixture(scope="module")
def corpus() -> Measured:
    return measured()


def test_no_planted_identifier_passes(corpus: Measured) -> None:
    assert [(draft.form, draft.planted) for draft in corpus.missed] == []


def test_the_corpus_is_large_and_has_every_form(corpus: Measured) -> None:
    assert corpus.drafts > 800 and corpus.clean_drafts >= 60 and len(FORMS) > 70


def test_in_good_drafts_nothing_is_certain_and_little_is_likely(corpus: Measured) -> None:
    assert corpus.certain_alarms == 0
    assert 1000 * corpus.likely_alarms / corpus.clean_words < 2


def test_what_is_measured_can_be_missed() -> None:
    """A finding elsewhere in the draft does not count."""
    good = next(clean())
    text = f"{good.text} It happened on 14 January 2026. Nothing here."
    assert not is_caught(Draft(good.case, text, "none", "Nothing here", text.index("Nothing here")))
