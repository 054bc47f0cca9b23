"""What an officer may send: bounded, clean, and with something said where the rules ask for reasons."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.intake.casework import ProposeReclassification
from services.intake.commands import DecideToNotify, RecordAwareness
from shared.decider import Command
from shared.edge import BadInput, read
from tests.intake import examples as asked


def body(command: Command, **changes: Any) -> bytes:
    return json.dumps({**json.loads(command.model_dump_json()), **changes}).encode()


@pytest.mark.parametrize(
    ("command", "changes", "where"),
    [
        (asked.decide_to_notify, {"reasons": ""}, "/reasons"),
        (asked.decide_to_notify, {"reasons": " \n\t "}, "/reasons"),
        (asked.decide_to_notify, {"reasons": "nul\x00"}, "/reasons"),
        (asked.decide_to_notify, {"grounds": ""}, "/grounds"),
        (asked.decide_to_notify, {"authority": "two\nlines"}, "/authority"),
        (asked.decide_to_notify, {"trigger_class": "D"}, "/trigger_class"),  # D is not to be notified
        (asked.decide_to_notify, {"partner_views": {"police": "maybe"}}, "/partner_views/…"),
        (asked.decide_to_notify, {"partner_views": {f"p{n}": "notify" for n in range(21)}}, "/partner_views"),
        (asked.record_awareness, {"incident_aware_at": "0001-01-01T00:00:00+14:00"}, "/incident_aware_at"),
        (asked.record_awareness, {"incident_aware_at": "9999-12-31T23:59:59-12:00"}, "/incident_aware_at"),
        (asked.record_awareness, {"incident_aware_at": "2026-04-02T16:50:00"}, "/incident_aware_at"),
        (asked.record_awareness, {"channel": None}, "/channel"),
        (asked.record_awareness, {"channel": "bell\x07"}, "/channel"),
        (asked.propose, {"trigger_class": "E"}, "/trigger_class"),
        (asked.propose, {"asked": ""}, "/asked"),
        (asked.propose, {"second_signature": "person:somebody"}, ""),
        (asked.confirm, {"proposal": "the last one"}, "/proposal"),
        (asked.correct_awareness, {"reason": " "}, "/reason"),
        (asked.correct_criteria, {"reason": None}, "/reason"),
        (asked.record_jurisdiction, {"country": "France"}, "/country"),
        (asked.record_jurisdiction, {"residence_la_code": "W06000015"}, "/residence_la_code"),
        (asked.classify, {"suspicion": "none"}, "/suspicion"),
        (asked.classify, {"born_on": "2025-11-03T00:00:00Z"}, "/born_on"),
        (asked.consult, {"view": "agrees"}, "/view"),
        (asked.new_information, {"information": ""}, "/information"),
        (asked.snooze, {"until_on": "tomorrow"}, "/until_on"),
        (asked.snooze, {"reason": ""}, "/reason"),
        (asked.record_absence, {"deputy": None}, "/deputy"),
    ],
)
def test_bad_input_is_refused_by_its_field(command: Command, changes: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(body(command, **changes), type(command))
    assert [each for each, _ in refused.value.problems] == [where]


def test_partners_are_named_by_their_ids() -> None:
    with pytest.raises(BadInput):
        read(body(asked.decide_to_notify, partner_views={"nul\x00": "notify"}), DecideToNotify)


def test_reasons_are_kept_without_the_blanks_around_them() -> None:
    assert read(body(asked.propose, reasons="  because \n"), ProposeReclassification).reasons == "because"


def test_a_good_command_is_read_as_it_is() -> None:
    assert read(body(asked.decide_to_notify), DecideToNotify) == asked.decide_to_notify
    zoned = read(body(asked.record_awareness, incident_aware_at="2026-04-02T16:50:00+01:00"), RecordAwareness)
    assert zoned.incident_aware_at - asked.record_awareness.incident_aware_at == timedelta(0)
