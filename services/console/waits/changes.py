"""What one event changes in what waits. Pure."""

from collections.abc import Iterator

from services.console.waits.persons import of_persons
from services.console.waits.signatures import of_signatures
from services.console.waits.wait import Change
from shared.events.base import Event


def changes(event: Event) -> Iterator[Change]:
    yield from of_signatures(event)
    yield from of_persons(event)
