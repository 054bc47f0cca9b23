"""`cspr audit verify` on audit logs: the table, its copy, and what the witness signed of it."""

import pytest

from deploy.witness.audit_logs import Reading
from shared.audit.entry import Tip, linked
from tests.audit.examples import log_of, looked, wires

LOG = wires(log_of(20))
COPIED = log_of(12)[-1].tip


def read(entries: list[bytes], copied: Tip | None = None) -> tuple[str, ...]:
    reading = Reading("who looked at intake", "intake", [], copied)
    for entry in entries:
        reading.follow(entry)
    return reading.held().problems


def test_a_table_may_have_what_is_not_copied_yet() -> None:
    assert read(LOG, COPIED) == ()
    assert read(LOG[:12], COPIED) == ()
    assert read([]) == ()


def test_a_table_that_lacks_what_was_copied_is_found_before_anything_was_witnessed() -> None:
    assert read(LOG[:11], COPIED) == ("has 11 entries, and Kafka has 12",)
    assert read([], COPIED) == ("has 0 entries, and Kafka has 12",)


def test_a_table_that_was_written_anew_with_fitting_hashes_is_found_by_its_copy() -> None:
    forged = linked(Tip(), [{**looked(number), "actor": "person:other"} for number in range(20)])
    assert read(wires(forged)) == ()
    assert read(wires(forged), COPIED) == ("entry 12 is another than on Kafka",)


@pytest.mark.parametrize("which", [0, 7, 18])
def test_an_entry_that_was_changed_is_found_by_the_next(which: int) -> None:
    log = list(LOG)
    log[which] = log[which].replace(b"ellis", b"other")
    assert read(log) == (f"entry {which + 2}: does not follow from the entry before it",)
