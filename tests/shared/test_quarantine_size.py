"""A record that was set aside must itself be fit to be told."""

import base64

from msgspec.structs import replace

from shared.events.base import RecordQuarantined, encode
from shared.keys import sealed_under
from shared.producers import MAX_BYTES
from shared.quarantine import KEPT_BYTES, as_text
from shared.sealed import Sealed
from shared.sealing import new_key
from tests import examples as ex
from tests.contracts.records import examples


def test_a_record_is_kept_byte_for_byte() -> None:
    assert base64.b64decode(as_text(b"\xff\x00 not a word")) == b"\xff\x00 not a word"
    assert as_text(None) == ""


def test_of_one_that_is_too_long_the_beginning_is_kept() -> None:
    assert base64.b64decode(as_text(b"x" * (KEPT_BYTES + 1))) == b"x" * KEPT_BYTES


def test_as_an_event_it_passes_the_limit_of_kafka() -> None:
    (said,) = [r for r in examples() if r.source == "intake" and isinstance(r.data, RecordQuarantined)]
    huge = ex.quarantined.model_copy(update={"record": Sealed.of(as_text(b"x" * (2 * KEPT_BYTES)))})
    wire = encode(replace(said, data=sealed_under(huge, ex.CASE, new_key())))
    assert len(wire) < MAX_BYTES - 64 * 1024  # and room for what Kafka puts around it
