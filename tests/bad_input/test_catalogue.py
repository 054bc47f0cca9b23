"""The catalogue at the door itself, without servers: what it says of each case is so."""

import pytest

from services.intake.commands import RecordReport
from services.intake.partners import read_report, reader
from shared.edge import BadInput
from shared.event_log import Place
from shared.events.base import Undecodable
from shared.hearing import Record
from tests.bad_input.catalogue import CASES, over
from tests.bad_input.made import AGENCY, NOW, BadInputCase

read_record = reader([AGENCY])


@pytest.mark.parametrize("case", over("http"), ids=lambda case: case.name)
def test_it_is_refused_where_it_is_wrong_or_taken_in_with_flags(case: BadInputCase) -> None:
    if case.is_taken_in:
        command = read_report(case.body, AGENCY).ask.command
        assert isinstance(command, RecordReport)
        assert command.report.flags(NOW) == case.flags
        return
    with pytest.raises(BadInput) as bad:
        read_report(case.body, AGENCY)
    where, why = bad.value.problems[0]
    assert where == case.pointer
    assert case.rule in why
    assert case.planted not in str(bad.value)


@pytest.mark.parametrize("case", over("kafka"), ids=lambda case: case.name)
def test_a_record_is_judged_alike(case: BadInputCase) -> None:
    record = Record(Place(f"partner.{AGENCY}.incidents", 0, 7), case.key, case.body, case.headers)
    if case.is_taken_in:
        assert read_record(record).ask.subject
        return
    with pytest.raises(Undecodable) as bad:
        read_record(record)
    assert (bad.value.pointer, case.rule in bad.value.reason) == (case.pointer, True)


def test_every_case_has_a_name_and_a_report_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len({case.report for case in CASES}) == len(CASES) >= 150
