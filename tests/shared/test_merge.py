"""An order in which a service could have learned what it said and heard."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.event_log import Place
from shared.events.base import Recorded
from shared.merge import Merge, Placed

HERE = Place("teller.events", 0, 0)


def said(source: str, version: int, heard: Mapping[str, int] | None = None, subject: str = "case-1") -> Recorded:
    id_: UUID = uuid4()
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Recorded(
        id_, source, "t", subject, version, at, id_, id_, "service:x", None, heard=dict(heard or {}), wire=b""
    )


def taken(merge: Merge, *own: Recorded) -> list[Recorded]:
    """All in order; nothing more is wanted."""
    into: list[Placed] = []
    assert [merge.take((one, HERE), into) for one in own] == [None] * len(own)
    return [recorded for recorded, _ in into]


def test_what_was_heard_stands_before_what_was_said_after_it():
    merge = Merge()
    heard = [said("teller", 1), said("teller", 2), said("teller", 3)]
    for one in heard:
        merge.add((one, HERE))
    own = [said("us", 1, {"teller": 1}), said("us", 2, {"teller": 2})]

    # the third waits to be heard in the ordinary way
    assert taken(merge, *own) == [heard[0], own[0], heard[1], own[1]]


def test_what_the_log_has_already_is_left_out():
    merge = Merge(heads={("case-1", "teller"): 1, ("case-1", "us"): 1})
    second, own = said("teller", 2), said("us", 2, {"teller": 2})
    merge.add((second, HERE))

    assert taken(merge, said("us", 1, {"teller": 1}), own) == [second, own]


def test_more_is_wanted_of_an_open_source_until_what_is_needed_came():
    merge = Merge(open={"teller"})
    first, own = said("teller", 1), said("us", 1, {"teller": 1})
    into: list[Placed] = []

    assert merge.take((own, HERE), into) == "teller"
    merge.add((said("teller", 1, subject="case-2"), HERE))
    assert merge.take((own, HERE), into) == "teller"
    merge.add((first, HERE))
    assert merge.take((own, HERE), into) is None
    assert [recorded for recorded, _ in into] == [first, own]


def test_whoever_asks_again_goes_on_where_it_stopped():
    """What a heard event had heard itself is wanted too, after part of it was taken."""
    merge = Merge(open={"teller", "other"})
    first, second = said("teller", 1), said("teller", 2, {"other": 1})
    other, own = said("other", 1), said("us", 1, {"teller": 2})
    into: list[Placed] = []
    merge.add((first, HERE))
    merge.add((second, HERE))

    assert merge.take((own, HERE), into) == "other"
    assert [recorded for recorded, _ in into] == [first]
    merge.add((other, HERE))
    assert merge.take((own, HERE), into) is None
    assert [recorded for recorded, _ in into] == [first, other, second, own]
    assert not merge.heard


def test_what_no_longer_comes_is_not_waited_for():
    merge = Merge(open={"teller"})
    own = said("us", 1, {"teller": 2, "nobody-we-hear": 7})
    into: list[Placed] = []

    assert merge.take((own, HERE), into) == "teller"
    merge.open.discard("teller")
    assert merge.take((own, HERE), into) is None
    assert [recorded for recorded, _ in into] == [own]


def test_an_event_is_let_go_once_it_has_its_place():
    merge = Merge()
    merge.add((said("teller", 1), HERE))
    taken(merge, said("us", 1, {"teller": 1}))
    assert not merge.heard
