"""What officers do with a case, in plain words, and nothing of what is sealed."""

import pytest

from services.console.casework import CASEWORK
from services.console.words import happened, particulars
from shared.events.base import Event, event_type
from shared.events.intake import INTAKE
from tests import examples as ex

NAMES = {"integrated-care-board": "the integrated care board"}
SAID = [
    (ex.awareness_corrected, "still due Mon 13 Apr 2026"),
    (ex.criteria_corrected, "due Tue 14 Apr 2026, before Mon 13 Apr 2026"),
    (ex.partner_aware, "it starts no clock of the authority's"),
    (ex.jurisdiction, "this authority's"),
    (ex.jurisdiction.model_copy(update={"ours": False}), "another authority's"),
    (ex.jurisdiction.model_copy(update={"ours": False, "held_by": None}), "no English authority's"),
    (ex.classified, "class A: death or serious harm of a child, abuse or neglect known or suspected"),
    (ex.consulted, "the integrated care board: notify"),
    (ex.reopened, "new information"),
    (
        ex.proposed,
        "from class A (death or serious harm of a child, abuse or neglect known or suspected)"
        " to class D (outside the duty to notify)",
    ),
    (ex.snoozed, "until Thu 9 Apr 2026"),
    (ex.snooze_ended, "new information"),
]


@pytest.mark.parametrize(("event", "words"), SAID, ids=lambda it: type(it).__name__)
def test_an_event_is_told_in_plain_words(event: Event, words: str) -> None:
    assert particulars(event, lambda id_: NAMES.get(id_, id_)) == words


def test_a_correction_that_nobody_can_count_from_tells_no_date() -> None:
    uncounted = ex.awareness_corrected.model_copy(update={"previous_due_on": None})
    assert particulars(uncounted, str) == ""


def test_a_proposal_reads_as_one() -> None:
    assert happened(event_type("intake", type(ex.proposed))).startswith("Reclassification proposed")


def test_every_phrase_is_of_an_event_that_there_is() -> None:
    assert {f"cspr.intake.{name}.v1" for name in CASEWORK} <= set(INTAKE.classes)
