"""What is open to whoever asks, in one request: nothing at first, and then what was decided that they may see.

PostgreSQL is told of this (see lent.py), and not what a route asks for: one that asks for too much gets no more.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from shared.identity.principal import Principal
from shared.need.visible import EVERYTHING, NOTHING, Visible


class Opened:
    """Changed in place: also what is decided in a task of its own counts for the whole request."""

    def __init__(self) -> None:
        self.visible = NOTHING

    def cases(self, cases: Iterable[str]) -> None:
        self.visible = replace(self.visible, only=self.visible.only.union(cases))

    def those(self, visible: Visible) -> None:
        """What a list shows, beside the cases that were opened one by one."""
        if not self.visible.all:
            self.visible = replace(visible, only=visible.only | self.visible.only)

    def everything(self) -> None:
        self.visible = EVERYTHING


# Of this request; None: of whoever asks nothing is held back here, for they are no person and no agency.
OPENED: ContextVar[Opened | None] = ContextVar("opened", default=None)


@contextmanager
def nothing_yet(principal: Principal | None) -> Iterator[None]:
    """Around a request, before anything is decided on it. A program of ours asks for all who look at it, and where
    actors are declared (None) nobody has a role.
    """
    held_back = principal is not None and principal.kind != "service"
    before = OPENED.set(Opened() if held_back else None)
    try:
        yield
    finally:
        OPENED.reset(before)


def is_open(case: str) -> bool:
    """Whether it was decided that whoever asks may see this case. For what is read as events, which no policy of
    PostgreSQL holds back.
    """
    asks = OPENED.get()
    return asks is None or asks.visible.all or case in asks.visible.only


def opened() -> Opened:
    """To be told what was decided; where nothing is held back, in vain."""
    return OPENED.get() or Opened()
