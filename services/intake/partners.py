"""The one door for partner agencies' reports, from Kafka and over HTTP alike.

The agency is taken from the topic or the credential; what the body says must agree with it.
"""

from collections.abc import Collection

from services.intake.binary import KAFKA, structured
from services.intake.commands import RecordReport
from services.intake.report import Report
from shared.decider import Ask, Refused
from shared.edge import BadInput, read
from shared.events.base import Undecodable
from shared.hearing import Demand, PartnerReader, Record
from shared.replay import Door, Headers


def read_report(body: bytes, agency: str) -> Demand:
    """Raises BadInput with every problem found."""
    report = read(body, Report)
    if report.source != agency:
        raise BadInput(("/source", "is not the agency that this came from"))
    return Demand(
        ask=Ask(report.case(), RecordReport(report=report)),
        actor=f"agency:{agency}",
        id=report.cause(),
    )


def report_of(demand: Demand) -> Report:
    assert isinstance(demand.ask.command, RecordReport)
    return demand.ask.command.report


def reader(agencies: Collection[str]) -> PartnerReader:
    """For records of partner.<agency>.incidents."""

    def read_record(record: Record) -> Demand:
        agency = record.place.topic.split(".")[1]
        if agency not in agencies:
            raise Undecodable("this agency is not registered")
        try:
            demand = read_report(structured(record.value or b"", record.headers, KAFKA), agency)
        except BadInput as bad:
            where, rule = bad.problems[0]
            raise Undecodable(rule, where) from None
        _check_key(record, demand)
        return demand

    return read_record


def door(agencies: Collection[str]) -> Door:
    """For a record that was set aside and is taken in by hand."""

    def read_again(value: bytes, headers: Headers, agency: str) -> Demand:
        if agency not in agencies:
            raise Refused("not-registered", "The agency that this came from is not registered.")
        return read_report(structured(value, headers, KAFKA), agency)

    return read_again


def _check_key(record: Record, demand: Demand) -> None:
    """Records of one incident must stay in order, so the key, where there is one, is the subject."""
    if record.key and record.key != report_of(demand).subject.encode():
        raise Undecodable("the record's key is not the event's subject", "/subject")
