"""The one door for agencies' returns, from Kafka and over HTTP alike.

The agency is taken from the topic or the credential; what the body says must agree with it. Whether it was asked,
the decider says.
"""

from collections.abc import Collection

from services.reviews.agency_return import AgencyReturn
from shared.binary import KAFKA, structured
from shared.decider import Ask, Refused
from shared.edge import BadInput, read
from shared.events.base import Undecodable
from shared.hearing import Demand, PartnerReader, Record
from shared.replay import Door, Headers


def read_document(body: bytes, agency: str | None = None) -> AgencyReturn:
    """Of this agency; None is whoever it says. Raises BadInput with every problem found."""
    it = read(body, AgencyReturn)
    if agency is not None and it.source != agency:
        raise BadInput(("/source", "is not the agency that this came from"))
    return it


def read_return(body: bytes, agency: str) -> Demand:
    """Raises BadInput with every problem found."""
    return _demand(read_document(body, agency))


def reader(agencies: Collection[str], suspended: Collection[str] = ()) -> PartnerReader:
    """For records of partner.<agency>.returns. `suspended` may change while it runs."""

    def read_record(record: Record) -> Demand:
        agency = record.place.topic.split(".")[1]
        if agency not in agencies:
            raise Undecodable("this agency is not registered")
        if agency in suspended:
            raise Undecodable("this agency is suspended")
        try:
            it = read_document(structured(record.value or b"", record.headers, KAFKA), agency)
            if record.key and record.key != it.subject.encode():
                raise BadInput(("/subject", "the record's key is not the event's subject"))
            return _demand(it)
        except BadInput as bad:
            where, rule = bad.problems[0]
            raise Undecodable(rule, where) from None

    return read_record


def door(agencies: Collection[str]) -> Door:
    """For a record that was set aside and is taken in by hand."""

    def read_again(value: bytes, headers: Headers, agency: str) -> Demand:
        if agency not in agencies:
            raise Refused("not-registered", "The agency that this came from is not registered.")
        return read_return(structured(value, headers, KAFKA), agency)

    return read_again


def _demand(it: AgencyReturn) -> Demand:
    return Demand(ask=Ask(it.data.case, it.command()), actor=f"agency:{it.source}", id=it.cause())
