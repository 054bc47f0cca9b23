"""What every door for agencies' records checks, whatever it takes in: whose topic it came on, under what key."""

from collections.abc import Callable, Collection

from shared.binary import KAFKA, structured
from shared.decider import Refused
from shared.edge import BadInput
from shared.events.base import Undecodable
from shared.hearing import Demand, Record
from shared.replay import Door, Headers


def agency_of(record: Record, agencies: Collection[str], suspended: Collection[str]) -> str:
    """The agency whose topic partner.<agency>.… it is. Raises Undecodable."""
    agency = record.place.topic.split(".")[1]
    if agency not in agencies:
        raise Undecodable("this agency is not registered")
    if agency in suspended:
        raise Undecodable("this agency is suspended")
    return agency


def check_key(record: Record, subject: str) -> None:
    """Records of one subject stay in order: the key, where there is one, is the subject. Raises BadInput."""
    if record.key and record.key != subject.encode():
        raise BadInput(("/subject", "the record's key is not the event's subject"))


def door(agencies: Collection[str], read: Callable[[bytes, str], Demand]) -> Door:
    """For a record that was set aside and is taken in by hand: `read` of its document and its agency."""

    def read_again(value: bytes, headers: Headers, agency: str) -> Demand:
        if agency not in agencies:
            raise Refused("not-registered", "The agency that this came from is not registered.")
        return read(structured(value, headers, KAFKA), agency)

    return read_again
