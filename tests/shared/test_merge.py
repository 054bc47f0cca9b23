"""An order in which a service could have learned what it said and heard."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.event_log import Place
from shared.events.base import Recorded
from shared.merge import Merge, Wanted

HERE = Place("teller.events", 0, 0)


def said(source: str, version: int, heard: Mapping[str, int] | None = None, subject: str = "case-1") -> Recorded:
    id_: UUID = uuid4()
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Recorded(
        id_, source, "t", subject, version, at, id_, id_, "service:x", None, heard=dict(heard or {}), wire=b""
    )


def test_what_was_heard_stands_before_what_was_said_after_it():
    merge = Merge()
    heard = [said("teller", 1), said("teller", 2), said("teller", 3)]
    for one in heard:
        merge.add((one, HERE))
    own = [said("us", 1, {"teller": 1}), said("us", 2, {"teller": 2})]

    ordered = [placed[0] for placed in merge.order([(one, HERE) for one in own])]

    assert ordered == [heard[0], own[0], heard[1], own[1]]  # the third waits to be heard in the ordinary way


def test_what_the_log_has_already_is_left_out():
    merge = Merge(heads={("case-1", "teller"): 1, ("case-1", "us"): 1})
    second, own = said("teller", 2), said("us", 2, {"teller": 2})
    merge.add((second, HERE))

    ordered = [placed[0] for placed in merge.order([(said("us", 1, {"teller": 1}), HERE), (own, HERE)])]

    assert ordered == [second, own]


def test_more_is_wanted_of_an_open_source_until_what_is_needed_came():
    merge = Merge(open={"teller"})
    first, own = said("teller", 1), said("us", 1, {"teller": 1})
    ordered = merge.order([(own, HERE)])

    assert next(ordered) == Wanted("teller")
    merge.add((said("teller", 1, subject="case-2"), HERE))
    assert next(ordered) == Wanted("teller")
    merge.add((first, HERE))
    assert [placed[0] for placed in ordered] == [first, own]


def test_what_no_longer_comes_is_not_waited_for():
    merge = Merge(open={"teller"})
    own = said("us", 1, {"teller": 2, "nobody-we-hear": 7})
    ordered = merge.order([(own, HERE)])

    assert next(ordered) == Wanted("teller")
    merge.open.discard("teller")
    assert [placed[0] for placed in ordered] == [own]


def test_an_event_is_let_go_once_it_has_its_place():
    merge = Merge()
    merge.add((said("teller", 1), HERE))
    list(merge.order([(said("us", 1, {"teller": 1}), HERE)]))
    assert not merge.heard
