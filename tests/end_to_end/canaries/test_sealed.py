"""Into every text that an event seals something is planted by the story, or it is said why not: a new one, too."""

from collections.abc import Iterator
from typing import Any

import pytest

from deploy.demo.scenario import load
from shared.events.base import Event, Vocabulary
from shared.sealed import Sealed
from tests.end_to_end.canaries import sealed as read
from tests.end_to_end.canaries.planted import PREFIX, WRITTEN, planted_in
from tests.end_to_end.canaries.sealed import NOT_IN_STORY, NOT_PLANTED, names, sealed


def planted() -> set[tuple[str, str]]:
    """(service, name) of each text in which the story has something planted; reports are intake's."""
    found: set[tuple[str, str]] = set()
    for entry in planted_in(load())[0]:
        if entry.kind == "command":
            found |= {(entry.service, name) for name in _with_a_word(entry.body)}
        if entry.kind == "report":
            found |= {("intake", name) for name in _with_a_word(entry.event["data"])}
    return found


def _with_a_word(value: Any, name: str = "") -> Iterator[str]:
    match value:
        case str() if PREFIX in value:
            yield name
        case dict():
            for inner, each in value.items():
                yield from _with_a_word(each, inner)
        case list():
            for each in value:
                yield from _with_a_word(each, name)


def without() -> set[tuple[str, str]]:
    """What is sealed, and nothing was planted in, though nobody said why."""
    told = {(service, name) for service, _, name in sealed() if name not in NOT_PLANTED}
    return told - planted() - NOT_IN_STORY


def test_in_every_text_that_an_event_seals_the_story_has_something_planted() -> None:
    assert without() == set()


def test_what_is_left_out_is_sealed_and_has_nothing_planted() -> None:
    """So that no line stays when what it is about has gone, or is told by the story at last."""
    everything = {(service, name) for service, _, name in sealed()}
    assert NOT_PLANTED.keys() <= {name for _, name in everything}
    assert everything >= NOT_IN_STORY
    assert planted() & NOT_IN_STORY == set()
    assert all(NOT_PLANTED.values())


def test_what_is_planted_in_is_read_from_the_events() -> None:
    assert names() == WRITTEN
    assert {
        "grounds",
        "independence",
        "teller",
        "anonymised",
    } <= names()  # one is inside another
    assert not names() & NOT_PLANTED.keys()


class SomethingNew(Event):
    """With a sealed text of a name that no other has, and one in a tuple."""

    whispered: Sealed[str]
    rumours: Sealed[tuple[str, ...]] | None = None
    openly: str


def test_a_new_sealed_field_without_a_canary_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Vocabulary.of("reviews", SomethingNew)
    monkeypatch.setattr(read, "VOCABULARIES", (*read.VOCABULARIES, new))
    assert without() == {("reviews", "whispered"), ("reviews", "rumours")}
