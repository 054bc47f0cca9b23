"""What counts as known at an instant: by when each event was recorded, and by the order we learned them in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.duties import board
from shared.events.base import Recorded
from shared.known import KnownBy, without_indexes

NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)


def event(source: str, minutes: int, subject: str = "a-case") -> Recorded:
    """Recorded so many minutes after nine."""
    return Recorded(
        id=UUID(int=1),
        source=source,
        type="",
        subject=subject,
        version=1,
        time=NINE + timedelta(minutes=minutes),
        cause=UUID(int=1),
        correlation=UUID(int=1),
        actor="person:officer",
        data=None,
    )


def known(*learned: Recorded, minutes: int) -> list[bool]:
    by = KnownBy("ours", NINE + timedelta(minutes=minutes))
    return [by(each) for each in learned]


def test_what_was_recorded_by_then_counts_to_the_very_instant() -> None:
    assert known(event("ours", 1), event("ours", 2), event("ours", 3), minutes=2) == [True, True, False]


def test_what_others_recorded_by_then_counts_though_nobody_noted_when_we_heard_it() -> None:
    assert known(event("ours", 1), event("theirs", 1), minutes=5) == [True, True]


def test_what_we_heard_after_recording_something_later_was_not_known() -> None:
    """The notifier said it at one minute past; we were away, and heard it after what we recorded at ten past."""
    assert known(event("ours", 10), event("theirs", 1), minutes=5) == [False, False]


def test_what_others_recorded_later_does_not_hide_what_we_recorded_before() -> None:
    """Their clock may be ahead of ours by a little."""
    assert known(event("theirs", 6), event("ours", 5), minutes=5) == [False, True]


def test_another_subject_says_nothing_of_this_one() -> None:
    assert known(event("ours", 10, "another"), event("theirs", 1), minutes=5) == [False, True]


def test_of_one_subject_no_index_is_made_and_every_key_is() -> None:
    schema = """
CREATE TABLE rows (a text PRIMARY KEY, b text);
CREATE INDEX ON rows (b)
    WHERE a <> '';
CREATE TABLE more (a text);
CREATE INDEX ON more (a);
"""
    tables = "\nCREATE TABLE rows (a text PRIMARY KEY, b text);\n\nCREATE TABLE more (a text);\n\n"
    assert without_indexes(schema) == tables
    assert "CREATE INDEX" in board.SCHEMA and "INDEX" not in without_indexes(board.SCHEMA)
