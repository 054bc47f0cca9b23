"""The one door for partner agencies' reports, from Kafka and over HTTP alike.

The agency is taken from the topic or the credential; what the body says must agree with it.
"""

from collections.abc import Collection
from uuid import uuid5

from services.intake.amending import AddToReport, CorrectReport, WithdrawReport
from services.intake.amendment import AMENDMENTS, Addition, Correction, Message, Withdrawal, case_of
from services.intake.commands import RecordReport, TellTestRefusal
from services.intake.report import Report
from shared.binary import KAFKA, structured
from shared.decider import Ask, Refused
from shared.edge import BadInput, parse, read
from shared.events.base import Undecodable
from shared.hearing import Demand, PartnerReader, Record
from shared.ids import NAMESPACE
from shared.replay import Door, Headers


def read_report(body: bytes, agency: str) -> Demand:
    """Raises BadInput with every problem found."""
    message = read_message(body)
    if message.source != agency:
        raise BadInput(("/source", "is not the agency that this came from"))
    return Demand(ask=_ask(message), actor=f"agency:{agency}", id=message.cause())


def read_message(body: bytes) -> Message:
    """A report, or what is said of one afterwards: by its type. Raises BadInput."""
    document = parse(body)
    named = document.get("type") if isinstance(document, dict) else None
    amendment = AMENDMENTS.get(named) if isinstance(named, str) else None
    if amendment:
        return read(body, amendment)
    report = read(body, Report)
    report.check()
    return report


def _ask(message: Message) -> Ask:
    match message:
        case Report():
            return Ask(message.case(), RecordReport(report=message))
        case Correction():
            return Ask(case_of(message.source, message.data.report), CorrectReport(correction=message))
        case Addition():
            return Ask(case_of(message.source, message.data.report), AddToReport(addition=message))
        case Withdrawal():
            return Ask(case_of(message.source, message.data.report), WithdrawReport(withdrawal=message))


def message_of(demand: Demand) -> Message:
    """What an agency's demand was read from."""
    match demand.ask.command:
        case RecordReport(report=message) | CorrectReport(correction=message):
            return message
        case AddToReport(addition=message) | WithdrawReport(withdrawal=message):
            return message
    raise TypeError("not a demand of an agency")


def reader(agencies: Collection[str], suspended: Collection[str] = ()) -> PartnerReader:
    """For records of partner.<agency>.incidents. `suspended` may change while it runs."""

    def read_record(record: Record) -> Demand:
        agency = record.place.topic.split(".")[1]
        if agency not in agencies:
            raise Undecodable("this agency is not registered")
        if agency in suspended:
            raise Undecodable("this agency is suspended")
        try:
            demand = read_report(structured(record.value or b"", record.headers, KAFKA), agency)
            _check_key(record, demand)
        except BadInput as bad:
            return _refused(record, agency, *bad.problems[0])
        return demand

    return read_record


def _refused(record: Record, agency: str, where: str, rule: str) -> Demand:
    """Of a test the agency is told, and that is all. Raises Undecodable for what may be a report."""
    if not _says_it_is_a_test(record):
        raise Undecodable(rule, where) from None
    place = record.place
    id_ = uuid5(NAMESPACE, f"refused test\n{place.topic}/{place.partition}/{place.offset}\n{where}\n{rule}")
    told = TellTestRefusal(quarantine=id_, offset=place.offset, reason=rule, pointer=where)
    return Demand(ask=Ask(f"feedback/{agency}", told), actor=f"agency:{agency}", id=id_)


def _says_it_is_a_test(record: Record) -> bool:
    try:
        document = parse(structured(record.value or b"", record.headers, KAFKA))
    except BadInput:
        return False  # nobody can tell
    return isinstance(document, dict) and document.get("test") is True


def door(agencies: Collection[str]) -> Door:
    """For a record that was set aside and is taken in by hand."""

    def read_again(value: bytes, headers: Headers, agency: str) -> Demand:
        if agency not in agencies:
            raise Refused("not-registered", "The agency that this came from is not registered.")
        return read_report(structured(value, headers, KAFKA), agency)

    return read_again


def _check_key(record: Record, demand: Demand) -> None:
    """Records of one incident must stay in order, so the key, where there is one, is the subject."""
    if record.key and record.key != message_of(demand).subject.encode():
        raise BadInput(("/subject", "the record's key is not the event's subject"))
