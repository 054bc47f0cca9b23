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


# Of this request; None: nothing is held back here, for it is a program of ours, or actors are declared.
OPENED: ContextVar[Opened | None] = ContextVar("opened", default=None)


@contextmanager
def nothing_yet(principal: Principal | None) -> Iterator[None]:
    """Around a request, before anything is decided on it; nowhere where actors are declared, for there nobody has
    a role. A program of ours asks for all who look at it. For nobody (None) nothing is ever opened.
    """
    ours = principal is not None and principal.kind == "service"
    before = OPENED.set(None if ours else Opened())
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
